import writeXlsxFile, { type CellObject, type SheetData } from "write-excel-file/node";
import { evidenceColumns } from "@/lib/domain/evidence-layout";
import type { StatementSheet } from "@/lib/domain/statement-sheet";
import { outcomeSentence } from "@/lib/domain/statement-words";
import { frameOf } from "./evidence-csv";
import { header, printable, withoutClock } from "./xlsx";

/** A statement as a workbook: its arithmetic, and on the second sheet its evidence with seconds as numbers. */
export async function statementXlsx(sheet: StatementSheet): Promise<Buffer> {
  const widths = [26, 64, 28].map((width) => ({ width }));
  const sheets = [
    { sheet: "Statement", data: statementRows(sheet), columns: widths, stickyRowsCount: 1 },
    {
      sheet: "Evidence",
      data: evidenceRows(sheet),
      columns: evidenceColumns.map(({ name }) => ({ width: Math.max(14, name.length + 2) })),
      stickyRowsCount: 1,
    },
  ];
  return withoutClock(await writeXlsxFile(sheets).toBuffer());
}

const text = (value: string): CellObject => ({ value: printable(value), type: String });

function statementRows(sheet: StatementSheet): SheetData {
  return [
    header(["line", "working", "value"]),
    [text("Outcome"), text(outcomeSentence(sheet.view)), null],
    ...sheet.arithmetic.map(({ label, working, value }) => [text(label), text(working), text(value)]),
  ];
}

function evidenceRows(sheet: StatementSheet): SheetData {
  const frame = frameOf(sheet);
  return [
    header(evidenceColumns.map(({ name }) => name)),
    ...sheet.evidence.map((row) =>
      evidenceColumns.map(({ kind, of }): CellObject | null => {
        const value = of(row, frame);
        if (value === null || value === "") return null;
        return kind === "decimal" ? { value: Number(value), type: Number, format: "0.###" } : text(value);
      }),
    ),
  ];
}
