import { assert } from "./errors";
import type { MaintenanceUpdate, MaintenanceView, Occurrence } from "./maintenance";
import { type Announcement, plannedOccurrence } from "./maintenance-plan";
import { nextOccurrences } from "./recurrence";
import type { Ms } from "./time";

type Stored = Omit<MaintenanceView, "current" | "isOverrun" | "next" | "announcedAt" | "updates">;

/** A stored maintenance with its occurrences, what was announced and what was said, as of `now`. */
export function maintenanceView(
  stored: Stored,
  occurrences: readonly Occurrence[],
  announcements: readonly Announcement[],
  updates: readonly MaintenanceUpdate[],
  now: Ms,
): MaintenanceView {
  const current =
    currentOf(occurrences) ?? plannedOccurrence({ from: stored.from, to: stored.to }, announcements);
  const { id, title, body, from, to, timezone, rrule, componentIds, notifyBeforeMinutes } = stored;
  const { completeAutomatically, cancelledAt, createdAt, updatedAt, version } = stored;
  const isRepeating = cancelledAt === null && rrule !== null;
  const next = isRepeating ? nextOccurrences(stored, Math.max(now, current.to), 6) : [];
  const skipped = new Set(occurrences.filter((each) => each.status === "cancelled").map((each) => each.key));
  return {
    ...{ id, title, body, from, to, timezone, rrule, componentIds, notifyBeforeMinutes },
    ...{ completeAutomatically, current, isOverrun: isRunning(current) && current.to < now },
    next: next.filter((window) => window.from > current.key && !skipped.has(window.from)).slice(0, 5),
    announcedAt: announcements[0]?.announcedAt ?? createdAt,
    ...{ updates, cancelledAt, createdAt, updatedAt, version },
  };
}

export function isRunning({ status }: Pick<Occurrence, "status">): boolean {
  return status === "in_progress" || status === "verifying";
}

/** The running occurrence, else the next one, else the last. */
export function currentOf<T extends Occurrence>(occurrences: readonly T[]): T | undefined {
  return (
    occurrences.find(isRunning) ??
    occurrences.find((each) => each.status === "scheduled") ??
    occurrences.at(-1)
  );
}

/** The same, where there must be one. */
export function requireCurrent<T extends Occurrence>(occurrences: readonly T[]): T {
  const current = currentOf(occurrences);
  assert(current, "a maintenance has at least one occurrence");
  return current;
}
