import type { EvidenceColumn } from "@/lib/domain/evidence-layout";
import {
  addToTotals,
  type ControlTotal,
  decimalAmount,
  type RegisterLine,
  sortedTotals,
} from "@/lib/domain/register";
import { type RegisterEvidence, registerEvidenceColumns } from "@/lib/domain/register-evidence";
import type { Column, Layout } from "@/lib/domain/register-layout";
import { currencyExponent } from "@/lib/domain/sla/money";
import { amountFormat, type Cell, type Sheet, workbookOf } from "./workbook";

/**
 * The register as a workbook piece by piece: its lines, what they sum to, and the stretches of time behind each credit.
 * Numbers are numbers, everything else is text, never a formula. `evidence` is asked for after the last line.
 */
export function xlsxOf(
  layout: Layout,
  lines: AsyncIterable<RegisterLine>,
  evidence: () => AsyncIterable<RegisterEvidence>,
): AsyncGenerator<Uint8Array> {
  const totals = new Map<string, ControlTotal>();
  return workbookOf([
    {
      ...headed("Credits", layout.columns),
      async *rows() {
        for await (const line of lines) {
          addToTotals(totals, line);
          yield layout.columns.map((column) => cellOf(column, line));
        }
      },
    },
    { ...headed("Totals", totalNames), rows: () => sortedTotals(totals).map(totalRow) },
    {
      ...headed("Evidence", registerEvidenceColumns),
      async *rows() {
        for await (const row of evidence())
          yield registerEvidenceColumns.map(({ kind, of }) => evidenceCell(kind, of(row)));
      },
    },
  ]);
}

/** A sheet's head: names, and columns wide enough for them. */
export function headed(
  name: string,
  columns: readonly { name: string }[],
): Pick<Sheet, "name" | "heads" | "widths"> {
  const heads = columns.map((column) => column.name);
  return { name, heads, widths: heads.map((head) => Math.max(12, head.length + 2)) };
}

function cellOf({ kind, of }: Column, line: RegisterLine): Cell {
  const value = of(line);
  if (value === null || value === "") return null;
  if (kind === "text" || kind === "exact") return { text: String(value) };
  const format = kind === "amount" ? amountFormat(line.exponent) : kind === "integer" ? "0" : "0.######";
  return { number: String(value), format };
}

/** A cell of an evidence appendix: seconds are numbers. */
export function evidenceCell(kind: EvidenceColumn["kind"], value: string | null): Cell {
  if (value === null || value === "") return null;
  return kind === "decimal" ? { number: value, format: "0.###" } : { text: value };
}

const totalNames = ["currency", "lines", "credit_net", "tax", "credit_gross"].map((name) => ({ name }));

function totalRow({ currency, lines, netMinor, taxMinor, grossMinor }: ControlTotal): Cell[] {
  const exponent = currencyExponent(currency) ?? 2;
  const money = (minor: number): Cell => ({
    number: decimalAmount(minor, exponent),
    format: amountFormat(exponent),
  });
  return [
    { text: currency },
    { number: String(lines), format: "0" },
    money(netMinor),
    money(taxMinor),
    money(grossMinor),
  ];
}
