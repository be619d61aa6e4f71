import { z } from "zod";
import { instantInput } from "../input";
import { dayMs, type Ms } from "../time";
import {
  countField,
  dateField,
  decimalField,
  minorField,
  nameField,
  secondsField,
  shareField,
} from "./field";
import { isCurrency } from "./money";
import { termsSchema, zoneField } from "./terms";

const rowsMax = 100_000;
/** A period no longer than this keeps calendars and service hours small: ten years. */
const periodDaysMax = 3_660;
const year = z.int().min(1970).max(2500);
const fiscalStart = z.int().min(1).max(12);

export const windowSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("calendar_month") }),
  z.strictObject({ type: z.literal("calendar_quarter"), fiscal_start_month: fiscalStart }),
  z.strictObject({ type: z.literal("calendar_year"), fiscal_start_month: fiscalStart }),
  z.strictObject({ type: z.literal("anchored_month"), anchor_day: z.int().min(1).max(31) }),
  z.strictObject({
    type: z.literal("rolling_days"),
    days: z.int().min(1).max(periodDaysMax),
    basis: z.enum(["local_days", "elapsed"]),
  }),
  z.strictObject({ type: z.literal("fixed") }),
]);
export type Window = z.output<typeof windowSchema>;

const periodFields = z.strictObject({
  year: year.optional(),
  month: z.int().min(1).max(12).optional(),
  quarter: z.int().min(1).max(4).optional(),
  end_date: dateField
    .refine((date) => date >= "1970-01-01" && date <= "2500-12-31", "must lie in the years 1970 to 2500")
    .optional(),
  from: instantInput.optional(),
  to: instantInput.optional(),
  maintenance_used_before_seconds: secondsField.optional(),
  carried_in_minor: minorField.optional(),
  cap_remaining_minor: minorField.optional(),
});
export type PeriodFields = z.output<typeof periodFields>;

const picks = ["year", "month", "quarter", "end_date", "from", "to"] as const;

/** What picks one period of each kind of window. */
const picksOf: Readonly<Record<Window["type"], readonly (typeof picks)[number][]>> = {
  calendar_month: ["year", "month"],
  anchored_month: ["year", "month"],
  calendar_quarter: ["year", "quarter"],
  calendar_year: ["year"],
  rolling_days: ["end_date"],
  fixed: ["from", "to"],
};

const stretch = z
  .strictObject({ from: instantInput, to: instantInput })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "must not be before from" });

const deadline = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("days_after_period_end"), days: z.int().min(0).max(periodDaysMax) }),
  z.strictObject({ kind: z.literal("days_after_last_outage"), days: z.int().min(0).max(periodDaysMax) }),
  z.strictObject({ kind: z.literal("end_of_nth_following_period"), n: z.int().min(0).max(120) }),
]);
export type Deadline = z.output<typeof deadline>;

const claims = z.discriminatedUnion("required", [
  z.strictObject({ required: z.literal(false) }),
  z.strictObject({ required: z.literal(true), deadline }),
]);

export const contractSchema = z
  .strictObject({
    id: nameField,
    timezone: zoneField,
    window: windowSchema,
    starts_at: instantInput.nullable(),
    ends_at: instantInput.nullable(),
    suspended: z.array(stretch).max(1_000),
    partial_period: z.strictObject({
      denominator: z.enum(["active_only", "full_period"]),
      fee: z.enum(["full", "prorate_seconds", "prorate_days"]),
    }),
    amendment_policy: z.enum(["segment", "terms_at_start", "terms_at_end", "customer_favourable"]),
    terms: termsSchema,
    amendments: z.array(z.strictObject({ effective_from: instantInput, terms: termsSchema })).max(24),
    claims,
  })
  .superRefine(({ starts_at, ends_at, amendments }, context) => {
    if (starts_at !== null && ends_at !== null && ends_at < starts_at)
      context.addIssue({ code: "custom", path: ["ends_at"], message: "must not be before starts_at" });
    const seen = new Set<Ms>();
    for (const [index, { effective_from }] of amendments.entries()) {
      const path = ["amendments", index, "effective_from"];
      if (seen.has(effective_from))
        context.addIssue({ code: "custom", path, message: "is the start of another amendment too" });
      seen.add(effective_from);
    }
  });
export type Contract = z.output<typeof contractSchema>;

const ledgerRow = z
  .strictObject({
    component: nameField,
    from: instantInput,
    to: instantInput.nullable(),
    state: z.enum([
      "operational",
      "degraded_performance",
      "partial_outage",
      "major_outage",
      "under_maintenance",
      "unknown",
      "void",
    ]),
    affected_ratio: shareField.optional(),
    cause: nameField.optional(),
    announced_at: instantInput.optional(),
    planned_from: instantInput.optional(),
    planned_to: instantInput.optional(),
    id: nameField.optional(),
    recorded_at: instantInput.optional(),
    supersedes: nameField.optional(),
  })
  .refine(({ from, to }) => to === null || from <= to, { path: ["to"], message: "must not be before from" });
export type LedgerRow = z.output<typeof ledgerRow>;

const intervalRow = z
  .strictObject({
    from: instantInput,
    repeat: z.int().min(1).max(1_000_000_000),
    total: countField,
    bad: countField,
    excluded: z.boolean().optional(),
  })
  .refine(({ total, bad }) => bad <= total, { path: ["bad"], message: "must be at most total" });
export type IntervalRow = z.output<typeof intervalRow>;

export const feesSchema = z
  .strictObject({
    currency: z.string().refine(isCurrency, "must be an ISO 4217 currency code such as EUR"),
    amount_minor: minorField,
    tax_percent: decimalField.optional(),
    amount_includes_tax: z.boolean().optional(),
  })
  .refine(({ amount_includes_tax, tax_percent }) => !amount_includes_tax || tax_percent !== undefined, {
    path: ["tax_percent"],
    message: "is required when the amount includes tax",
  });
export type Fees = z.output<typeof feesSchema>;

/** Everything one period of one contract is computed from: rows and counts, terms, fees, what was known and claimed. */
export const vectorSchema = z
  .strictObject({
    id: nameField.optional(),
    title: z.string().max(500).optional(),
    contract: contractSchema,
    period: periodFields,
    ledger_gap_state: z.enum(["operational", "unknown"]),
    ledger: z.array(ledgerRow).max(rowsMax),
    intervals: z.array(intervalRow).max(rowsMax).optional(),
    fees: feesSchema,
    known_at: instantInput.optional(),
    claim_filed_at: instantInput.optional(),
    restatement: z
      .strictObject({ prior_credit_minor: minorField, clawback: z.enum(["allowed", "never"]) })
      .optional(),
  })
  .superRefine(({ contract: { window }, period }, context) => {
    const wanted = picksOf[window.type];
    for (const name of picks) {
      if (wanted.includes(name) === (period[name] !== undefined)) continue;
      const message = wanted.includes(name)
        ? `is required for a window of type ${window.type}`
        : `does not pick a period of type ${window.type}`;
      context.addIssue({ code: "custom", path: ["period", name], message });
    }
    const complaint = fixedComplaint(period);
    if (complaint) context.addIssue({ code: "custom", path: ["period", "to"], message: complaint });
  });
export type Vector = z.output<typeof vectorSchema>;

function fixedComplaint({ from, to }: PeriodFields): string | null {
  if (from === undefined || to === undefined) return null;
  if (to <= from) return "must be after from";
  return to - from > periodDaysMax * dayMs ? `must be at most ${periodDaysMax} days after from` : null;
}
