import { z } from "zod";
import { assertion, headerName } from "./assertion";
import { jsonPathComplaint, patternComplaint } from "./pattern";
import { bodyInput, headersInput, httpMethod } from "./request-input";

const variableName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "is lower-case letters, digits and underscores, a letter first");

const refusing = (find: (text: string) => string | null) => (text: string, ctx: z.RefinementCtx) => {
  const message = find(text);
  if (message !== null) ctx.addIssue({ code: "custom", message });
};

/** What a response gives to the steps after it; a pattern gives its first group, or all it found. */
export const extraction = z.discriminatedUnion("from", [
  z.strictObject({
    name: variableName,
    from: z.literal("json_path"),
    path: z.string().min(1).max(200).superRefine(refusing(jsonPathComplaint)),
  }),
  z.strictObject({ name: variableName, from: z.literal("header"), header: headerName }),
  z.strictObject({
    name: variableName,
    from: z.literal("body_regex"),
    pattern: z.string().min(1).max(500).superRefine(refusing(patternComplaint)),
  }),
]);
export type Extraction = z.infer<typeof extraction>;

/**
 * A further request of a journey. `{{name}}` in URL, headers and body stands for what an earlier response gave; in the
 * URL it is percent-encoded. Without a `status` assertion any 2xx or 3xx passes.
 */
export const stepInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  url: z
    .string()
    .min(1)
    .max(2_000)
    .regex(/^(https?:\/\/|\/)/, "must be a full URL or a path that begins with /"),
  method: httpMethod.default("GET"),
  headers: headersInput.default({}),
  body: bodyInput.nullable().default(null),
  assertions: z.array(assertion).max(20).default([]),
  extract: z.array(extraction).max(10).default([]),
});
export type Step = z.infer<typeof stepInput>;

export type Variables = Readonly<Record<string, string>>;

/** Longest text that one variable may carry on. */
export const variableMax = 4_000;

const reference = /\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g;

/** `text` with its variables in place, or the name of one that nothing has given. */
export function fill(
  text: string,
  variables: Variables,
  encode: (value: string) => string = (value) => value,
): { text: string } | { missing: string } {
  let missing: string | null = null;
  const filled = text.replace(reference, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) missing ??= name;
    return value === undefined ? "" : encode(value);
  });
  return missing === null ? { text: filled } : { missing };
}
