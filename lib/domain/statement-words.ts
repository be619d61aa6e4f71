import { grouped } from "./exact-text";
import { moneyText } from "./money-text";
import { owedMinor, type StatementStatus, type StatementView, type WorkingKind } from "./statement";

export const statusWords: Readonly<Record<StatementStatus, string>> = {
  open: "Running",
  settling: "Settling",
  ready: "Ready to close",
  closed: "Closed",
};

/** What a stretch of the working is called, wherever it is shown. */
export const kindWords: Readonly<Record<WorkingKind | "method", string>> = {
  downtime: "Downtime",
  excluded: "Excluded",
  unknown: "No data",
  not_counted: "Not counted",
  out_of_hours: "Out of hours",
  method: "Method",
};

/** A percentage with six decimals as far as a reader of the target needs it: cut, never rounded up. */
export function cutPercent(percent: string | null, target: string): string | null {
  if (percent === null) return null;
  const digits = Math.max(3, target.split(".")[1]?.length ?? 0);
  const [whole = "", decimals = ""] = percent.split(".");
  return `${whole}.${decimals.slice(0, Math.min(6, digits)).padEnd(digits, "0")}`;
}

/** What a statement comes to, in one sentence. */
export function outcomeSentence({
  result,
  complaint,
  service,
  currency,
  targetPercent,
  takenMinor,
}: Pick<
  StatementView,
  "result" | "complaint" | "service" | "currency" | "targetPercent" | "takenMinor"
>): string {
  if (result === null) return `This statement cannot be computed: ${complaint ?? "no evidence"}`;
  if (result.uptime_percent === null)
    return `Nothing of ${service} was measured in this period: no breach, no credit.`;
  const uptime = `${service} was available for ${result.uptime_percent} % of the ${grouped(String(result.counted_seconds))} seconds that count`;
  if (!result.breached) return `${uptime}; ${targetPercent} % were promised, and the promise was kept.`;
  const minor = owedMinor(result, takenMinor);
  const owed =
    minor > 0
      ? `a credit of ${moneyText(minor, currency)} is due`
      : result.credit_minor > 0
        ? `another promise’s credit, which counts instead of ${moneyText(result.credit_minor, currency)}, is due`
        : result.credit_days > 0
          ? `${result.credit_days} days of service are due`
          : "no credit is due under the terms";
  return `${uptime}; ${targetPercent} % were promised, so the promise was broken and ${owed}.`;
}
