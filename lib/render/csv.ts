import { stringify } from "csv-stringify/sync";
import type { RegisterLine } from "@/lib/domain/register";
import { cellText, type Layout } from "@/lib/domain/register-layout";

/** As RFC 4180 writes records; a lone CR or LF inside a field is quoted too. */
const dialect = { record_delimiter: "\r\n", quoted_match: /[\r\n]/ };

/** One record with its line end. */
export function record(cells: readonly string[]): string {
  return stringify([[...cells]], dialect);
}

/** Lines gathered before they are written. */
const batchLines = 100;

/** The text of a CSV file piece by piece, header first; holds no more than a hundred lines at a time. */
export async function* csvOf(layout: Layout, lines: AsyncIterable<RegisterLine>): AsyncGenerator<string> {
  yield csvHeader(layout);
  let batch: string[][] = [];
  for await (const line of lines) {
    batch.push(layout.columns.map((column) => cellText(column, line)));
    if (batch.length < batchLines) continue;
    yield stringify(batch, dialect);
    batch = [];
  }
  if (batch.length > 0) yield stringify(batch, dialect);
}

export function csvHeader(layout: Layout): string {
  return record(layout.columns.map(({ name }) => name));
}

/** One line with its line end, exactly as `csvOf` writes it. */
export function csvLine(layout: Layout, line: RegisterLine): string {
  return record(layout.columns.map((column) => cellText(column, line)));
}
