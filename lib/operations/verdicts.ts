import { inTenant, type TenantTx } from "@/db/client";
import { closeOutages, insertOutages, noteRecoveries } from "@/db/queries/outage";
import { type CountedRow, listCountedOutcomes, type OutcomeCursor } from "@/db/queries/outcome";
import { updateRegionStandings } from "@/db/queries/schedule";
import {
  listForgottenStandings,
  lockStandings,
  type StandingRow,
  updateStandings,
} from "@/db/queries/standing";
import { type FailureWord, failureWords } from "@/lib/domain/check";
import type { ObservationDraft } from "@/lib/domain/ledger";
import type { Outage } from "@/lib/domain/monitor";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { State } from "@/lib/domain/state";
import { hourMs, type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import {
  emptyMemory,
  type Folded,
  foldEdit,
  foldOutcome,
  foldSilence,
  isSteady,
  type RegionMemory,
  type Transition,
  type VerdictMemory,
  type VerdictRules,
} from "@/lib/domain/verdict";
import { appendEntries } from "./ledger";
import { requestFollowing } from "./outage-request";
import { newId } from "./record";

/** At most this many monitors, hence chains, in one transaction (RULES R1.7). */
export const settleMax = 50;
/** Where heartbeats are heard; no probe runs there. */
export const beatRegion = "beat";

/** What may still be on its way into the database when a region counts as silent. */
export const silenceSlackMs = 5 * secondMs;
const outcomesMax = 20_000;
/** How far back the late outcomes of a region that is out of the vote are awaited; longer where runs are hours apart. */
const lateUpToMs = 6 * hourMs;
/** A memory older than this is written although it only moved on, so that no fold has far to go. */
const rememberEveryMs = minuteMs;

/**
 * Folds what was stored since each monitor was last looked at, and writes what changed: observations, outages,
 * verdicts (RULES R3). May be repeated at any time and by any worker: it goes by the stored outcomes alone.
 * `remember` writes the memory even of monitors where nothing changed.
 */
export async function settleMonitors(
  scope: TenantScope,
  monitorIds: readonly string[],
  now: Ms,
  remember = false,
): Promise<void> {
  const ids = [...new Set(monitorIds)].sort();
  for (let start = 0; start < ids.length; start += settleMax) {
    const some = ids.slice(start, start + settleMax);
    while (!(await inTenant(scope, (tx) => settle(tx, scope, some, now, remember)))) {}
  }
}

/** One transaction of {@link settleMonitors}; false while there are more outcomes than one transaction takes. */
export async function settle(
  tx: TenantTx,
  scope: TenantScope,
  monitorIds: readonly string[],
  now: Ms,
  remember = false,
): Promise<boolean> {
  const rows = (await lockStandings(tx, monitorIds)).filter(isWatched);
  if (rows.length === 0) return true;
  const outcomes = await listCountedOutcomes(
    tx,
    rows.flatMap((row) => cursorsOf(row, now)),
    outcomesMax,
  );
  const done = outcomes.length < outcomesMax;
  const byMonitor = Map.groupBy(outcomes, (outcome) => outcome.monitorId);
  const settled = rows.map((row) => ({
    row,
    ...foldAll(row, byMonitor.get(row.monitorId) ?? [], now, done),
  }));
  await write(
    tx,
    scope,
    settled.filter((each) => remember || !done || isNews(each, now)),
    now,
  );
  return done;
}

/** The check was edited: what is believed stays, unfinished streaks go. Runs in the edit's own transaction. */
export async function settleEdit(
  tx: TenantTx,
  scope: TenantScope,
  monitorId: string,
  now: Ms,
): Promise<void> {
  const rows = (await lockStandings(tx, [monitorId])).filter(isWatched);
  const settled = rows.map((row) => ({ row, ...foldEdit(memoryOf(row, now), now, rulesOf(row)) }));
  await write(tx, scope, settled, now);
}

/**
 * From `from` on nothing is known of the monitor: it says `state` (null = nothing any more) and forgets what it knew,
 * so that an outcome of before can open nothing.
 */
export async function settleEnd(
  tx: TenantTx,
  scope: TenantScope,
  monitorId: string,
  end: { state: "unknown" | null; from: Ms },
  now: Ms,
): Promise<void> {
  const [row] = await lockStandings(tx, [monitorId]);
  if (row === undefined) return;
  const { state } = end;
  const from = Math.max(end.from, row.since);
  if (state === null || row.verdict !== "unknown") {
    await appendEntries(tx, [draftOf(scope, row, { state, from, evidence: [] }, now)], now);
  }
  if (row.verdict === "down") {
    await closeOutages(tx, [{ monitorId, endedAt: from }]);
    await requestFollowing(tx, now);
  }
  const since = row.verdict === "unknown" ? row.since : from;
  await updateStandings(tx, [{ monitorId, verdict: "unknown", since, memory: {} }], now);
}

/** The verdict as a state of the monitor's component (RULES R3.1). */
export function stateOf(row: StandingRow, verdict: Transition["verdict"]): State {
  if (verdict === "down") return row.downState;
  if (verdict === "degraded") return "degraded_performance";
  return verdict === "up" ? "operational" : "unknown";
}

export const isWell = (verdict: Transition["verdict"]) => verdict === "up" || verdict === "degraded";

type Settled = Folded & { row: StandingRow };

function isWatched(row: StandingRow): boolean {
  return row.archivedAt === null && row.pausedAt === null;
}

export function rulesOf(row: StandingRow): VerdictRules {
  if (row.type === "heartbeat") {
    return {
      failures: 1,
      recoveries: 1,
      quorum: 1,
      regions: [beatRegion],
      silenceMs: Number.POSITIVE_INFINITY,
    };
  }
  return {
    failures: row.confirmFailures,
    recoveries: row.confirmRecoveries,
    quorum: row.confirmQuorum,
    regions: row.regions,
    silenceMs: 2 * row.intervalSeconds * secondMs + row.timeoutMs,
  };
}

/** What was believed. A region last heard in the future tells of a clock that went back: it begins anew. */
function memoryOf(row: StandingRow, now: Ms): VerdictMemory {
  const regions = Object.entries(row.memory).filter(([, region]) => region.lastAt <= now + minuteMs);
  return { ...emptyMemory(row.since), verdict: row.verdict, regions: Object.fromEntries(regions) };
}

/** After a stop a run starts up to a whole interval after its turn; the hour is for what waits to be started. */
export function startsWithinMs(row: StandingRow): number {
  return row.intervalSeconds * secondMs + hourMs;
}

function cursorsOf(row: StandingRow, now: Ms): OutcomeCursor[] {
  const { regions } = memoryOf(row, now);
  const lateMs = startsWithinMs(row);
  return rulesOf(row).regions.map((region) => {
    const known = regions[region];
    const heard = known?.lastAt ?? row.since - 1;
    const after =
      known === undefined || known.silent ? Math.max(heard, now - Math.max(lateUpToMs, 3 * lateMs)) : heard;
    return { monitorId: row.monitorId, region, after, lateMs, checkVersion: row.checkVersion };
  });
}

function foldAll(row: StandingRow, outcomes: readonly CountedRow[], now: Ms, done: boolean): Folded {
  const rules = rulesOf(row);
  const transitions: Transition[] = [];
  let memory = memoryOf(row, now);
  const take = (folded: Folded) => {
    memory = folded.memory;
    transitions.push(...folded.transitions);
  };
  for (const outcome of outcomes) take(foldOutcome(memory, outcome, rules));
  if (done) take(foldSilence(memory, now - silenceSlackMs, rules));
  return { memory, transitions };
}

/** Whether more changed than the time a region was last heard. */
function isNews({ row, memory, transitions }: Settled, now: Ms): boolean {
  if (transitions.length > 0 || now - row.updatedAt >= rememberEveryMs) return true;
  return gist(row.memory) !== gist(memory.regions);
}

/** A region's memory without what moves on by itself; independent of the order in which the database keeps keys. */
function gist(regions: VerdictMemory["regions"]): string {
  const track = ({ on, since, streak }: RegionMemory["failing"]) => [on, since, streak?.count, streak?.from];
  const held = ({ votesSince, silent, failing, impaired }: RegionMemory) =>
    [votesSince, silent, track(failing), track(impaired)] as const;
  return JSON.stringify(Object.entries(regions).map(([name, region]) => [name, held(region)]));
}

async function write(tx: TenantTx, scope: TenantScope, settled: readonly Settled[], now: Ms): Promise<void> {
  if (settled.length === 0) return;
  const drafts = settled.flatMap(({ row, transitions }) =>
    transitions.map((each) => draftOf(scope, row, { ...each, state: stateOf(row, each.verdict) }, now)),
  );
  if (drafts.length > 0) await appendEntries(tx, drafts, now);
  await closeOutages(tx, settled.flatMap(endOf));
  await insertOutages(
    tx,
    settled.flatMap((each) => beginningsOf(each, now)),
  );
  const recovered = await noteRecoveries(tx, settled.flatMap(recoveriesOf));
  const isHeard = ({ before, verdict }: Transition) => before === "down" || verdict === "down";
  const isNewsOfOutages = recovered > 0 || settled.some(({ transitions }) => transitions.some(isHeard));
  if (isNewsOfOutages) await requestFollowing(tx, now);
  const changes = settled.map(({ row, memory }) => ({
    monitorId: row.monitorId,
    verdict: memory.verdict,
    since: memory.since,
    memory: memory.regions,
  }));
  await updateStandings(tx, changes, now);
  await updateRegionStandings(tx, settled.flatMap(standingsOf));
}

export function draftOf(
  scope: TenantScope,
  row: StandingRow,
  said: { state: State | null; from: Ms; evidence: Transition["evidence"] },
  now: Ms,
): ObservationDraft {
  return {
    organizationId: scope.organizationId,
    componentId: row.componentId,
    recordedAt: now,
    actor: actorText(scope.actor),
    kind: "observation",
    source: { type: "monitor", id: row.monitorId },
    state: said.state,
    effectiveFrom: said.from,
    evidence: said.evidence.length === 0 ? null : said.evidence,
  };
}

/** When the outage that was open before is over, if it is. */
function endOf({ row: { monitorId }, transitions: [first] }: Settled): { monitorId: string; endedAt: Ms }[] {
  return first?.before === "down" ? [{ monitorId, endedAt: first.from }] : [];
}

/** When the monitor was seen well; silence ends an outage too, but shows no recovery. */
function recoveriesOf({ row: { monitorId }, transitions }: Settled): { monitorId: string; at: Ms }[] {
  return transitions.flatMap(({ verdict, from }) => (isWell(verdict) ? [{ monitorId, at: from }] : []));
}

/** The outages that began, each until the next change, the last one perhaps open. */
function beginningsOf({ row: { monitorId, componentId }, transitions }: Settled, now: Ms): Outage[] {
  return transitions.flatMap(({ verdict, from, evidence }, index) => {
    if (verdict !== "down") return [];
    const known = { id: newId("outage", now), monitorId, componentId, confirmedAt: now };
    const endedAt = transitions[index + 1]?.from ?? null;
    return [{ ...known, startedAt: from, endedAt, failure: failureOf(evidence) }];
  });
}

export function failureOf(evidence: Transition["evidence"]): FailureWord | null {
  const first = evidence.find((outcome) => !outcome.ok)?.failure ?? null;
  return failureWords.find((word) => word === first) ?? null;
}

export function standingsOf({ row, memory }: Pick<Settled, "row" | "memory">) {
  return rulesOf(row).regions.map((region) => {
    const known = memory.regions[region];
    const silent = known === undefined || known.silent;
    const standing = silent ? ("silent" as const) : isSteady(known) ? ("steady" as const) : ("open" as const);
    return { monitorId: row.monitorId, region, standing };
  });
}

/** Some of the watched monitors whose verdict was last written before `before`, the longest forgotten first. */
export function forgottenMonitors(scope: TenantScope, before: Ms): Promise<string[]> {
  return inTenant(scope, (tx) => listForgottenStandings(tx, before, 10 * settleMax));
}
