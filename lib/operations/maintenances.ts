import { inTenant, type TenantTx } from "@/db/client";
import { liveComponentIds } from "@/db/queries/component";
import {
  findMaintenance,
  insertMaintenance,
  listMaintenances as listRows,
  lockMaintenance,
  type MaintenanceRow,
  readAnnouncements,
  readMaintenanceUpdates,
  readOccurrences,
} from "@/db/queries/maintenance";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { invalid, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import type { MaintenanceInput, MaintenanceListInput, MaintenanceView } from "@/lib/domain/maintenance";
import { maintenanceView } from "@/lib/domain/maintenance-view";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms } from "@/lib/domain/time";
import { announcePlan, auditMaintenance, tellPlan } from "./maintenance-plan";
import { finish, openWork, settle, storeMissing, type Work } from "./maintenance-work";
import { newId } from "./record";

/** How far back a maintenance may have begun when it is made known. */
const begunMs = dayMs;

/** A new maintenance, public from this transaction's commit on: `now` is its `announced_at` for ever. */
export function createMaintenance(
  scope: TenantScope,
  input: MaintenanceInput,
  now: Ms,
): Promise<MaintenanceView> {
  permit(scope, "write");
  refusePast(input, now);
  return inTenant(scope, async (tx) => {
    await requireComponents(tx, input.components);
    const row = newRow(input, now);
    await insertMaintenance(tx, row);
    const work: Work = {
      ...{ tx, scope, now, row, announcements: [], occurrences: [], drafts: [] },
      events: new Set(["maintenance.scheduled"]),
    };
    await announcePlan(work);
    await storeMissing(work);
    await tellPlan(work, "scheduled");
    await auditMaintenance(work, "maintenance.create", null);
    await settle(work);
    return finish(work);
  });
}

export function getMaintenance(scope: TenantScope, id: string, now: Ms): Promise<MaintenanceView> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const row = await findMaintenance(tx, id);
    if (!row) throw notFound("maintenance");
    const [view] = await viewsOf(tx, [row], now);
    if (!view) throw notFound("maintenance");
    return view;
  });
}

/** Newest first. */
export function listMaintenances(
  scope: TenantScope,
  input: MaintenanceListInput,
  now: Ms,
): Promise<Page<MaintenanceView>> {
  permit(scope, "read");
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, before }, input);
    const page = pageOf(rows, input.limit, (row) => [row.id]);
    return { ...page, items: await viewsOf(tx, page.items, now) };
  });
}

async function viewsOf(tx: TenantTx, rows: readonly MaintenanceRow[], now: Ms): Promise<MaintenanceView[]> {
  const ids = rows.map((row) => row.id);
  const [announcements, occurrences, updates] = await Promise.all([
    readAnnouncements(tx, ids),
    readOccurrences(tx, ids, now),
    readMaintenanceUpdates(tx, ids, 0),
  ]);
  const of = <T>(map: ReadonlyMap<string, T[]>, id: string): T[] => map.get(id) ?? [];
  return rows.map((row) =>
    maintenanceView(row, of(occurrences, row.id), of(announcements, row.id), of(updates, row.id), now),
  );
}

function newRow(input: MaintenanceInput, now: Ms): MaintenanceRow {
  const { title, body, from, to, timezone, rrule, notify } = input;
  return {
    ...{ id: newId("maintenance", now), title, body, from, to, timezone, rrule, notify },
    componentIds: input.components,
    notifyBeforeMinutes: input.notify_before_minutes,
    completeAutomatically: input.complete_automatically,
    ...{ overAt: null, cancelledAt: null, createdAt: now, updatedAt: now, version: 1 },
  };
}

/** What was is corrected in the ledger, with a reason; nobody can announce it any more. */
export function refusePast({ from, to }: { from: Ms; to: Ms }, now: Ms): void {
  if (to <= now) throw invalid("to", "The end must lie ahead. What is over is recorded by a correction.");
  if (from < now - begunMs) throw invalid("from", "The start must not lie more than a day back.");
}

export async function requireComponents(tx: TenantTx, ids: readonly string[]): Promise<void> {
  const live = await liveComponentIds(tx, ids);
  const strange = ids.findIndex((id) => !live.has(id));
  if (strange >= 0) throw invalid(`components.${strange}`, "No such component, or it is archived.");
}

/** Job: whatever the clock made due. Doing it twice changes nothing. */
export function advanceMaintenance(scope: TenantScope, id: string, now: Ms): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const row = await lockMaintenance(tx, id);
    if (!row) return;
    const work = await openWork(tx, scope, row, now);
    await settle(work);
    await finish(work);
  });
}
