import type { RegisterFormat, RegisterInput } from "@/lib/domain/register";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { exportRegister, type RegisterExport, readMemo } from "@/lib/operations/exports";
import { csvOf } from "@/lib/render/csv";
import { memoPdf } from "@/lib/render/pdf-memo";
import { registerPdf } from "@/lib/render/pdf-register";
import { registerJson } from "@/lib/render/register-json";
import { xlsxOf } from "@/lib/render/xlsx";
import { byteStream } from "./byte-stream";
import { recorded } from "./recorded";

export const contentTypes = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
  json: "application/json; charset=utf-8",
  zip: "application/zip",
} as const;

export type Pieces = AsyncIterable<string | Uint8Array>;
type Write = (register: RegisterExport, query: RegisterInput) => Pieces | Promise<Pieces>;

/** A file that is made whole is made before the answer begins: what fails is still a refusal then. */
export async function whole(bytes: Promise<Uint8Array>): Promise<Pieces> {
  return only(await bytes);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const writers: Readonly<Record<RegisterFormat, Write>> = {
  csv: ({ layout, lines }) => csvOf(layout, lines),
  xlsx: ({ layout, lines, evidence }) => xlsxOf(layout, lines, evidence),
  pdf: ({ organizationName, lines }, { period = null }) =>
    whole(registerPdf({ organizationName, period }, lines)),
  json: ({ layout, lines }, { period = null, customer_id = null, layout: name }) =>
    registerJson(layout, { period, customer_id, layout: name }, lines),
};

/** The register as a file: for REST and for the dashboard alike. */
export async function registerFile(
  scope: TenantScope,
  format: RegisterFormat,
  query: RegisterInput,
  now: Ms,
): Promise<ReadableStream<Uint8Array>> {
  const register = await exportRegister(scope, { ...query, format }, now);
  return byteStream(recorded(await writers[format](register, query), register.record));
}

/** A credit's memo as a document. */
export async function memoFile(
  scope: TenantScope,
  creditId: string,
  now: Ms,
): Promise<ReadableStream<Uint8Array>> {
  return byteStream(await whole(memoPdf(await readMemo(scope, creditId, now))));
}
