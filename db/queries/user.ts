import { eq, sql } from "drizzle-orm";
import type { GlobalTx, TenantTx } from "@/db/client";
import { users } from "@/db/schema/organization";
import type { Ms } from "@/lib/domain/time";

export type UserRow = typeof users.$inferSelect;

/** `email` in lower case, as users are stored. */
export async function findUserByEmail(tx: GlobalTx | TenantTx, email: string): Promise<UserRow | null> {
  const [row] = await tx.orm.select().from(users).where(eq(users.email, email));
  return row ?? null;
}

export async function findUser(tx: GlobalTx | TenantTx, id: string): Promise<UserRow | null> {
  const [row] = await tx.orm.select().from(users).where(eq(users.id, id));
  return row ?? null;
}

/** The user with this address: the one given, or the one who was there first. Two at once get the same. */
export async function ensureUser(tx: GlobalTx | TenantTx, row: UserRow): Promise<UserRow> {
  const [user] = await tx.orm
    .insert(users)
    .values(row)
    .onConflictDoUpdate({ target: users.email, set: { email: row.email } })
    .returning();
  return user ?? row;
}

/** Remembers when somebody first proved that the address is theirs. */
export async function markEmailVerified(
  tx: GlobalTx | TenantTx,
  id: string,
  now: Ms,
): Promise<UserRow | null> {
  const [row] = await tx.orm
    .update(users)
    .set({ emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${now})` })
    .where(eq(users.id, id))
    .returning();
  return row ?? null;
}
