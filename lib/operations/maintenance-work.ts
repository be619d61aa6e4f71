import type { TenantTx } from "@/db/client";
import {
  insertMaintenanceUpdate,
  insertOccurrences,
  type MaintenanceRow,
  type OccurrenceChange,
  type OccurrenceRow,
  readAnnouncements,
  readMaintenanceUpdates,
  readOccurrences,
  setOverAt,
  updateOccurrence,
} from "@/db/queries/maintenance";
import type {
  AnnouncedPart,
  MaintenanceStatus,
  MaintenanceUpdate,
  MaintenanceView,
} from "@/lib/domain/maintenance";
import { endedWords, startedWords, type TrackWord, trackSource } from "@/lib/domain/maintenance-ledger";
import { maintenanceObjectOf } from "@/lib/domain/maintenance-object";
import { type Announcement, announcedParts } from "@/lib/domain/maintenance-plan";
import { dueTurns, missingOccurrences, nextTurnAt, overAt, type Turn } from "@/lib/domain/maintenance-turn";
import { maintenanceView } from "@/lib/domain/maintenance-view";
import type { MaintenanceEvent } from "@/lib/domain/public-fact";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { hourMs, type Ms } from "@/lib/domain/time";
import { enqueue } from "@/lib/jobs/queue";
import { announce } from "./announcements";
import { emitEvent } from "./events";
import { appendEntries, type LedgerDraft } from "./ledger";
import { requestPublication } from "./publication";
import { newId } from "./record";

/**
 * One maintenance under its row's lock, and what an act or the clock does to it. Words for the ledger are gathered,
 * because all chains are locked at once (RULES R1.7); `finish` writes them.
 */
export type Work = {
  readonly tx: TenantTx;
  readonly scope: TenantScope;
  readonly now: Ms;
  row: MaintenanceRow;
  announcements: Announcement[];
  /** Those that are not over, and the last, in time order. */
  occurrences: OccurrenceRow[];
  drafts: LedgerDraft[];
  events: Set<string>;
};

/** The caller holds the row's lock. */
export async function openWork(
  tx: TenantTx,
  scope: TenantScope,
  row: MaintenanceRow,
  now: Ms,
): Promise<Work> {
  const [announcements, occurrences] = await Promise.all([
    readAnnouncements(tx, [row.id]),
    readOccurrences(tx, [row.id], now),
  ]);
  return {
    ...{ tx, scope, now, row, drafts: [], events: new Set() },
    announcements: announcements.get(row.id) ?? [],
    occurrences: occurrences.get(row.id) ?? [],
  };
}

/** Most turns of one pass; the job comes back for more. */
const turnsMax = 200;

/** Does whatever is due by now, each at the instant at which it was due. Doing it twice changes nothing. */
export async function settle(work: Work): Promise<void> {
  for (let done = 0; done < turnsMax; done += 1) {
    await storeMissing(work);
    const [turn] = dueTurns(work.row, work.occurrences, work.now);
    if (!turn) return;
    await take(work, turn);
  }
}

/** Rows for occurrences that came near; of a plan that has just changed, for those after `floor`. */
export async function storeMissing(work: Work, floor?: Ms): Promise<void> {
  const missing = missingOccurrences(work.row, work.occurrences, work.announcements, work.now, floor);
  if (missing.length === 0) return;
  const rows = missing.map((each) => ({
    ...each,
    maintenanceId: work.row.id,
    parts: [...each.parts],
    reminded: [],
  }));
  await insertOccurrences(work.tx, rows);
  work.occurrences = [...work.occurrences, ...rows].sort((a, b) => a.key - b.key);
}

async function take(work: Work, turn: Turn): Promise<void> {
  const occurrence = work.occurrences.find((each) => each.key === turn.key);
  if (!occurrence) return;
  if (turn.type !== "remind") {
    const turned = turn.type === "start" ? startOccurrence : endOccurrence;
    return turned(work, occurrence, turn.at);
  }
  const reminded = [...occurrence.reminded, ...turn.minutes];
  await changeOccurrence(work, occurrence, { reminded });
  if (turn.isTold) await tell(work, occurrence, { event: "reminder" });
}

export async function startOccurrence(
  work: Work,
  occurrence: OccurrenceRow,
  at: Ms,
  body = "",
): Promise<void> {
  const started = await changeOccurrence(work, occurrence, { status: "in_progress", startedAt: at });
  say(work, started, (parts) => startedWords(parts, at));
  await post(work, started, { status: "in_progress", body, at });
  await tell(work, started, { event: "started", at });
  work.events.add("maintenance.started");
}

export async function endOccurrence(work: Work, occurrence: OccurrenceRow, at: Ms, body = ""): Promise<void> {
  const ended = await changeOccurrence(work, occurrence, { status: "completed", endedAt: at });
  say(work, ended, (parts) => endedWords(parts, at));
  await post(work, ended, { status: "completed", body, at });
  await tell(work, ended, { event: "completed", at });
  work.events.add("maintenance.completed");
}

export async function changeOccurrence(
  work: Work,
  occurrence: OccurrenceRow,
  change: OccurrenceChange,
): Promise<OccurrenceRow> {
  const after = await updateOccurrence(work.tx, occurrence, change);
  work.occurrences = work.occurrences.map((each) => (each.key === after.key ? after : each));
  return after;
}

/** Words for each component's chain, by `finish`; `wordsOf` is given the parts as announced for that component. */
export function say(
  work: Work,
  occurrence: OccurrenceRow,
  wordsOf: (parts: readonly AnnouncedPart[]) => TrackWord[],
  componentIds: readonly string[] = work.row.componentIds,
): void {
  const signed = {
    source: trackSource(work.row, occurrence.key),
    organizationId: work.tx.organizationId,
    recordedAt: work.now,
    actor: actorText(work.scope.actor),
  };
  for (const componentId of componentIds) {
    const parts = announcedParts(occurrence, occurrence.key, work.announcements, componentId);
    const words = wordsOf(parts);
    work.drafts.push(
      ...words.map((word) => ({ kind: "observation", componentId, ...signed, ...word }) as const),
    );
  }
}

/** A line of the occurrence's thread. An empty body is a turn nobody commented: readers say it in their language. */
export async function post(
  work: Work,
  occurrence: OccurrenceRow,
  said: { status: MaintenanceStatus; body: string; at: Ms },
): Promise<string> {
  const id = newId("incidentUpdate", work.now);
  const actor = actorText(work.scope.actor);
  const line = { id, maintenanceId: work.row.id, occurrence: occurrence.key, actor, ...said };
  await insertMaintenanceUpdate(work.tx, line);
  return id;
}

/** What is older than this when the clock comes to it is shown, but nobody is told as if it were news. */
const staleMs = hourMs;

type Told = { event: MaintenanceEvent; at?: Ms; updateId?: string; holdMs?: number };

export async function tell(work: Work, occurrence: OccurrenceRow, told: Told): Promise<void> {
  const { event, at = work.now, updateId = null, holdMs = 0 } = told;
  const notify = work.row.notify && work.now - at < staleMs;
  const named = { maintenanceId: work.row.id, occurrenceFrom: occurrence.key };
  await announce(work.tx, { type: "maintenance", ...named, event, updateId }, { notify, holdMs }, work.now);
}

/** Writes the gathered words, sets the clock for what comes next, and tells pages and integrators. */
export async function finish(work: Work): Promise<MaintenanceView> {
  const { tx, now, row } = work;
  await appendEntries(tx, work.drafts, now);
  const over = overAt(row, work.occurrences, now);
  if (over !== row.overAt) await setOverAt(tx, row.id, over);
  const runAt = nextTurnAt(row, work.occurrences, now);
  const payload = { organizationId: tx.organizationId, maintenanceId: row.id };
  const jobKey = `maintenance:${row.id}`;
  if (runAt !== null) await enqueue(tx, "maintenance", payload, { now, runAt: Math.max(runAt, now), jobKey });
  await requestPublication(tx, now);
  const updates = await readMaintenanceUpdates(tx, [row.id], 0);
  const view = viewOf(work, updates.get(row.id) ?? []);
  for (const type of work.events) await emitEvent(tx, { type, data: maintenanceObjectOf(view) }, now);
  return view;
}

function viewOf(work: Work, updates: readonly MaintenanceUpdate[]): MaintenanceView {
  return maintenanceView(work.row, work.occurrences, work.announcements, updates, work.now);
}
