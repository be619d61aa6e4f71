import { and, asc, eq, gt, lt } from "drizzle-orm";
import type { GlobalTx, TenantTx } from "@/db/client";
import { memberships, organizations, sessions, users, verificationTokens } from "@/db/schema/organization";
import type { Role } from "@/lib/domain/permission";
import type { Ms } from "@/lib/domain/time";

export type SessionRow = { tokenHash: string; userId: string; expiresAt: Ms };

/** The session's user once per membership; one row with nulls when there is none. */
export type SessionMembershipRow = {
  userId: string;
  email: string;
  userName: string | null;
  expiresAt: Ms;
  organizationId: string | null;
  slug: string | null;
  organizationName: string | null;
  role: Role | null;
};

export async function insertSession(tx: GlobalTx, row: SessionRow): Promise<void> {
  await tx.orm.insert(sessions).values(row);
}

/** A live session with its user and every membership, by slug. Empty when unknown or expired. */
export function findSessionMemberships(
  tx: GlobalTx,
  tokenHash: string,
  now: Ms,
): Promise<SessionMembershipRow[]> {
  return tx.orm
    .select({
      userId: users.id,
      email: users.email,
      userName: users.name,
      expiresAt: sessions.expiresAt,
      organizationId: organizations.id,
      slug: organizations.slug,
      organizationName: organizations.name,
      role: memberships.role,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(memberships, eq(memberships.userId, users.id))
    .leftJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, now)))
    .orderBy(asc(organizations.slug));
}

export async function deleteSession(tx: GlobalTx, tokenHash: string): Promise<SessionRow | null> {
  const [row] = await tx.orm.delete(sessions).where(eq(sessions.tokenHash, tokenHash)).returning();
  return row ?? null;
}

export async function updateSessionExpiry(tx: GlobalTx, tokenHash: string, expiresAt: Ms): Promise<void> {
  await tx.orm.update(sessions).set({ expiresAt }).where(eq(sessions.tokenHash, tokenHash));
}

/** Forgets what ended before `now`, so that neither table grows with the years. */
export async function deleteExpiredSecrets(tx: GlobalTx | TenantTx, now: Ms): Promise<void> {
  await tx.orm.delete(sessions).where(lt(sessions.expiresAt, now));
  await tx.orm.delete(verificationTokens).where(lt(verificationTokens.expiresAt, now));
}

export type VerificationRow = { identifier: string; tokenHash: string; expiresAt: Ms };

export async function insertVerificationToken(tx: GlobalTx | TenantTx, row: VerificationRow): Promise<void> {
  await tx.orm.insert(verificationTokens).values(row);
}

/** Takes a one-time token away; of two at once exactly one gets the row. */
export async function takeVerificationToken(
  tx: GlobalTx,
  identifier: string,
  tokenHash: string,
): Promise<VerificationRow | null> {
  const [row] = await tx.orm
    .delete(verificationTokens)
    .where(and(eq(verificationTokens.identifier, identifier), eq(verificationTokens.tokenHash, tokenHash)))
    .returning();
  return row ?? null;
}
