import { horizonDays, type Occurrence } from "./maintenance";
import { type Announcement, plannedOccurrence, type Scheduled } from "./maintenance-plan";
import { nextOccurrences, occurrencesOf } from "./recurrence";
import { dayMs, hourMs, type Interval, type Ms, minuteMs } from "./time";

/** What of a maintenance decides its turns. */
export type Timed = Scheduled & {
  notifyBeforeMinutes: readonly number[];
  completeAutomatically: boolean;
};

/** A stored occurrence with the reminders it has had. */
export type TimedOccurrence = Occurrence & { reminded: readonly number[] };

/** Something that is due by the clock. `at` is when it was due, which is also when it takes effect. */
export type Turn = { key: Ms; at: Ms } & (
  | { type: "start" | "complete" }
  /** `isTold` is false for reminders whose time had passed before there was anything to remind of. */
  | { type: "remind"; minutes: readonly number[]; isTold: boolean }
);

/** Most occurrences that one pass stores. */
const storedAtOnce = 40;

/**
 * Occurrences that are near enough for a row and have none: always the next one, and all within the horizon. Rows are
 * made in time order, so whatever lies before `floor`, by default the last row, has had its turn or was left out.
 */
export function missingOccurrences(
  maintenance: Scheduled,
  stored: readonly Occurrence[],
  announcements: readonly Announcement[],
  now: Ms,
  floor: Ms = stored.reduce((last, each) => Math.max(last, each.key), Number.NEGATIVE_INFINITY),
): Occurrence[] {
  if (maintenance.cancelledAt !== null) return [];
  const known = new Set(stored.map((each) => each.key));
  const isNew = (window: Interval) => window.from > floor && !known.has(window.from);
  const from = Math.max(maintenance.from, floor);
  const until = Math.max(now, from) + (maintenance.rrule === null ? 0 : horizonDays * dayMs);
  const near = occurrencesOf(maintenance, { from, to: until + 1 }).filter(isNew);
  const isWaiting = stored.some((each) => each.status === "scheduled");
  const wanted = near.length > 0 || isWaiting ? near : nextOccurrences(maintenance, from, 2);
  return wanted
    .filter((window) => isNew(window) && (maintenance.rrule !== null || stored.length === 0))
    .slice(0, storedAtOnce)
    .map((window) => plannedOccurrence(window, announcements));
}

/** What is due at `now`, in the order in which it was due; asked again until nothing is. */
export function dueTurns(maintenance: Timed, stored: readonly TimedOccurrence[], now: Ms): Turn[] {
  return stored
    .flatMap((each): Turn[] => {
      const { key } = each;
      if (each.status === "scheduled" && each.from <= now) return [{ type: "start", key, at: each.from }];
      if (each.status === "scheduled") return reminderOf(maintenance, each, now);
      const isRunning = each.status === "in_progress" || each.status === "verifying";
      if (!isRunning || each.to > now || !maintenance.completeAutomatically) return [];
      return [{ type: "complete", key, at: each.to }];
    })
    .sort((a, b) => a.at - b.at);
}

function reminderOf(maintenance: Timed, occurrence: TimedOccurrence, now: Ms): Turn[] {
  const known = new Set(occurrence.reminded);
  const due = maintenance.notifyBeforeMinutes.filter(
    (minutes) => !known.has(minutes) && occurrence.from - minutes * minuteMs <= now,
  );
  const soonest = due.at(-1);
  if (soonest === undefined) return [];
  const at = occurrence.from - soonest * minuteMs;
  const announcedAt = occurrence.parts.reduce((last, part) => Math.max(last, part.announcedAt), 0);
  return [{ type: "remind", key: occurrence.key, at, minutes: due, isTold: at > announcedAt }];
}

/** When to look again: the next start, end, reminder, or occurrence that comes near; null when nothing is left. */
export function nextTurnAt(maintenance: Timed, stored: readonly TimedOccurrence[], now: Ms): Ms | null {
  const instants = stored.flatMap((each) => {
    if (each.status === "in_progress" || each.status === "verifying")
      return maintenance.completeAutomatically ? [each.to] : [];
    if (each.status !== "scheduled") return [];
    const known = new Set(each.reminded);
    const reminders = maintenance.notifyBeforeMinutes.filter((minutes) => !known.has(minutes));
    return [each.from, ...reminders.map((minutes) => each.from - minutes * minuteMs)];
  });
  const latest = stored.reduce((last, each) => Math.max(last, each.key), maintenance.from);
  const [, further] =
    maintenance.cancelledAt === null && maintenance.rrule !== null
      ? nextOccurrences(maintenance, latest, 2)
      : [];
  if (further) instants.push(Math.max(further.from - horizonDays * dayMs, now + hourMs));
  return instants.length === 0 ? null : Math.min(...instants);
}

/** When the last of it was over, or null while something runs, waits or recurs. */
export function overAt(maintenance: Timed, stored: readonly TimedOccurrence[], now: Ms): Ms | null {
  const isOpen = stored.some(({ status }) => status !== "completed" && status !== "cancelled");
  if (isOpen || nextTurnAt(maintenance, stored, now) !== null) return null;
  return stored.reduce((last, each) => Math.max(last, each.endedAt ?? 0), maintenance.cancelledAt ?? 0);
}
