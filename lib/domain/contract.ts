import { z } from "zod";
import { ageComplaints, contractComplaints, taxComplaints, termsComplaints } from "./contract-complaint";
import { historyInstant } from "./import";
import { instantInput, nameInput, pageInput } from "./input";
import { decimalUpTo, minorField } from "./sla/field";
import { type Terms, termsSchema, zoneField } from "./sla/terms";
import { contractSchema, feesSchema, type Window, windowSchema } from "./sla/vector";
import { type Basis, bases } from "./state";
import type { Ms } from "./time";

/** The fee of one period, in the shape of the vectors; its currency holds for the whole commitment. */
export type PeriodFee = z.output<typeof feesSchema>;

/** Most that all commitments of one contract may credit for one period: of their fees together, or in money. */
const invoiceCap = z.strictObject({
  percent_of_fee: decimalUpTo(10_000).nullable().default(null),
  absolute_minor: minorField.nullable().default(null),
});
export type InvoiceCap = z.output<typeof invoiceCap>;

/** What an invoice may hold that the fee of a promise is without; it says what the amount means and changes no sum. */
export const feeExclusions = ["one_time", "professional_services", "support", "tax"] as const;
export type FeeExclusion = (typeof feeExclusions)[number];

const commitmentInput = z.strictObject({
  service: nameInput.meta({ example: "Object storage" }),
  window: windowSchema,
  fees: feesSchema,
  fee_excludes: z
    .array(z.enum(feeExclusions, `must be one of ${feeExclusions.join(", ")}`))
    .max(feeExclusions.length)
    .refine((each) => new Set(each).size === each.length, "must name each of them once")
    .default([]),
  /** Where the request counts come from; only for terms that count requests. */
  counts: z.enum(["outcomes", "reported"]).optional(),
  terms: termsSchema,
});

const shape = contractSchema.shape;

/** Body of `POST /contracts`; a start in the past is allowed. */
export const contractInput = z
  .strictObject({
    customer_id: z.string().min(1).max(100),
    name: nameInput.meta({ example: "Master agreement 2026" }),
    timezone: zoneField,
    basis: z.enum(bases).default("worst"),
    starts_at: historyInstant,
    ends_at: historyInstant.nullable().default(null),
    suspended: z
      .array(z.strictObject({ from: instantInput, to: instantInput }))
      .max(1_000)
      .default([]),
    claims: shape.claims.default({ required: false }),
    amendment_policy: shape.amendment_policy.default("segment"),
    partial_period: shape.partial_period.default({ denominator: "active_only", fee: "prorate_seconds" }),
    clawback: z.enum(["allowed", "never"]).default("never"),
    stacking: z.enum(["cumulative", "best_only"]).default("cumulative"),
    invoice_cap: invoiceCap.nullable().default(null),
    settle_hours: z
      .int()
      .min(0)
      .max(24 * 31)
      .default(24),
    commitments: z.array(commitmentInput).min(1, "must hold at least one commitment").max(20),
  })
  .superRefine((contract, context) => {
    for (const { path, message } of contractComplaints(contract))
      context.addIssue({ code: "custom", path: path.split("."), message });
  })
  .meta({ id: "ContractInput" });
export type ContractInput = z.output<typeof contractInput>;

/** Body of `PATCH /contracts/{id}`; to end a contract is to give it an `ends_at`. */
export const contractPatch = z
  .strictObject({
    name: nameInput,
    ends_at: historyInstant,
    settle_hours: z
      .int()
      .min(0)
      .max(24 * 31),
  })
  .partial()
  .meta({ id: "ContractPatch" });
export type ContractPatch = z.output<typeof contractPatch>;

/**
 * Body of `POST /contracts/{id}/amendments`: complete terms for one commitment from an instant on, and, from a period
 * boundary only, a new fee. `restate` lets it reach into closed periods.
 */
export const amendmentInput = z
  .strictObject({
    /** May be left out when the contract has one commitment. */
    commitment_id: z.string().min(1).max(100).optional(),
    effective_from: instantInput,
    terms: termsSchema,
    fees: feesSchema.optional(),
    restate: z.boolean().default(false),
    reason: z.string().trim().min(1).max(2_000).optional(),
  })
  .superRefine(({ effective_from, terms, fees }, context) => {
    for (const { path, message } of termsComplaints(terms))
      context.addIssue({ code: "custom", path: ["terms", ...path.split(".")], message });
    const others = [
      ...ageComplaints(effective_from, "effective_from"),
      ...(fees ? taxComplaints(fees, "fees") : []),
    ];
    for (const { path, message } of others)
      context.addIssue({ code: "custom", path: path.split("."), message });
  })
  .meta({ id: "ContractAmendment" });
export type AmendmentInput = z.output<typeof amendmentInput>;

/** Body of `POST /contracts/{id}/end`: from this instant on nothing is promised any more. */
export const contractEndInput = z
  .strictObject({ ends_at: historyInstant, reason: z.string().trim().min(1).max(2_000).optional() })
  .meta({ id: "ContractEnd" });
export type ContractEndInput = z.output<typeof contractEndInput>;

/** Body of `POST /contracts/{id}/clone`: the same terms as they stand now, from another day on or for another customer. */
export const contractCloneInput = z
  .strictObject({
    name: nameInput,
    customer_id: z.string().min(1).max(100).optional(),
    starts_at: historyInstant,
    ends_at: historyInstant.nullable().default(null),
  })
  .meta({ id: "ContractClone" });
export type ContractCloneInput = z.output<typeof contractCloneInput>;

export const contractStates = ["running", "upcoming", "ended"] as const;
export type ContractState = (typeof contractStates)[number];

export function contractState(
  { startsAt, endsAt }: { startsAt: Ms; endsAt: Ms | null },
  now: Ms,
): ContractState {
  if (startsAt > now) return "upcoming";
  return endsAt !== null && endsAt <= now ? "ended" : "running";
}

/** Query of `GET /contracts`; `q` looks in names of contracts, customers and services. */
export const contractListInput = pageInput.extend({
  q: z.string().max(200).optional(),
  customer_id: z.string().max(100).optional(),
  state: z.enum(contractStates).optional(),
});
export type ContractListInput = z.output<typeof contractListInput>;

/** One complete version of a commitment's terms, in force from `effectiveFrom` until the next one's. */
export type TermsVersion = {
  termsVersion: number;
  effectiveFrom: Ms;
  terms: Terms;
  fees: PeriodFee;
  createdAt: Ms;
  createdBy: string;
};

export type CommitmentView = {
  id: string;
  service: string;
  window: Window;
  counts: "outcomes" | "reported" | null;
  feeExcludes: readonly FeeExclusion[];
  /** In order of `effectiveFrom`; the first is the one the contract began with. */
  versions: readonly TermsVersion[];
};

export type ContractView = {
  id: string;
  customerId: string;
  name: string;
  timezone: string;
  basis: Basis;
  startsAt: Ms;
  endsAt: Ms | null;
  suspended: readonly { from: Ms; to: Ms }[];
  claims: z.output<typeof shape.claims>;
  amendmentPolicy: z.output<typeof shape.amendment_policy>;
  partialPeriod: z.output<typeof shape.partial_period>;
  clawback: "allowed" | "never";
  stacking: "cumulative" | "best_only";
  invoiceCap: InvoiceCap | null;
  settleHours: number;
  commitments: readonly CommitmentView[];
  createdAt: Ms;
  updatedAt: Ms;
  version: number;
};

/** Every component that any of these terms measures, once. */
export function membersOf(versions: readonly { terms: Terms }[]): string[] {
  const named = versions.flatMap(({ terms }) => terms.components.members.map(({ component }) => component));
  return [...new Set(named)];
}
