import { and, asc, eq, gt, ilike, inArray, isNotNull, isNull, or } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { customers } from "@/db/schema/customer";
import type { Ms } from "@/lib/domain/time";

export type CustomerRow = Omit<typeof customers.$inferSelect, "organizationId">;
export type CustomerChange = Partial<Omit<CustomerRow, "id" | "createdAt" | "version" | "updatedAt">>;

const own = (tx: TenantTx) => eq(customers.organizationId, tx.organizationId);

export async function insertCustomer(tx: TenantTx, row: CustomerRow): Promise<void> {
  await tx.orm.insert(customers).values({ ...row, organizationId: tx.organizationId });
}

export async function findCustomer(tx: TenantTx, id: string): Promise<CustomerRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(customers)
    .where(and(own(tx), eq(customers.id, id)));
  return row;
}

/** The row, locked until the transaction ends. */
export async function lockCustomer(tx: TenantTx, id: string): Promise<CustomerRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(customers)
    .where(and(own(tx), eq(customers.id, id)))
    .for("update");
  return row;
}

/** The live customer with this number in the accounts, or none. */
export async function findByExternalId(tx: TenantTx, externalId: string): Promise<CustomerRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(customers)
    .where(and(own(tx), eq(customers.externalId, externalId), isNull(customers.archivedAt)));
  return row;
}

/** The live customers there are to choose from, by name; at most `limit`. */
export function listCustomerChoices(tx: TenantTx, limit: number): Promise<{ id: string; name: string }[]> {
  return tx.orm
    .select({ id: customers.id, name: customers.name })
    .from(customers)
    .where(and(own(tx), isNull(customers.archivedAt)))
    .orderBy(asc(customers.name), asc(customers.id))
    .limit(limit);
}

/** By age; asks for one row more than `limit`. */
export function listCustomers(
  tx: TenantTx,
  page: { limit: number; after: string | null },
  filter: { q?: string | undefined; archived: boolean },
): Promise<CustomerRow[]> {
  const pattern = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  return tx.orm
    .select()
    .from(customers)
    .where(
      and(
        own(tx),
        filter.archived ? isNotNull(customers.archivedAt) : isNull(customers.archivedAt),
        pattern ? or(ilike(customers.name, pattern), ilike(customers.externalId, pattern)) : undefined,
        page.after ? gt(customers.id, page.after) : undefined,
      ),
    )
    .orderBy(asc(customers.id))
    .limit(page.limit + 1);
}

export async function updateCustomer(
  tx: TenantTx,
  row: CustomerRow,
  change: CustomerChange,
  now: number,
): Promise<CustomerRow> {
  const [after] = await tx.orm
    .update(customers)
    .set({ ...change, updatedAt: now, version: row.version + 1 })
    .where(and(own(tx), eq(customers.id, row.id)))
    .returning();
  return after ?? row;
}

/** How much hangs on a customer: agreements in all and in force, ended periods not closed, credits not settled. */
export type CustomerTies = {
  id: string;
  contracts: number;
  running: number;
  waiting: number;
  openCredits: number;
};

export function countTies(tx: TenantTx, ids: readonly string[], now: Ms): Promise<CustomerTies[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return tx.sql<CustomerTies[]>`
    select c.id,
      (select count(*)::int from contracts k
        where k.organization_id = c.organization_id and k.customer_id = c.id) as contracts,
      (select count(*)::int from contracts k where k.organization_id = c.organization_id and k.customer_id = c.id
        and k.starts_at <= ${now} and (k.ends_at is null or k.ends_at > ${now})) as running,
      (select count(*)::int from statements s where s.organization_id = c.organization_id and s.customer_id = c.id
        and s.closed_at is null and s.period_to <= ${now}) as waiting,
      (select count(*)::int from credits d where d.organization_id = c.organization_id and d.customer_id = c.id
        and d.status in ('eligible', 'claimed', 'approved')) as open_credits
    from customers c where c.organization_id = ${tx.organizationId} and c.id = any(${[...ids]}::text[])`;
}

export function nameCustomers(tx: TenantTx, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return tx.orm
    .select({ id: customers.id, name: customers.name })
    .from(customers)
    .where(and(own(tx), inArray(customers.id, [...ids])));
}

/** Customers by id, archived ones too. */
export async function findCustomers(tx: TenantTx, ids: readonly string[]): Promise<CustomerRow[]> {
  if (ids.length === 0) return [];
  return tx.sql<CustomerRow[]>`select * from customers
    where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[])`;
}
