import { canonicalJson } from "./canonical";
import { membersOf } from "./contract";
import type { CountSource } from "./count";
import type { CountLink } from "./count-chain";
import { AppError } from "./errors";
import { verifyExport } from "./export";
import { parseLine } from "./export-line";
import { sha256Hex } from "./hash";
import type { LedgerEntry } from "./ledger";
import { manifestComplaint, manifestName, type PackFile, readManifest } from "./pack-manifest";
import { evaluate } from "./sla/evaluate";
import { presentEvaluation } from "./sla/result";
import { type Vector, vectorSchema } from "./sla/vector";
import type { StatementHead, StatementInputs } from "./statement";
import { intervalRowsOf, intervalSecondsOf, type MemberCount } from "./statement-count";
import { type Agreement, type StatementEvidence, vectorOf, versionsOf } from "./statement-vector";
import type { Ms } from "./time";
import { vectorText } from "./vector-text";

/** Beside the chains, all that a statement's vector is made of: `basis.json`, instants in milliseconds since 1970. */
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
 * Checks an audit pack with nothing but itself: every file against the signed manifest, the ledger against its hashes
 * and checkpoints, the heads against the ledger, and then computes again - the vector from the ledger, the result from
 * the vector, its hash from the result.
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
    const fault = computedFault(text, manifest.statement_id);
    if (fault !== null) return bad(fault);
  } catch (error) {
    if (error instanceof AppError || error instanceof SyntaxError || error instanceof TypeError)
      return bad(`It cannot be computed again: ${error.message}`);
    throw error;
  }
  const message = `Statement ${manifest.statement_id} follows from the ledger in this pack, entry by entry. ${ledger.message}`;
  return { status: "good", message, publicKey: manifest.public_key };
}

type Texts = ReadonlyMap<string, string>;

/** A pack that lost its manifest is a bad pack; other files never were one. */
function withoutManifest(text: Texts): PackReport {
  const said = (status: PackReport["status"], message: string) => ({ status, message, publicKey: null });
  if (!text.has("basis.json") || !text.has("ledger.ndjson"))
    return said("unreadable", "This is not an audit pack.");
  return said("bad", text.has(manifestName) ? `${manifestName} was changed.` : `${manifestName} is missing.`);
}

type Chains = { ledger: Map<string, LedgerEntry[]>; counts: Map<string, CountLink[]> };

function computedFault(text: Texts, statementId: string): string | null {
  const statement = JSON.parse(text.get("statement.json") ?? "");
  const basis = JSON.parse(text.get("basis.json") ?? "") as PackBasis;
  const given = text.get("vector.json") ?? "";
  if (statement.id !== statementId) return "statement.json is another statement.";
  const chains = readChains(text.get("ledger.ndjson") ?? "");
  const stray = basis.heads.find((head) => !isHead(head, chains));
  if (stray) return `The ledger of ${stray.componentId} has no entry ${stray.seq} with the statement's hash.`;
  const vector = vectorText(recompute(basis, chains));
  if (canonicalJson(vector as object) !== canonicalJson(JSON.parse(given)))
    return "vector.json does not follow from the ledger.";
  const result = presentEvaluation(evaluate(vectorSchema.parse(JSON.parse(given)) as Vector));
  if (canonicalJson(result) !== canonicalJson(statement.result))
    return "The statement's result does not follow from vector.json.";
  const hash = sha256Hex(canonicalJson(result));
  return hash === statement.result_hash ? null : "The statement's result has another hash.";
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
