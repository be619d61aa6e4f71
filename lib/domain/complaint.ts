import type { z } from "zod";
import { AppError, type FieldError, sentenceOf } from "./errors";

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];
type Issue = z.core.$ZodIssue;

/** At most this many complaints are told at once. */
const complaintsMax = 20;

/**
 * What the schema makes of `value`, or `invalid` naming every field it complains about. One way to say it for forms
 * and the REST door alike.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const judged = judgeInput(schema, value);
  if ("data" in judged) return judged.data;
  throw new AppError("invalid", summaryOf(judged.errors), { errors: judged.errors });
}

/** The same without throwing, for whoever judges many. */
export function judgeInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): { data: z.output<Schema> } | { errors: FieldError[] } {
  const result = schema.safeParse(value, { error: wording });
  return result.success ? { data: result.data } : { errors: complaintsOf(result.error) };
}

/** Each issue as a dotted path and a phrase that follows it: `settings.method` "must be one of …". */
export function complaintsOf(error: z.core.$ZodError): FieldError[] {
  const all = error.issues.flatMap((issue) => flatten(issue, []));
  const once = new Map(all.map((each) => [`${each.path} ${each.message}`, each]));
  return [...once.values()].slice(0, complaintsMax);
}

function summaryOf(errors: readonly FieldError[]): string {
  const first = errors[0];
  if (!first) return "The input is not valid.";
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return sentenceOf({ ...first, message: first.message + more });
}

function flatten(issue: Issue, above: readonly PropertyKey[]): FieldError[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: dotted([...path, key]), message: "is not a known field" }));
  if (issue.code === "invalid_key")
    return issue.issues.map((inner) => ({ path: dotted(path), message: `has a name that ${inner.message}` }));
  if (issue.code === "invalid_element") return issue.issues.flatMap((inner) => flatten(inner, path));
  const branch = issue.code === "invalid_union" ? nearest(issue.errors) : undefined;
  if (branch) return branch.flatMap((inner) => flatten(inner, path));
  return [{ path: dotted(path), message: issue.message }];
}

/** The branch of a union that got furthest, unless the value is of the wrong type for every one of them. */
function nearest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const deep = branches.filter((branch) => branch.some((issue) => issue.path.length > 0));
  return deep.toSorted((a, b) => a.length - b.length)[0];
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join(".");
}

/** Phrases for what schemas say nothing about themselves. */
function wording(issue: RawIssue): string {
  if (issue.input === undefined && issue.code !== "unrecognized_keys") return "is required";
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "too_small":
      return limit(issue.origin, "at least", issue.minimum, issue.inclusive ?? true);
    case "too_big":
      return limit(issue.origin, "at most", issue.maximum, issue.inclusive ?? true);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of " : ""}${listed(issue.values)}`;
    case "invalid_union":
      return Array.isArray(issue.options)
        ? `must be one of ${listed(issue.options)}`
        : "has none of the allowed shapes";
    case "invalid_format":
      return "does not have the right form";
    default:
      return "is not valid";
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
  never: "left out",
};

const units: Readonly<Record<string, string>> = { string: " characters", array: " entries" };

function limit(origin: string, bound: string, value: number | bigint, inclusive: boolean): string {
  const unit = units[origin];
  if (unit && bound === "at least" && Number(value) === 1) return "must not be empty";
  if (unit) return `must have ${bound} ${value}${unit}`;
  if (inclusive) return `must be ${bound} ${value}`;
  return `must be ${bound === "at least" ? "more" : "less"} than ${value}`;
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}
