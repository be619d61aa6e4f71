import type { AnnouncedPart } from "./maintenance";
import type { Ms } from "./time";

/** A word of the maintenance track, before it is known for which component and by whom. */
export type TrackWord = {
  state: "under_maintenance" | "operational" | null;
  effectiveFrom: Ms;
  announcedAt: Ms;
  plannedFrom: Ms;
  plannedTo: Ms;
};

/** Names one occurrence in the ledger: the maintenance itself when it happens once. */
export function trackSource(maintenance: { id: string; rrule: string | null }, key: Ms) {
  const id = maintenance.rrule === null ? maintenance.id : `${maintenance.id}:${key}`;
  return { type: "maintenance", id } as const;
}

/** Nothing is planned for a time that had passed when it was announced: that is early or over time, not plan. */
function word(part: AnnouncedPart, state: TrackWord["state"], effectiveFrom: Ms): TrackWord {
  const { from, to, announcedAt } = part;
  const plannedFrom = announcedAt < to ? Math.max(from, announcedAt) : from;
  return { state, effectiveFrom, announcedAt, plannedFrom, plannedTo: to };
}

/** Announced, and nothing in progress changes. One word per part that was announced at `now`. */
export function announcedWords(parts: readonly AnnouncedPart[], now: Ms): TrackWord[] {
  return parts.filter((part) => part.announcedAt === now).map((part) => word(part, null, now));
}

/** In progress from `at` on; each part carries its own announcement from where it begins. */
export function startedWords(parts: readonly AnnouncedPart[], at: Ms): TrackWord[] {
  return parts.map((part, index) => word(part, "under_maintenance", index === 0 ? at : part.from));
}

/** In progress, and its window changed at `now`: the parts announced anew, from where each begins. */
export function changedWords(parts: readonly AnnouncedPart[], now: Ms): TrackWord[] {
  return parts
    .filter((part) => part.announcedAt === now)
    .map((part) => word(part, "under_maintenance", Math.max(part.from, now)));
}

/** Over from `at` on, also over every part that would have begun later. */
export function endedWords(parts: readonly AnnouncedPart[], at: Ms): TrackWord[] {
  const inForce = parts.findLast((part) => part.from <= at) ?? parts[0];
  if (inForce === undefined) return [];
  const later = parts.filter((part) => part.from > at);
  return [word(inForce, "operational", at), ...later.map((part) => word(part, "operational", part.from))];
}
