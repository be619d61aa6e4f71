import { inTenant, type TenantTx } from "@/db/client";
import { untellLasting } from "@/db/queries/incident-outage";
import { findMonitor } from "@/db/queries/monitor";
import { noteRecoveries, replaceOutages } from "@/db/queries/outage";
import { listCountedOutcomes } from "@/db/queries/outcome";
import { updateRegionStandings } from "@/db/queries/schedule";
import { listWords, lockStandings, type StandingRow, updateStandings } from "@/db/queries/standing";
import { type Believed, believed, differences, holdingAt, type Said } from "@/lib/domain/hindsight";
import type { Outage } from "@/lib/domain/monitor";
import type { TenantScope } from "@/lib/domain/scope";
import { type Ms, secondMs } from "@/lib/domain/time";
import {
  emptyMemory,
  foldOutcome,
  foldSilence,
  type Transition,
  type VerdictMemory,
} from "@/lib/domain/verdict";
import { appendEntries, type LedgerDraft } from "./ledger";
import { requestFollowing } from "./outage-request";
import { newId } from "./record";
import {
  draftOf,
  failureOf,
  isWell,
  rulesOf,
  silenceSlackMs,
  standingsOf,
  startsWithinMs,
  stateOf,
} from "./verdicts";

/** One fold of hindsight reads at most so many outcomes; what would need more stays as it was said. */
const outcomesMax = 100_000;

/** From when on there is evidence of a monitor's region that may have come too late. */
export type LateEvidence = { monitorId: string; region: string; from: Ms };

/**
 * Folds monitors anew from before their late evidence and says, as bounded revisions of their own words, what should
 * have been said (RULES R1.2). Each in its own transaction; repeated, it finds nothing to add.
 */
export async function reviseMonitors(
  scope: TenantScope,
  late: readonly LateEvidence[],
  now: Ms,
): Promise<void> {
  for (const each of late) await inTenant(scope, (tx) => revise(tx, scope, each, now));
}

async function revise(tx: TenantTx, scope: TenantScope, late: LateEvidence, now: Ms): Promise<void> {
  const [row] = await lockStandings(tx, [late.monitorId]);
  if (row === undefined || row.archivedAt !== null || row.pausedAt !== null) return;
  if (!isLate(row, late, now)) return;
  const window = await windowOf(tx, row, late.from);
  const folded = window && (await foldAnew(tx, row, window.begin, now));
  if (!window || !folded) return;
  const truth = believed(window.begin, folded.transitions, (verdict) => stateOf(row, verdict));
  const said = (await listWords(tx, row, window.from)).map(endless);
  // A fold that does not arrive at what was believed before the late evidence has not gone back far enough to judge.
  if (holdingAt(truth, window.from)?.state !== lastSaid(said, window.from)) return;
  const changes = differences(said, truth, window.from);
  if (changes.length > 0) await write(tx, scope, { row, said, changes, truth, from: window.from }, now);
  await remember(tx, row, folded.memory, changes.at(-1), now);
}

/** Later than the fold has got to: it went on without this evidence, and nobody but a second look will count it. */
export function isLate(row: StandingRow, { region, from }: LateEvidence, now: Ms): boolean {
  const { silenceMs } = rulesOf(row);
  const known = row.memory[region];
  if (known !== undefined && from <= known.lastAt) return true;
  if (from >= now - silenceMs) return false;
  const others = Object.entries(row.memory).filter(([name]) => name !== region);
  return row.since > from || others.some(([, other]) => other.lastAt > from + silenceMs);
}

type Window = { begin: Ms; from: Ms };

/**
 * Late evidence changes nothing further back than a silence and two streaks before it (`from`); the fold begins as far
 * again before that. Null when the monitor was edited in between: what was believed then no outcome tells.
 */
async function windowOf(tx: TenantTx, row: StandingRow, lateFrom: Ms): Promise<Window | null> {
  const monitor = await findMonitor(tx, row.monitorId);
  if (!monitor) return null;
  const { silenceMs, failures, recoveries } = rulesOf(row);
  const reachMs = silenceMs + (failures + recoveries) * row.intervalSeconds * secondMs;
  const begin = Math.max(monitor.updatedAt, lateFrom - 2 * reachMs);
  const from = Math.max(monitor.createdAt, lateFrom - reachMs);
  return begin <= from ? { begin, from } : null;
}

/** Null when there are more outcomes than one fold may read. */
async function foldAnew(tx: TenantTx, row: StandingRow, begin: Ms, now: Ms) {
  const rules = rulesOf(row);
  const { monitorId, checkVersion } = row;
  const reach = { monitorId, after: begin - 1, lateMs: startsWithinMs(row), checkVersion };
  const cursors = rules.regions.map((region) => ({ ...reach, region }));
  const outcomes = await listCountedOutcomes(tx, cursors, outcomesMax);
  if (outcomes.length === outcomesMax) return null;
  const transitions: Transition[] = [];
  let memory = emptyMemory(begin);
  for (const outcome of outcomes) {
    const folded = foldOutcome(memory, outcome, rules);
    memory = folded.memory;
    transitions.push(...folded.transitions);
  }
  const quiet = foldSilence(memory, now - silenceSlackMs, rules);
  return { memory: quiet.memory, transitions: [...transitions, ...quiet.transitions] };
}

function endless({ from, to, state }: { from: Ms; to: Ms | null; state: Said["state"] }): Said {
  return { from, to: to ?? Number.POSITIVE_INFINITY, state };
}

function lastSaid(said: readonly Said[], at: Ms): Said["state"] | undefined {
  return said.findLast((word) => word.from <= at && at < word.to)?.state;
}

type Second = {
  row: StandingRow;
  said: readonly Said[];
  changes: readonly Believed[];
  truth: readonly Believed[];
  from: Ms;
};

async function write(tx: TenantTx, scope: TenantScope, second: Second, now: Ms): Promise<void> {
  const { row, said, changes, truth, from } = second;
  const latest = said.reduce((last, word) => Math.max(last, word.from), from);
  const drafts = changes.flatMap((change) => draftsOf(scope, row, change, latest, now));
  await appendEntries(tx, drafts, now);
  const downs = truth.filter((stretch) => stretch.verdict === "down" && stretch.to > from);
  await replaceOutages(
    tx,
    row.monitorId,
    from,
    downs.map((stretch) => outageOf(row, stretch, now)),
  );
  const well = truth.filter((stretch) => isWell(stretch.verdict));
  await noteRecoveries(
    tx,
    well.map((stretch) => ({ monitorId: row.monitorId, at: stretch.from })),
  );
  await untellLasting(tx, row.monitorId);
  await requestFollowing(tx, now);
}

/** What has an end is a revision. A word without end never begins before the source's latest (RULES R1.2). */
function draftsOf(
  scope: TenantScope,
  row: StandingRow,
  change: Believed,
  latest: Ms,
  now: Ms,
): LedgerDraft[] {
  const word = (from: Ms) => draftOf(scope, row, { ...change, from }, now);
  const revision = (to: Ms): LedgerDraft => ({ ...word(change.from), kind: "revision", effectiveTo: to });
  if (change.to !== Number.POSITIVE_INFINITY) return [revision(change.to)];
  return change.from >= latest ? [word(change.from)] : [revision(latest), word(latest)];
}

function outageOf(row: StandingRow, stretch: Believed, now: Ms): Outage {
  return {
    id: newId("outage", now),
    monitorId: row.monitorId,
    componentId: row.componentId,
    startedAt: stretch.from,
    endedAt: stretch.to === Number.POSITIVE_INFINITY ? null : stretch.to,
    confirmedAt: now,
    failure: failureOf(stretch.evidence),
  };
}

/** The fold goes on from here. No later word may begin before the one just said. */
async function remember(
  tx: TenantTx,
  row: StandingRow,
  memory: VerdictMemory,
  last: Believed | undefined,
  now: Ms,
): Promise<void> {
  const turned = last !== undefined && last.to === Number.POSITIVE_INFINITY;
  const since = turned ? Math.max(last.from, row.since) : row.since;
  const { verdict, regions } = memory;
  await updateStandings(tx, [{ monitorId: row.monitorId, verdict, since, memory: regions }], now);
  await updateRegionStandings(tx, standingsOf({ row, memory }));
}
