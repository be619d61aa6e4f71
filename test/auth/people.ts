import { inGlobal, inTenant } from "@/db/client";
import { findUserByEmail } from "@/db/queries/user";
import { memberScope } from "@/lib/auth/scope";
import type { Role } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { acceptInvitation, createInvitation } from "@/lib/operations/invitations";
import { createOrganization } from "@/lib/operations/organizations";
import { open } from "@/lib/secret";

export const noon: Ms = Date.UTC(2026, 9, 1, 12);

/** A tenant and its owner's scope. */
export async function tenant(slug: string, now: Ms = noon): Promise<{ slug: string; owner: TenantScope }> {
  const { id, ownerId } = await createOrganization({ slug, name: slug, owner: `owner@${slug}.test` }, now);
  return { slug, owner: memberScope(id, ownerId, "owner") };
}

/** The token that an invitation's mail carries, read out of the waiting delivery as the worker would. */
export async function invitedToken(scope: TenantScope, invitationId: string): Promise<string> {
  const [row] = await inTenant(
    scope,
    (tx) =>
      tx.sql<{ slots: { link: string } }[]>`select slots from deliveries where fact_id = ${invitationId}`,
  );
  return (
    open(row?.slots.link ?? "")
      .split("/")
      .at(-1) ?? ""
  );
}

/** A new person inside the organization, through the front door: invited, mailed, accepted. */
export async function member(
  owner: TenantScope,
  email: string,
  role: Role,
  now: Ms = noon,
): Promise<TenantScope> {
  const invitation = await createInvitation(owner, { email, role }, now);
  const known = await inGlobal((tx) => findUserByEmail(tx, email));
  const token = await invitedToken(owner, invitation.id);
  const { userId } = await acceptInvitation(token, known?.id ?? null, now);
  return memberScope(owner.organizationId, userId, role);
}
