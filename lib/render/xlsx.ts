import writeXlsxFile, { type CellObject, type SheetData } from "write-excel-file/node";
import {
  addToTotals,
  type ControlTotal,
  decimalAmount,
  type RegisterLine,
  sortedTotals,
} from "@/lib/domain/register";
import type { Column, Layout } from "@/lib/domain/register-layout";
import { currencyExponent } from "@/lib/domain/sla/money";

/** The register as a workbook: numbers are numbers, everything else is text, never a formula. */
export async function xlsxOf(layout: Layout, lines: AsyncIterable<RegisterLine>): Promise<Buffer> {
  const totals = new Map<string, ControlTotal>();
  const rows: SheetData = [header(layout.columns.map(({ name }) => name))];
  for await (const line of lines) {
    addToTotals(totals, line);
    rows.push(layout.columns.map((column) => cellOf(column, line)));
  }
  const columns = layout.columns.map(({ name }) => ({ width: Math.max(12, name.length + 2) }));
  const sheets = [
    { sheet: "Credits", data: rows, columns, stickyRowsCount: 1 },
    { sheet: "Totals", data: totalRows(sortedTotals(totals)), stickyRowsCount: 1 },
  ];
  return withoutClock(await writeXlsxFile(sheets).toBuffer());
}

export function header(names: readonly string[]): CellObject[] {
  return names.map((value) => ({ value, type: String, fontWeight: "bold" }));
}

function cellOf({ kind, of }: Column, line: RegisterLine): CellObject | null {
  const value = of(line);
  if (value === null || value === "") return null;
  if (kind === "text" || kind === "exact") return { value: printable(String(value)), type: String };
  const format = kind === "amount" ? amountFormat(line.exponent) : kind === "integer" ? "0" : "0.######";
  return { value: Number(value), type: Number, format };
}

function amountFormat(exponent: number): string {
  return exponent === 0 ? "0" : `0.${"0".repeat(exponent)}`;
}

/** XML has no way to write the other control characters. */
export function printable(text: string): string {
  return text.replace(/(?![\t\n\r])\p{Cc}/gu, "");
}

function totalRows(totals: readonly ControlTotal[]): SheetData {
  const names = ["currency", "lines", "credit_net", "tax", "credit_gross"];
  return [
    header(names),
    ...totals.map(({ currency, lines, netMinor, taxMinor, grossMinor }) => {
      const exponent = currencyExponent(currency) ?? 2;
      const money = (minor: number): CellObject => ({
        value: Number(decimalAmount(minor, exponent)),
        type: Number,
        format: amountFormat(exponent),
      });
      return [currency, lines, money(netMinor), money(taxMinor), money(grossMinor)];
    }),
  ];
}

const endOfDirectory = 0x06054b50;
/** 1980-01-01 00:00, the first moment a ZIP can name: date in the high half, time in the low. */
const firstMoment = 0x0021_0000;

/** The same ZIP with every member's time set to one moment: two files of the same lines are the same bytes. */
export function withoutClock(zip: Buffer): Buffer {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== endOfDirectory) end -= 1;
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    zip.writeUInt32LE(firstMoment, entry + 12);
    zip.writeUInt32LE(firstMoment, zip.readUInt32LE(entry + 42) + 10);
    entry += 46 + zip.readUInt16LE(entry + 28) + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return zip;
}
