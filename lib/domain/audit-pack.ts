import { canonicalJson } from "./canonical";
import { membersOf } from "./contract";
import type { CountSource } from "./count";
import type { CountLink } from "./count-chain";
import { AppError } from "./errors";
import { verifyExport } from "./export";
import { parseLine } from "./export-line";
import { sha256Hex } from "./hash";
import type { LedgerEntry } from "./ledger";
import {
  manifestComplaint,
  manifestName,
  type PackFile,
  type PackManifest,
  readManifest,
} from "./pack-manifest";
import { evaluate } from "./sla/evaluate";
import { presentEvaluation } from "./sla/result";
import { type Vector, vectorSchema } from "./sla/vector";
import type { StatementHead, StatementInputs } from "./statement";
import { intervalRowsOf, intervalSecondsOf, type MemberCount } from "./statement-count";
import { type Agreement, type StatementEvidence, vectorOf, versionsOf } from "./statement-vector";
import { formatInstant, type Ms } from "./time";
import { vectorText } from "./vector-text";

/** Beside the chains, all that the vector of a statement or claim is made of: `basis.json`, instants in milliseconds since 1970. */
export type PackBasis = {
  agreement: Agreement;
  period: StatementEvidence["period"];
  inputs: StatementInputs;
  knownAt: Ms;
  heads: readonly StatementHead[];
  /** Where request counts come from, if the terms count them. */
  counts: CountSource | null;
};

export type PackReport = { status: "good" | "bad" | "unreadable"; message: string; publicKey: string | null };

/**
 * Checks the pack of a statement or of a claim with nothing but itself: every file against the signed manifest, the
 * ledger against its hashes and checkpoints, the heads against the ledger, and then computes again - the vector from
 * the ledger, the result from the vector, its hash from the result.
 */
export function verifyPack(files: readonly PackFile[]): PackReport {
  const text = new Map(files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString("utf8")]));
  const manifest = readManifest(text.get(manifestName) ?? "");
  if (manifest === null) return withoutManifest(text);
  const bad = (message: string): PackReport => ({ status: "bad", message, publicKey: manifest.public_key });
  const listed = files.filter(({ name }) => name !== manifestName);
  const complaint = manifestComplaint(manifest, listed);
  if (complaint !== null) return bad(complaint);
  const ledger = verifyExport(text.get("ledger.ndjson") ?? "");
  if (ledger.status !== "good") return bad(`ledger.ndjson: ${ledger.message}`);
  if (ledger.organizationId !== manifest.organization_id) return bad("The ledger is another organization's.");
  try {
    const fault = computedFault(text, manifest);
    if (fault !== null) return bad(fault);
  } catch (error) {
    if (error instanceof AppError || error instanceof SyntaxError || error instanceof TypeError)
      return bad(`It cannot be computed again: ${error.message}`);
    throw error;
  }
  const what = isClaim(manifest) ? `Claim ${manifest.claim_id}` : `Statement ${manifest.statement_id}`;
  const message = `${what} follows from the ledger in this pack, entry by entry. ${ledger.message}`;
  return { status: "good", message, publicKey: manifest.public_key };
}

type Texts = ReadonlyMap<string, string>;

/** A pack that lost its manifest is a bad pack; other files never were one. */
function withoutManifest(text: Texts): PackReport {
  const said = (status: PackReport["status"], message: string) => ({ status, message, publicKey: null });
  if (!text.has("basis.json") || !text.has("ledger.ndjson"))
    return said("unreadable", "This is no audit pack and no evidence of a claim.");
  return said("bad", text.has(manifestName) ? `${manifestName} was changed.` : `${manifestName} is missing.`);
}

type Chains = { ledger: Map<string, LedgerEntry[]>; counts: Map<string, CountLink[]> };

/** What a pack is there to prove: a result, its hash, and where they are written. */
type Subject = { noun: "statement" | "claim"; file: string; id: unknown; result: object; hash: unknown };

function isClaim(manifest: PackManifest): manifest is Extract<PackManifest, { claim_id: string }> {
  return manifest.format === "probity-claim-pack";
}

function computedFault(text: Texts, manifest: PackManifest): string | null {
  const subject = isClaim(manifest) ? readClaim(text) : readStatement(text);
  const { noun, file } = subject;
  const basis = JSON.parse(text.get("basis.json") ?? "") as PackBasis;
  const given = text.get("vector.json") ?? "";
  if (subject.id !== (isClaim(manifest) ? manifest.claim_id : manifest.statement_id))
    return `${file} is of another ${noun}.`;
  const chains = readChains(text.get("ledger.ndjson") ?? "");
  const stray = basis.heads.find((head) => !isHead(head, chains));
  if (stray) return `The ledger of ${stray.componentId} has no entry ${stray.seq} with the ${noun}'s hash.`;
  const vector = vectorText(recompute(basis, chains));
  if (canonicalJson(vector as object) !== canonicalJson(JSON.parse(given)))
    return "vector.json does not follow from the ledger.";
  const result = presentEvaluation(evaluate(vectorSchema.parse(JSON.parse(given)) as Vector));
  if (canonicalJson(result) !== canonicalJson(subject.result))
    return `The ${noun}'s result does not follow from vector.json.`;
  if (sha256Hex(canonicalJson(result)) !== subject.hash) return `The ${noun}'s result has another hash.`;
  return isClaim(manifest) ? evidenceFault(text, basis, chains) : null;
}

function readStatement(text: Texts): Subject {
  const { id, result, result_hash: hash } = JSON.parse(text.get("statement.json") ?? "");
  return { noun: "statement", file: "statement.json", id, result, hash };
}

/** The first line of the evidence says what is claimed. */
function readClaim(text: Texts): Subject {
  const { id, result, result_sha256: hash } = evidenceLines(text)[0] ?? {};
  return { noun: "claim", file: "evidence.ndjson", id, result, hash };
}

function evidenceLines(text: Texts) {
  const lines = (text.get("evidence.ndjson") ?? "").split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line));
}

/** What is spelled out for the provider: the claim is the one computed, the measurements are entries of the ledger. */
function evidenceFault(
  text: Texts,
  { agreement, period, heads }: PackBasis,
  { ledger }: Chains,
): string | null {
  const [claim, ...lines] = evidenceLines(text);
  const [version] = agreement.versions;
  const told = [claim.terms, claim.fees, claim.heads, claim.period, claim.computed_minor];
  const within = { from: formatInstant(period.from), to: formatInstant(period.to) };
  const computed = [version?.terms, version?.fees, heads, within, claim.result.credit_minor];
  if (canonicalJson(told) !== canonicalJson(computed))
    return "The claim in evidence.ndjson is not the one that was computed.";
  const written = new Set([...ledger.values()].flatMap((entries) => entries.map(({ hash }) => hash)));
  const stray = lines
    .filter(({ kind }) => kind === "measurement")
    .find(({ hash, entry }) => !written.has(hash) || sha256Hex(canonicalJson(entry)) !== hash);
  return stray === undefined ? null : `The measurement ${stray.hash} is not as the ledger has it.`;
}

function readChains(ndjson: string): Chains {
  const chains: Chains = { ledger: new Map(), counts: new Map() };
  for (const line of ndjson.split("\n").map(parseLine)) {
    if (line?.type === "entry") push(chains.ledger, line.entry.componentId, line.entry);
    if (line?.type === "count") push(chains.counts, line.link.componentId, line.link);
  }
  return chains;
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

function isHead({ chain, componentId, seq, hash }: StatementHead, chains: Chains): boolean {
  if (seq === 0) return true;
  const links = chain === "counts" ? chains.counts.get(componentId) : chains.ledger.get(componentId);
  return links?.[seq - 1]?.hash === hash;
}

/** The vector from the chains, cut at the statement's heads. */
function recompute({ agreement, period, inputs, knownAt, heads, counts }: PackBasis, chains: Chains): Vector {
  const versions = versionsOf(agreement, period);
  const size = intervalSecondsOf(versions);
  if (size !== null) {
    const members = new Set(membersOf(versions));
    const own = heads
      .filter(({ componentId }) => members.has(componentId))
      .flatMap(({ componentId, seq }) => standingCounts(chains.counts.get(componentId) ?? [], seq, counts));
    const seen = { chains: new Map(), headSeqs: new Map() };
    const intervals = intervalRowsOf(own, period, size);
    return vectorOf({ agreement, period, inputs, knownAt, seen, intervals }).vector;
  }
  const seen = {
    chains: new Map(
      heads.map(({ componentId, seq }) => [
        componentId,
        (chains.ledger.get(componentId) ?? []).slice(0, seq),
      ]),
    ),
    headSeqs: new Map(heads.map(({ componentId, seq }) => [componentId, seq])),
  };
  return vectorOf({ agreement, period, inputs, knownAt, seen, intervals: null }).vector;
}

/** Of each interval the latest report up to a seq. */
function standingCounts(links: readonly CountLink[], seq: number, source: CountSource | null): MemberCount[] {
  const standing = new Map<Ms, MemberCount>();
  for (const link of links.slice(0, seq)) {
    if (link.source !== (source ?? "reported")) continue;
    for (const count of link.counts)
      standing.set(count.from, { ...count, intervalSeconds: link.intervalSeconds });
  }
  return [...standing.values()].sort((a, b) => a.from - b.from);
}
