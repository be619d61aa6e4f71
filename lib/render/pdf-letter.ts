import type { LegalEntity } from "@/lib/domain/finance-settings";
import type { Ms } from "@/lib/domain/time";
import { bold, drawRule, ink, margin, openPdf, type Pdf, quiet, regular } from "./pdf-document";

/** Who sends a document: the organization as law knows it, or at least its name. */
export type Sender = { organizationName: string; legal: LegalEntity | null };
export type Fact = readonly [label: string, text: string];

/** Left and right of the text. */
const side = 56;
const foot = 64;

const textWidth = (doc: Pdf) => doc.page.width - 2 * side;

/** An empty letter with its head: who sends it, what it is, and the facts that identify it. */
export function openLetter(
  sender: Sender,
  { title, subtitle, made, facts }: { title: string; subtitle: string; made: Ms; facts: readonly Fact[] },
  recipient: readonly string[],
): Pdf {
  const doc = openPdf(`${title} ${subtitle}`.trim(), "portrait", made);
  doc.page.margins = { top: margin, left: side, right: side, bottom: foot };
  drawSender(doc, sender);
  doc.font(bold).fontSize(22).fillColor(ink).text(title, side, 130);
  doc
    .font(regular)
    .fontSize(11)
    .fillColor(quiet)
    .text(subtitle, side, doc.y + 2);
  const top = doc.y + 26;
  const half = textWidth(doc) / 2;
  drawLabel(doc, "To", side, top);
  doc
    .font(bold)
    .fontSize(10.5)
    .fillColor(ink)
    .text(recipient[0] ?? "", side, top + 14, { width: half - 20 });
  doc
    .font(regular)
    .fontSize(9.5)
    .text(recipient.slice(1).join("\n"), { width: half - 20, lineGap: 1.5 });
  const below = doc.y;
  drawFacts(doc, facts, { x: side + half, top, width: half, label: 92 });
  doc.y = Math.max(below, doc.y) + 6;
  return doc;
}

function drawSender(doc: Pdf, { organizationName, legal }: Sender): void {
  doc
    .font(bold)
    .fontSize(11)
    .fillColor(ink)
    .text(legal?.name ?? organizationName, side, margin + 8);
  const lines = [legal?.address, legal?.tax_id && `Tax id ${legal.tax_id}`].filter(Boolean).join("\n");
  if (lines !== "") doc.font(regular).fontSize(8.5).fillColor(quiet).text(lines, { width: 260, lineGap: 1 });
}

function drawLabel(doc: Pdf, label: string, x: number, y: number): void {
  doc.font(regular).fontSize(8).fillColor(quiet).text(label.toUpperCase(), x, y, { characterSpacing: 0.6 });
}

/** Labels and texts under each other. */
function drawFacts(
  doc: Pdf,
  facts: readonly Fact[],
  { x, top, width, label }: { x: number; top: number; width: number; label: number },
): void {
  doc.y = top;
  for (const [name, text] of facts) {
    const at = doc.y;
    doc.font(regular).fontSize(9).fillColor(quiet).text(name, x, at, { width: label });
    const below = doc.y;
    doc.fillColor(ink).text(text, x + label + 8, at, { width: width - label - 8 });
    doc.y = Math.max(doc.y, below) + 3;
  }
}

export function drawHeading(doc: Pdf, text: string): void {
  makeRoom(doc, 70);
  doc
    .font(bold)
    .fontSize(11)
    .fillColor(ink)
    .text(text, side, doc.y + 20);
  doc.y += 4;
  letterRule(doc);
  doc.y += 8;
}

export function drawParagraph(doc: Pdf, text: string): void {
  makeRoom(doc, 30);
  doc
    .font(regular)
    .fontSize(9.5)
    .fillColor(ink)
    .text(text, side, doc.y, { width: textWidth(doc), lineGap: 2.5 });
}

/** Facts across the whole width. */
export function drawList(doc: Pdf, facts: readonly Fact[]): void {
  for (const fact of facts) {
    makeRoom(doc, 28);
    drawFacts(doc, [fact], { x: side, top: doc.y, width: textWidth(doc), label: 140 });
  }
}

/** Amounts at the right edge, the last one in bold under a rule. */
export function drawAmounts(doc: Pdf, amounts: readonly Fact[]): void {
  makeRoom(doc, 20 * amounts.length + 20);
  const x = side + textWidth(doc) / 2;
  const width = textWidth(doc) / 2;
  for (const [index, [label, amount]] of amounts.entries()) {
    const isLast = index === amounts.length - 1;
    if (isLast) {
      doc.y += 3;
      doc
        .moveTo(x, doc.y)
        .lineTo(x + width, doc.y)
        .lineWidth(1)
        .strokeColor(ink)
        .stroke();
      doc.y += 6;
    }
    const at = doc.y;
    const look = doc.font(isLast ? bold : regular).fontSize(isLast ? 12 : 9.5);
    look.fillColor(isLast ? ink : quiet).text(label, x, at, { width: width / 2 });
    doc.fillColor(ink).text(amount, x + width / 3, at, { width: (width * 2) / 3, align: "right" });
    doc.y += 4;
  }
}

export type TableColumn = { title: string; width: number; align?: "right" };

/** Rows of text that wrap in their cells; the head is repeated on every page. */
export function drawTable(
  doc: Pdf,
  columns: readonly TableColumn[],
  rows: readonly { cells: readonly string[]; isStrong?: boolean }[],
): void {
  const unit = textWidth(doc) / columns.reduce((sum, { width }) => sum + width, 0);
  const boxes = columns.map(({ width, ...rest }, index) => ({
    ...rest,
    x: side + unit * columns.slice(0, index).reduce((sum, before) => sum + before.width, 0),
    width: width * unit - 10,
  }));
  const head = () => {
    const at = doc.y;
    for (const { title, x, width, align } of boxes)
      doc
        .font(bold)
        .fontSize(8)
        .fillColor(quiet)
        .text(title, x, at, { width, align: align ?? "left" });
    doc.y = at + 13;
    letterRule(doc);
    doc.y += 5;
  };
  head();
  for (const { cells, isStrong } of rows) {
    doc.font(isStrong ? bold : regular).fontSize(8.5);
    const height = Math.max(
      ...boxes.map(({ width }, index) => doc.heightOfString(cells[index] ?? "", { width })),
    );
    if (makeRoom(doc, height + 8)) head();
    doc.font(isStrong ? bold : regular).fontSize(8.5);
    const at = doc.y;
    for (const [index, { x, width, align }] of boxes.entries())
      doc.fillColor(ink).text(cells[index] ?? "", x, at, { width, align: align ?? "left" });
    doc.y = at + height + 3.5;
    doc
      .moveTo(side, doc.y)
      .lineTo(doc.page.width - side, doc.y)
      .lineWidth(0.3)
      .strokeColor("#e5e5e5")
      .stroke();
    doc.y += 3.5;
  }
}

/** A new page when so much does not fit above the foot; true when there is one. */
function makeRoom(doc: Pdf, height: number): boolean {
  if (doc.y + height <= doc.page.height - foot - 8) return false;
  doc.addPage();
  doc.page.margins = { top: margin, left: side, right: side, bottom: foot };
  doc.x = side;
  doc.y = margin + 8;
  return true;
}

function letterRule(doc: Pdf): void {
  doc
    .moveTo(side, doc.y)
    .lineTo(doc.page.width - side, doc.y)
    .lineWidth(0.5)
    .strokeColor("#bdbdbd")
    .stroke();
}

/** Writes every page's foot, who in law and which page, and ends the document. */
export function endLetter(doc: Pdf, { organizationName, legal }: Sender, subject: string): void {
  const who = [legal?.name ?? organizationName, legal?.registration, legal?.contact]
    .filter(Boolean)
    .join(" · ");
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    // Below the margin text would open a page of its own.
    doc.page.margins.bottom = 0;
    const y = doc.page.height - 44;
    drawRule(doc, y - 6);
    doc.font(regular).fontSize(7.5).fillColor(quiet);
    doc.text(who, side, y, { width: textWidth(doc) - 150, lineBreak: false, ellipsis: true });
    doc.text(`${subject} · Page ${page - start + 1} of ${count}`, doc.page.width - side - 250, y, {
      width: 250,
      align: "right",
      lineBreak: false,
    });
  }
  doc.end();
}
