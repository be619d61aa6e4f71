import { and, asc, count, eq, ilike, inArray, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { actionItems, incidents } from "@/db/schema/incident";
import { memberships, users } from "@/db/schema/organization";
import type { ActionListInput, ActionView } from "@/lib/domain/postmortem";
import type { Ms } from "@/lib/domain/time";

export type ActionRow = Omit<typeof actionItems.$inferSelect, "organizationId">;

const own = (tx: TenantTx) => eq(actionItems.organizationId, tx.organizationId);

export async function insertAction(tx: TenantTx, row: ActionRow): Promise<void> {
  await tx.orm.insert(actionItems).values({ ...row, organizationId: tx.organizationId });
}

export async function lockAction(tx: TenantTx, id: string): Promise<ActionRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(actionItems)
    .where(and(own(tx), eq(actionItems.id, id)))
    .for("update");
  return row;
}

export async function updateAction(
  tx: TenantTx,
  row: ActionRow,
  change: Partial<ActionRow>,
  now: Ms,
): Promise<void> {
  await tx.orm
    .update(actionItems)
    .set({ ...change, updatedAt: now, version: row.version + 1 })
    .where(and(own(tx), eq(actionItems.id, row.id)));
}

export async function countActions(tx: TenantTx, incidentId: string): Promise<number> {
  const [row] = await tx.orm
    .select({ total: count() })
    .from(actionItems)
    .where(and(own(tx), eq(actionItems.incidentId, incidentId), isNull(actionItems.archivedAt)));
  return row?.total ?? 0;
}

/** How many actions are open, and how many of them were due before `today`. */
export async function countOpenActions(
  tx: TenantTx,
  today: string,
): Promise<{ open: number; overdue: number }> {
  const [row] = await tx.orm
    .select({
      open: count(),
      overdue: count(sql`case when ${actionItems.dueOn} < ${today} then 1 end`),
    })
    .from(actionItems)
    .where(and(own(tx), isNull(actionItems.archivedAt), isNull(actionItems.doneAt)));
  return row ?? { open: 0, overdue: 0 };
}

/** No due date comes after every date. */
const never = "9999-12-31";
const due = sql<string>`coalesce(${actionItems.dueOn}, ${never})`;

/** With its incident's title and its owner's name. */
function actions(tx: TenantTx) {
  return tx.orm
    .select({
      id: actionItems.id,
      incidentId: actionItems.incidentId,
      incidentTitle: incidents.title,
      title: actionItems.title,
      ownerId: actionItems.ownerId,
      ownerName: sql<string | null>`coalesce(${users.name}, ${users.email})`,
      dueOn: actionItems.dueOn,
      doneAt: actionItems.doneAt,
      createdAt: actionItems.createdAt,
      updatedAt: actionItems.updatedAt,
      archivedAt: actionItems.archivedAt,
      version: actionItems.version,
    })
    .from(actionItems)
    .innerJoin(
      incidents,
      and(eq(incidents.organizationId, actionItems.organizationId), eq(incidents.id, actionItems.incidentId)),
    )
    .leftJoin(
      memberships,
      and(
        eq(memberships.organizationId, actionItems.organizationId),
        eq(memberships.userId, actionItems.ownerId),
      ),
    )
    .leftJoin(users, eq(users.id, memberships.userId));
}

/** Soonest due first; asks for one row more than `limit`. */
export function listActions(
  tx: TenantTx,
  page: { limit: number; after: readonly [string, string] | null },
  filter: Pick<ActionListInput, "q" | "incident_id" | "owner_id" | "overdue" | "done">,
  today: string,
): Promise<ActionView[]> {
  const pattern = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  const { after } = page;
  return actions(tx)
    .where(
      and(
        own(tx),
        isNull(actionItems.archivedAt),
        filter.done ? isNotNull(actionItems.doneAt) : isNull(actionItems.doneAt),
        filter.incident_id ? eq(actionItems.incidentId, filter.incident_id) : undefined,
        filter.owner_id ? eq(actionItems.ownerId, filter.owner_id) : undefined,
        filter.overdue ? lt(actionItems.dueOn, today) : undefined,
        pattern ? or(ilike(actionItems.title, pattern), ilike(incidents.title, pattern)) : undefined,
        after ? sql`(${due}, ${actionItems.id}) > (${after[0]}, ${after[1]})` : undefined,
      ),
    )
    .orderBy(asc(due), asc(actionItems.id))
    .limit(page.limit + 1);
}

/** One incident's actions, done ones last. */
export function listActionsOf(tx: TenantTx, incidentId: string): Promise<ActionView[]> {
  return actions(tx)
    .where(and(own(tx), eq(actionItems.incidentId, incidentId), isNull(actionItems.archivedAt)))
    .orderBy(sql`${actionItems.doneAt} is not null`, asc(due), asc(actionItems.id));
}

export async function findAction(tx: TenantTx, id: string): Promise<ActionView | undefined> {
  const [row] = await actions(tx).where(and(own(tx), eq(actionItems.id, id)));
  return row;
}

/** The sort key of a row in {@link listActions}. */
export const dueKey = ({ dueOn, id }: ActionView) => [dueOn ?? never, id] as const;

export type OverdueAction = {
  id: string;
  title: string;
  incidentId: string;
  incident: string;
  email: string;
  dueOn: string;
};

/** Open actions due before `today` whose owners were not reminded since `remindedBefore`, longest overdue first. */
export function listOverdue(
  tx: TenantTx,
  today: string,
  remindedBefore: Ms,
  limit: number,
): Promise<OverdueAction[]> {
  return tx.sql<OverdueAction[]>`
    select a.id, a.title, a.incident_id, i.title as incident, u.email, a.due_on from action_items a
    join incidents i on i.organization_id = a.organization_id and i.id = a.incident_id
    join memberships m on m.organization_id = a.organization_id and m.user_id = a.owner_id
    join users u on u.id = m.user_id
    where a.organization_id = ${tx.organizationId} and a.done_at is null and a.archived_at is null
      and a.due_on < ${today} and (a.reminded_at is null or a.reminded_at < ${remindedBefore})
    order by a.due_on, a.id limit ${limit}`;
}

export async function markReminded(tx: TenantTx, ids: readonly string[], now: Ms): Promise<void> {
  if (ids.length === 0) return;
  await tx.orm
    .update(actionItems)
    .set({ remindedAt: now })
    .where(and(own(tx), inArray(actionItems.id, [...ids])));
}
