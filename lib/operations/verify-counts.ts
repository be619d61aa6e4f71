import type { TenantTx } from "@/db/client";
import { lastSeenSeq, readLeaves } from "@/db/queries/checkpoint";
import {
  type CountHeadRow,
  intervalsOfReports,
  listCountEntries,
  type ReportedInterval,
  readCountHeads,
} from "@/db/queries/count";
import type { CountEntry } from "@/lib/domain/count";
import { type CountLink, countChainId, follows, readCountLink } from "@/lib/domain/count-chain";
import type { ChainFinding } from "@/lib/domain/verify-finding";

/** Reports read at once: one may hold a month of minutes. */
const batchSize = 20;

type Walk = { head: CountLink | null; fault: { seq: number; finding: string } | null };

/**
 * Checks one component's chain of counts against all that was kept of it: columns, hashed text, hash, link, intervals,
 * head and checkpoints.
 */
export async function verifyCounts(tx: TenantTx, componentId: string): Promise<ChainFinding> {
  const seenSeq = await lastSeenSeq(tx, countChainId(componentId));
  const head = (await readCountHeads(tx, [componentId])).get(componentId);
  const walk = await walkCounts(tx, componentId, head?.seq ?? 0);
  const fault = walk.fault ?? endFault(walk, head, seenSeq);
  return {
    componentId,
    entries: walk.head?.seq ?? 0,
    head: walk.head && { seq: walk.head.seq, hash: walk.head.hash },
    firstBadSeq: fault?.seq ?? null,
    finding: fault?.finding ?? null,
  };
}

async function walkCounts(tx: TenantTx, componentId: string, headSeq: number): Promise<Walk> {
  const walk: Walk = { head: null, fault: null };
  while ((walk.head?.seq ?? 0) < headSeq && walk.fault === null) {
    const after = walk.head?.seq ?? 0;
    const batch = await listCountEntries(tx, componentId, after, batchSize);
    if (batch.length === 0) break;
    const last = batch.at(-1)?.seq ?? after;
    const intervals = await intervalsOfReports(tx, componentId, after + 1, last);
    const leaves = await readLeaves(tx, countChainId(componentId), after + 1, last);
    const seen = new Map(leaves.map(({ seq, hash }) => [seq, hash]));
    const bySeq = Map.groupBy(intervals, ({ seq }) => seq);
    for (const entry of batch) {
      if (entry.seq > headSeq) break;
      const link = readCountLink(entry.hash, entry.canonical);
      walk.fault = entryFault(entry, link, walk.head, bySeq.get(entry.seq) ?? [], seen.get(entry.seq));
      if (walk.fault !== null || link === null) break;
      walk.head = link;
    }
  }
  return walk;
}

function entryFault(
  entry: CountEntry,
  link: CountLink | null,
  before: CountLink | null,
  intervals: readonly ReportedInterval[],
  seenHash: string | undefined,
): Walk["fault"] {
  const expected = (before?.seq ?? 0) + 1;
  if (entry.seq !== expected) return { seq: expected, finding: `Report ${expected} of counts is missing.` };
  const said = (finding: string) => ({ seq: entry.seq, finding });
  if (link === null || !isSame(entry, link) || !follows(link, before))
    return said(`Report ${entry.seq} of counts was changed.`);
  if (!sameIntervals(link, intervals)) return said(`The intervals of report ${entry.seq} were changed.`);
  if (seenHash !== undefined && seenHash !== entry.hash)
    return said(`Report ${entry.seq} of counts is not the one that a checkpoint saw.`);
  return null;
}

function isSame(entry: CountEntry, link: CountLink): boolean {
  return (
    entry.organizationId === link.organizationId &&
    entry.componentId === link.componentId &&
    entry.seq === link.seq &&
    entry.recordedAt === link.recordedAt &&
    entry.source === link.source &&
    entry.intervalSeconds === link.intervalSeconds &&
    entry.reasonHash === link.reasonHash &&
    entry.actor === link.actor &&
    entry.prevHash === link.prevHash
  );
}

function sameIntervals(link: CountLink, rows: readonly ReportedInterval[]): boolean {
  if (rows.length !== link.counts.length) return false;
  const byFrom = new Map(rows.map((row) => [row.from, row]));
  return link.counts.every(({ from, total, bad }) => {
    const row = byFrom.get(from);
    return (
      row !== undefined &&
      row.total === total &&
      row.bad === bad &&
      row.source === link.source &&
      row.intervalSeconds === link.intervalSeconds
    );
  });
}

function endFault({ head: last }: Walk, head: CountHeadRow | undefined, seenSeq: number): Walk["fault"] {
  const lastSeq = last?.seq ?? 0;
  const reached = Math.max(head?.seq ?? 0, seenSeq);
  if (lastSeq < reached)
    return {
      seq: lastSeq + 1,
      finding: `Report ${lastSeq + 1} of counts is missing; the chain reached ${reached}.`,
    };
  if (head && last && head.hash !== last.hash)
    return { seq: lastSeq, finding: `The head does not name report ${lastSeq} of counts.` };
  return null;
}
