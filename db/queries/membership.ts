import { and, asc, count, eq, gt, ilike, not, or, type SQL, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { memberships, users } from "@/db/schema/organization";
import type { Member } from "@/lib/domain/member";
import type { Role } from "@/lib/domain/permission";
import type { Ms } from "@/lib/domain/time";

/** False when the user belonged to the organization already; their role stays what it was. */
export async function insertMembership(
  tx: TenantTx,
  row: { userId: string; role: Role; createdAt: Ms },
): Promise<boolean> {
  const made = await tx.orm
    .insert(memberships)
    .values({ ...row, organizationId: tx.organizationId })
    .onConflictDoNothing()
    .returning();
  return made.length > 0;
}

export async function findMember(tx: TenantTx, userId: string): Promise<Member | null> {
  const [row] = await members(tx, eq(memberships.userId, userId));
  return row ?? null;
}

/** By address; `after` is the last address of the page before, `q` a part of address or name. */
export function listMembers(
  tx: TenantTx,
  page: { limit: number; after: string | null },
  filter: { role?: Role | undefined; q?: string | undefined },
): Promise<Member[]> {
  const part = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  return members(
    tx,
    page.after === null ? undefined : gt(users.email, page.after),
    filter.role ? eq(memberships.role, filter.role) : undefined,
    part ? or(ilike(users.email, part), ilike(users.name, part)) : undefined,
  )
    .orderBy(asc(users.email))
    .limit(page.limit);
}

/** Addresses of the members who belong to no other organization. */
export async function ownMemberEmails(tx: TenantTx): Promise<string[]> {
  const elsewhere = sql`exists (select from memberships other
    where other.user_id = ${users.id} and other.organization_id <> ${tx.organizationId})`;
  const rows = await members(tx, not(elsewhere));
  return rows.map((row) => row.email);
}

export async function countOwners(tx: TenantTx): Promise<number> {
  const [row] = await tx.orm
    .select({ owners: count() })
    .from(memberships)
    .where(own(tx, eq(memberships.role, "owner")));
  return row?.owners ?? 0;
}

export async function updateRole(tx: TenantTx, userId: string, role: Role): Promise<void> {
  await tx.orm
    .update(memberships)
    .set({ role, version: sql`${memberships.version} + 1` })
    .where(own(tx, eq(memberships.userId, userId)));
}

export async function deleteMembership(tx: TenantTx, userId: string): Promise<void> {
  await tx.orm.delete(memberships).where(own(tx, eq(memberships.userId, userId)));
}

function members(tx: TenantTx, ...conditions: (SQL | undefined)[]) {
  return tx.orm
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: memberships.role,
      joinedAt: memberships.createdAt,
      version: memberships.version,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(own(tx, ...conditions))
    .$dynamic();
}

function own(tx: TenantTx, ...conditions: (SQL | undefined)[]): SQL | undefined {
  return and(eq(memberships.organizationId, tx.organizationId), ...conditions);
}
