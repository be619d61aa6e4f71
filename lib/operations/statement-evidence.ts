import type { TenantTx } from "@/db/client";
import {
  type CommitmentRow,
  type ContractRow,
  findContracts,
  listCommitments,
  listTerms,
} from "@/db/queries/contract";
import { type CountWindow, countsAt, readCountHeads } from "@/db/queries/count";
import { listEntries, readHeads } from "@/db/queries/ledger";
import type { StatementRow } from "@/db/queries/statement";
import { membersOf, type TermsVersion } from "@/lib/domain/contract";
import { AppError, assert } from "@/lib/domain/errors";
import { zeroHash } from "@/lib/domain/hash";
import type { LedgerEntry } from "@/lib/domain/ledger";
import type { IntervalRow } from "@/lib/domain/sla/vector";
import type { StatementHead } from "@/lib/domain/statement";
import { intervalRowsOf, intervalSecondsOf } from "@/lib/domain/statement-count";
import { type Agreement, evidenceWindow, type Seen, versionsOf } from "@/lib/domain/statement-vector";
import type { Interval, Ms } from "@/lib/domain/time";
import { type Chains, loadChains } from "./chains";

/** A statement with everything its contract says of it. */
export type StatementContext = {
  statement: StatementRow;
  contract: ContractRow;
  commitment: CommitmentRow;
  agreement: Agreement;
  /** The versions that decide about this period. */
  versions: readonly TermsVersion[];
};

/** What the chains say of one statement's period; `heads` are where they stood. */
export type Gathered = { seen: Seen; intervals: IntervalRow[] | null; heads: readonly StatementHead[] };

/** Statements with their agreements, in the order given: three queries however many there are. */
export async function contextsOf(
  tx: TenantTx,
  statements: readonly StatementRow[],
): Promise<StatementContext[]> {
  const contracts = await findContracts(tx, distinct(statements.map(({ contractId }) => contractId)));
  const commitments = await listCommitments(
    tx,
    contracts.map(({ id }) => id),
  );
  const terms = await listTerms(tx, distinct(statements.map(({ commitmentId }) => commitmentId)));
  const versions = Map.groupBy(terms, ({ commitmentId }) => commitmentId);
  return statements.map((statement) => {
    const contract = contracts.find(({ id }) => id === statement.contractId);
    const commitment = commitments.find(({ id }) => id === statement.commitmentId);
    assert(contract && commitment, "a statement has its contract and its commitment");
    const agreement = agreementOf(contract, commitment, versions.get(commitment.id) ?? []);
    const period = { from: statement.periodFrom, to: statement.periodTo };
    return { statement, contract, commitment, agreement, versions: versionsOf(agreement, period) };
  });
}

function agreementOf(
  contract: ContractRow,
  commitment: CommitmentRow,
  versions: readonly TermsVersion[],
): Agreement {
  return { ...contract, contractId: contract.id, window: commitment.window, versions };
}

const distinct = (ids: readonly string[]) => [...new Set(ids)];

/** How often a read is repeated that appends overtook. */
const readsMax = 8;

/**
 * What the chains say of these statements now: each component is read once, over all the time that any of them needs,
 * so the queries do not grow with statements or outages. The heads are those of exactly the entries read.
 */
export async function gather(
  tx: TenantTx,
  contexts: readonly StatementContext[],
  knownAt: Ms,
): Promise<Gathered[]> {
  const windows = contexts.map((context) => evidenceWindow(context.agreement, periodOf(context), knownAt));
  const ledgers = await readSteadily(tx, memberWindows(contexts, windows));
  const counted = await gatherCounts(tx, contexts, null);
  return contexts.map((context, index) => {
    const counts = counted[index];
    if (counts) return { seen: { chains: new Map(), headSeqs: new Map() }, ...counts };
    const seen = { chains: ledgers.chains, headSeqs: ledgers.headSeqs };
    return { seen, intervals: null, heads: ledgerHeads(context, ledgers) };
  });
}

function periodOf({ statement }: StatementContext): Interval {
  return { from: statement.periodFrom, to: statement.periodTo };
}

/** Per component the hull of the time that its statements need. */
function memberWindows(contexts: readonly StatementContext[], windows: readonly Interval[]) {
  const hulls = new Map<string, Interval>();
  for (const [index, { versions }] of contexts.entries()) {
    const window = windows[index];
    if (!window || window.from >= window.to || intervalSecondsOf(versions) !== null) continue;
    for (const id of membersOf(versions)) {
      const hull = hulls.get(id) ?? window;
      hulls.set(id, { from: Math.min(hull.from, window.from), to: Math.max(hull.to, window.to) });
    }
  }
  return [...hulls].map(([componentId, hull]) => ({ componentId, ...hull }));
}

type Ledgers = Seen & { hashes: ReadonlyMap<string, string> };

/** The chains and their heads of one and the same moment: read again when an append came between. */
async function readSteadily(
  tx: TenantTx,
  windows: readonly (Interval & { componentId: string })[],
): Promise<Ledgers> {
  let ids = windows.map(({ componentId }) => componentId);
  for (let reads = 0; reads < readsMax; reads += 1) {
    const before = await readHeads(tx, ids);
    const chains = windows.length === 0 ? new Map() : await loadChains(tx, windows);
    ids = [...chains.keys()];
    const after = await readHeads(tx, ids);
    const isSteady = ids.every((id) => (before.get(id)?.seq ?? 0) === (after.get(id)?.seq ?? 0));
    if (!isSteady) continue;
    return {
      chains,
      headSeqs: new Map(ids.map((id) => [id, after.get(id)?.seq ?? 0])),
      hashes: new Map(ids.map((id) => [id, after.get(id)?.hash ?? zeroHash])),
    };
  }
  throw new AppError("conflict", "The ledger is being written to. Try again in a moment.");
}

/** The heads of a statement's members and of everything these are made of. */
function ledgerHeads({ versions }: StatementContext, { chains, headSeqs, hashes }: Ledgers): StatementHead[] {
  const ids = new Set<string>();
  for (let level = membersOf(versions); level.length > 0; ) {
    for (const id of level) ids.add(id);
    const below = level.flatMap((id) =>
      (chains.get(id) ?? []).flatMap((entry) => entry.definition?.of ?? []),
    );
    level = distinct(below).filter((id) => !ids.has(id));
  }
  return [...ids].sort().map((componentId) => ({
    chain: "ledger",
    componentId,
    seq: headSeqs.get(componentId) ?? 0,
    hash: hashes.get(componentId) ?? zeroHash,
  }));
}

type Counted = Pick<Gathered, "intervals" | "heads"> | null;

/** The counts of statements whose terms count requests, null for the others; `heads` cuts the chains, null reads now's. */
async function gatherCounts(
  tx: TenantTx,
  contexts: readonly StatementContext[],
  cut: readonly StatementHead[] | null,
): Promise<Counted[]> {
  const counting = contexts.filter(({ versions }) => intervalSecondsOf(versions) !== null);
  if (counting.length === 0) return contexts.map(() => null);
  const ids = distinct(counting.flatMap(({ versions }) => membersOf(versions)));
  const now = cut === null ? await readCountHeads(tx, ids) : null;
  const headOf = (componentId: string): StatementHead => {
    const head = now?.get(componentId) ?? cut?.find((each) => each.componentId === componentId);
    return { chain: "counts", componentId, seq: head?.seq ?? 0, hash: head?.hash ?? zeroHash };
  };
  const windows = counting.flatMap((context) =>
    membersOf(context.versions).map(
      (componentId): CountWindow => ({
        ...{ componentId, ...periodOf(context), seq: headOf(componentId).seq },
        source: context.commitment.counts ?? "reported",
      }),
    ),
  );
  const counts = await countsAt(tx, windows);
  let next = 0;
  return contexts.map((context): Counted => {
    const size = intervalSecondsOf(context.versions);
    if (size === null) return null;
    const members = membersOf(context.versions);
    const own = counts.slice(next, next + members.length).flat();
    next += members.length;
    return { intervals: intervalRowsOf(own, periodOf(context), size), heads: members.toSorted().map(headOf) };
  });
}

/** Entries of one page of a chain that is read whole. */
const pageMax = 5_000;

/** What the chains said when a closed statement's heads were theirs: reproducible whatever came later. */
export async function gatherAtHeads(
  tx: TenantTx,
  context: StatementContext,
  heads: readonly StatementHead[],
): Promise<Gathered> {
  const [counts] = await gatherCounts(tx, [context], heads);
  if (counts) return { seen: { chains: new Map(), headSeqs: new Map() }, ...counts };
  const chains = new Map<string, LedgerEntry[]>();
  for (const { componentId, seq } of heads) chains.set(componentId, await readUpTo(tx, componentId, seq));
  const headSeqs = new Map(heads.map(({ componentId, seq }) => [componentId, seq]));
  return { seen: { chains: chains satisfies Chains, headSeqs }, intervals: null, heads };
}

async function readUpTo(tx: TenantTx, componentId: string, seq: number): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  while (entries.length < seq) {
    const page = await listEntries(tx, componentId, entries.length, Math.min(pageMax, seq - entries.length));
    if (page.length === 0) break;
    entries.push(...page);
  }
  return entries;
}
