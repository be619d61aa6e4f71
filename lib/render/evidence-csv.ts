import type { EvidenceRow } from "@/lib/domain/evidence";
import { type EvidenceColumn, type EvidenceFrame, evidenceColumns } from "@/lib/domain/evidence-layout";
import { harmless } from "@/lib/domain/sheet-text";
import type { StatementSheet } from "@/lib/domain/statement-sheet";
import { record } from "./csv";

/** The evidence appendix as CSV: one line per stretch, whose columns of seconds sum to the statement's. */
export function evidenceCsv(sheet: StatementSheet): string {
  return evidenceRowsCsv(sheet.evidence, frameOf(sheet));
}

/** The same of any evidence. */
export function evidenceRowsCsv(rows: readonly EvidenceRow[], frame: EvidenceFrame): string {
  const head = record(evidenceColumns.map(({ name }) => name));
  return head + rows.map((row) => record(evidenceColumns.map((column) => cell(column, row, frame)))).join("");
}

function cell({ kind, of }: EvidenceColumn, row: EvidenceRow, frame: EvidenceFrame): string {
  const value = of(row, frame) ?? "";
  return kind === "text" ? harmless(value) : value;
}

/** What every row of a statement's evidence says alike. */
export function frameOf({ view, names }: StatementSheet): EvidenceFrame {
  return { statementId: view.id, zone: view.timezone, names };
}

/** The arithmetic as CSV, line by line. */
export function arithmeticCsv({ arithmetic }: Pick<StatementSheet, "arithmetic">): string {
  const rows = arithmetic.map(({ label, working, value }) => [label, working, value].map(harmless));
  return [["line", "working", "value"], ...rows].map(record).join("");
}
