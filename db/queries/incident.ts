import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { incidentComponents, incidents, incidentUpdates } from "@/db/schema/incident";
import type { AffectedState, IncidentListInput, PublicIncident } from "@/lib/domain/incident";
import { statesByWord } from "@/lib/domain/incident-thread";
import type { Interval, Ms } from "@/lib/domain/time";
import type { UpdateRow } from "./incident-update";

export type IncidentRow = Omit<typeof incidents.$inferSelect, "organizationId">;
export type IncidentChange = Partial<Omit<IncidentRow, "id" | "createdAt" | "version" | "updatedAt">>;
type AffectedRow = { incidentId: string; id: string; name: string; state: AffectedState | null };

const own = (tx: TenantTx) => eq(incidents.organizationId, tx.organizationId);

export async function insertIncident(tx: TenantTx, row: IncidentRow): Promise<void> {
  await tx.orm.insert(incidents).values({ ...row, organizationId: tx.organizationId });
}

export async function findIncident(tx: TenantTx, id: string): Promise<IncidentRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(incidents)
    .where(and(own(tx), eq(incidents.id, id)));
  return row;
}

/** The row, locked until the transaction ends, so that two writers of one incident take turns. */
export async function lockIncident(tx: TenantTx, id: string): Promise<IncidentRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(incidents)
    .where(and(own(tx), eq(incidents.id, id)))
    .for("update");
  return row;
}

/** Newest start first; asks for one row more than `limit`. */
export function listIncidents(
  tx: TenantTx,
  page: { limit: number; before: readonly [Ms, string] | null },
  filter: Pick<IncidentListInput, "q" | "status" | "impact" | "component" | "draft" | "archived">,
): Promise<IncidentRow[]> {
  const { before } = page;
  return tx.orm
    .select()
    .from(incidents)
    .where(
      and(
        own(tx),
        before ? sql`(${incidents.startedAt}, ${incidents.id}) < (${before[0]}, ${before[1]})` : undefined,
        filter.archived ? isNotNull(incidents.archivedAt) : isNull(incidents.archivedAt),
        filter.draft === undefined
          ? undefined
          : filter.draft
            ? isNull(incidents.publishedAt)
            : isNotNull(incidents.publishedAt),
        statusIs(filter.status),
        filter.impact ? eq(incidents.impact, filter.impact) : undefined,
        filter.component ? speaksOf(filter.component) : undefined,
        filter.q ? matches(filter.q) : undefined,
      ),
    )
    .orderBy(desc(incidents.startedAt), desc(incidents.id))
    .limit(page.limit + 1);
}

/** `open`: published, not over, not told by another incident. */
function statusIs(status: IncidentListInput["status"]): SQL | undefined {
  if (status === undefined) return undefined;
  if (status !== "open") return eq(incidents.status, status);
  return and(isNotNull(incidents.publishedAt), isNull(incidents.resolvedAt), isNull(incidents.mergedInto));
}

function speaksOf(componentId: string): SQL {
  return sql`exists (select from ${incidentComponents} where ${incidentComponents.organizationId} = ${incidents.organizationId}
    and ${incidentComponents.incidentId} = ${incidents.id} and ${incidentComponents.componentId} = ${componentId})`;
}

function matches(q: string): SQL | undefined {
  const pattern = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    sql`${incidents.title} ilike ${pattern}`,
    sql`exists (select from ${incidentUpdates} where ${incidentUpdates.organizationId} = ${incidents.organizationId}
      and ${incidentUpdates.incidentId} = ${incidents.id} and ${incidentUpdates.body} ilike ${pattern})`,
  );
}

export async function updateIncident(
  tx: TenantTx,
  row: IncidentRow,
  change: IncidentChange,
  now: Ms,
): Promise<IncidentRow> {
  const [after] = await tx.orm
    .update(incidents)
    .set({ ...change, updatedAt: now, version: row.version + 1 })
    .where(and(own(tx), eq(incidents.id, row.id)))
    .returning();
  return after ?? row;
}

/** What incidents say of components now, in the organization's order of components. */
export function listAffected(tx: TenantTx, incidentIds: readonly string[]): Promise<AffectedRow[]> {
  if (incidentIds.length === 0) return Promise.resolve([]);
  return tx.sql<AffectedRow[]>`
    select incident_id, component_id as id, name, state from incident_components
    join components on components.organization_id = ${tx.organizationId} and components.id = component_id
    where incident_components.organization_id = ${tx.organizationId}
      and incident_id = any(${[...incidentIds]}::text[])
    order by components.position, components.id`;
}

/** Makes the incident's standing equal `standing`. */
export async function replaceAffected(
  tx: TenantTx,
  incidentId: string,
  standing: ReadonlyMap<string, AffectedState | null>,
): Promise<void> {
  const affected = and(
    eq(incidentComponents.organizationId, tx.organizationId),
    eq(incidentComponents.incidentId, incidentId),
  );
  await tx.orm.delete(incidentComponents).where(affected);
  if (standing.size === 0) return;
  const { organizationId } = tx;
  const rows = [...standing].map(([componentId, state]) => ({
    organizationId,
    incidentId,
    componentId,
    state,
  }));
  await tx.orm.insert(incidentComponents).values(rows);
}

/** Most incidents that a publication shows, and most that one month of the archive does. */
const shownMax = 500;
const monthMax = 1_000;

/**
 * All published incidents that are open or ended since `since`, with their public words and the states of their
 * components word by word; newest start first. Merged and archived ones are told by others, or by nobody. Of very many
 * only the newest: none that began at `wholeFrom` or later is missing.
 */
export async function incidentsForPages(
  tx: TenantTx,
  { since }: { since: Ms },
): Promise<{ incidents: PublicIncident[]; wholeFrom: Ms }> {
  const isRecent = or(isNull(incidents.resolvedAt), gte(incidents.resolvedAt, since));
  const rows = await listTold(tx, isRecent, shownMax);
  const oldest = rows.at(-1);
  const wholeFrom = oldest && rows.length === shownMax ? oldest.startedAt + 1 : since;
  return { incidents: await withWords(tx, rows), wholeFrom };
}

/** The same of those that began within a window, whenever that was. */
export async function incidentsBegunWithin(tx: TenantTx, { from, to }: Interval): Promise<PublicIncident[]> {
  const began = and(gte(incidents.startedAt, from), lt(incidents.startedAt, to));
  return withWords(tx, await listTold(tx, began, monthMax));
}

function listTold(tx: TenantTx, which: SQL | undefined, limit: number): Promise<IncidentRow[]> {
  return tx.orm
    .select()
    .from(incidents)
    .where(
      and(
        own(tx),
        isNotNull(incidents.publishedAt),
        isNull(incidents.mergedInto),
        isNull(incidents.archivedAt),
        which,
      ),
    )
    .orderBy(desc(incidents.startedAt), desc(incidents.id))
    .limit(limit);
}

async function withWords(tx: TenantTx, rows: readonly IncidentRow[]): Promise<PublicIncident[]> {
  const ids = rows.map((row) => row.id);
  const [updates, affected] = await Promise.all([publicUpdates(tx, ids), listAffected(tx, ids)]);
  const updatesOf = Map.groupBy(updates, (update) => update.incidentId);
  const affectedOf = Map.groupBy(affected, (each) => each.incidentId);
  return rows.flatMap((row) => {
    const said = updatesOf.get(row.id) ?? [];
    return said.length === 0 ? [] : [publicIncident(row, said, affectedOf.get(row.id) ?? [])];
  });
}

/** One incident as the public reads it, merged or not; null while it is a draft or once it is archived. */
export async function findPublicIncident(tx: TenantTx, id: string): Promise<PublicIncident | null> {
  const row = await findIncident(tx, id);
  if (!row || row.publishedAt === null || row.archivedAt !== null) return null;
  const updates = await publicUpdates(tx, [id]);
  return updates.length === 0 ? null : publicIncident(row, updates, await listAffected(tx, [id]));
}

async function publicUpdates(tx: TenantTx, incidentIds: readonly string[]): Promise<UpdateRow[]> {
  if (incidentIds.length === 0) return [];
  return tx.orm
    .select()
    .from(incidentUpdates)
    .where(
      and(
        eq(incidentUpdates.organizationId, tx.organizationId),
        inArray(incidentUpdates.incidentId, [...incidentIds]),
        isNotNull(incidentUpdates.publishedAt),
        isNull(incidentUpdates.withdrawnAt),
      ),
    )
    .orderBy(asc(incidentUpdates.publishedAt), asc(incidentUpdates.id));
}

function publicIncident(
  row: IncidentRow,
  updates: readonly UpdateRow[],
  affected: readonly AffectedRow[],
): PublicIncident {
  const { id, title, status, impact, startedAt, resolvedAt, updatedAt } = row;
  const words = updates.map((update) => ({ ...update, at: update.publishedAt ?? update.createdAt }));
  const { publicPostmortem: postmortem, postmortemPublishedAt } = row;
  return {
    ...{ id, title, status, impact, startedAt, resolvedAt, updatedAt },
    publishedAt: row.publishedAt ?? row.createdAt,
    components: affected.map(({ id, state }) => ({ id, state })),
    updates: statesByWord(words).map(({ word, changes, states }) => ({
      id: word.id,
      status: word.status,
      body: word.body,
      ...{ changes, states },
      at: word.at,
      editedAt: word.editedAt,
      nextUpdateAt: word.nextUpdateAt,
      notify: word.notify,
    })),
    postmortem:
      postmortem === null || postmortemPublishedAt === null
        ? null
        : { body: postmortem, publishedAt: postmortemPublishedAt },
  };
}
