import { z } from "zod";
import { isZone } from "../zone";
import { chronicRightField } from "./chronic-right";
import {
  countField,
  dateField,
  decimalField,
  decimalUpTo,
  minorField,
  nameField,
  percentField,
  positiveDecimal,
  secondsField,
  shareField,
  stepSecondsField,
} from "./field";
import { compare, decimal, fraction, roundings, whole } from "./rational";

export const zoneField = z.string().refine(isZone, "must be an IANA time zone such as Europe/Berlin");

const emptyInterval = z.enum(["zero_error", "excluded"]);
const minConsecutive = z.int().min(1).max(1_000_000);

const measurement = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("time") }),
  z.strictObject({
    method: z.literal("bucket_count"),
    bucket_seconds: stepSecondsField,
    bucket_rule: z.enum(["any", "majority", "full"]),
    min_consecutive: minConsecutive,
  }),
  z.strictObject({
    method: z.literal("interval_error_rate"),
    interval_seconds: stepSecondsField,
    empty_interval: emptyInterval,
  }),
  z.strictObject({
    method: z.literal("interval_downtime"),
    interval_seconds: stepSecondsField,
    threshold_percent: percentField,
    threshold_op: z.enum([">", ">="]),
    min_requests: countField,
    min_consecutive: minConsecutive,
    empty_interval: emptyInterval,
  }),
  z.strictObject({ method: z.literal("request_ratio"), interval_seconds: stepSecondsField }),
]);

/** The name that means every member, in a ledger row. */
export const everyMember = "*";

const components = z
  .strictObject({
    rule: z.enum(["any_down", "all_down", "weighted", "weakest"]),
    members: z
      .array(z.strictObject({ component: nameField, weight: decimalField }))
      .min(1)
      .max(200),
  })
  .superRefine(({ rule, members }, context) => {
    const seen = new Set<string>([everyMember]);
    for (const [index, { component }] of members.entries()) {
      if (seen.has(component))
        context.addIssue({
          code: "custom",
          path: ["members", index, "component"],
          message: component === everyMember ? "must name one component" : "is a member already",
        });
      seen.add(component);
    }
    if (rule === "weighted" && members.every(({ weight }) => !/[1-9]/.test(weight)))
      context.addIssue({ code: "custom", path: ["members"], message: "must have a weight above 0" });
  });

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/;

const serviceHours = z.strictObject({
  timezone: zoneField,
  weekly: z
    .array(
      z
        .strictObject({
          days: z.array(z.int().min(1).max(7)).min(1).max(7),
          from: z.string().regex(clockTime, "must be a time such as 08:00"),
          to: z
            .string()
            .refine(
              (text) => text === "24:00" || clockTime.test(text),
              "must be a time such as 18:00 or 24:00",
            ),
        })
        .refine(({ from, to }) => from < to, {
          path: ["to"],
          message: "must be after from (write hours over midnight as two entries)",
        }),
    )
    .max(50),
  holidays: z.array(dateField).max(2_000),
});

const tier = {
  id: z.string().min(1).max(50),
  upper: percentField,
  upper_inclusive: z.boolean(),
};

const tiersMax = 50;

type Bound = { id: string; upper: string; upper_inclusive: boolean };

/** Two tiers of one bound, or one name, would make the credit a matter of their order. */
function noTwins(tiers: readonly Bound[], context: z.RefinementCtx) {
  const ids = new Set<string>();
  const bounds = new Set<string>();
  for (const [index, { id, upper, upper_inclusive }] of tiers.entries()) {
    if (!percentField.safeParse(upper).success) continue;
    const bound = `${fraction(decimal(upper))} ${upper_inclusive}`;
    if (ids.has(id))
      context.addIssue({ code: "custom", path: [index, "id"], message: "names another tier too" });
    if (bounds.has(bound))
      context.addIssue({
        code: "custom",
        path: [index, "upper"],
        message: "is the bound of another tier too",
      });
    ids.add(id);
    bounds.add(bound);
  }
}

const credit = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("tiered"),
    tiers: z
      .array(z.strictObject({ ...tier, credit_percent: decimalUpTo(10_000) }))
      .min(1)
      .max(tiersMax)
      .superRefine(noTwins),
  }),
  z.strictObject({
    mode: z.literal("tiered_days"),
    days_as: z.enum(["time", "money"]),
    day_basis: z.int().min(1).max(366).nullable(),
    tiers: z
      .array(z.strictObject({ ...tier, credit_days: z.int().min(0).max(3_660) }))
      .min(1)
      .max(tiersMax)
      .superRefine(noTwins),
  }),
  z.strictObject({
    mode: z.literal("per_unit"),
    unit_seconds: stepSecondsField,
    percent_per_unit: decimalUpTo(10_000),
    unit_rounding: z.enum(["ceil", "floor", "exact"]),
    unit_scope: z.enum(["aggregate", "per_outage"]),
    allowance: z.enum(["none", "beyond_target"]),
  }),
  z.strictObject({
    mode: z.literal("proportional"),
    multiplier: decimalUpTo(1_000_000),
    allowance: z.enum(["none", "beyond_target"]),
    denominator: z.enum(["period", "counted"]),
  }),
  z.strictObject({
    mode: z.literal("per_shortfall"),
    step_percent: positiveDecimal,
    percent_per_step: decimalUpTo(10_000),
    step_rounding: z.enum(["ceil", "floor", "exact"]),
  }),
]);

/** One complete version of a contract's terms: every field of the arithmetic is spelled out. */
export const termsSchema = z
  .strictObject({
    measurement,
    components,
    state_factors: z.strictObject({
      operational: shareField,
      degraded_performance: shareField,
      partial_outage: shareField,
      major_outage: shareField,
    }),
    unknown: z.strictObject({
      policy: z.enum(["up", "down", "excluded"]),
      max_percent: percentField.nullable(),
    }),
    min_outage: z
      .strictObject({
        seconds: secondsField,
        op: z.enum([">=", ">"]),
        mode: z.enum(["threshold", "deductible"]),
        scope: z.enum(["full_outage", "within_period"]),
      })
      .nullable(),
    maintenance: z.strictObject({
      exclude: z.boolean(),
      notice_seconds: secondsField,
      cap_seconds: secondsField.nullable(),
      cap_scope: z.enum(["period", "calendar_year"]),
      unqualified_state: z.enum(["major_outage", "partial_outage", "degraded_performance", "operational"]),
    }),
    cause_exclusions: z.array(nameField).max(100),
    exclusion_mode: z.enum(["remove_from_denominator", "count_as_up"]),
    service_hours: serviceHours.nullable(),
    target: z.strictObject({ percent: percentField, meets: z.enum([">=", ">"]) }),
    comparison: z.strictObject({ decimals: z.int().min(0).max(12).nullable(), rounding: z.enum(roundings) }),
    credit,
    cap: z.strictObject({
      percent_of_fee: decimalUpTo(10_000).nullable(),
      absolute_minor: minorField.nullable(),
    }),
    minimum: z.strictObject({ minor: minorField, op: z.enum([">", ">="]) }),
    carry_forward: z.boolean(),
    money_rounding: z.enum(roundings),
    /** Computes nothing: people are told. Absent, the contract knows no such right. */
    chronic: chronicRightField.nullish(),
  })
  .superRefine(({ measurement: { method }, credit: { mode } }, context) => {
    if (method !== "request_ratio" || (mode !== "per_unit" && mode !== "proportional")) return;
    const message = "must not be paid by downtime: request_ratio measures none";
    context.addIssue({ code: "custom", path: ["credit", "mode"], message });
  })
  .superRefine(({ target: { percent }, credit }, context) => {
    if (!("allowance" in credit) || credit.allowance === "none" || !isHundred(percent)) return;
    const message = 'must be "none": a target of 100 leaves no error budget that downtime could go beyond';
    context.addIssue({ code: "custom", path: ["credit", "allowance"], message });
  });

/** Whether a target allows no downtime at all, however it is written: "100", "100.00". */
export function isHundred(percent: string): boolean {
  return compare(decimal(percent), whole(100)) === 0;
}

export type Terms = z.output<typeof termsSchema>;
export type Measurement = Terms["measurement"];
export type ServiceHours = NonNullable<Terms["service_hours"]>;
export type MinOutage = NonNullable<Terms["min_outage"]>;
export type Credit = Terms["credit"];
export type Members = Terms["components"]["members"];
