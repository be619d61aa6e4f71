import { inTenant, type TenantTx } from "@/db/client";
import {
  countOwners,
  deleteMembership,
  findMember,
  listMembers as listMemberRows,
  updateRole,
} from "@/db/queries/membership";
import { lockOrganization } from "@/db/queries/organization";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import {
  type ChangeRoleInput,
  checkMayGiveRole,
  checkMembershipChange,
  type ListMembersInput,
  type Member,
} from "@/lib/domain/member";
import { permit, type Role } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { audit } from "./record";

/** Members by address. */
export async function listMembers(scope: TenantScope, input: ListMembersInput): Promise<Page<Member>> {
  permit(scope, "admin");
  const { limit, cursor, role, q } = input;
  const after = cursor === undefined ? null : String(decodeCursor(cursor, ["string"])[0]);
  const rows = await inTenant(scope, (tx) => listMemberRows(tx, { limit: limit + 1, after }, { role, q }));
  return pageOf(rows, limit, (member) => [member.email]);
}

export async function getMember(scope: TenantScope, id: string): Promise<Member> {
  permit(scope, "admin");
  const member = await inTenant(scope, (tx) => findMember(tx, id));
  if (!member) throw notFound("member");
  return member;
}

/** Gives a member another role. Refuses (`conflict`) to leave the organization without an owner. */
export async function changeRole(
  scope: TenantScope,
  id: string,
  input: ChangeRoleInput,
  now: Ms,
  ifMatch?: number | null,
): Promise<Member> {
  permit(scope, "admin");
  return await inTenant(scope, async (tx) => {
    const before = await memberToChange(tx, scope, id, input.role);
    if (ifMatch != null && ifMatch !== before.version)
      throw new AppError("conflict", "The member was changed meanwhile. Load it again.", { status: 412 });
    if (before.role === input.role) return before;
    checkMayGiveRole(scope, input.role);
    await updateRole(tx, id, input.role);
    const act = { action: "member.change_role", objectType: "member", objectId: id };
    await audit(tx, scope, { ...act, before: { role: before.role }, after: { role: input.role } }, now);
    return { ...before, role: input.role, version: before.version + 1 };
  });
}

/** Ends a membership; everybody may end their own. Keys that the member made go on working until revoked. */
export async function removeMember(scope: TenantScope, id: string, now: Ms): Promise<void> {
  const isSelf = scope.actor.type === "user" && scope.actor.id === id;
  if (!isSelf) permit(scope, "admin");
  await inTenant(scope, async (tx) => {
    const { email, role } = await memberToChange(tx, scope, id, null);
    await deleteMembership(tx, id);
    const act = { action: "member.remove", objectType: "member", objectId: id };
    await audit(tx, scope, { ...act, before: { email, role } }, now);
  });
}

/** Under the organization's lock, so that two owners cannot remove each other at once. */
async function memberToChange(
  tx: TenantTx,
  scope: TenantScope,
  id: string,
  next: Role | null,
): Promise<Member> {
  await lockOrganization(tx);
  const member = await findMember(tx, id);
  if (!member) throw notFound("member");
  checkMembershipChange(scope, member, next, await countOwners(tx));
  return member;
}
