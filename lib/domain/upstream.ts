import { z } from "zod";
import type { PeriodFee } from "./contract";
import { contractComplaints } from "./contract-complaint";
import { historyInstant } from "./import";
import { nameInput, pageInput } from "./input";
import { type Terms, termsSchema, zoneField } from "./sla/terms";
import { feesSchema, type Window, windowSchema } from "./sla/vector";
import { type Basis, bases } from "./state";
import { dayMs, type Ms } from "./time";

/** Body of `POST /upstream/contracts`: a contract in the other direction, with a provider as counterparty. */
export const upstreamContractInput = z
  .strictObject({
    /** One of the providers that components depend on; its own words then stand in the evidence. */
    source_id: z.string().min(1).max(100).nullable().default(null),
    provider_name: nameInput.meta({ example: "Amazon Web Services" }),
    name: nameInput.meta({ example: "Compute SLA 2026" }),
    timezone: zoneField,
    basis: z.enum(bases).default("measured"),
    starts_at: historyInstant,
    ends_at: historyInstant.nullable().default(null),
    window: windowSchema,
    fees: feesSchema,
    terms: termsSchema,
    claim_days: z.int().min(1).max(366).default(30),
  })
  .superRefine((contract, context) => {
    const { window, fees, terms, starts_at, ends_at } = contract;
    const whole = {
      starts_at,
      ends_at,
      suspended: [],
      commitments: [{ window, fees, fee_excludes: [], terms }],
    };
    for (const { path, message } of contractComplaints(whole))
      context.addIssue({ code: "custom", path: path.replace("commitments.0.", "").split("."), message });
    if ("interval_seconds" in terms.measurement)
      context.addIssue({
        code: "custom",
        path: ["terms", "measurement"],
        message: "must measure time: we do not count a provider's requests",
      });
  })
  .meta({ id: "UpstreamContractInput" });
export type UpstreamContractInput = z.output<typeof upstreamContractInput>;

export const upstreamContractPatch = z
  .strictObject({ name: nameInput, ends_at: historyInstant.nullable(), claim_days: z.int().min(1).max(366) })
  .partial()
  .meta({ id: "UpstreamContractPatch" });
export type UpstreamContractPatch = z.output<typeof upstreamContractPatch>;

/** `met`: the promise was kept, nothing is owed. `open` until it was filed; too late it is `lapsed` (told by the clock). */
export const claimStatuses = ["met", "open", "claimed", "granted", "denied", "lapsed"] as const;
export type ClaimStatus = (typeof claimStatuses)[number];

const minor = z.int().min(0).max(9_000_000_000_000);
const note = z.string().trim().min(1).max(2_000).optional();

/** Body of `POST /upstream/claims/{id}/file`; the amount is what the terms give unless said otherwise. */
export const claimFileInput = z
  .strictObject({
    claimed_minor: minor.optional(),
    reference: z.string().trim().min(1).max(200).optional(),
    note,
  })
  .meta({ id: "UpstreamClaimFiling" });
/** Body of `POST /upstream/claims/{id}/settle`: what the provider granted; 0 is a refusal. */
export const claimSettleInput = z
  .strictObject({ granted_minor: minor, note })
  .meta({ id: "UpstreamClaimSettlement" });

export const claimListInput = pageInput.extend({
  contract_id: z.string().max(100).optional(),
  status: z.enum(claimStatuses).optional(),
});
export type ClaimListInput = z.output<typeof claimListInput>;

export type UpstreamContractView = {
  id: string;
  sourceId: string | null;
  providerName: string;
  name: string;
  timezone: string;
  basis: Basis;
  startsAt: Ms;
  endsAt: Ms | null;
  window: Window;
  fees: PeriodFee;
  terms: Terms;
  claimDays: number;
  assessedTo: Ms | null;
  /** Periods that wait to be computed. */
  gaps: readonly ClaimGap[];
  createdAt: Ms;
  updatedAt: Ms;
  version: number;
};

export type Claim = {
  id: string;
  contractId: string;
  periodFrom: Ms;
  periodTo: Ms;
  month: string;
  currency: string;
  computedMinor: number;
  claimedMinor: number | null;
  grantedMinor: number | null;
  status: ClaimStatus;
  deadline: Ms;
  filedAt: Ms | null;
  settledAt: Ms | null;
  reference: string | null;
  note: string | null;
  resultHash: string;
  version: number;
};

/** What is known by the clock alone: a claim that nobody filed in time has lapsed. */
export function claimStatusAt(
  { status, deadline }: Pick<Claim, "status" | "deadline">,
  now: Ms,
): ClaimStatus {
  return status === "open" && now >= deadline ? "lapsed" : status;
}

export function claimDeadline(periodTo: Ms, claimDays: number): Ms {
  return periodTo + claimDays * dayMs;
}

/** Somebody is reminded while there is time left to write a claim, and once more on its last day. */
export const remindBefore: readonly Ms[] = [7 * dayMs, dayMs];

/** How many of the reminders are due; a claim that is late already gets one for all of them. */
export function remindersDue(deadline: Ms, now: Ms): number {
  return remindBefore.filter((before) => deadline - before <= now).length;
}

/** What the people who answer for the money are told before a claim lapses. */
export type ClaimDue = {
  organization: string;
  provider: string;
  contract: string;
  period: string;
  amount: string;
  deadline: string;
  url: string;
};

/** A period that is over and whose claim cannot be computed yet, and why; it is tried again every hour. */
type ClaimGap = { periodFrom: Ms; periodTo: Ms; month: string; reason: string; triedAt: Ms };

/** What a claim still stands for: granted when settled, else what was asked, else what the terms give. */
export function owedByClaim(
  claim: Pick<Claim, "status" | "deadline" | "computedMinor" | "claimedMinor" | "grantedMinor">,
  now: Ms,
): number {
  switch (claimStatusAt(claim, now)) {
    case "granted":
      return claim.grantedMinor ?? 0;
    case "claimed":
      return claim.claimedMinor ?? claim.computedMinor;
    case "open":
      return claim.computedMinor;
    default:
      return 0;
  }
}

export type MonthAmount = { month: string; currency: string; minor: number };
/** One month in one currency: what providers owe us against what we owe customers; `netMinor` below 0 costs us. */
export type Exposure = {
  month: string;
  currency: string;
  owedToUsMinor: number;
  weOweMinor: number;
  netMinor: number;
};

/** Sums both sides per month and currency, the newest month first; currencies are never mixed. */
export function exposureOf(owedToUs: readonly MonthAmount[], weOwe: readonly MonthAmount[]): Exposure[] {
  const found = new Map<string, Exposure>();
  const add = (side: "owedToUsMinor" | "weOweMinor", { month, currency, minor: amount }: MonthAmount) => {
    const key = `${month} ${currency}`;
    const known = found.get(key) ?? { month, currency, owedToUsMinor: 0, weOweMinor: 0, netMinor: 0 };
    known[side] += amount;
    known.netMinor = known.owedToUsMinor - known.weOweMinor;
    found.set(key, known);
  };
  for (const each of owedToUs) add("owedToUsMinor", each);
  for (const each of weOwe) add("weOweMinor", each);
  return [...found.values()]
    .filter((each) => each.owedToUsMinor !== 0 || each.weOweMinor !== 0)
    .sort((a, b) => (a.month === b.month ? (a.currency < b.currency ? -1 : 1) : a.month < b.month ? 1 : -1));
}
