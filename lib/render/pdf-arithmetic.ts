import { grouped } from "@/lib/domain/exact-text";
import type { ArithmeticLine } from "@/lib/domain/working-step";
import { drawTable, type openLetter, type TableColumn } from "./pdf-letter";

const columns: readonly TableColumn[] = [
  { title: "Line", width: 24 },
  { title: "Working", width: 50 },
  { title: "Value", width: 26, align: "right" },
];

/** The arithmetic of a statement or a claim as a table, its results in bold. */
export function drawArithmetic(doc: ReturnType<typeof openLetter>, lines: readonly ArithmeticLine[]): void {
  const rows = lines.map(({ label, working, value, isResult }) => ({
    cells: [label, working, value],
    isStrong: isResult,
  }));
  drawTable(doc, columns, rows);
}

/** `10,800 s`, from whole or decimal seconds. */
export function secondsCell(seconds: number | string): string {
  return `${grouped(String(seconds))}\u00a0s`;
}
