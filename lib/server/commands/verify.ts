import { readFileSync } from "node:fs";
import { verifyPack } from "@/lib/domain/audit-pack";
import { asWritten, type ExportReport, verifyExport } from "@/lib/domain/export";
import { formatInstant } from "@/lib/domain/time";
import { type VerifyView, verifyLedger } from "@/lib/operations/verify";
import { unzip } from "@/lib/render/zip";
import { openZip } from "@/lib/render/zip-reader";
import { type Command, UsageError } from "./command";
import { organizationScope } from "./organization";

export const verifyCommand: Command = {
  summary:
    "Check a ledger export, an audit pack, a claim's evidence, or an organization: 0 good, 1 bad, 2 unreadable.",
  usage: "FILE | --org SLUG",
  options: { org: { type: "string" } },
  database: (input) => input.text("org") !== undefined,
  async run(input) {
    const slug = input.text("org");
    const [file, ...rest] = input.words;
    if ((slug === undefined) === (file === undefined) || rest.length > 0) {
      throw new UsageError("Name one file, or an organization with --org.");
    }
    try {
      return file === undefined ? await verifyOrganization(slug ?? "") : verifyFile(file);
    } catch (error) {
      console.error(`Nothing could be verified: ${error instanceof Error ? error.message : String(error)}`);
      return 2;
    }
  },
};

const exitCodes: Record<ExportReport["status"], number> = { good: 0, bad: 1, unreadable: 2 };

/** Needs nothing but the file: no database, no key, no server. */
function verifyFile(file: string): number {
  const bytes = readFileSync(file);
  if (bytes.subarray(0, 2).toString() === "PK") return verifyPackFile(bytes);
  const report = verifyExport(bytes.toString("utf8"));
  if (report.status === "good") printGood(report);
  else console.log(`${report.status.toUpperCase()}: ${report.message}`);
  if (report.status === "bad" && report.componentId !== null) {
    console.log(`Component ${report.componentId}, first bad seq ${report.firstBadSeq ?? "unknown"}.`);
  }
  return exitCodes[report.status];
}

/**
 * An audit pack, or the evidence of a claim: what it states is computed again from the ledger in it. A ZIP that somebody packed anew is never
 * good, but is opened, so that the file that was changed can be named.
 */
function verifyPackFile(bytes: Buffer): number {
  const members = unzip(bytes);
  const report = verifyPack(members ?? openZip(bytes) ?? []);
  if (members === null && report.status === "good") {
    console.log("BAD: Every file is as it was written, but the ZIP around them is not: it was packed anew.");
    return exitCodes.bad;
  }
  console.log(`${report.status.toUpperCase()}: ${report.message}`);
  if (report.status === "good" && report.publicKey !== null)
    console.log(`Signed by ${report.publicKey}: compare it with the published key.`);
  return exitCodes[report.status];
}

function printGood(report: Extract<ExportReport, { status: "good" }>): void {
  console.log(`GOOD: ${report.message}`);
  for (const { componentId, entries, anchoredSeq } of report.chains) {
    const anchor = anchoredSeq === null ? "nothing to vouch for" : `checkpoint at ${anchoredSeq}`;
    console.log(`  ${componentId}  ${entries} entries, ${anchor}`);
  }
  for (const key of report.publicKeys) console.log(`Signed by ${key}: compare it with the published key.`);
}

async function verifyOrganization(slug: string): Promise<number> {
  const view = await verifyLedger(await organizationScope(slug), {}, Date.now());
  const entries = view.components.reduce((sum, component) => sum + component.entries, 0);
  if (view.ok) console.log(`GOOD: ${asWritten(entries, view.components.length)}`);
  else console.log(`BAD: the ledger of ${slug} is not as it was written.`);
  for (const line of findings(view)) console.log(line);
  return view.ok ? 0 : 1;
}

function findings({ components, counts, checkpoint }: VerifyView): string[] {
  const lines = [...components, ...counts].flatMap(({ componentId, firstBadSeq, finding }) => {
    if (finding === null) return [];
    const where = firstBadSeq === null ? "" : `, first bad seq ${firstBadSeq}`;
    return [`Component ${componentId}${where}: ${finding}`];
  });
  if (checkpoint === null) return [...lines, "There is no checkpoint yet."];
  const { seq, recordedAt, publicKey, finding } = checkpoint;
  if (finding !== null) lines.push(finding);
  return [...lines, `Newest checkpoint ${seq} of ${formatInstant(recordedAt)}, signed by ${publicKey}.`];
}
