import { deleteOccurrences, insertAnnouncement, type MaintenanceRow } from "@/db/queries/maintenance";
import { announcedWords, changedWords } from "@/lib/domain/maintenance-ledger";
import { type Announcement, announcedParts } from "@/lib/domain/maintenance-plan";
import { isRunning, requireCurrent } from "@/lib/domain/maintenance-view";
import type { Interval, Ms } from "@/lib/domain/time";
import { undoMs } from "./announcements";
import { changeOccurrence, post, say, storeMissing, tell, type Work } from "./maintenance-work";
import { audit } from "./record";

/** Publishes the plan in force: from now on notice counts for what it says anew (RULES R4.6). */
export async function announcePlan(work: Work): Promise<void> {
  const { from, to, timezone, rrule, componentIds } = work.row;
  await publish(work, { occurrence: null, from, to, timezone, rrule, componentIds });
}

async function publish(work: Work, said: Omit<Announcement, "announcedAt">): Promise<void> {
  const announcement = { ...said, announcedAt: work.now };
  await insertAnnouncement(work.tx, work.row.id, announcement);
  work.announcements.push(announcement);
}

/** Says of the occurrence at hand what was announced just now: in the ledger, in its thread, to everybody. */
export async function tellPlan(work: Work, event: "scheduled" | "changed"): Promise<void> {
  const current = requireCurrent(work.occurrences);
  const isBegun = current.status === "scheduled" && current.from <= work.now;
  if (isBegun) return;
  const wordsOf = isRunning(current) ? changedWords : announcedWords;
  say(work, current, (parts) => wordsOf(parts, work.now));
  const words = { status: current.status, body: "", at: work.now };
  const updateId = event === "changed" ? await post(work, current, words) : undefined;
  await tell(work, current, { event, holdMs: undoMs, ...(updateId ? { updateId } : {}) });
}

/** Brings rows of occurrences that nothing has happened in into line with the plan just announced. */
export async function replan(work: Work): Promise<void> {
  if (work.row.rrule === null) return moveOccurrence(work, work.row);
  const waiting = work.occurrences.filter((each) => each.status === "scheduled").map((each) => each.key);
  await deleteOccurrences(work.tx, work.row.id, waiting);
  work.occurrences = work.occurrences.filter((each) => each.status !== "scheduled");
  const begun = work.occurrences.filter((each) => each.status !== "cancelled");
  await storeMissing(work, Math.max(work.now, ...begun.map((each) => each.key)));
}

/** The occurrence at hand has another window; each part of it as announced. */
async function moveOccurrence(work: Work, { from, to }: Interval): Promise<void> {
  const current = requireCurrent(work.occurrences);
  const parts = announcedParts({ from, to }, current.key, work.announcements);
  const reminded = from === current.from ? current.reminded : [];
  await changeOccurrence(work, current, { from, to, parts, reminded });
}

/** Announces another end of the occurrence at hand; what happens once has it as its plan. */
export async function announceEnd(work: Work, to: Ms): Promise<void> {
  const { key, from } = requireCurrent(work.occurrences);
  const { timezone, rrule, componentIds } = work.row;
  const occurrence = rrule === null ? null : key;
  await publish(work, { occurrence, from, to, timezone, rrule: null, componentIds });
  await moveOccurrence(work, { from, to });
}

export async function auditMaintenance(
  work: Work,
  action: string,
  before: MaintenanceRow | null,
  more: Record<string, unknown> = {},
): Promise<void> {
  const act = { action, objectType: "maintenance", objectId: work.row.id };
  const was = before && facts(before);
  await audit(work.tx, work.scope, { ...act, before: was, after: { ...facts(work.row), ...more } }, work.now);
}

/** The part of a row that the audit log shows. */
function facts(row: MaintenanceRow): Record<string, unknown> {
  const { title, body, from, to, timezone, rrule, componentIds: components, cancelledAt } = row;
  return {
    ...{ title, body, from, to, timezone, rrule, components, cancelled_at: cancelledAt },
    notify_before_minutes: row.notifyBeforeMinutes,
    complete_automatically: row.completeAutomatically,
  };
}
