import { query } from "jsonpath-rfc9535";
import { type Extraction, type Variables, variableMax } from "@/lib/domain/journey";
import type { Answer } from "./assertions";
import type { Failure } from "./attempt";
import { firstGroup, searchSteps } from "./search";

type Json = Parameters<typeof query>[0];

/** What one answer's extractions may cost together: they run between the checks of everybody else. */
const searchStepsMax = 10_000_000;
const jsonCharactersMax = 1_000_000;

/** Takes what the steps after want from an answer, or says what it does not hold. */
export function extract(wanted: readonly Extraction[], answer: Answer): { variables: Variables } | Failure {
  const body = answer.body ?? "";
  const steps = wanted.map((each) =>
    each.from === "body_regex" ? searchSteps(each.pattern, body.length) : 0,
  );
  if (steps.reduce((sum, each) => sum + each, 0) > searchStepsMax)
    return absent("the body is too long to search");
  const json = wanted.some(({ from }) => from === "json_path") ? parse(body) : undefined;
  if (typeof json === "string") return absent(json);
  const variables: Record<string, string> = {};
  for (const each of wanted) {
    const value = takenFrom(each, answer, json?.value ?? null);
    if (value === null) return absent(`${placeOf(each)} is absent, so {{${each.name}}} has no value`);
    if (value.length > variableMax)
      return absent(`${placeOf(each)} is longer than ${variableMax} characters`);
    variables[each.name] = value;
  }
  return { variables };
}

function absent(detail: string): Failure {
  return { failure: "assertion_failed", detail };
}

function parse(body: string): { value: Json } | string {
  if (body.length > jsonCharactersMax) return "the body is too long to be read as JSON";
  try {
    return { value: JSON.parse(body) };
  } catch {
    return "the body is not JSON";
  }
}

function placeOf(each: Extraction): string {
  if (each.from === "header") return `header ${each.header}`;
  return each.from === "json_path" ? each.path : `a match of ${JSON.stringify(each.pattern)}`;
}

function takenFrom(each: Extraction, answer: Answer, json: Json): string | null {
  if (each.from === "body_regex") return firstGroup(each.pattern, answer.body ?? "");
  if (each.from === "header") {
    const field = each.header.toLowerCase();
    const given = Object.hasOwn(answer.headers, field) ? answer.headers[field] : undefined;
    return given === undefined ? null : String(given);
  }
  const [found] = select(json, each.path);
  if (found === undefined) return null;
  return typeof found === "string" ? found : JSON.stringify(found);
}

/** A document nested too deeply to walk has nothing at any path. */
function select(json: Json, path: string): unknown[] {
  try {
    return query(json, path);
  } catch {
    return [];
  }
}
