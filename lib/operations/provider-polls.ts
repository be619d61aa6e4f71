import { type EngineTx, inEngine } from "@/db/client";
import {
  callFollowers,
  claimSources,
  confirmMissingIncidents,
  insertReading,
  lockSource,
  markStaleSources,
  type SourceRow,
  saveIncidents,
  saveSource,
} from "@/db/queries/provider";
import {
  incidentKey,
  isStaleAt,
  nextPollAt,
  type Poll,
  readingHash,
  saidAtOf,
  staleAfterMs,
} from "@/lib/domain/provider-source";
import type { Reading } from "@/lib/domain/reading";
import type { EngineScope } from "@/lib/domain/scope";
import { type Ms, secondMs } from "@/lib/domain/time";

/** Longer than any poll: a worker that died with one in hand delays it no longer. */
const leaseMs = 45 * secondMs;

/** How many more may be asked at once, of those that answer and of those that failed last. */
export type Places = { well: number; failing: number };

/** Sources to be asked now, each by one worker. Those that hang take no place of those that answer. */
export function claimPolls(scope: EngineScope, { well, failing }: Places, now: Ms): Promise<SourceRow[]> {
  return inEngine(scope, async (tx) => {
    const claimed = await Promise.all([
      claimSources(tx, { now, limit: Math.max(0, well), leaseMs, failing: false }),
      claimSources(tx, { now, limit: Math.max(0, failing), leaseMs, failing: true }),
    ]);
    return claimed.flat();
  });
}

/**
 * Keeps what a poll came to: a reading that says something new as a row of its own, a failure as a reason. Whoever follows
 * the source is told in the same transaction, when its word changed, was lost, or came back.
 */
export function storePoll(
  scope: EngineScope,
  sourceId: string,
  poll: Poll,
  now: Ms,
  jitter: number,
): Promise<void> {
  return inEngine(scope, async (tx) => {
    const before = await lockSource(tx, sourceId);
    if (!before) return;
    const after =
      poll.kind === "failed" ? afterFailure(before, poll, now) : await afterWord(tx, before, poll, now);
    const isStale = isStaleAt(after, now);
    await saveSource(tx, { ...after, isStale, nextPollAt: nextPollAt(poll, after.failures, now, jitter) });
    const isNews = after.readingSeq !== before.readingSeq || isStale !== before.isStale;
    const isFirstFailure = after.lastOkAt === null && before.failures === 0 && after.failures > 0;
    if (isNews || isFirstFailure) await callFollowers(tx, sourceId, now);
  });
}

function afterFailure(before: SourceRow, poll: Extract<Poll, { kind: "failed" }>, now: Ms): SourceRow {
  const { reason } = poll;
  return {
    ...before,
    failures: before.failures + 1,
    failingSince: before.failingSince ?? now,
    reason: reason.replaceAll("\0", " ").slice(0, 500),
  };
}

const well = { failures: 0, failingSince: null, reason: null } as const;

async function afterWord(
  tx: EngineTx,
  before: SourceRow,
  poll: Exclude<Poll, { kind: "failed" }>,
  now: Ms,
): Promise<SourceRow> {
  const heard = { ...before, ...well, lastOkAt: Math.max(now, before.lastOkAt ?? 0) };
  if (poll.kind === "unchanged") {
    await confirmMissingIncidents(tx, before.id, now);
    return heard;
  }
  const { reading, documentHash, etag, lastModified } = poll;
  const hash = readingHash(reading);
  const known = { ...heard, etag, lastModified, format: reading.format ?? before.format };
  if (hash === before.readingHash) {
    await confirmMissingIncidents(tx, before.id, now);
    return known;
  }
  const row = {
    sourceId: before.id,
    seq: before.readingSeq + 1,
    recordedAt: heard.lastOkAt,
    hash,
    documentHash,
  };
  await insertReading(tx, { ...row, saidAt: saidAtOf(reading), overall: reading.overall, reading });
  if (tellsIncidents(reading)) await saveIncidents(tx, before.id, incidentsOf(reading), row.recordedAt);
  return { ...known, readingSeq: row.seq, readingHash: hash };
}

/** A reading that says why it knows nothing does not say that an incident is over. */
function tellsIncidents(reading: Reading): boolean {
  return reading.openIncidents.length > 0 || reading.overall !== "unknown" || reading.reason === undefined;
}

function incidentsOf(reading: Reading) {
  const open = reading.openIncidents.map((incident) => ({
    key: incidentKey(incident),
    title: incident.title,
    impact: incident.impact,
    status: incident.latestStatus,
    affected: incident.affected,
    claimedFrom: incident.startedAt,
  }));
  return { open, over: reading.over ?? [], reachesTo: reading.reachesTo ?? null };
}

/** Tells the followers of sources that have not been heard for too long, also where no poll was made at all. */
export function sweepStaleSources(scope: EngineScope, now: Ms): Promise<void> {
  return inEngine(scope, async (tx) => {
    for (const id of await markStaleSources(tx, now - staleAfterMs)) await callFollowers(tx, id, now);
  });
}
