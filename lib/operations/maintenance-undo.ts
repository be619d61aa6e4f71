import { inTenant } from "@/db/client";
import {
  deleteMaintenanceUpdate,
  lockMaintenance,
  readMaintenanceUpdates,
  updateMaintenance,
} from "@/db/queries/maintenance";
import { AppError, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type { MaintenanceView } from "@/lib/domain/maintenance";
import { undoableLine } from "@/lib/domain/maintenance-undo";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { type Ms, secondMs } from "@/lib/domain/time";
import { undoMs, withdrawAnnouncement } from "./announcements";
import { auditMaintenance } from "./maintenance-plan";
import { changeOccurrence, finish, openWork } from "./maintenance-work";

/** Takes back the last line of the thread within ten seconds, before any mail has left (RULES R7.4). */
export function undoMaintenanceUpdate(
  scope: TenantScope,
  { id, ifMatch }: { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<MaintenanceView> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const row = await lockMaintenance(tx, id);
    if (!row) throw notFound("maintenance");
    refuseOtherVersion("maintenance", row.version, ifMatch);
    const undoable = undoableLine((await readMaintenanceUpdates(tx, [id], 0)).get(id) ?? [], undoMs, now);
    if (!undoable) throw tooLate();
    const { line, statusBefore } = undoable;
    const named = { maintenanceId: id, occurrenceFrom: line.occurrence, updateId: line.id };
    await withdrawAnnouncement(tx, { type: "maintenance", ...named, event: "updated" }, now);
    await deleteMaintenanceUpdate(tx, line.id);
    const work = await openWork(tx, scope, await updateMaintenance(tx, row, {}, now), now);
    const occurrence = work.occurrences.find(({ key }) => key === line.occurrence);
    if (occurrence?.status === line.status && statusBefore !== line.status)
      await changeOccurrence(work, occurrence, { status: statusBefore });
    const { body, status } = line;
    await auditMaintenance(work, "maintenance.unsay", row, { update: line.id, status, withdrawn: body });
    work.events.add("maintenance.updated");
    return finish(work);
  });
}

function tooLate(): AppError {
  const message = `There is nothing to undo: words can be taken back for ${undoMs / secondMs} seconds, a start, an end and a plan cannot. Say more instead.`;
  return new AppError("conflict", message);
}
