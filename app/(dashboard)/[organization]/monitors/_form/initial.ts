import type { Assertion } from "@/lib/domain/assertion";
import type { Monitor } from "@/lib/domain/monitor";

/** What stands in the fields of the form at first, by field name. */
export type Typed = Record<string, string>;

/** A new monitor begins with the defaults that REST would fill in. */
export function newMonitorFields(componentId: string | undefined): Typed {
  return {
    component_id: componentId ?? "",
    type: "http",
    interval_seconds: "60",
    timeout_ms: "5000",
    regions: "local",
    "settings.method": "GET",
    "settings.follow_redirects": "true",
    "settings.verify_tls": "true",
    "settings.grace_seconds": "30",
    "confirm.failures": "2",
    "confirm.recoveries": "2",
    "confirm.quorum": "1",
    down_state: "major_outage",
  };
}

/** A stored monitor as it would have been typed. Secrets come masked and, left alone, stay what they are. */
export function fieldsOfMonitor(monitor: Monitor): Typed {
  const fields: Typed = {
    name: monitor.name,
    type: monitor.type,
    target: monitor.target,
    interval_seconds: String(monitor.intervalSeconds),
    timeout_ms: String(monitor.timeoutMs),
    regions: monitor.regions.join(", "),
    degraded_after_ms: monitor.degradedAfterMs === null ? "" : String(monitor.degradedAfterMs),
    "confirm.failures": String(monitor.confirm.failures),
    "confirm.recoveries": String(monitor.confirm.recoveries),
    "confirm.quorum": String(monitor.confirm.quorum),
    down_state: monitor.downState,
  };
  for (const [name, value] of Object.entries(monitor.settings))
    if (["string", "number"].includes(typeof value) || value === true)
      fields[`settings.${name}`] = String(value);
  const headers = "headers" in monitor.settings ? Object.entries(monitor.settings.headers) : [];
  for (const [row, [name, value]] of headers.entries())
    Object.assign(fields, { [`headers.${row}.name`]: name, [`headers.${row}.value`]: value });
  for (const [row, assertion] of monitor.assertions.entries())
    for (const [name, value] of Object.entries(typedAssertion(assertion as Assertion)))
      fields[`assertions.${row}.${name}`] = value;
  return fields;
}

/** One row of the assertions editor: the fields that its kind uses. */
export function typedAssertion(assertion: Assertion): Record<string, string> {
  const { type } = assertion;
  switch (type) {
    case "status":
      return { type, value: assertion.in.join(", ") };
    case "header":
      return { type, name: assertion.name, op: assertion.op, value: assertion.value ?? "" };
    case "json_path":
      return { type, name: assertion.path, op: assertion.op, value: typedOperand(assertion) };
    case "max_size":
      return { type, value: String(assertion.bytes) };
    case "certificate_days_left":
    case "domain_days_left":
      return { type, value: String(assertion.at_least) };
    case "max_latency_ms":
      return { type, value: String(assertion.ms) };
    default:
      return { type, value: assertion.value };
  }
}

/** Text that would be read back as a number, true, false or null gets quotes. */
function typedOperand({ op, value }: Extract<Assertion, { type: "json_path" }>): string {
  if (value === undefined) return "";
  if (typeof value !== "string" || op === "contains" || op === "matches") return String(value);
  return /^(-?\d|true$|false$|null$|")/.test(value) ? JSON.stringify(value) : value;
}

/** How many rows a list of the form needs for what stands in it. */
export function rowCount(typed: Typed, list: string): number {
  const pattern = new RegExp(`^${list}\\.(\\d+)\\.`);
  const rows = Object.keys(typed).map((name) => Number(pattern.exec(name)?.[1] ?? -1));
  return Math.max(-1, ...rows) + 1;
}
