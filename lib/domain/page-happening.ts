import type { PublicIncident } from "./incident";
import type { PublicMaintenance } from "./maintenance";
import { dayMs, type Ms } from "./time";
import { localDate } from "./zone";

/** One occurrence of planned work as a page tells it; what was announced part by part is the contracts' matter. */
export type PageMaintenance = Omit<PublicMaintenance, "parts">;

/** How long before its start planned work stands on the page (UI.md). */
const plannedMs = 7 * dayMs;
/** How many days of past incidents stand on the page itself; older ones are in the history. */
export const pastDays = 14;

export function isOpen({ resolvedAt }: Pick<PublicIncident, "resolvedAt">): boolean {
  return resolvedAt === null;
}

/** What an incident or a maintenance tells of the page's components; null when it is about others only. */
function onPage<T extends { id: string }>(all: readonly T[], shown: ReadonlySet<string>): T[] | null {
  if (all.length === 0) return [];
  const own = all.filter(({ id }) => shown.has(id));
  return own.length > 0 ? own : null;
}

/** The page's incidents, newest start first, none of them naming what the page does not show. */
export function incidentsOf(all: readonly PublicIncident[], shown: ReadonlySet<string>): PublicIncident[] {
  return all
    .flatMap((incident) => {
      const components = onPage(incident.components, shown);
      if (components === null) return [];
      const updates = incident.updates.map((word) => ({
        ...word,
        changes: word.changes.filter(({ id }) => shown.has(id)),
      }));
      return [{ ...incident, components, updates }];
    })
    .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
}

/** The page's planned work, in time order. */
export function maintenancesOf(
  all: readonly PageMaintenance[],
  shown: ReadonlySet<string>,
): PageMaintenance[] {
  return all
    .flatMap((maintenance) => {
      const own = onPage(
        maintenance.componentIds.map((id) => ({ id })),
        shown,
      );
      return own === null ? [] : [{ ...maintenance, componentIds: own.map(({ id }) => id) }];
    })
    .sort((a, b) => a.from - b.from || a.occurrenceFrom - b.occurrenceFrom);
}

export function isRunning({ status }: Pick<PageMaintenance, "status">): boolean {
  return status === "in_progress" || status === "verifying";
}

/** Running, or about to start within a week. */
export function isPlanned(maintenance: PageMaintenance, now: Ms): boolean {
  if (isRunning(maintenance)) return true;
  return maintenance.status === "scheduled" && maintenance.from <= now + plannedMs && maintenance.to > now;
}

/** Whether work goes on after its planned end. */
export function isOverrun(maintenance: PageMaintenance, now: Ms): boolean {
  return isRunning(maintenance) && maintenance.to < now;
}

/** Names one occurrence: the maintenance itself where it happens once. */
export function occurrenceId({ maintenanceId, occurrenceFrom, rrule }: PageMaintenance): string {
  return rrule === null ? maintenanceId : `${maintenanceId}_${occurrenceFrom}`;
}

const weights = { none: 0, minor: 1, major: 2, critical: 3 } as const;

/** Of open incidents the gravest, then the oldest: what a page's one sentence is about. */
export function gravest(open: readonly PublicIncident[]): PublicIncident | null {
  return (
    open.toSorted((a, b) => weights[b.impact] - weights[a.impact] || a.startedAt - b.startedAt)[0] ?? null
  );
}

/** Those that began on the same local day, newest day first. */
export function byLocalDay<T>(all: readonly T[], at: (each: T) => Ms, zone: string): [date: string, T[]][] {
  const days = Map.groupBy(all, (each) => localDate(at(each), zone));
  return [...days].sort(([a], [b]) => (a < b ? 1 : -1));
}
