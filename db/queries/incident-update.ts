import { and, asc, desc, eq } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { incidentFacts, incidentUpdateEdits, incidentUpdates } from "@/db/schema/incident";
import type { KeptFact } from "@/lib/domain/incident-fact";

export type UpdateRow = Omit<typeof incidentUpdates.$inferSelect, "organizationId">;
export type EditRow = Omit<typeof incidentUpdateEdits.$inferSelect, "organizationId">;
type FactRow = Omit<typeof incidentFacts.$inferSelect, "organizationId">;
type UpdateChange = Partial<Omit<UpdateRow, "id" | "incidentId">>;

const own = (tx: TenantTx) => eq(incidentUpdates.organizationId, tx.organizationId);

export async function insertUpdate(tx: TenantTx, row: UpdateRow): Promise<void> {
  await tx.orm.insert(incidentUpdates).values({ ...row, organizationId: tx.organizationId });
}

/** The whole thread with drafts, notes and withdrawn words, in the order in which it was written. */
export function listUpdates(tx: TenantTx, incidentId: string): Promise<UpdateRow[]> {
  return tx.orm
    .select()
    .from(incidentUpdates)
    .where(and(own(tx), eq(incidentUpdates.incidentId, incidentId)))
    .orderBy(asc(incidentUpdates.createdAt), asc(incidentUpdates.id));
}

export async function changeUpdate(tx: TenantTx, id: string, change: UpdateChange): Promise<void> {
  await tx.orm
    .update(incidentUpdates)
    .set(change)
    .where(and(own(tx), eq(incidentUpdates.id, id)));
}

export async function insertEdit(tx: TenantTx, row: EditRow): Promise<void> {
  await tx.orm.insert(incidentUpdateEdits).values({ ...row, organizationId: tx.organizationId });
}

/** What edited words of this incident were before, oldest first. */
export function listEdits(tx: TenantTx, incidentId: string): Promise<EditRow[]> {
  return tx.orm
    .select()
    .from(incidentUpdateEdits)
    .where(
      and(
        eq(incidentUpdateEdits.organizationId, tx.organizationId),
        eq(incidentUpdateEdits.incidentId, incidentId),
      ),
    )
    .orderBy(asc(incidentUpdateEdits.at), asc(incidentUpdateEdits.place));
}

/** Adds facts of one incident, in their order, after all that were added before. */
export async function insertFacts(
  tx: TenantTx,
  incidentId: string,
  rows: readonly Omit<FactRow, "place" | "incidentId">[],
): Promise<void> {
  await tx.sql`
    insert into incident_facts (organization_id, incident_id, place, id, at, recorded_at, type, actor, data)
    select ${tx.organizationId}, ${incidentId}, last.place + n.place, n.id, n.at, n.recorded_at, n.type, n.actor,
      n.data::jsonb
    from unnest(${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.at)}::bigint[],
        ${rows.map((row) => row.recordedAt)}::bigint[], ${rows.map((row) => row.type)}::text[],
        ${rows.map((row) => row.actor)}::text[], ${rows.map((row) => JSON.stringify(row.data))}::text[])
      with ordinality as n (id, at, recorded_at, type, actor, data, place)
    cross join (select coalesce(max(place), 0) as place from incident_facts
      where organization_id = ${tx.organizationId} and incident_id = ${incidentId}) as last`;
}

/** What happened, oldest first, at most `limit` of the latest. */
export async function listFacts(tx: TenantTx, incidentId: string, limit: number): Promise<KeptFact[]> {
  const rows = await tx.orm
    .select()
    .from(incidentFacts)
    .where(and(eq(incidentFacts.organizationId, tx.organizationId), eq(incidentFacts.incidentId, incidentId)))
    .orderBy(desc(incidentFacts.at), desc(incidentFacts.place))
    .limit(limit);
  // Type and data were kept together as a `NewFact`, which the two columns by themselves cannot say.
  return rows.reverse() as KeptFact[];
}
