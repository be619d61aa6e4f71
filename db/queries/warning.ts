import { and, desc, eq, inArray, like, lt } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import type { StatementRow } from "@/db/queries/statement";
import { warningDrafts } from "@/db/schema/contact";
import type { WarningState } from "@/lib/domain/contact";

export type WarningRow = Omit<typeof warningDrafts.$inferSelect, "organizationId">;

export type Reached = { statementId: string; customerId: string; componentId: string; componentName: string };

/**
 * Which running statements of live customers stand on these components or on anything made of them at an instant, and
 * on which of them; at most 500 statements.
 */
export function statementsOver(
  tx: TenantTx,
  componentIds: readonly string[],
  at: number,
): Promise<Reached[]> {
  return tx.sql<Reached[]>`
    with recursive made_of (root, id) as (
      select unnest(${[...componentIds]}::text[]), unnest(${[...componentIds]}::text[])
      union
      select m.root, c.id from components c join made_of m on c.composition -> 'of' @> to_jsonb(m.id)
      where c.organization_id = ${tx.organizationId}),
    reached as (
      select s.id, s.customer_id from statements s
      join customers u on u.organization_id = s.organization_id and u.id = s.customer_id and u.archived_at is null
      where s.organization_id = ${tx.organizationId} and s.closed_at is null and s.revision = 0
        and s.period_from <= ${at} and s.period_to > ${at}
        and exists (select from commitment_terms t
          cross join lateral jsonb_array_elements(t.terms -> 'components' -> 'members') member
          where t.organization_id = s.organization_id and t.commitment_id = s.commitment_id
            and member ->> 'component' in (select id from made_of))
      order by s.customer_id, s.id limit 500)
    select distinct s.id as statement_id, s.customer_id, m.root as component_id, c.name as component_name
    from reached r join statements s on s.organization_id = ${tx.organizationId} and s.id = r.id
    join commitment_terms t on t.organization_id = s.organization_id and t.commitment_id = s.commitment_id
    cross join lateral jsonb_array_elements(t.terms -> 'components' -> 'members') member
    join made_of m on m.id = member ->> 'component'
    join components c on c.organization_id = s.organization_id and c.id = m.root
    order by s.customer_id, s.id, c.name`;
}

/** Every first statement of a month of these customers, in their order. */
export function statementsOfMonth(
  tx: TenantTx,
  month: string,
  customerIds: readonly string[],
): Promise<StatementRow[]> {
  return tx.sql<StatementRow[]>`
    select s.* from statements s
    where s.organization_id = ${tx.organizationId} and s.month = ${month}
      and s.customer_id = any(${[...customerIds]}::text[])
      and not exists (select from statements r where r.organization_id = s.organization_id and r.restates = s.id)
    order by s.customer_id, s.period_from, s.id limit 1000`;
}

const own = (tx: TenantTx) => eq(warningDrafts.organizationId, tx.organizationId);

/** False when this fact waits, or was decided, for the customer already. */
export async function insertWarning(tx: TenantTx, row: WarningRow): Promise<boolean> {
  const made = await tx.orm
    .insert(warningDrafts)
    .values({ ...row, organizationId: tx.organizationId })
    .onConflictDoNothing()
    .returning({ id: warningDrafts.id });
  return made.length === 1;
}

export async function lockWarning(tx: TenantTx, id: string): Promise<WarningRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(warningDrafts)
    .where(and(own(tx), eq(warningDrafts.id, id)))
    .for("update");
  return row;
}

export async function findWarning(tx: TenantTx, id: string): Promise<WarningRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(warningDrafts)
    .where(and(own(tx), eq(warningDrafts.id, id)));
  return row;
}

/** Newest first; asks for one row more than `limit`. */
export function listWarnings(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  filter: { state?: WarningState | undefined; customerId?: string | undefined },
): Promise<WarningRow[]> {
  return tx.orm
    .select()
    .from(warningDrafts)
    .where(
      and(
        own(tx),
        filter.state ? eq(warningDrafts.state, filter.state) : undefined,
        filter.customerId ? eq(warningDrafts.customerId, filter.customerId) : undefined,
        page.before === null ? undefined : lt(warningDrafts.id, page.before),
      ),
    )
    .orderBy(desc(warningDrafts.id))
    .limit(page.limit + 1);
}

export async function decideWarnings(
  tx: TenantTx,
  ids: readonly string[],
  decided: { state: WarningState; decidedAt: number; decidedBy: string },
): Promise<void> {
  await tx.orm
    .update(warningDrafts)
    .set(decided)
    .where(and(own(tx), inArray(warningDrafts.id, [...ids]), eq(warningDrafts.state, "waiting")));
}

/** Beginnings of a group that still wait when it is over: nobody needs to hear of them any more. */
export async function outdateWarnings(
  tx: TenantTx,
  group: { groupId: string; customerId: string },
  now: number,
): Promise<void> {
  await tx.orm
    .update(warningDrafts)
    .set({ state: "outdated", decidedAt: now })
    .where(
      and(
        own(tx),
        eq(warningDrafts.customerId, group.customerId),
        like(warningDrafts.factId, `customer_warning:${group.groupId}:%:opened`),
        eq(warningDrafts.state, "waiting"),
      ),
    );
}
