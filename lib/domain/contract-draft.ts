import type { CommitmentView, ContractInput, ContractView, FeeExclusion } from "./contract";
import type { Claims } from "./credit-words";
import { addDays, localDate, startOfDate } from "./sla/calendar";
import { defaultTerms } from "./sla/default-terms";
import { dateField } from "./sla/field";
import type { SlaTemplate } from "./sla/templates";
import type { Terms } from "./sla/terms";
import type { Window } from "./sla/vector";
import type { Loose } from "./terms-words";
import { formatInstant, type Ms } from "./time";
import { isZone } from "./zone";

/** The fee as it is typed. */
type FeesDraft = {
  currency: string;
  amount_minor: number | string;
  tax_percent: string;
  amount_includes_tax: boolean;
};

export type CommitmentDraft = {
  service: string;
  window: Loose<Window>;
  counts: "outcomes" | "reported" | null;
  fees: FeesDraft;
  fee_excludes: readonly FeeExclusion[];
  terms: Loose<Terms>;
};

/** Days on which a contract rests, the last one included. */
export type SuspensionDraft = { first_day: string; last_day: string };

type Settings = Pick<
  ContractInput,
  "basis" | "amendment_policy" | "partial_period" | "clawback" | "stacking" | "invoice_cap" | "settle_hours"
>;

/** A contract as it is typed: days where REST has instants, everything else by REST's own names. */
export type ContractDraft = Loose<Settings> & {
  customer_id: string;
  name: string;
  timezone: string;
  /** The first day, and the last one that is covered; empty for an open end. */
  starts_on: string;
  last_day: string;
  suspended: readonly SuspensionDraft[];
  claims: Loose<Claims>;
  commitments: CommitmentDraft[];
};

/** A draft of an amendment: one commitment's complete terms from a day on. */
export type AmendmentDraft = CommitmentDraft & {
  effective_on: string;
  restate: boolean;
  reason: string;
};

export function emptyCommitment(currency: string): CommitmentDraft {
  return {
    service: "",
    window: { type: "calendar_month" },
    counts: null,
    fees: { currency, amount_minor: "", tax_percent: "", amount_includes_tax: false },
    fee_excludes: [],
    terms: defaultTerms,
  };
}

export function emptyDraft(given: { customerId: string; timezone: string; startsOn: string }): ContractDraft {
  return {
    customer_id: given.customerId,
    name: "",
    timezone: given.timezone,
    starts_on: given.startsOn,
    last_day: "",
    suspended: [],
    basis: "worst",
    claims: { required: false },
    amendment_policy: "segment",
    partial_period: { denominator: "active_only", fee: "prorate_seconds" },
    clawback: "never",
    stacking: "cumulative",
    invoice_cap: null,
    settle_hours: 24,
    commitments: [emptyCommitment("EUR")],
  };
}

/** The body of `POST /contracts` that a draft stands for; what cannot be read stays, to be complained about. */
export function contractBody(draft: ContractDraft): Record<string, unknown> {
  const { starts_on, last_day, suspended, commitments, timezone, ...rest } = draft;
  return {
    ...rest,
    timezone,
    starts_at: firstInstant(starts_on, timezone),
    ends_at: last_day === "" ? null : firstInstant(last_day, timezone, 1),
    suspended: suspended.map((days) => ({
      from: firstInstant(days.first_day, timezone),
      to: firstInstant(days.last_day, timezone, 1),
    })),
    commitments: commitments.map(commitmentBody),
  };
}

/** The start of a day in a zone, some days on; the text itself where either cannot be read. */
export function firstInstant(date: string, zone: string, daysOn = 0): string | undefined {
  if (date === "") return undefined;
  if (!dateField.safeParse(date).success || !isZone(zone)) return date;
  return formatInstant(startOfDate(addDays(date, daysOn), zone));
}

function commitmentBody(commitment: CommitmentDraft): Record<string, unknown> {
  const { service, window, counts, fees, fee_excludes, terms } = commitment;
  const counted = counts === null ? {} : { counts };
  return { service, window, ...counted, fees: feesBody(fees), fee_excludes, terms: termsBody(terms) };
}

/** Terms without the empty lines of a list that is being typed. */
function termsBody(terms: Loose<Terms>): Loose<Terms> {
  const { service_hours: hours } = terms;
  if (hours === null) return terms;
  const holidays = hours.holidays.map((date) => date.trim()).filter(Boolean);
  return { ...terms, service_hours: { ...hours, holidays } };
}

function feesBody({ tax_percent, amount_includes_tax, ...fees }: FeesDraft): Record<string, unknown> {
  const amount = fees.amount_minor === "" ? undefined : fees.amount_minor;
  return {
    currency: fees.currency,
    amount_minor: amount,
    ...(tax_percent === "" ? {} : { tax_percent }),
    ...(amount_includes_tax ? { amount_includes_tax } : {}),
  };
}

/** The same with stand-ins for what a preview does not need: whom it is for, its name, its services. */
export function previewBody(draft: ContractDraft): Record<string, unknown> {
  return contractBody({
    ...draft,
    customer_id: draft.customer_id || "preview",
    name: draft.name.trim() || "Preview",
    commitments: draft.commitments.map((commitment, index) => ({
      ...commitment,
      service: commitment.service.trim() || `Service ${index + 1}`,
    })),
  });
}

/** A commitment that begins from a published SLA; its components and its fee's amount stay. */
export function withTemplate(commitment: CommitmentDraft, template: SlaTemplate): CommitmentDraft {
  const { members } = commitment.terms.components;
  return {
    ...commitment,
    service: commitment.service || template.name,
    window: template.window,
    counts: template.counts,
    fees: { ...commitment.fees, currency: template.currency },
    terms: { ...template.terms, components: { ...template.terms.components, members } },
  };
}

/** The terms in force as the draft of what comes after them. */
export function amendmentDraft(commitment: CommitmentView, contract: ContractView, now: Ms): AmendmentDraft {
  const newest = commitment.versions.at(-1);
  const fees = newest?.fees;
  return {
    service: commitment.service,
    window: commitment.window,
    counts: commitment.counts,
    fee_excludes: commitment.feeExcludes,
    effective_on: nextMonth(localDate(Math.max(now, contract.startsAt), contract.timezone)),
    restate: false,
    reason: "",
    fees: {
      currency: fees?.currency ?? "EUR",
      amount_minor: fees?.amount_minor ?? "",
      tax_percent: fees?.tax_percent ?? "",
      amount_includes_tax: fees?.amount_includes_tax ?? false,
    },
    terms: newest?.terms ?? defaultTerms,
  };
}

/** The first of the month after a date. */
function nextMonth(date: string): string {
  return `${addDays(`${date.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
}

/** The body of `POST /contracts/{id}/amendments` that a draft stands for. */
export function amendmentBody(
  { effective_on, terms, fees, restate, reason }: AmendmentDraft,
  { id, timezone }: { id: string; timezone: string },
): Record<string, unknown> {
  return {
    commitment_id: id,
    effective_from: firstInstant(effective_on, timezone),
    terms: termsBody(terms),
    fees: feesBody(fees),
    restate,
    ...(reason.trim() === "" ? {} : { reason }),
  };
}

/** Suspensions as the days they are typed as. */
export function suspendedDays(contract: Pick<ContractView, "suspended" | "timezone">): SuspensionDraft[] {
  return contract.suspended.map(({ from, to }) => ({
    first_day: localDate(from, contract.timezone),
    last_day: localDate(to - 1, contract.timezone),
  }));
}
