import { inTenant, sqlState, type TenantTx } from "@/db/client";
import { insertMembership } from "@/db/queries/membership";
import {
  insertOrganization,
  lockOrganization,
  ownOrganization,
  updateOrganizationName,
} from "@/db/queries/organization";
import { ensureUser } from "@/db/queries/user";
import { systemScope } from "@/lib/auth/scope";
import { addressKey } from "@/lib/domain/address";
import { AppError, notFound } from "@/lib/domain/errors";
import type {
  CreateOrganizationInput,
  Organization,
  UpdateOrganizationInput,
} from "@/lib/domain/organization";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { audit, newId } from "./record";

/**
 * A new tenant with its first owner, who becomes a user if they were none. Only this house makes organizations
 * (command, seed), so there is no scope to check yet. A taken slug is a `conflict`.
 */
export async function createOrganization(
  input: CreateOrganizationInput,
  now: Ms,
): Promise<Organization & { ownerId: string }> {
  const scope = systemScope(newId("organization", now), "organizations");
  const { slug, name } = input;
  const organization = { id: scope.organizationId, slug, name, createdAt: now, version: 1 };
  try {
    const ownerId = await inTenant(scope, async (tx) => {
      await insertOrganization(tx, organization);
      const owner = await addOwner(tx, input.owner, now);
      const after = { slug, name, owner };
      await audit(
        tx,
        scope,
        { action: "organization.create", objectType: "organization", objectId: organization.id, after },
        now,
      );
      return owner;
    });
    return { ...organization, ownerId };
  } catch (cause) {
    if (sqlState(cause) !== "23505") throw cause;
    const message = `The slug "${slug}" is taken; choose another.`;
    throw new AppError("conflict", message, { errors: [{ path: "slug", message }], cause });
  }
}

async function addOwner(tx: TenantTx, address: string, now: Ms): Promise<string> {
  const email = addressKey(address).toLowerCase();
  const user = { id: newId("user", now), email, name: null, emailVerifiedAt: null, createdAt: now };
  const { id } = await ensureUser(tx, user);
  await insertMembership(tx, { userId: id, role: "owner", createdAt: now });
  return id;
}

/** The scope's own organization. */
export async function getOrganization(scope: TenantScope): Promise<Organization> {
  permit(scope, "read");
  const organization = await inTenant(scope, ownOrganization);
  if (!organization) throw notFound("organization");
  return organization;
}

/** Renames. The slug stays: addresses of people's bookmarks hang on it. */
export async function updateOrganization(
  scope: TenantScope,
  input: UpdateOrganizationInput,
  now: Ms,
  ifMatch?: number | null,
): Promise<Organization> {
  permit(scope, "admin");
  return await inTenant(scope, async (tx) => {
    const before = await lockOrganization(tx);
    if (!before) throw notFound("organization");
    const after = await updateOrganizationName(tx, input.name, ifMatch ?? before.version);
    if (!after) throw changedMeanwhile("organization");
    const act = { action: "organization.update", objectType: "organization", objectId: after.id };
    await audit(tx, scope, { ...act, before: { name: before.name }, after: { name: after.name } }, now);
    return after;
  });
}

function changedMeanwhile(noun: string): AppError {
  return new AppError("conflict", `The ${noun} was changed meanwhile. Load it again.`, { status: 412 });
}
