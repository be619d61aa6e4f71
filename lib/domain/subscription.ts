import type { PageComponent } from "./page";
import type { SubscriberFilter } from "./subscriber";
import { dayMs, hourMs } from "./time";

/** Who does not confirm within this time has not subscribed. */
export const pendingLifeMs = 7 * dayMs;

/**
 * How often subscribing may write to one address, and may be asked for from one network and on one page: buckets that
 * refill. An address gets three messages of one page that it did not ask for, a mailbox ten of all pages and
 * organizations under all its names (what stands behind a plus is one), and a stranger's anger fits one bucket.
 */
export const subscribeLimits = {
  address: { capacity: 3, perSecond: 1_000 / (8 * hourMs) },
  mailbox: { capacity: 10, perSecond: 3_000 / (8 * hourMs) },
  client: { capacity: 20, perSecond: 1 / 60 },
  page: { capacity: 500, perSecond: 1 / 5 },
} as const;

/** One component as a page shows it. */
export type PagePart = { id: string; name: string; group: string | null };

/** What a page shows, in its own order, names and groups. `all` is in the organization's order. */
export function partsOf(all: readonly PagePart[], chosen: readonly PageComponent[] | null): PagePart[] {
  if (chosen === null) return [...all];
  const byId = new Map(all.map((part) => [part.id, part]));
  return chosen.flatMap(({ componentId, name, group }) => {
    const part = byId.get(componentId);
    return part ? [{ id: part.id, name: name ?? part.name, group: group ?? part.group }] : [];
  });
}

/** The groups of a page, in its order. */
export function groupsOf(parts: readonly PagePart[]): string[] {
  return [...new Set(parts.flatMap(({ group }) => (group === null ? [] : [group])))];
}

/** Whether a filter chose parts of the page of which none is there any more: its subscriber hears nothing. */
export function hasNothingLeft(filter: SubscriberFilter, parts: readonly PagePart[]): boolean {
  const { components, groups, incidentId } = filter;
  if (incidentId !== null || (components === null && groups === null)) return false;
  const isChosen = ({ id, group }: PagePart) =>
    (components?.includes(id) ?? false) || (group !== null && (groups?.includes(group) ?? false));
  return !parts.some(isChosen);
}
