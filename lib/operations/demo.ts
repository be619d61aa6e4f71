import { z } from "zod";
import { inTenant } from "@/db/client";
import { type DemoService, listDemoServices, updateDemoService } from "@/db/queries/demo";
import { notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { audit } from "./record";

/** What a demo service can be told to do: answer, answer late, answer 503, hang up. */
export const demoHealthInput = z.strictObject({
  name: z.string().min(1).max(40),
  health: z.enum(["ok", "slow", "error", "down"]),
});
export type DemoHealthInput = z.output<typeof demoHealthInput>;

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
