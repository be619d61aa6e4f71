import type { ContractInput, TermsVersion } from "./contract";
import { periodsBegun, type StatementPeriod } from "./contract-period";
import type { SlaResult } from "./sla/result";
import type { Window } from "./sla/vector";
import type { StatementInputs } from "./statement";
import { remainingCap } from "./statement-input";
import type { Agreement } from "./statement-vector";
import { listed } from "./terms-words";
import { dayMs, type Interval, type Ms } from "./time";

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
  /** What would be credited, where only the highest of several broken promises counts: less than the result's own. */
  creditMinor: number;
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
    suspended: contract.suspended,
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
  return periods.reduce((total, { creditMinor }) => total + creditMinor, 0);
}

type Granted = Interval & { place: number; minor: number };

/**
 * What periods take over from each other when they are closed one after the other: what the one before carried, what
 * the contract's cap leaves, and what promises beside it were credited. Before the first one shown nothing is known, so
 * nothing is carried into it.
 */
export function previewBook(contract: Pick<ContractInput, "commitments" | "invoice_cap" | "stacking">) {
  const carried = new Map<number, number>();
  const granted: Granted[] = [];
  const beside = (place: number, { from, to }: Interval) =>
    granted
      .filter((each) => each.place !== place && each.from === from && each.to === to)
      .map(({ minor }) => minor);
  const fees = contract.commitments.map((commitment) => commitment.fees.amount_minor);
  return {
    inputsFor(place: number, period: Interval): Omit<StatementInputs, "maintenanceUsedBeforeSeconds"> {
      const cap = contract.invoice_cap;
      return {
        carriedInMinor: contract.commitments[place]?.terms.carry_forward ? (carried.get(place) ?? 0) : 0,
        capRemainingMinor: cap === null ? null : remainingCap(cap, fees, beside(place, period)),
        ...{ claimFiledAt: null, priorCreditMinor: null, invoiceAmountMinor: null },
      };
    },
    /** Books a period's result; answers what would be credited for it. */
    grant(place: number, period: Interval, result: SlaResult): number {
      const others = beside(place, period).reduce((sum, amount) => sum + amount, 0);
      const taken = contract.stacking === "best_only" ? others : 0;
      const minor = Math.max(0, result.credit_minor - taken);
      carried.set(place, result.carried_forward_minor);
      granted.push({ place, ...period, minor });
      return minor;
    },
  };
}

/** What of the contract as a whole is in a preview's figures, and what cannot be known of it; null where nothing is. */
export function previewNote(
  contract: Pick<ContractInput, "commitments" | "invoice_cap" | "stacking">,
): string | null {
  const several = contract.commitments.length > 1;
  const carries = contract.commitments.some(({ terms }) => terms.carry_forward);
  const counted = [
    ...(contract.invoice_cap === null ? [] : ["the cap of the whole contract"]),
    ...(several && contract.stacking === "best_only" ? ["that only the highest credit counts"] : []),
    ...(carries ? ["what a period carries into the next"] : []),
  ];
  if (counted.length === 0) return null;
  const before = carries ? " Nothing is carried into the first one: what came before it is not known." : "";
  return `Included: ${listed(counted)}.${before}`;
}
