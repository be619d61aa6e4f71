import { spokenDay } from "@/lib/domain/calendar-text";
import { exactTime } from "@/lib/domain/duration";
import { grouped } from "@/lib/domain/exact-text";
import { moneyText } from "@/lib/domain/money-text";
import type { MemoDocument, RegisterLine } from "@/lib/domain/register";
import { secondsCell } from "./pdf-arithmetic";
import { collectPdf } from "./pdf-document";
import {
  drawAmounts,
  drawHeading,
  drawList,
  drawParagraph,
  endLetter,
  type Fact,
  openLetter,
} from "./pdf-letter";

/** One credit or debit memo: who to whom, for which invoice and period, how it was computed, and the amount. */
export function memoPdf({ line, actors, ...sender }: MemoDocument): Promise<Buffer> {
  const { source } = line;
  const title = line.type === "adjustment_debit" ? "Debit memo" : "Credit memo";
  const facts: Fact[] = [
    ["Number", line.number ?? ""],
    ["Date", line.postingDate === null ? "" : spokenDay(line.postingDate)],
  ];
  if (source.invoiceNumber !== null) facts.push(["Invoice", source.invoiceNumber]);
  if (line.originalNumber !== null) facts.push(["Adjusts", line.originalNumber]);
  if (source.customerExternalId !== null) facts.push(["Customer no.", source.customerExternalId]);
  const head = { title, subtitle: line.number ?? "", made: line.issuedAt ?? 0, facts };
  const doc = openLetter(sender, head, recipientOf(line));
  const bytes = collectPdf(doc);
  doc.y += 18;
  drawParagraph(doc, sentenceOf(line));
  drawHeading(doc, "How it was computed");
  drawList(doc, workingOf(line));
  drawHeading(doc, "Amount");
  drawAmounts(doc, amountsOf(line));
  drawHeading(doc, "Record");
  drawList(doc, recordOf(line, actors));
  endLetter(doc, sender, `${title} ${line.number ?? ""}`);
  return bytes;
}

function recipientOf({ source }: RegisterLine): string[] {
  const taxId = source.customerTaxId && `Tax id ${source.customerTaxId}`;
  return [source.customerName, source.customerAddress, taxId].filter(
    (text) => text !== null && text !== "",
  ) as string[];
}

const periodOf = ({ source: { result, timezone } }: RegisterLine) => {
  const [from, to] = [result.period_start, result.period_end].map((text) =>
    exactTime(Date.parse(text), timezone),
  );
  return `${from} to ${to}`;
};

function sentenceOf(line: RegisterLine): string {
  const { source, type } = line;
  const verb = type === "adjustment_debit" ? "charge" : "credit";
  const uptime =
    source.result.uptime_percent === null
      ? ""
      : `, in which it was available for ${source.result.uptime_percent} % of the time that counts, of ${source.targetPercent} % promised`;
  return `We ${verb} you for ${source.service} in the period from ${periodOf(line)}${uptime}.`;
}

function workingOf({ source }: RegisterLine): Fact[] {
  const { result, inputs, currency } = source;
  const uptime = result.uptime_percent === null ? "not measured" : `${result.uptime_percent} %`;
  const down = result.downtime_seconds === null ? "not measured" : secondsCell(result.downtime_seconds);
  const counted = grouped(String(result.counted_seconds));
  const rows: Fact[] = [
    ["Counted time", `${secondsCell(result.counted_seconds)} of ${secondsCell(result.period_seconds)}`],
    ["Downtime", down],
    [
      "Excluded, without data",
      `${secondsCell(result.excluded_seconds)}, ${secondsCell(result.unknown_seconds)}`,
    ],
    [
      "Uptime",
      result.downtime_seconds === null
        ? uptime
        : `(${counted} − ${grouped(String(result.downtime_seconds))}) / ${counted} = ${uptime}`,
    ],
    ["Promised", `${source.targetPercent} %`],
    [
      "Credit rate",
      `${result.tier === null ? "" : `tier ${result.tier}, `}${trimmed(result.credit_percent)} % of the fee`,
    ],
    ["Fee of the period", moneyText(inputs.invoiceAmountMinor ?? source.feeMinor, currency)],
    ["Credit of the period", moneyText(result.credit_minor, currency)],
  ];
  if (inputs.takenMinor) rows.push(["Credited for another promise", moneyText(inputs.takenMinor, currency)]);
  if (inputs.priorCreditMinor !== null)
    rows.push(["Issued before", moneyText(inputs.priorCreditMinor, currency)]);
  return rows;
}

const trimmed = (decimal: string) => (decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal);

function amountsOf(line: RegisterLine): Fact[] {
  const { currency, taxPercent } = line.source;
  const money = (minor: number) => moneyText(Math.abs(minor), currency);
  const rows: Fact[] = [["Net", money(line.netMinor)]];
  if (line.taxMinor !== null) rows.push([`Tax ${taxPercent ?? "0"} %`, money(line.taxMinor)]);
  return [...rows, ["Total", money(line.grossMinor)]];
}

function recordOf({ source }: RegisterLine, actors: MemoDocument["actors"]): Fact[] {
  const approvals = source.approvals.map(({ by, at }) => {
    const who = by === "rule" ? "the contract’s rule" : (actors.get(by) ?? "a former member");
    return `by ${who} at ${exactTime(at, "UTC")}`;
  });
  return [
    ["Approved", approvals.join("\n") || "not recorded"],
    ["Statement", source.statementId],
    ["SHA-256 of its result", source.resultHash],
  ];
}
