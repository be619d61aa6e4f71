import { inGlobal, inTenant } from "@/db/client";
import { type DemoService, listDemoServices, updateDemoService } from "@/db/queries/demo";
import { findOrganizationBySlug } from "@/db/queries/organization";
import type { DemoHealthInput } from "@/lib/domain/demo";
import { notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { audit } from "./record";

/** The organization that the seed made for newcomers; null where there is none (yet). */
export async function demoOrganizationId(): Promise<string | null> {
  const organization = await inGlobal((tx) => findOrganizationBySlug(tx, "demo"));
  return organization?.id ?? null;
}

/** The switchable services of the built-in target; none in an organization that was not seeded. */
export function listDemo(scope: TenantScope): Promise<DemoService[]> {
  permit(scope, "read");
  return inTenant(scope, listDemoServices);
}

/** Switches a demo service; the next check of each monitor on it sees the change. */
export function setDemoHealth(scope: TenantScope, input: DemoHealthInput, now: Ms): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const changed = await updateDemoService(tx, { ...input, updatedAt: now });
    if (!changed) throw notFound("demo service");
    const act = { action: "demo.switch", objectType: "demo_service", objectId: input.name };
    await audit(
      tx,
      scope,
      { ...act, before: { health: changed.before }, after: { health: input.health } },
      now,
    );
  });
}
