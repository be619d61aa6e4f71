import { inTenant, type TenantTx } from "@/db/client";
import { commitmentsOver, findContracts, listTerms } from "@/db/queries/contract";
import { maintenancesForPages } from "@/db/queries/maintenance-page";
import { type AnnouncedWork, effectOn, type PlanningTerms } from "@/lib/domain/maintenance-effect";
import {
  firstWindows,
  type MaintenancePreview,
  type MaintenancePreviewInput,
  plannedWork,
} from "@/lib/domain/maintenance-preview";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { versionAt } from "@/lib/domain/statement-vector";
import { dayMs, type Ms, secondMs } from "@/lib/domain/time";
import { requireComponents } from "./maintenances";

/** Windows that a preview shows. */
const shownMax = 6;

/** What a plan would mean if it were announced now: its next windows, its notice and, for finance, each commitment. */
export function previewMaintenance(
  scope: TenantScope,
  input: MaintenancePreviewInput,
  now: Ms,
): Promise<MaintenancePreview> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    await requireComponents(tx, input.components);
    return {
      noticeSeconds: Math.floor((input.from - now) / secondMs),
      next: firstWindows(input, shownMax),
      commitments: scope.grants.has("finance") ? await effects(tx, input, now) : null,
    };
  });
}

async function effects(tx: TenantTx, input: MaintenancePreviewInput, now: Ms) {
  const planned = plannedWork(input, now);
  const reach = { from: input.from - 366 * dayMs, to: input.from + 366 * dayMs };
  const others = await announcedWorks(tx, reach, input.maintenance_id);
  const agreed = await planningTerms(tx, input);
  return agreed.flatMap((each) => effectOn(each, planned, others) ?? []);
}

/** All other work in `reach`, as it went or as it is planned, each part with its own announcement. */
async function announcedWorks(
  tx: TenantTx,
  reach: { from: Ms; to: Ms },
  except: string | undefined,
): Promise<AnnouncedWork[]> {
  const shown = await maintenancesForPages(tx, reach);
  return shown
    .filter((each) => each.status !== "cancelled" && each.maintenanceId !== except)
    .flatMap((each) =>
      each.parts.flatMap((part) => {
        const to = Math.min(part.to, each.endedAt ?? part.to);
        return each.componentIds.map((componentId) => ({ ...part, to, componentId }));
      }),
    )
    .filter((work) => work.from < work.to);
}

/** The commitments over any of these components, each with the terms in force at the first start. */
async function planningTerms(tx: TenantTx, input: MaintenancePreviewInput): Promise<PlanningTerms[]> {
  const commitments = await commitmentsOver(tx, input.components);
  const contracts = new Map(
    (await findContracts(tx, [...new Set(commitments.map((each) => each.contractId))])).map((row) => [
      row.id,
      row,
    ]),
  );
  const terms = Map.groupBy(
    await listTerms(
      tx,
      commitments.map((each) => each.id),
    ),
    (version) => version.commitmentId,
  );
  return commitments.flatMap(({ id, contractId, service, window }) => {
    const contract = contracts.get(contractId);
    const versions = terms.get(id);
    if (!contract || !versions) return [];
    const { name: contractName, timezone, startsAt, endsAt } = contract;
    const inForce = versionAt(versions, Math.max(input.from, startsAt)).terms;
    return [{ contractId, contractName, service, timezone, startsAt, endsAt, window, terms: inForce }];
  });
}
