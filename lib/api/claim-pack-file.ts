import { manifestName, type PackFile, sealClaimManifest } from "@/lib/domain/pack-manifest";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { type ClaimPack, readClaimPack } from "@/lib/operations/upstream-pack";
import { claimReadme } from "@/lib/render/claim-readme";
import { arithmeticCsv, evidenceRowsCsv } from "@/lib/render/evidence-csv";
import { claimPdf } from "@/lib/render/pdf-claim";
import { zipOf } from "@/lib/render/zip";
import { byteStream } from "./byte-stream";
import { whole } from "./register-file";

/** A claim with all it rests on, in one file: for REST and for the dashboard alike. */
export async function claimPackFile(
  scope: TenantScope,
  id: string,
  now: Ms,
): Promise<ReadableStream<Uint8Array>> {
  return byteStream(await whole(packOf(await readClaimPack(scope, id, now), now)));
}

async function packOf({ organizationId, sheet, lines, seed }: ClaimPack, now: Ms): Promise<Buffer> {
  const text = (name: string, content: string): PackFile => ({ name, bytes: Buffer.from(content) });
  const said: string[] = [];
  for await (const line of lines) said.push(line);
  const { claim, timezone, names } = sheet;
  const files = [
    text("README.txt", claimReadme(sheet)),
    { name: "claim.pdf", bytes: await claimPdf(sheet) },
    text("working.csv", arithmeticCsv(sheet)),
    text("intervals.csv", evidenceRowsCsv(sheet.evidence, { statementId: claim.id, zone: timezone, names })),
    text("evidence.ndjson", `${said.join("\n")}\n`),
  ];
  const facts = { organization_id: organizationId, claim_id: claim.id, made_at: formatInstant(now) };
  return zipOf([...files, text(manifestName, sealClaimManifest(facts, files, seed))]);
}
