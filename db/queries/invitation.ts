import { and, desc, eq, gt, isNotNull, isNull, lt, lte, type SQL } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { invitations } from "@/db/schema/organization";
import type { InvitationStatus } from "@/lib/domain/invitation";
import type { Ms } from "@/lib/domain/time";

export type InvitationRow = Omit<typeof invitations.$inferSelect, "organizationId">;

export async function insertInvitation(tx: TenantTx, row: InvitationRow): Promise<void> {
  await tx.orm.insert(invitations).values({ ...row, organizationId: tx.organizationId });
}

export async function findInvitation(tx: TenantTx, id: string): Promise<InvitationRow | null> {
  const [row] = await tx.orm
    .select()
    .from(invitations)
    .where(own(tx, eq(invitations.id, id)));
  return row ?? null;
}

/** Newest first; `before` is the last id of the page before. */
export function listInvitations(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  filter: { status?: InvitationStatus | undefined; now: Ms },
): Promise<InvitationRow[]> {
  return tx.orm
    .select()
    .from(invitations)
    .where(
      own(
        tx,
        page.before ? lt(invitations.id, page.before) : undefined,
        filter.status ? inStatus(filter.status, filter.now) : undefined,
      ),
    )
    .orderBy(desc(invitations.id))
    .limit(page.limit);
}

/** Marks it accepted unless it met another fate before; of two at once one gets the row. */
export function markAccepted(tx: TenantTx, id: string, now: Ms): Promise<InvitationRow | null> {
  return close(tx, { acceptedAt: now }, eq(invitations.id, id));
}

export function markRevoked(tx: TenantTx, id: string, now: Ms): Promise<InvitationRow | null> {
  return close(tx, { revokedAt: now }, eq(invitations.id, id));
}

/** Takes back what is still open for an address, expired or not, so that a new invitation replaces it. */
export function revokeOpenFor(tx: TenantTx, email: string, now: Ms): Promise<InvitationRow | null> {
  return close(tx, { revokedAt: now }, eq(invitations.email, email));
}

async function close(
  tx: TenantTx,
  fate: { acceptedAt: Ms } | { revokedAt: Ms },
  which: SQL,
): Promise<InvitationRow | null> {
  const [row] = await tx.orm
    .update(invitations)
    .set(fate)
    .where(own(tx, which, isNull(invitations.acceptedAt), isNull(invitations.revokedAt)))
    .returning();
  return row ?? null;
}

function inStatus(status: InvitationStatus, now: Ms): SQL | undefined {
  if (status === "accepted") return isNotNull(invitations.acceptedAt);
  if (status === "revoked") return isNotNull(invitations.revokedAt);
  const unmet = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));
  return and(unmet, status === "open" ? gt(invitations.expiresAt, now) : lte(invitations.expiresAt, now));
}

function own(tx: TenantTx, ...conditions: (SQL | undefined)[]): SQL | undefined {
  return and(eq(invitations.organizationId, tx.organizationId), ...conditions);
}
