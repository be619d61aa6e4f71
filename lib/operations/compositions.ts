import type { TenantTx } from "@/db/client";
import { listCompositions, liveComponentIds, lockCompositions } from "@/db/queries/component";
import { compositionComplaint, findCycle, membersById } from "@/lib/domain/composition";
import { AppError, invalid } from "@/lib/domain/errors";
import type { Composition } from "@/lib/domain/ledger";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { appendEntries } from "./ledger";

/**
 * Refuses a composition that names an unknown or archived component (404, 409), itself (400), or leads back to itself
 * through others (409). Holds the organization's compositions still until the transaction ends.
 */
export async function checkComposition(
  tx: TenantTx,
  componentId: string,
  composition: Composition,
): Promise<void> {
  const complaint = compositionComplaint(componentId, composition);
  if (complaint) throw invalid("composition.of", complaint);
  await lockCompositions(tx);
  await refuseUnknown(tx, composition);
  const others = await listCompositions(tx);
  const membersOf = membersById(others);
  membersOf.set(componentId, [...composition.of]);
  const cycle = findCycle(componentId, membersOf);
  if (cycle) throw cycleConflict(cycle, new Map(others.map((other) => [other.id, other.name])));
}

async function refuseUnknown(tx: TenantTx, composition: Composition): Promise<void> {
  const live = await liveComponentIds(tx, composition.of);
  const errors = composition.of
    .filter((id) => !live.has(id))
    .map((id) => ({ path: "composition.of", message: `names no component that is in use: ${id}` }));
  if (errors.length > 0)
    throw new AppError("not_found", "The composition names a component that does not exist or is archived.", {
      errors,
    });
}

function cycleConflict(cycle: readonly string[], names: ReadonlyMap<string, string>): AppError {
  const way = cycle.map((id) => names.get(id) ?? id).join(" → ");
  const message = `would make the component a part of itself: ${way}`;
  return new AppError("conflict", `This composition ${message}.`, {
    errors: [{ path: "composition.of", message }],
  });
}

/** The composition as an entry of the component's own chain, effective now and never back-dated (RULES R1.5). */
export async function recordComposition(
  tx: TenantTx,
  scope: TenantScope,
  componentId: string,
  definition: Composition | null,
  now: Ms,
): Promise<void> {
  await appendEntries(
    tx,
    [
      {
        organizationId: tx.organizationId,
        componentId,
        recordedAt: now,
        actor: actorText(scope.actor),
        kind: "definition",
        source: { type: "definition", id: componentId },
        definition,
      },
    ],
    now,
  );
}

/** A component that others are made of stays: without it they would silently become unknown. */
export async function refuseWhileMember(tx: TenantTx, componentId: string): Promise<void> {
  await lockCompositions(tx);
  const others = await listCompositions(tx);
  const parents = others.filter((other) => other.composition?.of.includes(componentId));
  if (parents.length === 0) return;
  const names = parents.map((parent) => `"${parent.name}"`).join(", ");
  throw new AppError("conflict", `${names} is made of this component. Change that composition first.`);
}
