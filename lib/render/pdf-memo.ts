import { decimalAmount, type RegisterLine } from "@/lib/domain/register";
import { formatInstant } from "@/lib/domain/time";
import { bold, collectPdf, drawRule, ink, margin, openPdf, type Pdf, quiet, regular } from "./pdf-document";

/** One credit or debit memo: who to whom, for which invoice and period, how it was computed, and the amount. */
export function memoPdf(organizationName: string, line: RegisterLine): Promise<Buffer> {
  const title = line.type === "adjustment_debit" ? "Debit memo" : "Credit memo";
  const doc = openPdf(`${title} ${line.number ?? ""}`, "portrait", line.issuedAt ?? 0);
  const bytes = collectPdf(doc);
  doc.font(bold).fontSize(20).fillColor(ink).text(title, margin, margin);
  doc.font(regular).fontSize(11).fillColor(quiet).text(`${line.number} · ${line.postingDate}`);
  drawParties(doc, organizationName, line);
  drawSection(doc, "What it is for", subjectOf(line));
  drawSection(doc, "How it was computed", workingOf(line));
  drawSection(doc, "Amount", amountsOf(line));
  drawSection(doc, "Record", recordOf(line));
  doc.end();
  return bytes;
}

type Row = readonly [string, string];

function drawParties(doc: Pdf, organizationName: string, { source }: RegisterLine): void {
  const top = doc.y + 24;
  const half = (doc.page.width - 2 * margin) / 2;
  const taxId = source.customerTaxId && `Tax id ${source.customerTaxId}`;
  const buyer = [source.customerName, source.customerAddress, taxId].filter(Boolean).join("\n");
  drawParty(doc, "From", organizationName, { x: margin, top, width: half - 20 });
  const below = doc.y;
  drawParty(doc, "To", buyer, { x: margin + half, top, width: half });
  doc.y = Math.max(doc.y, below) + 8;
}

function drawParty(
  doc: Pdf,
  label: string,
  text: string,
  { x, top, width }: { x: number; top: number; width: number },
): void {
  doc.font(regular).fontSize(8).fillColor(quiet).text(label, x, top, { width });
  doc
    .fontSize(10)
    .fillColor(ink)
    .text(text, x, top + 13, { width });
}

function drawSection(doc: Pdf, heading: string, rows: readonly Row[]): void {
  doc
    .font(bold)
    .fontSize(11)
    .fillColor(ink)
    .text(heading, margin, doc.y + 16);
  drawRule(doc, doc.y + 3);
  doc.y += 10;
  for (const [label, text] of rows) {
    const top = doc.y;
    doc.font(regular).fontSize(9).fillColor(quiet).text(label, margin, top, { width: 150 });
    doc.fillColor(ink).text(text, margin + 160, top, { width: doc.page.width - 2 * margin - 160 });
    doc.y += 4;
  }
}

function subjectOf({ source, originalNumber }: RegisterLine): Row[] {
  const { result } = source;
  const rows: Row[] = [
    ["Service", source.service],
    ["Period", `${result.period_start} to ${result.period_end} (${source.timezone})`],
  ];
  if (source.invoiceNumber !== null) rows.push(["Invoice", source.invoiceNumber]);
  if (originalNumber !== null) rows.push(["Adjusts", originalNumber]);
  return rows;
}

function workingOf({ source, exponent }: RegisterLine): Row[] {
  const { result, inputs } = source;
  const fee = decimalAmount(inputs.invoiceAmountMinor ?? source.feeMinor, exponent);
  const uptime = result.uptime_percent === null ? "not measured" : `${result.uptime_percent} %`;
  const before = inputs.priorCreditMinor === null ? null : decimalAmount(inputs.priorCreditMinor, exponent);
  const rows: Row[] = [
    ["Counted time", `${result.counted_seconds} seconds of ${result.period_seconds}`],
    ["Down", result.downtime_seconds === null ? "not measured" : `${result.downtime_seconds} seconds`],
    ["Excluded, unknown", `${result.excluded_seconds} and ${result.unknown_seconds} seconds`],
    ["Uptime", `${uptime}, of ${source.targetPercent} % promised`],
    ["Tier", `${result.tier ?? "none"}: ${Number(result.credit_percent)} % of the fee`],
    ["Fee of the period", `${fee} ${source.currency}`],
  ];
  return before === null ? rows : [...rows, ["Credited before", `${before} ${source.currency}`]];
}

function amountsOf(line: RegisterLine): Row[] {
  const { currency, taxPercent } = line.source;
  const money = (minor: number) => `${decimalAmount(Math.abs(minor), line.exponent)} ${currency}`;
  const rows: Row[] = [["Net", money(line.netMinor)]];
  if (line.taxMinor !== null) rows.push([`Tax, ${taxPercent ?? "0"} %`, money(line.taxMinor)]);
  return [...rows, ["Total", money(line.grossMinor)]];
}

function recordOf({ source }: RegisterLine): Row[] {
  const approvals = source.approvals.map(({ by, at }) => `${by} at ${formatInstant(at)}`);
  return [
    ["Approved", approvals.join("\n") || "not recorded"],
    ["Statement", source.statementId],
    ["SHA-256 of its result", source.resultHash],
  ];
}
