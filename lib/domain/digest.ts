import { Temporal } from "temporal-polyfill";
import type { PublicIncident } from "./incident";
import type { PublicMaintenance } from "./maintenance";
import type { NoticeTemplate } from "./notice";
import type { DigestRhythm, ToldAt, ToldSubject } from "./subscriber";
import { dayMs, type Interval, type Ms } from "./time";
import type { Digest, ToldIncident, ToldMaintenance, ToldPostmortem } from "./told";

/** When a digest leaves, on the page's clock; the weekly one on Mondays. */
const morning = { hour: 8 } as const;

/** A digest reaches back this far at most, however long nobody made one. */
const reachMs = 31 * dayMs;

/** The window that ended last and is not told yet, in the page's zone; null while there is none. */
export function digestWindow(
  rhythm: DigestRhythm,
  zone: string,
  toldTo: Ms | null,
  now: Ms,
): Interval | null {
  const { from, to } = lastTurns(rhythm, zone, now);
  const begin = Math.max(toldTo ?? from, to - reachMs);
  return begin < to ? { from: begin, to } : null;
}

/** What was told since the window before this one ended and waits for the next digest. */
export function waitingWindow(rhythm: DigestRhythm, zone: string, toldTo: Ms | null, now: Ms): Interval {
  return { from: Math.max(toldTo ?? lastTurns(rhythm, zone, now).from, now - reachMs), to: now };
}

/** The turn of a rhythm before `now` and the one before that. */
function lastTurns(rhythm: DigestRhythm, zone: string, now: Ms): Interval {
  const clock = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDateTime();
  const today = clock.toPlainDate();
  const day = rhythm === "daily" ? today : today.subtract({ days: today.dayOfWeek - 1 });
  const step = rhythm === "daily" ? { days: 1 } : { days: 7 };
  const turn = day.toPlainDateTime(morning);
  const last = Temporal.PlainDateTime.compare(turn, clock) <= 0 ? turn : turn.subtract(step);
  const at = (time: Temporal.PlainDateTime) => time.toZonedDateTime(zone).epochMilliseconds;
  return { from: at(last.subtract(step)), to: at(last) };
}

/** A message that was told on the page in the window, as its notice keeps it. */
export type GatheredNotice = {
  template: NoticeTemplate;
  slots: Record<string, unknown>;
  told: ToldSubject;
  threadId: string | null;
  dueAt: Ms;
};

/** One line of a digest with whom it is for. */
export type DigestLine = ToldAt &
  (
    | { section: "incidents"; line: Digest["incidents"][number] }
    | { section: "maintenances"; line: Digest["maintenances"][number] }
  );

/**
 * What a page's messages of a window come down to, the latest last: one line per incident, postmortem and turn of
 * planned work. Of an incident it says what stands in public now, and nothing of one that does not stand there.
 * `notices` are in the order they were told.
 */
export function linesOf(
  notices: readonly GatheredNotice[],
  incidents: ReadonlyMap<string, PublicIncident>,
): DigestLine[] {
  const latest = new Map<string, GatheredNotice>();
  for (const notice of notices) {
    const key = `${notice.template === "postmortem"}:${notice.threadId}`;
    latest.delete(key);
    latest.set(key, notice);
  }
  return [...latest.values()].flatMap((notice) => lineOf(notice, incidents) ?? []);
}

function lineOf(
  { template, slots, told, dueAt: at }: GatheredNotice,
  incidents: ReadonlyMap<string, PublicIncident>,
): DigestLine | null {
  if (template === "maintenance") {
    const { event, maintenance } = slots as ToldMaintenance;
    return { told, at, section: "maintenances", line: { ...maintenance, event } };
  }
  if (template === "postmortem") {
    const { incident } = slots as ToldPostmortem;
    return { told, at, section: "incidents", line: { ...incident, status: "postmortem" } };
  }
  const now = incidents.get((slots as ToldIncident).incident.id);
  if (!now) return null;
  const { id, title, status, startedAt, resolvedAt } = now;
  return { told, at, section: "incidents", line: { id, title, status, startedAt, resolvedAt } };
}

/** Planned work that begins before the next digest and that no message of this window spoke of. */
export function linesAhead(
  ahead: readonly PublicMaintenance[],
  spokenOf: ReadonlySet<string | null>,
  window: Interval,
  subjectOf: (componentIds: readonly string[]) => ToldSubject | null,
): DigestLine[] {
  return ahead.flatMap(({ maintenanceId, occurrenceFrom, componentIds, status, title, from, to }) => {
    const isNews =
      status === "scheduled" && from >= window.to && !spokenOf.has(`${maintenanceId}.${occurrenceFrom}`);
    const told = isNews ? subjectOf(componentIds) : null;
    if (told === null) return [];
    const line = { id: maintenanceId, title, from, to, event: "reminder" as const };
    return [{ told, at: window.to, section: "maintenances" as const, line }];
  });
}
