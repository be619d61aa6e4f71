import { manifestName, type PackFile, sealManifest } from "@/lib/domain/pack-manifest";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { vectorText } from "@/lib/domain/vector-text";
import { type PackContents, readAuditPack } from "@/lib/operations/audit-pack";
import { arithmeticCsv, evidenceCsv } from "@/lib/render/evidence-csv";
import { packReadme } from "@/lib/render/pack-readme";
import { statementPdf } from "@/lib/render/pdf-statement";
import { zipOf } from "@/lib/render/zip";
import { byteStream } from "./byte-stream";
import { json, linesOf, text } from "./pack-member";
import { presentStatement } from "./present-statement";
import { recorded } from "./recorded";
import { whole } from "./register-file";

/** A closed statement with all it rests on, in one file: for REST and for the dashboard alike. */
export async function auditPackFile(
  scope: TenantScope,
  id: string,
  now: Ms,
): Promise<ReadableStream<Uint8Array>> {
  const contents = await readAuditPack(scope, id, now);
  return byteStream(recorded(await whole(packOf(contents)), contents.record));
}

/** Dated by the close, not by the fetch: two packs of the same facts are the same bytes. */
async function packOf(contents: PackContents): Promise<Buffer> {
  const { sheet, basis, organizationId, seed } = contents;
  const files = await filesOf(contents);
  const facts = {
    ...{ organization_id: organizationId, statement_id: sheet.view.id },
    made_at: formatInstant(basis.knownAt),
  };
  const manifest = { name: manifestName, bytes: Buffer.from(sealManifest(facts, files, seed)) };
  return zipOf([...files, manifest]);
}

async function filesOf({ sheet, basis, ledger }: PackContents): Promise<PackFile[]> {
  return [
    text("README.txt", packReadme(sheet)),
    json("statement.json", presentStatement(sheet.view)),
    { name: "statement.pdf", bytes: await statementPdf(sheet) },
    text("working.csv", arithmeticCsv(sheet)),
    text("evidence.csv", evidenceCsv(sheet)),
    json("vector.json", sheet.vector === null ? null : vectorText(sheet.vector)),
    json("basis.json", basis),
    text("ledger.ndjson", await linesOf(ledger)),
  ];
}
