import { and, asc, count, eq, ilike, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { components } from "@/db/schema/component";

export type ComponentRow = Omit<typeof components.$inferSelect, "organizationId">;
export type ComponentChange = Partial<Omit<ComponentRow, "id" | "createdAt" | "version" | "updatedAt">>;
export type ComponentFilter = { q?: string | undefined; group?: string | undefined; archived: boolean };

/** Where the page before ended. */
export type ComponentPlace = { position: number; id: string };

const own = (tx: TenantTx) => eq(components.organizationId, tx.organizationId);

export async function insertComponent(tx: TenantTx, row: ComponentRow): Promise<void> {
  await tx.orm.insert(components).values({ ...row, organizationId: tx.organizationId });
}

export async function findComponent(tx: TenantTx, id: string): Promise<ComponentRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(components)
    .where(and(own(tx), eq(components.id, id)));
  return row;
}

/** The row, locked until the transaction ends, so that two writers of one component take turns. */
export async function lockComponent(tx: TenantTx, id: string): Promise<ComponentRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(components)
    .where(and(own(tx), eq(components.id, id)))
    .for("update");
  return row;
}

/** The live components there are to choose from, in the order people gave; at most `limit`. */
export function listComponentChoices(
  tx: TenantTx,
  limit: number,
): Promise<{ id: string; name: string; group: string | null }[]> {
  return tx.orm
    .select({ id: components.id, name: components.name, group: components.groupName })
    .from(components)
    .where(and(own(tx), isNull(components.archivedAt)))
    .orderBy(asc(components.position), asc(components.id))
    .limit(limit);
}

/** One page in the order people gave: position, then age. Asks for one row more than `limit`, to know of a next page. */
export function listComponents(
  tx: TenantTx,
  page: { limit: number; after: ComponentPlace | null },
  filter: ComponentFilter,
): Promise<ComponentRow[]> {
  const { after } = page;
  const conditions: (SQL | undefined)[] = [
    own(tx),
    filter.archived ? isNotNull(components.archivedAt) : isNull(components.archivedAt),
    filter.group === undefined ? undefined : eq(components.groupName, filter.group),
    filter.q ? matches(filter.q) : undefined,
    after ? sql`(${components.position}, ${components.id}) > (${after.position}, ${after.id})` : undefined,
  ];
  return tx.orm
    .select()
    .from(components)
    .where(and(...conditions))
    .orderBy(asc(components.position), asc(components.id))
    .limit(page.limit + 1);
}

function matches(q: string): SQL | undefined {
  const pattern = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return or(ilike(components.name, pattern), ilike(components.description, pattern));
}

/** The ids among `ids` that exist and are not archived. */
export async function liveComponentIds(tx: TenantTx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.orm
    .select({ id: components.id })
    .from(components)
    .where(and(own(tx), inArray(components.id, [...ids]), isNull(components.archivedAt)));
  return new Set(rows.map((row) => row.id));
}

/** Who is made of whom, over all components that are not archived. */
export function listCompositions(tx: TenantTx): Promise<Pick<ComponentRow, "id" | "name" | "composition">[]> {
  return tx.orm
    .select({ id: components.id, name: components.name, composition: components.composition })
    .from(components)
    .where(and(own(tx), isNotNull(components.composition), isNull(components.archivedAt)));
}

/** Compositions of one organization are changed one at a time, or two changes could close a cycle between them. */
export async function lockCompositions(tx: TenantTx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`compositions:${tx.organizationId}`}, 0))`;
}

/** Writes the changes and the next version; the caller holds the row's lock. */
export async function updateComponent(
  tx: TenantTx,
  id: string,
  change: ComponentChange,
  now: number,
): Promise<ComponentRow | undefined> {
  const [row] = await tx.orm
    .update(components)
    .set({ ...change, updatedAt: now, version: sql`${components.version} + 1` })
    .where(and(own(tx), eq(components.id, id)))
    .returning();
  return row;
}

/** How many components are not archived. */
export async function countComponents(tx: TenantTx): Promise<number> {
  const [row] = await tx.orm
    .select({ total: count() })
    .from(components)
    .where(and(own(tx), isNull(components.archivedAt)));
  return row?.total ?? 0;
}

/** Names by id, archived components too. */
export async function componentNames(tx: TenantTx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.sql<{ id: string; name: string }[]>`select id, name from components
    where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Names of these components in the organization's order. */
export async function listComponentNames(tx: TenantTx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx.orm
    .select({ name: components.name })
    .from(components)
    .where(and(own(tx), inArray(components.id, [...ids])))
    .orderBy(asc(components.position), asc(components.id));
  return rows.map((row) => row.name);
}
