import { inGlobal, inTenant, type TenantTx } from "@/db/client";
import {
  findInvitation,
  type InvitationRow,
  insertInvitation,
  listInvitations as listInvitationRows,
  markAccepted,
  markRevoked,
  revokeOpenFor,
} from "@/db/queries/invitation";
import { findToken, insertToken } from "@/db/queries/lookup";
import { findMember, insertMembership } from "@/db/queries/membership";
import { ownOrganization } from "@/db/queries/organization";
import { ensureUser, findUser, findUserByEmail } from "@/db/queries/user";
import { memberScope, systemScope } from "@/lib/auth/scope";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, assert, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import {
  type CreateInvitationInput,
  checkOpen,
  type Invitation,
  invitationLifeMs,
  invitationLimit,
  invitationStatus,
  type ListInvitationsInput,
} from "@/lib/domain/invitation";
import { checkMayGiveRole } from "@/lib/domain/member";
import type { Locale } from "@/lib/domain/page";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { hashToken, newToken } from "@/lib/secret";
import { notify } from "./notices";
import { spendToken } from "./rate-limits";
import { audit, newId } from "./record";

/** Invites an address and mails the link; an invitation still open for it is replaced. */
export async function createInvitation(
  scope: TenantScope,
  input: CreateInvitationInput,
  now: Ms,
): Promise<Invitation> {
  permit(scope, "admin");
  checkMayGiveRole(scope, input.role);
  const token = newToken("");
  const row = newInvitation(scope, input, token, now);
  await inTenant(scope, async (tx) => {
    await refuseMember(tx, input.email);
    await spendInvitation(tx, input.email, now);
    await revokeOpenFor(tx, input.email, now);
    await insertInvitation(tx, row);
    await insertToken(tx, "invitation", row.tokenHash, row.id);
    await mailInvitation(tx, scope, { row, token, locale: input.locale ?? "en" }, now);
    const act = { action: "invitation.create", objectType: "invitation", objectId: row.id };
    await audit(tx, scope, { ...act, after: { email: row.email, role: row.role } }, now);
  });
  return invitationView(row, now);
}

function newInvitation(
  scope: TenantScope,
  { email, role }: CreateInvitationInput,
  token: string,
  now: Ms,
): InvitationRow {
  return {
    id: newId("invitation", now),
    email,
    role,
    tokenHash: hashToken(token),
    invitedBy: actorText(scope.actor),
    createdAt: now,
    expiresAt: now + invitationLifeMs,
    acceptedAt: null,
    revokedAt: null,
  };
}

/** An address that does not answer is not written to without end. Throws `limit`. */
async function spendInvitation(tx: TenantTx, email: string, now: Ms): Promise<void> {
  const bucket = { name: `invitation:${hashToken(email.toLowerCase())}`, ...invitationLimit };
  const refusal = (minutes: number) =>
    `${email} was invited several times lately. Try again in ${minutes} min.`;
  await spendToken(tx, bucket, refusal, now);
}

async function refuseMember(tx: TenantTx, email: string): Promise<void> {
  const user = await findUserByEmail(tx, email);
  if (user && (await findMember(tx, user.id)))
    throw new AppError("conflict", `${email} is a member already; change the role instead.`);
}

async function mailInvitation(
  tx: TenantTx,
  scope: TenantScope,
  { row, token, locale }: { row: InvitationRow; token: string; locale: Locale },
  now: Ms,
): Promise<void> {
  const organization = await ownOrganization(tx);
  assert(organization, "a scope's organization exists");
  const inviter = scope.actor.type === "user" ? await findUser(tx, scope.actor.id) : null;
  const invitedBy = inviter ? (inviter.name ?? inviter.email) : null;
  const link = `${env().publicUrl}/invitations/${token}`;
  await notify(
    tx,
    {
      factId: row.id,
      template: "invitation",
      slots: { organization: organization.name, role: row.role, invitedBy },
      recipients: [{ address: row.email, locale, slots: { link } }],
    },
    now,
  );
}

/** Newest first, whatever became of them unless `status` says otherwise. */
export async function listInvitations(
  scope: TenantScope,
  input: ListInvitationsInput,
  now: Ms,
): Promise<Page<Invitation>> {
  permit(scope, "admin");
  const { limit, cursor, status } = input;
  const before = cursor === undefined ? null : String(decodeCursor(cursor, ["string"])[0]);
  const rows = await inTenant(scope, (tx) =>
    listInvitationRows(tx, { limit: limit + 1, before }, { status, now }),
  );
  const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
  return { items: items.map((row) => invitationView(row, now)), nextCursor };
}

export async function getInvitation(scope: TenantScope, id: string, now: Ms): Promise<Invitation> {
  permit(scope, "admin");
  const row = await inTenant(scope, (tx) => findInvitation(tx, id));
  if (!row) throw notFound("invitation");
  return invitationView(row, now);
}

/** Takes an invitation back; one that was accepted is a `conflict`, one taken back before changes nothing. */
export async function revokeInvitation(scope: TenantScope, id: string, now: Ms): Promise<Invitation> {
  permit(scope, "admin");
  return await inTenant(scope, async (tx) => {
    const revoked = await markRevoked(tx, id, now);
    if (revoked) {
      const act = { action: "invitation.revoke", objectType: "invitation", objectId: id };
      await audit(tx, scope, { ...act, before: { email: revoked.email, role: revoked.role } }, now);
    }
    const row = revoked ?? (await findInvitation(tx, id));
    if (!row) throw notFound("invitation");
    if (row.acceptedAt !== null)
      throw new AppError("conflict", "The invitation was accepted already; remove the member instead.");
    return invitationView(row, now);
  });
}

/** What the holder of an invitation's link may know of it. `isKnownUser`: the address has signed in here before. */
export type InvitationPreview = {
  invitation: Invitation;
  organization: { slug: string; name: string };
  isKnownUser: boolean;
};

/** The invitation behind a link, whatever became of it, or null for a link that is none. */
export async function previewInvitation(token: string, now: Ms): Promise<InvitationPreview | null> {
  const scope = await scopeOfLink(token);
  if (!scope) return null;
  return await inTenant(scope, async (tx) => {
    const row = await findInvitation(tx, scope.actor.id);
    const organization = await ownOrganization(tx);
    if (!row || !organization) return null;
    const isKnownUser = (await findUserByEmail(tx, row.email)) !== null;
    return { invitation: invitationView(row, now), organization, isKnownUser };
  });
}

/**
 * Joins the organization. `userId` is who is signed in, or null: then the link, which only the mailbox has seen,
 * makes the address a user - unless it is one already, who must sign in first (`unauthenticated`). Somebody signed
 * in under another address is `forbidden`.
 */
export async function acceptInvitation(
  token: string,
  userId: string | null,
  now: Ms,
): Promise<{ userId: string; slug: string }> {
  const link = await scopeOfLink(token);
  if (!link) throw notFound("invitation");
  return await inTenant(link, async (tx) => {
    const row = await findInvitation(tx, link.actor.id);
    const organization = await ownOrganization(tx);
    if (!row || !organization) throw notFound("invitation");
    checkOpen(row, now);
    const id = await userFor(tx, row.email, userId, now);
    if (!(await markAccepted(tx, row.id, now))) throw new AppError("conflict", "This link was just used.");
    await insertMembership(tx, { userId: id, role: row.role, createdAt: now });
    const scope = memberScope(link.organizationId, id, row.role);
    const act = { action: "invitation.accept", objectType: "invitation", objectId: row.id };
    await audit(tx, scope, { ...act, after: { email: row.email, role: row.role, user: id } }, now);
    return { userId: id, slug: organization.slug };
  });
}

async function userFor(tx: TenantTx, email: string, userId: string | null, now: Ms): Promise<string> {
  const known = await findUserByEmail(tx, email);
  if (userId !== null) {
    if (known?.id === userId) return userId;
    throw new AppError("forbidden", `This invitation is for ${email}. Sign out, then open the link again.`);
  }
  if (known) throw new AppError("unauthenticated", `Sign in as ${email} to accept this invitation.`);
  const user = { id: newId("user", now), email, name: null, emailVerifiedAt: now, createdAt: now };
  return (await ensureUser(tx, user)).id;
}

/** The organization a link leads into, acting as the invitation itself. */
async function scopeOfLink(token: string): Promise<TenantScope | null> {
  const owner = await inGlobal((tx) => findToken(tx, "invitation", hashToken(token)));
  return owner ? systemScope(owner.organizationId, owner.objectId) : null;
}

function invitationView(row: InvitationRow, now: Ms): Invitation {
  const { id, email, role, invitedBy, createdAt, expiresAt, acceptedAt, revokedAt } = row;
  const status = invitationStatus(row, now);
  return { id, email, role, status, invitedBy, createdAt, expiresAt, acceptedAt, revokedAt };
}
