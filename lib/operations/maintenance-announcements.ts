import type { TenantTx } from "@/db/client";
import { findMaintenance, readMaintenanceUpdates, readOccurrences } from "@/db/queries/maintenance";
import { maintenanceSubject } from "@/lib/domain/announcement";
import type { MaintenanceEvent, PublicFact } from "@/lib/domain/public-fact";
import type { Ms } from "@/lib/domain/time";
import { type Announcement, announcedPages } from "./announced-pages";

type MaintenanceFact = Extract<PublicFact, { type: "maintenance" }>;

/** One turn of planned work, on every page that shows a component of it. */
export async function maintenanceAnnouncements(tx: TenantTx, fact: MaintenanceFact): Promise<Announcement[]> {
  const row = await findMaintenance(tx, fact.maintenanceId);
  if (!row) return [];
  const occurrences = (await readOccurrences(tx, [row.id], 0)).get(row.id) ?? [];
  const occurrence = occurrences.find(({ key }) => key === fact.occurrenceFrom);
  const { from, to } = occurrence ?? row;
  const body = await wordsOf(tx, fact, row.body);
  return await workAnnouncements(tx, row, { event: fact.event, from, to, body });
}

/** What is said of one turn, whether or not it is written down yet. */
export function workAnnouncements(
  tx: TenantTx,
  { id, title, componentIds }: { id: string; title: string; componentIds: readonly string[] },
  { event, from, to, body }: { event: MaintenanceEvent; from: Ms; to: Ms; body: string },
): Promise<Announcement[]> {
  return announcedPages(
    tx,
    (parts) => maintenanceSubject(componentIds, parts),
    (page, parts) => ({
      template: "maintenance",
      slots: {
        ...{ page, event, body },
        maintenance: { id, title, from, to },
        components: parts.filter((part) => componentIds.includes(part.id)).map(({ name }) => name),
      },
    }),
  );
}

const announcing = new Set(["scheduled", "changed", "reminder", "started"]);

/** What people wrote for this turn, else the announcement's own words while they are still news. */
async function wordsOf(tx: TenantTx, { maintenanceId, event, updateId }: MaintenanceFact, body: string) {
  if (updateId === null) return announcing.has(event) ? body : "";
  const updates = (await readMaintenanceUpdates(tx, [maintenanceId], 0)).get(maintenanceId) ?? [];
  const said = updates.find(({ id }) => id === updateId)?.body ?? "";
  return said === "" && announcing.has(event) ? body : said;
}
