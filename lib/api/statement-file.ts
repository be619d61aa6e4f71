import type { TenantScope } from "@/lib/domain/scope";
import type { StatementSheet } from "@/lib/domain/statement-sheet";
import type { Ms } from "@/lib/domain/time";
import { type StatementFormat, takeStatementFile } from "@/lib/operations/statement-files";
import { evidenceCsv } from "@/lib/render/evidence-csv";
import { statementPdf } from "@/lib/render/pdf-statement";
import { statementXlsx } from "@/lib/render/xlsx-statement";
import { byteStream } from "./byte-stream";
import { recorded } from "./recorded";
import { contentTypes, type Pieces, whole } from "./register-file";

const makers: Readonly<Record<StatementFormat, (sheet: StatementSheet) => Pieces | Promise<Pieces>>> = {
  "statement.pdf": (sheet) => whole(statementPdf(sheet)),
  "statement.xlsx": statementXlsx,
  "evidence.csv": (sheet) => whole(Promise.resolve(Buffer.from(evidenceCsv(sheet)))),
};

export const statementFileTypes: Readonly<Record<StatementFormat, string>> = {
  "statement.pdf": contentTypes.pdf,
  "statement.xlsx": contentTypes.xlsx,
  "evidence.csv": contentTypes.csv,
};

/** One of a statement's files: for REST and for the dashboard alike. */
export async function statementFile(
  scope: TenantScope,
  id: string,
  format: StatementFormat,
  now: Ms,
): Promise<ReadableStream<Uint8Array>> {
  const { sheet, record } = await takeStatementFile(scope, id, format, now);
  return byteStream(recorded(await makers[format](sheet), record));
}
