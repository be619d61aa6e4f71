import { spokenDay, spokenMonth } from "@/lib/domain/calendar-text";
import { exactTime, shortDuration } from "@/lib/domain/duration";
import type { EvidenceRow } from "@/lib/domain/evidence";
import { secondsOf } from "@/lib/domain/evidence";
import { moneyText } from "@/lib/domain/money-text";
import { owedMinor } from "@/lib/domain/statement";
import type { StatementSheet } from "@/lib/domain/statement-sheet";
import { kindWords, outcomeSentence, statusWords } from "@/lib/domain/statement-words";
import { drawArithmetic, secondsCell } from "./pdf-arithmetic";
import { collectPdf } from "./pdf-document";
import {
  drawHeading,
  drawList,
  drawParagraph,
  drawTable,
  endLetter,
  type Fact,
  openLetter,
  type TableColumn,
} from "./pdf-letter";

/** A statement as a document to send: the outcome in a sentence, the arithmetic, the evidence, and what it rests on. */
export function statementPdf(sheet: StatementSheet): Promise<Buffer> {
  const { view, customer } = sheet;
  const taxId = customer.taxId && `Tax id ${customer.taxId}`;
  const recipient = [customer.name, customer.address, taxId].filter((text) => text) as string[];
  const head = {
    title: view.restates === null ? "Service level statement" : "Restated service level statement",
    subtitle: `${view.service} · ${spokenMonth(view.month)}`,
    made: view.closedAt ?? view.period.to,
    facts: factsOf(sheet),
  };
  const doc = openLetter(sheet, head, recipient);
  const bytes = collectPdf(doc);
  doc.y += 18;
  drawParagraph(doc, outcomeSentence(view));
  if (view.status !== "closed")
    drawParagraph(doc, "This statement is not closed: its figures may still change with late evidence.");
  drawHeading(doc, "How it was computed");
  drawArithmetic(doc, sheet.arithmetic);
  drawHeading(doc, "Intervals that were not simply up");
  if (sheet.evidence.length === 0) drawParagraph(doc, "None: the service was up for the whole period.");
  else drawTable(doc, evidenceColumns, evidenceCells(sheet));
  drawHeading(doc, "What it rests on");
  drawList(doc, groundsOf(sheet));
  endLetter(doc, sheet, `Statement ${view.id}`);
  return bytes;
}

function factsOf({ view, original }: StatementSheet): Fact[] {
  const facts: Fact[] = [
    ["Contract", view.contractName],
    ["From", exactTime(view.period.from, view.timezone)],
    ["To", exactTime(view.period.to, view.timezone)],
    ["Promised", `${view.targetPercent} %`],
    ["Status", statusWords[view.status]],
  ];
  if (view.closedAt !== null) facts.push(["Closed", exactTime(view.closedAt, view.timezone)]);
  if (view.invoice !== null)
    facts.push(["Invoice", `${view.invoice.number} of ${spokenDay(view.invoice.date)}`]);
  const restated = original?.closedAt ?? null;
  if (restated !== null) facts.push(["Restates", `what was closed ${exactTime(restated, view.timezone)}`]);
  return facts;
}

const evidenceColumns: readonly TableColumn[] = [
  { title: "From", width: 26 },
  { title: "Length", width: 12, align: "right" },
  { title: "What", width: 36 },
  { title: "Downtime", width: 13, align: "right" },
  { title: "Excluded", width: 13, align: "right" },
];

function evidenceCells({ evidence, view, names }: StatementSheet) {
  const cells = (row: EvidenceRow) => [
    row.kind === "method" ? "" : exactTime(row.from, view.timezone),
    row.kind === "method" ? "" : shortDuration(row.to - row.from),
    `${kindWords[row.kind]}: ${row.reason}${componentsOf(row, names)}`,
    secondsCell(secondsOf(row.countedMs)),
    secondsCell(secondsOf(row.excludedMs)),
  ];
  const sum = (of: (row: EvidenceRow) => number) =>
    secondsCell(secondsOf(evidence.reduce((ms, row) => ms + of(row), 0)));
  const total = ["", "", "Sum", sum((row) => row.countedMs), sum((row) => row.excludedMs)];
  return [...evidence.map((row) => ({ cells: cells(row) })), { cells: total, isStrong: true }];
}

function componentsOf({ componentIds }: EvidenceRow, names: ReadonlyMap<string, string>): string {
  return componentIds.length === 0 ? "" : ` (${componentIds.map((id) => names.get(id) ?? id).join(", ")})`;
}

function groundsOf({ view, names }: StatementSheet): Fact[] {
  const heads = view.heads.map(
    ({ chain, componentId, seq, hash }): Fact => [
      `${chain === "counts" ? "Counts" : "Ledger"} of ${names.get(componentId) ?? componentId}`,
      `entry ${seq}, SHA-256 ${hash}`,
    ],
  );
  const facts: Fact[] = [
    ["Statement", view.id],
    ["Terms", `version ${view.termsVersion}; rules of computing: version ${view.engineVersion}`],
    ["Known at", exactTime(view.knownAt, "UTC")],
    ...heads,
  ];
  if (view.resultHash !== null) facts.push(["SHA-256 of the result", view.resultHash]);
  const credit = view.result === null ? 0 : owedMinor(view.result, view.takenMinor);
  if (credit > 0) facts.push(["Credit", moneyText(credit, view.currency)]);
  return facts;
}
