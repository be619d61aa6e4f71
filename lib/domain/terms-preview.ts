import type { ContractInput, TermsVersion } from "./contract";
import { periodsBegun, type StatementPeriod } from "./contract-period";
import type { SlaResult } from "./sla/result";
import type { Window } from "./sla/vector";
import type { Agreement } from "./statement-vector";
import { dayMs, type Ms } from "./time";

/** How far back a preview looks: the last three months and a little, or three periods of a rolling window. */
const lookBackDays = 100;
const periodsShown = 3;
/** Windows that are longer, or that only the contract's own dates make, are shown in months. */
const rollingDaysMax = 100;

/** One period of the real ledger under terms that nobody has agreed yet. */
export type PreviewPeriod = {
  from: Ms;
  to: Ms;
  /** The period runs still: what is to come is taken as up. */
  isRunning: boolean;
  result: SlaResult | null;
  /** Why there is no result. */
  complaint: string | null;
};

export type PreviewedCommitment = {
  service: string;
  currency: string;
  /** Whether anything was counted at all, where the terms count requests. */
  hasCounts: boolean;
  periods: PreviewPeriod[];
};

type Previewed = ContractInput["commitments"][number];

function previewWindow(window: Window): Window {
  const isLong = window.type === "rolling_days" && window.days > rollingDaysMax;
  return window.type === "fixed" || isLong ? { type: "calendar_month" } : window;
}

/** The last three periods that have ended, or the one that runs where none has. */
export function previewPeriods(contract: ContractInput, given: Window, now: Ms): StatementPeriod[] {
  const window = previewWindow(given);
  const days =
    window.type === "rolling_days" ? Math.max(lookBackDays, window.days * periodsShown) : lookBackDays;
  const agreed = { window, timezone: contract.timezone, startsAt: now - days * dayMs, endsAt: null };
  const begun = periodsBegun(agreed, null, now);
  const ended = begun.filter(({ to }) => to <= now);
  return ended.length > 0 ? ended.slice(-periodsShown) : begun.slice(-1);
}

/** The agreement as if it had been in force through every period shown. */
export function previewAgreement(
  contract: ContractInput,
  { window, terms, fees }: Previewed,
  periods: readonly StatementPeriod[],
): Agreement {
  const startsAt = periods[0]?.from ?? contract.starts_at;
  const version: TermsVersion = {
    ...{ termsVersion: 1, effectiveFrom: startsAt, terms, fees, createdAt: startsAt, createdBy: "preview" },
  };
  return {
    contractId: "preview",
    timezone: contract.timezone,
    basis: contract.basis,
    startsAt,
    endsAt: null,
    suspended: [],
    claims: contract.claims,
    amendmentPolicy: contract.amendment_policy,
    partialPeriod: contract.partial_period,
    clawback: contract.clawback,
    window: previewWindow(window),
    versions: [version],
  };
}

/** What the shown periods would have cost together. */
export function previewCost({ periods }: PreviewedCommitment): number {
  return periods.reduce((total, { result }) => total + (result?.credit_minor ?? 0), 0);
}
