import { evidenceColumns } from "@/lib/domain/evidence-layout";
import type { StatementSheet } from "@/lib/domain/statement-sheet";
import { outcomeSentence } from "@/lib/domain/statement-words";
import { frameOf } from "./evidence-csv";
import type { Cell } from "./workbook";
import { workbookOf } from "./workbook";
import { evidenceCell, headed } from "./xlsx";

/** A statement as a workbook: its arithmetic, and on the second sheet its evidence with seconds as numbers. */
export function statementXlsx(sheet: StatementSheet): AsyncGenerator<Uint8Array> {
  return workbookOf([
    {
      ...{ name: "Statement", heads: ["line", "working", "value"], widths: [26, 64, 28] },
      rows: () => statementRows(sheet),
    },
    { ...headed("Evidence", evidenceColumns), rows: () => evidenceRows(sheet) },
  ]);
}

function statementRows(sheet: StatementSheet): Cell[][] {
  return [
    [{ text: "Outcome" }, { text: outcomeSentence(sheet.view) }, null],
    ...sheet.arithmetic.map(({ label, working, value }) => [label, working, value].map((text) => ({ text }))),
  ];
}

function* evidenceRows(sheet: StatementSheet): Generator<Cell[]> {
  const frame = frameOf(sheet);
  for (const row of sheet.evidence)
    yield evidenceColumns.map(({ kind, of }) => evidenceCell(kind, of(row, frame)));
}
