import { grouped } from "./exact-text";
import { moneyText } from "./money-text";
import type { Assessment, Part } from "./sla/assessment";
import type { Evaluation } from "./sla/evaluate";
import { feeOf } from "./sla/fee";
import { add, decimal, divide, percentOf, sixDecimals, times, whole } from "./sla/rational";
import { adjustmentOf } from "./sla/settlement";
import type { Standing } from "./sla/standing";
import { taxOn } from "./sla/tax";
import type { Vector } from "./sla/vector";
import { owedMinor, type StatementInputs } from "./statement";
import type { Interval } from "./time";
import { creditWorking } from "./working-credit";
import { type ArithmeticLine, exactMoney, percentText, secondsText, step } from "./working-step";

/**
 * A statement's arithmetic line by line, from the length of the period down to the amount: every line can be computed
 * by hand from the lines above it and the intervals of the working.
 */
export function arithmeticOf(
  vector: Vector,
  evaluation: Evaluation,
  inputs: StatementInputs,
): ArithmeticLine[] {
  const { standing } = evaluation;
  const parts = standing.segments ?? [wholePart(vector, evaluation)];
  const isSplit = standing.segments !== null;
  return [
    ...periodLines(evaluation),
    ...parts.flatMap((part, index) => partLines(vector, evaluation, part, isSplit ? index + 1 : null)),
    ...(isSplit ? [sumOfParts(vector, standing)] : []),
    ...settlementLines(vector, evaluation, inputs),
  ];
}

function periodLines({ period, active }: Evaluation): ArithmeticLine[] {
  const lines = [step("Period", "end − start", secondsText(lengthOf(period)))];
  if (lengthOf(active) !== lengthOf(period))
    lines.push(step("Covered by the contract", "its part of the period", secondsText(lengthOf(active))));
  return lines;
}

const lengthOf = ({ from, to }: Interval) => to - from;

/** An unsplit period as the one part it is. */
function wholePart(vector: Vector, { period, active, standing }: Evaluation): Assessment {
  const { terms, measured, value, breached, tier, percent, days, credit } = standing;
  const fee = feeOf(vector.fees, vector.contract, period, active);
  const part: Part = { ...active, terms, fee, uncoveredMs: uncoveredOf(measured, terms) };
  return { part, measured, judgement: { value, breached }, grant: { tier, percent, days }, credit };
}

function uncoveredOf(
  measured: Standing["measured"],
  { exclusion_mode, measurement }: Standing["terms"],
): number {
  if ("interval_seconds" in measurement) return 0;
  const leaving = exclusion_mode === "remove_from_denominator" ? measured.excludedMs : 0;
  return measured.countedMs - (measured.inHoursMs - leaving);
}

function partLines(
  vector: Vector,
  { period }: Evaluation,
  { part, measured, judgement, grant, credit }: Assessment,
  place: number | null,
): ArithmeticLine[] {
  const { terms } = part;
  const { currency } = vector.fees;
  const lines = [
    ...(place === null ? [] : [step(`Part ${place}`, "terms in force", secondsText(lengthOf(part)))]),
    ...countedLines(part, measured),
    ...uptimeLines(part, measured),
  ];
  const { value, breached } = judgement;
  if (value === null)
    return [...lines, step("Judgement", "nothing was measured", "no breach, no credit", true)];
  if (terms.comparison.decimals !== null)
    lines.push(step("Compared", `rounded to ${terms.comparison.decimals} decimals`, percentText(value)));
  const verdict = breached ? "missed" : "met";
  lines.push(
    step(
      "Target",
      `uptime ${terms.target.meets === ">" ? ">" : "≥"} ${terms.target.percent}\u00a0%`,
      verdict,
      true,
    ),
  );
  lines.push(...feeLines(vector, period, part));
  const length = { period, timezone: vector.contract.timezone };
  lines.push(creditWorking({ measured, value, grant, breached, terms }, length));
  const formula = `fee × ${percentText(grant.percent)}`;
  return [
    ...lines,
    step(place === null ? "Credit, exact" : `Credit of part ${place}`, formula, exactMoney(credit, currency)),
  ];
}

function countedLines(part: Part, measured: Assessment["measured"]): ArithmeticLine[] {
  const { outOfHoursMs, excludedMs, unknownMs, inHoursMs, countedMs } = measured;
  const removes = part.terms.exclusion_mode === "remove_from_denominator";
  const lines: ArithmeticLine[] = [];
  if (outOfHoursMs > 0) {
    lines.push(step("Outside service hours", "does not count", secondsText(outOfHoursMs)));
    lines.push(step("In service hours", "what is left", secondsText(inHoursMs)));
  }
  if (excludedMs > 0)
    lines.push(
      step("Excluded", removes ? "leaves the counted time" : "counts as up", secondsText(excludedMs)),
    );
  if (unknownMs > 0)
    lines.push(step("Without data", unknownWords[part.terms.unknown.policy], secondsText(unknownMs)));
  if (part.uncoveredMs > 0)
    lines.push(step("Not covered, counts as up", "rest of the period", secondsText(part.uncoveredMs)));
  const terms = [secondsText(inHoursMs)];
  if (removes && excludedMs > 0) terms.push(`− ${secondsText(excludedMs)}`);
  if (part.uncoveredMs > 0) terms.push(`+ ${secondsText(part.uncoveredMs)}`);
  lines.push(step("Counted time", terms.join(" "), secondsText(countedMs)));
  return lines;
}

const unknownWords = {
  up: "counts as up",
  down: "counts as down",
  excluded: "excluded",
} as const;

const methodWords: Readonly<Record<string, string>> = {
  bucket_count: "whole buckets that were down",
  interval_error_rate: "mean error rate of the intervals",
  interval_downtime: "intervals over the threshold",
  request_ratio: "failed requests among all",
};

function uptimeLines(
  { terms }: Part,
  { downMs, countedMs, ratio }: Assessment["measured"],
): ArithmeticLine[] {
  const method = methodWords[terms.measurement.method] ?? "sum of the counted intervals below";
  const lines: ArithmeticLine[] = [];
  if (downMs !== null) lines.push(step("Downtime", method, secondsText(downMs)));
  if (ratio === null) return lines;
  const formula =
    downMs === null
      ? method
      : `(${secondsText(countedMs)} − ${secondsText(downMs)}) / ${secondsText(countedMs)}`;
  lines.push(step("Uptime, exact", formula, `${grouped(String(ratio.n))} / ${grouped(String(ratio.d))}`));
  const shown = `${sixDecimals(times(ratio, 100))}\u00a0%`;
  lines.push(step("Uptime", "× 100, cut off after six decimals", shown, true));
  return lines;
}

function feeLines({ fees, contract }: Vector, period: Interval, { fee, ...part }: Part): ArithmeticLine[] {
  const { currency, amount_minor: amount, amount_includes_tax: gross, tax_percent: tax } = fees;
  const lines = [step("Fee of the period", "as agreed or invoiced", moneyText(amount, currency))];
  if (gross && tax !== undefined)
    lines.push(
      step(
        "Without tax",
        `÷ (1 + ${tax}\u00a0%)`,
        exactMoney(divide(times(whole(amount), 100), add(whole(100), decimal(tax))), currency),
      ),
    );
  const isProrated = lengthOf(part) !== lengthOf(period) && contract.partial_period.fee !== "full";
  if (isProrated) {
    const by = contract.partial_period.fee === "prorate_days" ? "days" : "seconds";
    lines.push(step("Fee, prorated", `by ${by} of the part in the period`, exactMoney(fee, currency)));
  }
  return lines;
}

function sumOfParts({ fees }: Vector, { credit }: Standing): ArithmeticLine {
  return step("Credit, exact", "sum of the parts", exactMoney(credit, fees.currency));
}

function settlementLines(
  vector: Vector,
  { period, active, standing, settlement }: Evaluation,
  inputs: StatementInputs,
): ArithmeticLine[] {
  const { currency, tax_percent: tax } = vector.fees;
  const { terms } = standing;
  const money = (minor: number) => moneyText(minor, currency);
  const fee = feeOf(vector.fees, vector.contract, period, active);
  const lines: ArithmeticLine[] = [];
  if (inputs.carriedInMinor > 0)
    lines.push(step("Carried in", "from the period before", money(inputs.carriedInMinor)));
  const { percent_of_fee: share, absolute_minor: most } = terms.cap;
  if (share !== null)
    lines.push(
      step("Cap", `${share}\u00a0% of the fee`, exactMoney(percentOf(decimal(share), fee), currency)),
    );
  if (most !== null) lines.push(step("Cap", "amount agreed", money(most)));
  if (inputs.capRemainingMinor !== null)
    lines.push(step("Cap left of the contract", "over all its commitments", money(inputs.capRemainingMinor)));
  const rounding = `at most the lowest cap, rounded once (${terms.money_rounding.replace("_", " ")})`;
  const least =
    terms.minimum.minor > 0
      ? `, only if ${terms.minimum.op === ">" ? "more than" : "at least"} ${money(terms.minimum.minor)}`
      : "";
  lines.push(step("Credit", rounding + least, money(settlement.creditMinor), true));
  if (standing.days > 0) lines.push(step("Service days", "added to the term", String(standing.days)));
  if (settlement.carriedForwardMinor > 0)
    lines.push(step("Carried forward", "into the next period", money(settlement.carriedForwardMinor)));
  const owed = owedMinor({ credit_minor: settlement.creditMinor }, inputs.takenMinor ?? null);
  if (inputs.takenMinor) {
    lines.push(step("Credited beside", "other promises, of which the best counts", money(inputs.takenMinor)));
    lines.push(step("Credit left", "credit − credited beside, never below 0", money(owed), true));
  }
  const owedTax = taxOn(owed, tax, terms.money_rounding);
  if (owedTax !== null) {
    lines.push(step("Tax", `${tax}\u00a0% of the credit`, money(owedTax)));
    lines.push(step("Credit with tax", "credit + tax", money(owed + owedTax), true));
  }
  return [...lines, ...differenceLines(vector, owed, inputs)];
}

/** What a restatement changes of the memos before it. */
function differenceLines(
  { fees: { currency }, restatement }: Vector,
  owed: number,
  { priorCreditMinor }: StatementInputs,
): ArithmeticLine[] {
  if (!restatement || priorCreditMinor === null) return [];
  const { kind, amountMinor } = adjustmentOf(owed, restatement);
  const sign = kind === "debit_memo" ? "−" : "";
  return [
    step("Issued before", "memos of this period", moneyText(priorCreditMinor, currency)),
    step("Difference", "credit − issued before", `${sign}${moneyText(amountMinor, currency)}`, true),
  ];
}
