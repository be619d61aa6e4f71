import type { AnnouncedPart, Occurrence } from "./maintenance";
import { occurrencesOf, type Plan } from "./recurrence";
import { type Interval, intersect, type Ms } from "./time";

/** What was made public at one instant: a plan for the whole maintenance, or the window of one occurrence. */
export type Announcement = Plan & {
  announcedAt: Ms;
  occurrence: Ms | null;
  componentIds: readonly string[];
};

/**
 * When each part of an occurrence's window was announced (RULES R4.6): a part counts from the first announcement since
 * which every later one has held to it. Parts that touch and were announced together are one. `announcements` are all
 * of the maintenance, oldest first; those of other occurrences say nothing about this one. With `componentId`, as far
 * as they named that component.
 */
export function announcedParts(
  window: Interval,
  key: Ms,
  announcements: readonly Announcement[],
  componentId?: string,
): AnnouncedPart[] {
  let parts: AnnouncedPart[] = [];
  for (const announcement of announcements) {
    if (announcement.occurrence !== null && announcement.occurrence !== key) continue;
    const isNamed = componentId === undefined || announcement.componentIds.includes(componentId);
    const said = isNamed ? saidWindows(announcement, window) : [];
    parts = heldTo(parts, said, announcement.announcedAt);
  }
  return parts;
}

function saidWindows(announcement: Announcement, window: Interval): Interval[] {
  const said =
    announcement.occurrence === null
      ? occurrencesOf(announcement, window)
      : [{ from: announcement.from, to: announcement.to }];
  return said.flatMap((each) => intersect(each, window) ?? []);
}

/** What the next announcement leaves of the parts before it, and what it adds. */
function heldTo(
  before: readonly AnnouncedPart[],
  said: readonly Interval[],
  announcedAt: Ms,
): AnnouncedPart[] {
  const parts: AnnouncedPart[] = [];
  for (const each of said) {
    let at = each.from;
    for (const old of before) {
      const kept = intersect(old, { from: at, to: each.to });
      if (!kept) continue;
      if (kept.from > at) parts.push({ from: at, to: kept.from, announcedAt });
      parts.push({ ...kept, announcedAt: old.announcedAt });
      at = kept.to;
    }
    if (at < each.to) parts.push({ from: at, to: each.to, announcedAt });
  }
  return parts.reduce<AnnouncedPart[]>(joined, []);
}

function joined(parts: AnnouncedPart[], next: AnnouncedPart): AnnouncedPart[] {
  const last = parts.at(-1);
  if (last && last.to === next.from && last.announcedAt === next.announcedAt) last.to = next.to;
  else parts.push({ ...next });
  return parts;
}

/** What is stored of a maintenance that says when it happens. */
export type Scheduled = Plan & { cancelledAt: Ms | null };

/**
 * Occurrences that touch `within`: the stored ones as they are, and those further off as the plan in force has them.
 */
export function occurrencesWithin(
  maintenance: Scheduled,
  stored: readonly Occurrence[],
  announcements: readonly Announcement[],
  within: Interval,
): Occurrence[] {
  const known = new Set(stored.map((each) => each.key));
  const latest = stored.reduce((last, each) => Math.max(last, each.key), Number.NEGATIVE_INFINITY);
  const computed = maintenance.cancelledAt === null ? occurrencesOf(maintenance, within) : [];
  const ahead = computed
    .filter((window) => !known.has(window.from) && window.from > latest && maintenance.rrule !== null)
    .map((window) => plannedOccurrence(window, announcements));
  const near = stored.filter((each) => each.from < within.to && (each.endedAt ?? each.to) > within.from);
  return [...near, ...ahead].sort((a, b) => a.from - b.from);
}

/** An occurrence as its plan has it, nothing done yet. */
export function plannedOccurrence(window: Interval, announcements: readonly Announcement[]): Occurrence {
  return {
    key: window.from,
    ...window,
    status: "scheduled",
    startedAt: null,
    endedAt: null,
    parts: announcedParts(window, window.from, announcements),
  };
}
