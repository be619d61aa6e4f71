import {
  addToTotals,
  type ControlTotal,
  decimalAmount,
  type RegisterLine,
  sortedTotals,
} from "@/lib/domain/register";
import { currencyExponent } from "@/lib/domain/sla/money";
import type { Ms } from "@/lib/domain/time";
import { bold, collectPdf, drawRule, ink, margin, openPdf, type Pdf, quiet, regular } from "./pdf-document";

const rowHeight = 26;

type Cell = {
  title: string;
  width: number;
  right?: boolean;
  of(line: RegisterLine): readonly [string, string?];
};

/** Two lines a cell: what is looked for, and below it what tells it apart. Widths sum to the page's inner width. */
const cells: readonly Cell[] = [
  { title: "Document", width: 112, of: (line) => [line.number ?? "not issued", line.postingDate ?? ""] },
  {
    title: "Customer",
    width: 148,
    of: ({ source }) => [source.customerName, source.customerExternalId ?? ""],
  },
  {
    title: "Service and period",
    width: 150,
    of: ({ source }) => [
      source.service,
      `${date(source.result.period_start)} to ${date(source.result.period_end)}`,
    ],
  },
  {
    title: "Uptime",
    width: 78,
    right: true,
    of: ({ source }) => [percent(source.result.uptime_percent), `of ${source.targetPercent} %`],
  },
  { title: "Type and status", width: 88, of: (line) => [words(line.type), words(line.status)] },
  { title: "Net", width: 62, right: true, of: (line) => [money(line.netMinor, line), line.source.currency] },
  {
    title: "Tax",
    width: 56,
    right: true,
    of: (line) => [line.taxMinor === null ? "" : money(line.taxMinor, line)],
  },
  { title: "Total", width: 67.89, right: true, of: (line) => [money(line.grossMinor, line)] },
];

const date = (instant: string) => instant.slice(0, 10);
const percent = (text: string | null) => (text === null ? "not measured" : `${text} %`);
const words = (name: string) => name.replace("_", " ");
const money = (minor: number, line: RegisterLine) => decimalAmount(minor, line.exponent);

/** The register as a document to send: A4 across, a head on each page, totals per currency at its end. */
export async function registerPdf(
  heading: { organizationName: string; period: string | null },
  lines: AsyncIterable<RegisterLine>,
): Promise<Buffer> {
  const rows: RegisterLine[] = [];
  const totals = new Map<string, ControlTotal>();
  for await (const line of lines) {
    rows.push(line);
    addToTotals(totals, line);
  }
  const doc = openPdf("Credit register", "landscape", newest(rows));
  const bytes = collectPdf(doc);
  drawHeading(doc, heading);
  drawHead(doc);
  for (const line of rows) drawRow(doc, line);
  if (rows.length === 0)
    doc
      .font(regular)
      .fontSize(9)
      .fillColor(quiet)
      .text("No credits.", margin, doc.y + 8);
  drawTotals(doc, sortedTotals(totals));
  numberPages(doc, heading.organizationName);
  doc.end();
  return bytes;
}

/** The document is as old as the newest fact in it, so that it is the same bytes whenever it is made. */
function newest(rows: readonly RegisterLine[]): Ms {
  return rows.reduce((latest, { issuedAt, source }) => {
    return Math.max(latest, issuedAt ?? 0, source.approvedAt ?? 0, Date.parse(source.result.period_end));
  }, 0);
}

function drawHeading(
  doc: Pdf,
  { organizationName, period }: { organizationName: string; period: string | null },
) {
  doc.font(bold).fontSize(18).fillColor(ink).text("Credit register", margin, margin);
  const covered = period === null ? "All periods" : `Periods ending in ${period}`;
  doc.font(regular).fontSize(10).fillColor(quiet).text(`${organizationName} · ${covered}`);
  doc.y += 14;
}

function drawHead(doc: Pdf) {
  const top = doc.y;
  eachCell((cell, x) => {
    const options = {
      width: cell.width - 12,
      align: cell.right ? "right" : "left",
      lineBreak: false,
    } as const;
    doc.font(bold).fontSize(8).fillColor(quiet).text(cell.title, x, top, options);
  });
  drawRule(doc, top + 13);
  doc.y = top + 18;
}

function drawRow(doc: Pdf, line: RegisterLine) {
  makeRoom(doc, rowHeight, true);
  const top = doc.y;
  eachCell((cell, x) => {
    const [first, second = ""] = cell.of(line);
    const options = {
      width: cell.width - 12,
      height: 11,
      ellipsis: true,
      lineBreak: false,
      align: cell.right ? "right" : "left",
    } as const;
    doc.font(regular).fontSize(9).fillColor(ink).text(oneLine(first), x, top, options);
    if (second !== "")
      doc
        .fontSize(7.5)
        .fillColor(quiet)
        .text(oneLine(second), x, top + 11, options);
  });
  drawRule(doc, top + rowHeight - 4);
  doc.y = top + rowHeight;
}

function drawTotals(doc: Pdf, totals: readonly ControlTotal[]) {
  makeRoom(doc, 40 + totals.length * 14, false);
  doc.y += 14;
  for (const { currency, lines, netMinor, taxMinor, grossMinor } of totals) {
    const exponent = currencyExponent(currency) ?? 2;
    const [net, tax, gross] = [netMinor, taxMinor, grossMinor].map((minor) => decimalAmount(minor, exponent));
    const text = `${currency}: ${lines} lines above, net ${net}, tax ${tax}, total ${gross}`;
    doc.font(bold).fontSize(9).fillColor(ink).text(text, margin, doc.y, { align: "right" });
  }
}

/** A new page when so much does not fit above the page's foot. */
function makeRoom(doc: Pdf, height: number, withHead: boolean) {
  if (doc.y + height <= doc.page.height - margin - 20) return;
  doc.addPage();
  doc.y = margin;
  if (withHead) drawHead(doc);
}

function numberPages(doc: Pdf, organizationName: string) {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    // Below the margin text would open a page of its own.
    doc.page.margins.bottom = 0;
    const text = `${organizationName} · Credit register · Page ${page + 1} of ${count}`;
    const y = doc.page.height - margin + 8;
    doc.font(regular).fontSize(7.5).fillColor(quiet).text(text, margin, y, { lineBreak: false });
  }
}

function eachCell(draw: (cell: Cell, x: number) => void) {
  let x = margin;
  for (const cell of cells) {
    draw(cell, x);
    x += cell.width;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
