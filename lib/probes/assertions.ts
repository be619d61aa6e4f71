import type { IncomingHttpHeaders } from "node:http";
import { query } from "jsonpath-rfc9535";
import type { Assertion } from "@/lib/domain/assertion";
import type { Failure } from "./attempt";
import { finds, searchSteps } from "./search";

/** What came back, as far as assertions may ask. */
export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  /** Body bytes that arrived, before any decoding. */
  size: number;
  /** Decoded text; null when no assertion asked for it. */
  body: string | null;
  /** Null without TLS. */
  certificateDaysLeft: number | null;
  totalMs: number;
};

type Json = Parameters<typeof query>[0];

/** What one check's assertions may still cost together: they run between the checks of everybody else. */
type Work = {
  /** Steps of patterns; one takes about 40 ns. */
  patternSteps: number;
  /** Characters of JSON walked or written out again; one takes up to 1 µs. */
  jsonCharacters: number;
  /** The body, once parsed. */
  json: { value: Json } | null;
};

const workOfCheck = { patternSteps: 10_000_000, jsonCharacters: 1_000_000, json: null };

/** The first assertion that does not hold, or null. Without a `status` assertion 2xx and 3xx pass. */
export function judge(assertions: readonly Assertion[], answer: Answer): Failure | null {
  if (!assertions.some((assertion) => assertion.type === "status") && !isGood(answer.status)) {
    return unmet(`status ${answer.status} is not 2xx or 3xx`);
  }
  const work: Work = { ...workOfCheck };
  for (const assertion of assertions) {
    const complaint = complaintOf(assertion, answer, work);
    if (complaint !== null) return unmet(complaint);
  }
  return null;
}

/** For kinds of check that have no answer but its time. */
export function judgeLatency(assertions: readonly Assertion[], totalMs: number): Failure | null {
  for (const assertion of assertions) {
    if (assertion.type !== "max_latency_ms" || totalMs <= assertion.ms) continue;
    return unmet(`took ${Math.round(totalMs)} ms, more than ${assertion.ms} ms`);
  }
  return null;
}

/** Whether the body must be read and kept for `assertions`. */
export function needsBody(assertions: readonly Assertion[]): boolean {
  return assertions.some(({ type }) => type.startsWith("body_") || type === "json_path");
}

function unmet(detail: string): Failure {
  return { failure: "assertion_failed", detail };
}

function isGood(status: number): boolean {
  return status >= 200 && status < 400;
}

function complaintOf(assertion: Assertion, answer: Answer, work: Work): string | null {
  switch (assertion.type) {
    case "status":
      if (assertion.in.some((accepted) => statusIn(answer.status, accepted))) return null;
      return `status ${answer.status} is not among ${assertion.in.join(", ")}`;
    case "header":
      return headerComplaint(assertion, answer.headers, work);
    case "body_contains":
      return answer.body?.includes(assertion.value)
        ? null
        : `body does not contain ${quote(assertion.value)}`;
    case "body_not_contains":
      return answer.body?.includes(assertion.value) ? `body contains ${quote(assertion.value)}` : null;
    case "body_regex":
      return patternComplaint(assertion.value, answer.body ?? "", work);
    case "json_path":
      return jsonComplaint(assertion, answer.body ?? "", work);
    case "max_size":
      return answer.size <= assertion.bytes ? null : `body is larger than ${assertion.bytes} bytes`;
    case "certificate_days_left":
      return certificateComplaint(assertion.at_least, answer.certificateDaysLeft);
    case "max_latency_ms":
      return judgeLatency([assertion], answer.totalMs)?.detail ?? null;
    case "domain_days_left":
      return null;
  }
}

/** `200`, `"2xx"` or `"200-299"`. */
function statusIn(status: number, accepted: number | string): boolean {
  if (typeof accepted === "number") return status === accepted;
  if (accepted.endsWith("xx")) return Math.floor(status / 100) === Number(accepted[0]);
  const [low, high] = accepted.split("-").map(Number);
  return low !== undefined && high !== undefined && low <= status && status <= high;
}

function headerComplaint(
  { name, op, value = "" }: Extract<Assertion, { type: "header" }>,
  headers: IncomingHttpHeaders,
  work: Work,
): string | null {
  const field = name.toLowerCase();
  const given = Object.hasOwn(headers, field) ? headers[field] : undefined;
  if (given === undefined) return `header ${name} is absent`;
  const text = Array.isArray(given) ? given.join(", ") : given;
  if (op === "matches" && isTooCostly(value, text.length, work))
    return `header ${name} is too long to search`;
  return op === "exists" || compares(op, text, value) ? null : `header ${name} fails "${op} ${value}"`;
}

function jsonComplaint(
  { path, op, value }: Extract<Assertion, { type: "json_path" }>,
  body: string,
  work: Work,
): string | null {
  const found = select(body, path, work);
  if (typeof found === "string") return found;
  if (found.length === 0) return `${path} is absent`;
  if (op === "exists") return null;
  const isWritten = op === "contains" || op === "matches";
  // Values may lie inside each other, so each can be as long as the body.
  const characters = isWritten ? body.length * Math.max(1, found.filter(isNested).length) : 0;
  if (characters > body.length && !isAffordable(characters, work))
    return `body is too long to search at ${path}`;
  if (op === "matches" && isTooCostly(plain(value), characters, work))
    return `body is too long to search at ${path}`;
  const holds = (item: unknown) => compares(op, item, value);
  if (op === "not_equals" ? found.every(holds) : found.some(holds)) return null;
  return `${path} fails "${op} ${JSON.stringify(value)}"`;
}

/** The values at `path`, or why there are none to look at. */
function select(body: string, path: string, work: Work): unknown[] | string {
  if (mayVisitAll.test(path) && !isAffordable(body.length, work)) return `body is too long for ${path}`;
  try {
    work.json ??= { value: JSON.parse(body) };
    return query(work.json.value, path);
  } catch (error) {
    return error instanceof SyntaxError ? "body is not JSON" : "body is JSON nested too deeply";
  }
}

/** Paths with a wildcard, a descent, a filter or a slice; every other one takes a step a segment. */
const mayVisitAll = /[*?:]|\.\./;

function isAffordable(characters: number, work: Work): boolean {
  work.jsonCharacters -= characters;
  return work.jsonCharacters >= 0;
}

function isNested(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

type Comparison = Exclude<Extract<Assertion, { type: "json_path" }>["op"], "exists">;

function compares(op: Comparison, found: unknown, value: unknown): boolean {
  switch (op) {
    case "equals":
      return found === value;
    case "not_equals":
      return found !== value;
    case "contains":
      return Array.isArray(found) ? found.includes(value) : plain(found).includes(plain(value));
    case "matches":
      return finds(plain(value), plain(found));
    case "less_than":
      return typeof found === "number" && typeof value === "number" && found < value;
    case "greater_than":
      return typeof found === "number" && typeof value === "number" && found > value;
  }
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function certificateComplaint(atLeast: number, daysLeft: number | null): string | null {
  if (daysLeft === null) return "there is no certificate, the answer came without TLS";
  return daysLeft >= atLeast ? null : `certificate expires in ${daysLeft} days, fewer than ${atLeast}`;
}

function patternComplaint(pattern: string, body: string, work: Work): string | null {
  if (isTooCostly(pattern, body.length, work)) return `body is too long to search for ${quote(pattern)}`;
  return finds(pattern, body) ? null : `body does not match ${quote(pattern)}`;
}

/** Matching is linear, but in pattern times text. */
function isTooCostly(pattern: string, characters: number, work: Work): boolean {
  work.patternSteps -= searchSteps(pattern, characters);
  return work.patternSteps < 0;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
