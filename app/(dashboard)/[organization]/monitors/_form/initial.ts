import type { Assertion } from "@/lib/domain/assertion";
import type { HttpSettings } from "@/lib/domain/check-settings";
import type { Step } from "@/lib/domain/journey";
import type { Monitor } from "@/lib/domain/monitor";
import { writeExtractions } from "./extraction-lines";

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
    "settings.http_version": "1.1",
    "settings.ip_version": "any",
    "settings.max_redirects": "5",
    "settings.grace_seconds": "30",
    "settings.timezone": "UTC",
    "tcp.verify_tls": "true",
    "tls.verify": "true",
    "tls.days_left": "14",
    "tls.min_version": "1.2",
    "tls.ocsp": "if_stapled",
    "dns.record": "A",
    "dns.match": "exact",
    "icmp.packets": "1",
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
  return { ...fields, ...typedSettings(monitor) };
}

function typedSettings({ type, settings, assertions }: Monitor): Typed {
  if ("headers" in settings) return { ...typedHttp(settings), ...typedAssertions(assertions) };
  const prefix = type === "heartbeat" ? "settings" : type;
  const days = assertions.find((each) => typeof each === "object" && each !== null && "at_least" in each);
  return {
    ...typedScalars(settings, prefix),
    ...("expect" in settings && Array.isArray(settings.expect)
      ? { [`${prefix}.expect`]: settings.expect.join("\n") }
      : {}),
    ...(days ? { [`${prefix}.days_left`]: String((days as { at_least: number }).at_least) } : {}),
  };
}

/** What can stand in one control; a switch that is off has no value. */
function typedScalars(settings: object, prefix: string): Typed {
  const shown = Object.entries(settings).filter(
    ([, value]) => typeof value === "string" || typeof value === "number" || value === true,
  );
  return Object.fromEntries(shown.map(([name, value]) => [`${prefix}.${name}`, String(value)]));
}

function typedHttp(settings: HttpSettings): Typed {
  const fields = typedScalars(settings, "settings");
  for (const [row, [name, value]] of Object.entries(settings.headers).entries())
    Object.assign(fields, { [`headers.${row}.name`]: name, [`headers.${row}.value`]: value });
  if (settings.auth !== null) Object.assign(fields, typedScalars(settings.auth, "auth"));
  if (settings.client_certificate !== null)
    Object.assign(fields, typedScalars(settings.client_certificate, "client"));
  fields["settings.extract"] = writeExtractions(settings.extract);
  for (const [row, step] of settings.steps.entries()) Object.assign(fields, typedStep(step, `steps.${row}`));
  return fields;
}

function typedStep(step: Step, path: string): Typed {
  const status = step.assertions.find((each) => each.type === "status");
  const contains = step.assertions.find((each) => each.type === "body_contains");
  return {
    ...typedScalars(step, path),
    [`${path}.headers`]: Object.entries(step.headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n"),
    [`${path}.status`]: status ? (typedAssertion(status).value ?? "") : "",
    [`${path}.contains`]: contains?.value ?? "",
    [`${path}.extract`]: writeExtractions(step.extract),
  };
}

function typedAssertions(assertions: readonly unknown[]): Typed {
  const rows = assertions.flatMap((assertion, row) =>
    Object.entries(typedAssertion(assertion as Assertion)).map(
      ([name, value]) => [`assertions.${row}.${name}`, value] as const,
    ),
  );
  return Object.fromEntries(rows);
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
