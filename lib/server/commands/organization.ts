import { inGlobal } from "@/db/client";
import { findOrganizationBySlug } from "@/db/queries/organization";
import { systemScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/domain/errors";
import type { TenantScope } from "@/lib/domain/scope";

/** The scope of a command inside the organization of this slug. */
export async function organizationScope(slug: string): Promise<TenantScope> {
  const organization = await inGlobal((tx) => findOrganizationBySlug(tx, slug));
  if (!organization) throw notFound(`organization "${slug}"`);
  return systemScope(organization.id, "command");
}
