import { createHash } from "node:crypto";
import {
  addToTotals,
  type ControlTotal,
  decimalAmount,
  type RegisterLine,
  sortedTotals,
} from "@/lib/domain/register";
import type { Column, Layout } from "@/lib/domain/register-layout";
import { currencyExponent } from "@/lib/domain/sla/money";
import { csvHeader, csvLine } from "./csv";

/**
 * The register as one JSON object piece by piece: the lines, and after them the manifest, which says how many there
 * are, what they sum to per currency, and the SHA-256 of the CSV file of the same lines and layout.
 */
export async function* registerJson(
  layout: Layout,
  filter: Record<string, string | null>,
  lines: AsyncIterable<RegisterLine>,
): AsyncGenerator<string> {
  const totals = new Map<string, ControlTotal>();
  const csv = createHash("sha256").update(csvHeader(layout));
  let count = 0;
  yield `{"schema_version":"1","lines":[`;
  for await (const line of lines) {
    addToTotals(totals, line);
    csv.update(csvLine(layout, line));
    yield `${count === 0 ? "" : ","}\n${JSON.stringify(objectOf(layout.columns, line))}`;
    count += 1;
  }
  const manifest = {
    filter,
    line_count: count,
    totals: sortedTotals(totals).map(presentTotal),
    csv_sha256: csv.digest("hex"),
  };
  yield `\n],"manifest":${JSON.stringify(manifest)}}\n`;
}

function objectOf(columns: readonly Column[], line: RegisterLine) {
  return Object.fromEntries(columns.map(({ name, of }) => [name, of(line)]));
}

function presentTotal({ currency, lines, netMinor, taxMinor, grossMinor }: ControlTotal) {
  return {
    currency,
    lines,
    credit_net_minor: netMinor,
    tax_minor: taxMinor,
    credit_gross_minor: grossMinor,
    credit_net: decimalAmount(netMinor, currencyExponent(currency) ?? 2),
  };
}
