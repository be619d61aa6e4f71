import { type FeeExclusion, feeExclusions } from "./contract";
import { moneyText } from "./money-text";
import { compare, decimal } from "./sla/rational";
import type { Terms } from "./sla/terms";
import type { Contract } from "./sla/vector";
import type { Promised } from "./terms-sentence";
import {
  blank,
  counted,
  type Loose,
  listed,
  numberWords,
  ordinal,
  percentWords,
  secondsWords,
} from "./terms-words";

export type Claims = Contract["claims"];
/** The fee of a period as far as it can be read. */
export type FeeWords = { currency: string; amount_minor: number | string };

/** What an invoice holds beside the fee, in a finance person's words. */
export const feeExclusionWords: Readonly<Record<FeeExclusion, string>> = {
  one_time: "one-time charges",
  professional_services: "professional services",
  support: "support",
  tax: "tax",
};

type Credit = Loose<Terms["credit"]>;

/** What a breach costs, within what bounds, and what the customer must do for it. */
export function creditClauses({ terms, fee, feeExcludes, claims, window }: Promised): string[] {
  const base = feeWords(fee) + withoutWords(feeExcludes);
  const paid = [creditWords(terms.credit, base), ...boundWords(terms, fee.currency)].join(", ");
  const carried = terms.carry_forward ? ["what the cap cuts off is carried into the next period"] : [];
  return [paid, ...carried, ...claimWords(claims, window.type)];
}

function feeWords({ currency, amount_minor }: FeeWords): string {
  if (typeof amount_minor === "string") return `the fee of ${blank}`;
  return `the fee of ${moneyText(amount_minor, currency || blank)}`;
}

function withoutWords(excluded: readonly FeeExclusion[]): string {
  const known = feeExclusions.filter((each) => excluded.includes(each));
  return known.length === 0
    ? ""
    : ` without ${listed(
        known.map((each) => feeExclusionWords[each]),
        "or",
      )}`;
}

function creditWords(credit: Credit, fee: string): string {
  switch (credit.mode) {
    case "tiered":
      return tierWords(credit.tiers, (tier, index) => {
        const share = `${percentWords(tier.credit_percent)}`;
        return index === 0 ? `the credit is ${share} of ${fee}` : share;
      });
    case "tiered_days":
      return tierWords(credit.tiers, (tier, index) => {
        const days = counted(tier.credit_days, "day");
        if (index > 0) return days;
        return credit.days_as === "time" ? `${days} of service are added` : `the fee of ${days} is credited`;
      });
    case "per_unit":
      return `a breach credits ${percentWords(credit.percent_per_unit)} of ${fee} per ${unitWords(credit)}`;
    case "proportional":
      return `a breach credits ${timesWords(credit.multiplier)}what the ${allowedWords(credit.allowance)} is worth of ${fee}`;
    case "per_shortfall":
      return `a breach credits ${percentWords(credit.percent_per_step)} of ${fee} for ${stepWords(credit)} below the target`;
  }
}

type AnyTier = { upper: string; upper_inclusive: boolean };

/** Mildest first, as people read a table of credits. */
function tierWords<Tier extends AnyTier>(
  tiers: readonly Tier[],
  worth: (tier: Tier, index: number) => string,
): string {
  const readable = (text: string) => /^\d+(\.\d+)?$/.test(text);
  const sorted = tiers.toSorted((a, b) =>
    readable(a.upper) && readable(b.upper) ? compare(decimal(b.upper), decimal(a.upper)) : 0,
  );
  if (sorted.length === 0) return "no credit is agreed yet";
  return sorted
    .map((tier, index) => {
      const bound = `${tier.upper_inclusive ? "at or below" : "below"} ${percentWords(tier.upper)}`;
      return index === 0 ? `${bound} ${worth(tier, 0)}` : `${bound} ${worth(tier, index)}`;
    })
    .join(", ");
}

function unitWords(credit: Extract<Credit, { mode: "per_unit" }>): string {
  const { unit_rounding, unit_seconds, unit_scope, allowance } = credit;
  const begun = { ceil: "begun ", floor: "full ", exact: "" }[unit_rounding];
  const unit = `${begun}${secondsWords(unit_seconds)}`.replace(/\b1 /, "");
  const each = unit_scope === "per_outage" ? " of each outage" : ` of ${allowedWords(allowance)}`;
  return unit + each;
}

function allowedWords(allowance: "none" | "beyond_target"): string {
  return allowance === "none" ? "downtime" : "downtime beyond what the target allows";
}

function timesWords(multiplier: string): string {
  if (multiplier === "1") return "";
  return `${/^\d/.test(multiplier) ? multiplier : blank} times `;
}

function stepWords({ step_percent, step_rounding }: Extract<Credit, { mode: "per_shortfall" }>): string {
  const begun = { ceil: "each begun ", floor: "each full ", exact: "every " }[step_rounding];
  return begun + percentWords(step_percent);
}

function boundWords({ cap, minimum }: Loose<Terms>, currency: string): string[] {
  const money = (minor: number | string) =>
    typeof minor === "string" ? blank : moneyText(minor, currency || blank);
  const caps = [
    ...(cap.percent_of_fee === null ? [] : [`${percentWords(cap.percent_of_fee)} of the fee`]),
    ...(cap.absolute_minor === null ? [] : [money(cap.absolute_minor)]),
  ];
  const least =
    minimum.minor === 0 ? [] : [`${minimum.op === ">" ? "only above" : "from"} ${money(minimum.minor)} on`];
  return [...(caps.length === 0 ? [] : [`at most ${caps.join(" and at most ")}`]), ...least];
}

function claimWords(claims: Loose<Claims>, window: string): string[] {
  if (!claims.required) return [];
  const { deadline } = claims;
  const period = window === "calendar_month" || window === "anchored_month" ? "month" : "period";
  switch (deadline.kind) {
    case "days_after_period_end":
      return [`it must be claimed within ${counted(deadline.days, "day")} after the ${period}`];
    case "days_after_last_outage":
      return [`it must be claimed within ${counted(deadline.days, "day")} after the last outage`];
    case "end_of_nth_following_period":
      if (deadline.n === 0) return [`it must be claimed before the ${period} ends`];
      return [
        `it must be claimed by the end of the ${typeof deadline.n === "number" ? ordinal(deadline.n) : numberWords(deadline.n)} ${period} after`,
      ];
  }
}
