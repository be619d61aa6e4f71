import { z } from "zod";
import { AppError } from "./errors";
import { pageInput } from "./input";
import { type Grant, grantsFor, type Role, roles } from "./permission";
import type { TenantScope } from "./scope";
import type { Ms } from "./time";

export const roleInput = z.enum(roles, `must be one of ${roles.join(", ")}`);

export const changeRoleInput = z.strictObject({ role: roleInput });
export type ChangeRoleInput = z.output<typeof changeRoleInput>;

/** `q` finds by part of address or name. */
export const listMembersInput = pageInput.extend({
  role: roleInput.optional(),
  q: z.string().trim().max(200).optional(),
});
export type ListMembersInput = z.output<typeof listMembersInput>;

/** A user inside one organization; `id` is the user's. */
export type Member = {
  id: string;
  email: string;
  name: string | null;
  role: Role;
  joinedAt: Ms;
  version: number;
};

/** Throws `forbidden` when somebody would hand out more than they hold; only owners make owners. */
export function checkMayGiveRole(scope: TenantScope, role: Role): void {
  if (role === "owner" && scope.role !== "owner" && scope.actor.type !== "system")
    throw new AppError("forbidden", "Only an owner can make somebody an owner.");
  checkMayGive(scope, grantsFor(role));
}

/** Throws `forbidden` unless every grant is the giver's own; `probe` is the one that administrators give away. */
export function checkMayGive(scope: TenantScope, given: Iterable<Grant>): void {
  for (const grant of given) {
    if (scope.grants.has(grant) || (grant === "probe" && scope.grants.has("admin"))) continue;
    throw new AppError("forbidden", `You cannot give the "${grant}" permission, because you do not hold it.`);
  }
}

/** What may become of a membership. `owners` counts the organization's owners, read under its lock. */
export function checkMembershipChange(
  scope: TenantScope,
  member: { id: string; role: Role },
  next: Role | null,
  owners: number,
): void {
  const isSelf = scope.actor.type === "user" && scope.actor.id === member.id;
  if (member.role === "owner" && scope.role !== "owner" && scope.actor.type !== "system" && !isSelf)
    throw new AppError("forbidden", "Only an owner can change or remove an owner.");
  if (member.role === "owner" && next !== "owner" && owners <= 1)
    throw new AppError("conflict", "This is the last owner. Make somebody else an owner first.");
}
