import type { Fields } from "@/app/_server/form";
import type { CheckType } from "@/lib/domain/check-settings";
import { readConnection, readOther, readStep } from "./read-settings";

/** The form as the body of `POST /monitors`. Fields of other kinds than the chosen one are not looked at. */
export function readMonitorInput(fields: Fields): unknown {
  const type = fields.text("type") ?? "http";
  return { type, component_id: fields.text("component_id") ?? "", ...readCheck(type, fields) };
}

/** The form as the body of `PATCH /monitors/{id}`: every field it shows, so that an emptied one is complained about. */
export function readMonitorChange(type: CheckType) {
  return (fields: Fields): unknown => readCheck(type, fields);
}

function readCheck(type: string, fields: Fields): Record<string, unknown> {
  const number = (name: string) => fields.number(name) ?? null;
  const shared = {
    name: fields.text("name") ?? "",
    interval_seconds: number("interval_seconds"),
    down_state: fields.text("down_state") ?? "major_outage",
  };
  if (type === "heartbeat") return { ...shared, settings: readHeartbeat(fields) };
  const run = {
    ...shared,
    target: fields.text("target")?.trim() ?? "",
    timeout_ms: number("timeout_ms"),
    degraded_after_ms: number("degraded_after_ms"),
    regions: (fields.text("regions") ?? "").split(/[\s,]+/).filter(Boolean),
    confirm: {
      failures: number("confirm.failures"),
      recoveries: number("confirm.recoveries"),
      quorum: number("confirm.quorum"),
    },
  };
  const other = Object.hasOwn(readOther, type) ? readOther[type] : undefined;
  if (other !== undefined) return { ...run, ...other(fields) };
  return { ...run, settings: readHttpSettings(fields), assertions: readAssertions(fields) };
}

function readHeartbeat(fields: Fields): Record<string, unknown> {
  return {
    grace_seconds: fields.number("settings.grace_seconds") ?? null,
    cron: fields.text("settings.cron")?.trim() ?? null,
    timezone: fields.text("settings.timezone")?.trim() ?? "UTC",
  };
}

function readHttpSettings(fields: Fields): Record<string, unknown> {
  return {
    method: fields.text("settings.method") ?? "GET",
    headers: Object.fromEntries(readHeaders(fields)),
    body: fields.text("settings.body") ?? null,
    follow_redirects: fields.checked("settings.follow_redirects"),
    verify_tls: fields.checked("settings.verify_tls"),
    ...readConnection(fields),
    steps: stepRows(fields).map((row) => readStep(fields, row, statusesOf)),
  };
}

function readHeaders(fields: Fields): [string, string][] {
  return rowsOf(fields, "headers", "name").map((row) => [
    fields.text(`headers.${row}.name`)?.trim() ?? "",
    fields.text(`headers.${row}.value`) ?? "",
  ]);
}

/** Numbers of the assertion rows that were filled in, in order; empty rows are nothing. */
function assertionRows(fields: Fields): number[] {
  return rowsOf(fields, "assertions", "type");
}

/** Numbers of the step rows that name an address. */
function stepRows(fields: Fields): number[] {
  return rowsOf(fields, "steps", "url");
}

function rowsOf(fields: Fields, list: string, key: string): number[] {
  const pattern = new RegExp(`^${list}\\.(\\d+)\\.${key}$`);
  const found = Object.keys(fields.given()).flatMap((name) => pattern.exec(name)?.[1] ?? []);
  return found.map(Number).sort((a, b) => a - b);
}

function readAssertions(fields: Fields): unknown[] {
  return assertionRows(fields).map((row) => {
    const part = (name: string) => fields.text(`assertions.${row}.${name}`);
    return assertionOf(part("type") ?? "", {
      name: part("name")?.trim(),
      op: part("op") ?? "equals",
      value: part("value"),
    });
  });
}

type Parts = { name: string | undefined; op: string; value: string | undefined };

function assertionOf(type: string, { name, op, value }: Parts): unknown {
  switch (type) {
    case "status":
      return { type, in: statusesOf(value ?? "") };
    case "header":
      return { type, name: name ?? "", op, ...(op === "exists" ? {} : { value }) };
    case "json_path":
      return { type, path: name ?? "", op, ...(op === "exists" ? {} : { value: operandOf(op, value) }) };
    case "max_size":
      return { type, bytes: numberOf(value) };
    case "certificate_days_left":
      return { type, at_least: numberOf(value) };
    case "max_latency_ms":
      return { type, ms: numberOf(value) };
    default:
      return { type, value };
  }
}

function statusesOf(text: string): (number | string)[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(statusOf);
}

function statusOf(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function numberOf(text: string | undefined): number | string | undefined {
  const number = Number(text?.trim() || "x");
  return Number.isFinite(number) ? number : text;
}

/** A bare number, true, false or null is that; everything else is text, and quotes make text of anything. */
function operandOf(op: string, text: string | undefined): unknown {
  if (text === undefined || op === "contains" || op === "matches") return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? text : value;
  } catch {
    return text;
  }
}

/** Complaints by the path that REST names, moved to the control they were typed into. */
export function moveToFields(errors: Record<string, string>, fields: Fields): Record<string, string> {
  const type = fields.text("type") ?? "http";
  const isOther = Object.hasOwn(readOther, type);
  const assertions = assertionRows(fields);
  const steps = stepRows(fields);
  const move = (path: string) => (isOther ? otherField(path, type) : httpField(path, assertions, steps));
  return Object.fromEntries(Object.entries(errors).map(([path, message]) => [move(path), message]));
}

function otherField(path: string, type: string): string {
  if (/^assertions\.\d+\.at_least/.test(path)) return `${type}.days_left`;
  return path.replace(/^settings\.(expect)\.\d+/, `${type}.$1`).replace(/^settings\./, `${type}.`);
}

function httpField(path: string, assertions: readonly number[], steps: readonly number[]): string {
  return path
    .replace(/^assertions\.(\d+)/, (_, index) => `assertions.${assertions[Number(index)] ?? index}`)
    .replace(/^settings\.steps\.(\d+)/, (_, index) => `steps.${steps[Number(index)] ?? index}`)
    .replace(/^settings\.auth\./, "auth.")
    .replace(/^settings\.client_certificate\./, "client.");
}
