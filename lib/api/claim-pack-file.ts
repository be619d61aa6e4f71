import { manifestName, sealClaimManifest } from "@/lib/domain/pack-manifest";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { vectorText } from "@/lib/domain/vector-text";
import { type ClaimPack, readClaimPack } from "@/lib/operations/upstream-pack";
import { claimReadme } from "@/lib/render/claim-readme";
import { arithmeticCsv, evidenceRowsCsv } from "@/lib/render/evidence-csv";
import { claimPdf } from "@/lib/render/pdf-claim";
import { zipOf } from "@/lib/render/zip";
import { byteStream } from "./byte-stream";
import { json, linesOf, text } from "./pack-member";
import { whole } from "./register-file";

/** A claim with all it rests on, in one file: for REST and for the dashboard alike. */
export async function claimPackFile(
  scope: TenantScope,
  id: string,
  now: Ms,
): Promise<ReadableStream<Uint8Array>> {
  return byteStream(await whole(packOf(await readClaimPack(scope, id, now), now)));
}

async function packOf(pack: ClaimPack, now: Ms): Promise<Buffer> {
  const { organizationId, sheet, lines, basis, vector, ledger, seed } = pack;
  const { claim, timezone, names } = sheet;
  const files = [
    text("README.txt", claimReadme(sheet)),
    { name: "claim.pdf", bytes: await claimPdf(sheet) },
    text("working.csv", arithmeticCsv(sheet)),
    text("intervals.csv", evidenceRowsCsv(sheet.evidence, { statementId: claim.id, zone: timezone, names })),
    text("evidence.ndjson", await linesOf(lines)),
    json("vector.json", vector === null ? null : vectorText(vector)),
    json("basis.json", basis),
    text("ledger.ndjson", await linesOf(ledger)),
  ];
  const facts = { organization_id: organizationId, claim_id: claim.id, made_at: formatInstant(now) };
  return zipOf([...files, text(manifestName, sealClaimManifest(facts, files, seed))]);
}
