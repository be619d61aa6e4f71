import { inTenant, type TenantTx } from "@/db/client";
import { lastSeenSeq, readLeaves } from "@/db/queries/checkpoint";
import { type HeadRow, listEntries, readHeads, readReasons } from "@/db/queries/ledger";
import { hollowSeqs, tracedComponentIds, tracedCountIds } from "@/db/queries/scrub";
import { canonicalJson, compositionRecord } from "@/lib/domain/canonical";
import { verifyChain } from "@/lib/domain/chain";
import { hashReason } from "@/lib/domain/hash";
import type { ChainHead, LedgerEntry } from "@/lib/domain/ledger";
import { permit } from "@/lib/domain/permission";
import { type ChainFacts, factsAfter } from "@/lib/domain/projection";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import type { ChainFinding } from "@/lib/domain/verify-finding";
import { requireComponent } from "./ledger";
import { type CheckpointFinding, verifyCheckpoints } from "./verify-checkpoints";
import { verifyCounts } from "./verify-counts";
import { projectionComplaint } from "./verify-days";

export type VerifyView = {
  ok: boolean;
  components: ChainFinding[];
  /** Chains of request counts, of the components that have one. */
  counts: ChainFinding[];
  checkpoint: CheckpointFinding | null;
};

const batchSize = 1_000;

/**
 * Checks one component's chain or all of them against everything that was kept of them: columns, hashed text, hash,
 * link, reasons, head, checkpoints and stored day totals (RULES R5.3). Chain by chain in batches, so memory stays flat.
 */
export async function verifyLedger(
  scope: TenantScope,
  input: { component_id?: string | undefined },
  now: Ms,
): Promise<VerifyView> {
  permit(scope, "read");
  const asked = input.component_id;
  const ids = await inTenant(scope, async (tx) => {
    if (asked === undefined) return tracedComponentIds(tx);
    await requireComponent(tx, asked);
    return [asked];
  });
  const components: ChainFinding[] = [];
  for (const id of ids) components.push(await inTenant(scope, (tx) => verifyComponent(tx, id, now)));
  const counts: ChainFinding[] = [];
  const counted = await inTenant(scope, tracedCountIds);
  for (const id of counted.filter((each) => asked === undefined || each === asked))
    counts.push(await inTenant(scope, (tx) => verifyCounts(tx, id)));
  const checkpoint = await inTenant(scope, verifyCheckpoints);
  const isBad =
    [...components, ...counts].some((each) => each.finding !== null) ||
    (checkpoint?.finding ?? null) !== null;
  return { ok: !isBad, components, counts, checkpoint };
}

type Fault = { seq: number; finding: string };
type Walk = { head: ChainHead | null; facts: ChainFacts; fault: Fault | null };

/** What checkpoints saw is read before the head, and the head before the entries: each can only have grown since. */
async function verifyComponent(tx: TenantTx, componentId: string, now: Ms): Promise<ChainFinding> {
  const seenSeq = await lastSeenSeq(tx, componentId);
  const head = (await readHeads(tx, [componentId])).get(componentId);
  const walk = await walkChain(tx, componentId, head?.seq ?? 0, now);
  const fault = walk.fault ?? (await endFault(tx, componentId, walk, head, seenSeq));
  const finding = fault?.finding ?? (head ? await derivedComplaint(tx, walk.facts, head, now) : null);
  return {
    componentId,
    entries: walk.head?.seq ?? 0,
    head: walk.head === null ? null : { seq: walk.head.seq, hash: walk.head.hash },
    firstBadSeq: fault?.seq ?? null,
    finding,
  };
}

async function walkChain(tx: TenantTx, componentId: string, headSeq: number, now: Ms): Promise<Walk> {
  const facts = { firstFrom: null, measured: false, composed: false, projectedTo: null, changesTo: null };
  const walk: Walk = { head: null, facts, fault: null };
  while ((walk.head?.seq ?? 0) < headSeq && walk.fault === null) {
    const after = walk.head?.seq ?? 0;
    const batch = await listEntries(tx, componentId, after, Math.min(batchSize, headSeq - after));
    if (batch.length === 0) break;
    const report = verifyChain(batch, walk.head);
    const faults = await besideFaults(tx, componentId, batch.slice(0, report.entries));
    if (report.firstBadSeq !== null) {
      const word = report.fault === "changed" ? "was changed" : `is ${report.fault}`;
      faults.push({ seq: report.firstBadSeq, finding: `Entry ${report.firstBadSeq} ${word}.` });
    }
    walk.fault = faults.toSorted((a, b) => a.seq - b.seq)[0] ?? null;
    const good = walk.fault === null ? batch : batch.filter((entry) => entry.seq < (walk.fault?.seq ?? 0));
    walk.head = good.at(-1) ?? walk.head;
    walk.facts = factsAfter(walk.facts, good, now);
  }
  return walk;
}

/** Entries that are good in themselves but not beside what was kept of them elsewhere. */
async function besideFaults(
  tx: TenantTx,
  componentId: string,
  batch: readonly LedgerEntry[],
): Promise<Fault[]> {
  const [first, last] = [batch[0], batch.at(-1)];
  if (first === undefined || last === undefined) return [];
  const bySeq = new Map(batch.map((entry) => [entry.seq, entry]));
  const faults: Fault[] = [];
  for (const { seq, hash } of await readLeaves(tx, componentId, first.seq, last.seq)) {
    if (bySeq.get(seq)?.hash === hash) continue;
    faults.push({ seq, finding: `Entry ${seq} is not the one that a checkpoint saw.` });
  }
  for (const { seq, salt, reason } of await readReasons(tx, componentId, first.seq, last.seq)) {
    if (salt.length === 32 && bySeq.get(seq)?.reasonHash === hashReason(salt, reason)) continue;
    faults.push({ seq, finding: `The reason of entry ${seq} was changed.` });
  }
  const padded = batch.filter((entry) => !isExact(entry)).map((entry) => entry.seq);
  for (const seq of [...padded, ...(await hollowSeqs(tx, componentId, first.seq, last.seq))])
    faults.push({ seq, finding: `Entry ${seq} was changed.` });
  return faults;
}

/** The hashed text picks what it knows out of the two JSON columns; nothing else may stand there. */
function isExact({ evidence, definition }: LedgerEntry): boolean {
  if (definition !== null && canonicalJson(definition) !== canonicalJson(compositionRecord(definition)))
    return false;
  return (evidence ?? []).every(({ startedAt, region, ok, failure, httpStatus, totalMs, ...rest }) => {
    const told = [startedAt, region, ok, failure, httpStatus, totalMs];
    return Object.keys(rest).length === 0 && told.every((value) => value !== undefined);
  });
}

/** Where the good entries end is where the head, the checkpoints and the table end too. */
async function endFault(
  tx: TenantTx,
  componentId: string,
  { head: last }: Walk,
  head: HeadRow | undefined,
  seenSeq: number,
): Promise<Fault | null> {
  const lastSeq = last?.seq ?? 0;
  const expected = Math.max(head?.seq ?? 0, seenSeq);
  if (lastSeq < expected) {
    return { seq: lastSeq + 1, finding: `Entry ${lastSeq + 1} is missing; the ledger reached ${expected}.` };
  }
  if (head && last && (head.hash !== last.hash || head.recordedAt !== last.recordedAt)) {
    return { seq: lastSeq, finding: `The head does not name entry ${lastSeq}.` };
  }
  const [extra] = await listEntries(tx, componentId, lastSeq, 1);
  if (extra === undefined) return null;
  const moved = (await readHeads(tx, [componentId])).get(componentId);
  if ((moved?.seq ?? 0) >= extra.seq) return null;
  return { seq: extra.seq, finding: `Entry ${extra.seq} was added behind the head.` };
}

/** What is kept beside the head and per day must follow from the entries. */
function derivedComplaint(tx: TenantTx, facts: ChainFacts, head: HeadRow, now: Ms): Promise<string | null> {
  const isSame =
    facts.firstFrom === head.firstFrom &&
    facts.measured === head.measured &&
    facts.composed === head.composed &&
    facts.changesTo === head.changesTo;
  if (!isSame) return Promise.resolve("What is kept beside the head does not follow from the entries.");
  return projectionComplaint(tx, head, now);
}
