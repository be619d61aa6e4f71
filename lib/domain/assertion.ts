import { z } from "zod";
import { jsonPathComplaint, patternComplaint } from "./pattern";

/** A field name of RFC 9110. */
export const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "is not a header name");

const pattern = z
  .string()
  .min(1)
  .max(500)
  .superRefine((text, ctx) => {
    const message = patternComplaint(text);
    if (message !== null) ctx.addIssue({ code: "custom", message });
  });
const jsonPath = z
  .string()
  .min(1)
  .max(200)
  .superRefine((text, ctx) => {
    const message = jsonPathComplaint(text);
    if (message !== null) ctx.addIssue({ code: "custom", message });
  });
const needle = z.string().min(1).max(2_000);
const statusRange = z
  .string()
  .regex(
    /^([1-5]xx|[1-5]\d\d-[1-5]\d\d)$/,
    'is a status like 200, a class like "2xx" or a range like "200-299"',
  );
const comparison = z.enum([
  "exists",
  "equals",
  "not_equals",
  "contains",
  "matches",
  "less_than",
  "greater_than",
]);

const certificateDaysLeft = z.strictObject({
  type: z.literal("certificate_days_left"),
  at_least: z.int().min(1).max(3_650),
});
export const latencyAssertion = z.strictObject({
  type: z.literal("max_latency_ms"),
  ms: z.int().min(1).max(60_000),
});
const domainDaysLeft = z.strictObject({
  type: z.literal("domain_days_left"),
  at_least: z.int().min(1).max(3_650),
});

/** What a check of a port or a certificate may assert. */
export const tlsAssertion = z.discriminatedUnion("type", [certificateDaysLeft, latencyAssertion]);
/** What a check of a name may assert; how long its registration still runs is asked of RDAP (RFC 9083). */
export const dnsAssertion = z.discriminatedUnion("type", [domainDaysLeft, latencyAssertion]);

/** What an answer must satisfy. Without a `status` assertion any 2xx or 3xx passes. */
export const assertion = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("status"),
      in: z
        .array(z.union([z.int().min(100).max(599), statusRange]))
        .min(1)
        .max(20),
    }),
    z
      .strictObject({
        type: z.literal("header"),
        name: headerName,
        op: z.enum(["exists", "equals", "contains", "matches"]),
        value: needle.optional(),
      })
      .superRefine(checkOperand),
    z.strictObject({ type: z.literal("body_contains"), value: needle }),
    z.strictObject({ type: z.literal("body_not_contains"), value: needle }),
    z.strictObject({ type: z.literal("body_regex"), value: pattern }),
    z
      .strictObject({
        type: z.literal("json_path"),
        path: jsonPath,
        op: comparison,
        value: z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]).optional(),
      })
      .superRefine(checkOperand),
    z.strictObject({ type: z.literal("max_size"), bytes: z.int().min(0).max(8_000_000) }),
    certificateDaysLeft,
    latencyAssertion,
  ])
  .meta({ id: "Assertion" });
/** Any assertion of any kind of check. */
export const anyAssertion = z.union([assertion, dnsAssertion]);
export type Assertion = z.infer<typeof assertion> | z.infer<typeof dnsAssertion>;

type Operand = { op: z.infer<typeof comparison>; value?: string | number | boolean | null | undefined };

/** `exists` takes no value, every other comparison takes one of the kind it can compare. */
function checkOperand({ op, value }: Operand, ctx: z.RefinementCtx): void {
  const message = operandComplaint(op, value);
  if (message !== null) ctx.addIssue({ code: "custom", path: ["value"], message });
}

function operandComplaint(op: Operand["op"], value: Operand["value"]): string | null {
  if (op === "exists") return value === undefined ? null : 'has no place beside "exists"';
  if (value === undefined) return `is needed for "${op}"`;
  if (op === "less_than" || op === "greater_than")
    return typeof value === "number" ? null : "must be a number";
  if (op !== "contains" && op !== "matches") return null;
  if (typeof value !== "string") return "must be text";
  return op === "matches" ? patternComplaint(value) : null;
}
