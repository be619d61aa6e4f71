import { chronicClause } from "./chronic-words";
import type { FeeExclusion } from "./contract";
import { type Claims, creditClauses, type FeeWords } from "./credit-words";
import { measurementClauses } from "./measurement-words";
import type { Terms } from "./sla/terms";
import type { Window } from "./sla/vector";
import { blank, counted, type Loose, listed, ordinal, percentWords, secondsWords } from "./terms-words";

/** Everything one sentence about one commitment is made of; while it is typed, parts may be unreadable. */
export type Promised = {
  service: string;
  window: Loose<Window>;
  timezone: string;
  fee: FeeWords;
  feeExcludes: readonly FeeExclusion[];
  /** Days on which the contract rests, the last one included; not whole while they are typed. */
  suspended: readonly { first_day: string; last_day: string }[];
  counts: "outcomes" | "reported" | null;
  terms: Loose<Terms>;
  claims: Loose<Claims>;
  /** What components are called; an unknown one is not named. */
  names: ReadonlyMap<string, string>;
};

/**
 * One commitment in one plain sentence: what is promised, how it is measured, what is left out, and what a breach
 * costs. It is made of the terms alone, so that it grows while they are typed and never says what they do not.
 */
export function termsSentence(promised: Promised): string {
  const { terms } = promised;
  return `${[
    [promiseClause(promised), ...measurementClauses(promised)].join(", "),
    ...leftOut(terms),
    ...resting(promised.suspended),
    ...creditClauses(promised),
    ...(terms.chronic ? [chronicClause(terms.chronic)] : []),
  ].join("; ")}.`;
}

function promiseClause({ service, terms, window, timezone }: Promised): string {
  const bound = terms.target.meets === ">" ? "more than" : "at least";
  const hours = terms.service_hours ? ` during ${hoursWords(terms.service_hours)}` : "";
  const target = percentWords(terms.target.percent);
  return `${service.trim() || blank} works ${bound} ${target} of ${windowWords(window)}${zoneWords(timezone)}${hours}`;
}

function zoneWords(timezone: string): string {
  return timezone === "" ? "" : ` (${timezone.replaceAll("_", " ")})`;
}

/** "each calendar month" */
export function windowWords(window: Loose<Window>): string {
  switch (window.type) {
    case "calendar_month":
      return "each calendar month";
    case "calendar_quarter":
      return `each quarter${fiscalWords(window.fiscal_start_month)}`;
    case "calendar_year":
      return `each year${fiscalWords(window.fiscal_start_month)}`;
    case "anchored_month":
      return `each month from the ${ordinal(window.anchor_day)} on`;
    case "rolling_days":
      return `every ${counted(window.days, "day")}`;
    case "fixed":
      return "the contract's whole term";
  }
}

const months = "January February March April May June July August September October November December".split(
  " ",
);

function fiscalWords(month: number | string): string {
  if (month === 1) return "";
  return ` of a year that begins in ${months[Number(month) - 1] ?? blank}`;
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** "Mon–Fri 08:00–18:00 (Europe/Berlin)" */
function hoursWords({ weekly, timezone, holidays }: Loose<NonNullable<Terms["service_hours"]>>): string {
  const spans = weekly.map(({ days, from, to }) => `${daysWords(days)} ${from || blank}–${to || blank}`);
  const off = holidays.length > 0 ? ` without ${counted(holidays.length, "holiday")}` : "";
  return `${listed(spans)} (${timezone.replaceAll("_", " ") || blank})${off}`;
}

function daysWords(days: readonly (number | string)[]): string {
  const sorted = days.map(Number).toSorted((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  const name = (day: number | undefined) => weekdays[(day ?? 0) - 1] ?? blank;
  const isRun = first !== undefined && last !== undefined && last - first === sorted.length - 1;
  if (isRun && sorted.length > 2) return `${name(first)}–${name(last)}`;
  return listed(sorted.map(name));
}

function resting(suspended: Promised["suspended"]): string[] {
  if (suspended.length === 0) return [];
  const spans = suspended.map(
    ({ first_day, last_day }) => `from ${first_day || blank} to ${last_day || blank}`,
  );
  return [`the contract rests ${listed(spans)}, which is left out`];
}

function leftOut(terms: Loose<Terms>): string[] {
  const { maintenance, cause_exclusions, exclusion_mode, measurement } = terms;
  const parts = [
    ...("interval_seconds" in measurement || !maintenance.exclude ? [] : [maintenanceWords(maintenance)]),
    ...(cause_exclusions.length === 0
      ? []
      : [`time lost to ${listed(cause_exclusions.map(causeWords), "or")}`]),
  ];
  if (parts.length === 0) return [];
  const verb = parts.length > 1 ? ["count", "are"] : ["counts", "is"];
  return [
    `${listed(parts)} ${exclusion_mode === "count_as_up" ? `${verb[0]} as working` : `${verb[1]} left out`}`,
  ];
}

function maintenanceWords({ notice_seconds, cap_seconds, cap_scope }: Loose<Terms["maintenance"]>): string {
  const notice =
    notice_seconds === 0
      ? "announced maintenance"
      : `maintenance announced ${secondsWords(notice_seconds)} ahead`;
  if (cap_seconds === null) return notice;
  return `${notice}, up to ${secondsWords(cap_seconds)} a ${cap_scope === "period" ? "period" : "year"},`;
}

/** What the ledger calls a cause, in a finance person's words. */
export function causeWords(cause: string): string {
  return known[cause] ?? cause.replaceAll("_", " ");
}

const known: Readonly<Record<string, string>> = {
  customer_caused: "the customer's own doing",
  third_party: "third parties",
  planned: "planned work",
  suspension: "a suspended account",
  beta: "previews",
  quota: "the customer's quota",
  own_fault: "our own fault",
};
