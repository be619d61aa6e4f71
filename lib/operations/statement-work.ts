import { inTenant } from "@/db/client";
import { countedComponents } from "@/db/queries/count";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Interval, type Ms } from "@/lib/domain/time";
import { chainOutcomes } from "./counts";
import { restateTouched } from "./restatements";
import { ensureDueStatements } from "./statement-periods";

/** Makes the statements of periods that have begun, a few hundred contracts a transaction. */
export async function advanceStatements(scope: TenantScope, now: Ms): Promise<void> {
  permit(scope, "finance");
  while (await inTenant(scope, (tx) => ensureDueStatements(tx, now)));
}

/** Opens the restatements that something written about [from, to) calls for; answers what is restated. */
export function restate(
  scope: TenantScope,
  { componentIds, from, to }: Interval & { componentIds: readonly string[] },
): Promise<string[]> {
  permit(scope, "finance");
  return inTenant(scope, (tx) => restateTouched(tx, componentIds, { from, to }));
}

/** How far back outcomes are looked for when a component's are counted for the first time. */
const lookBackMs = 40 * dayMs;

/**
 * Appends to the chains of counts what our own checks counted up to an instant, for every component whose contract
 * asks for it: before outcomes may be dropped (RULES R4.7).
 */
export async function chainAllOutcomes(scope: TenantScope, to: Ms, now: Ms): Promise<void> {
  permit(scope, "finance");
  const ids = await inTenant(scope, countedComponents);
  for (const id of ids)
    await inTenant(scope, (tx) => chainOutcomes(tx, id, { from: to - lookBackMs, to }, now));
}
