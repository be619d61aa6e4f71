import { AppError } from "./errors";
import type { TenantScope } from "./scope";

export const roles = ["owner", "admin", "responder", "finance", "viewer"] as const;
export type Role = (typeof roles)[number];

/** What an API key may carry, and what a role amounts to (API.md "Scopes", "Roles"). */
export const grants = ["read", "write", "finance", "admin", "probe"] as const;
export type Grant = (typeof grants)[number];

const grantsOfRole: Record<Role, readonly Grant[]> = {
  owner: ["read", "write", "finance", "admin"],
  admin: ["read", "write", "admin"],
  finance: ["read", "finance"],
  responder: ["read", "write"],
  viewer: ["read"],
};

export function grantsFor(role: Role): ReadonlySet<Grant> {
  return new Set(grantsOfRole[role]);
}

/** Every scope includes `read`, `admin` includes `write`, none includes `finance`. */
export function expandGrants(asked: readonly Grant[]): ReadonlySet<Grant> {
  const all = new Set<Grant>(asked);
  if (all.has("admin")) all.add("write");
  return all.add("read");
}

/** Throws `forbidden` unless the scope holds the grant; the first line of every operation. */
export function permit(scope: TenantScope, grant: Grant): void {
  if (scope.grants.has(grant)) return;
  throw new AppError(
    "forbidden",
    `This needs the "${grant}" permission. Ask an owner of the organization for it.`,
  );
}
