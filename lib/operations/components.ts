import { inTenant, type TenantTx } from "@/db/client";
import {
  type ComponentChange,
  type ComponentRow,
  findComponent,
  insertComponent,
  listComponents as listRows,
  lockComponent,
  updateComponent as updateRow,
} from "@/db/queries/component";
import { canonicalJson } from "@/lib/domain/canonical";
import {
  type ComponentInput,
  type ComponentListInput,
  type ComponentPatch,
  type ComponentView,
  componentView,
  positionMax,
} from "@/lib/domain/component";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, assert, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { checkComposition, recordComposition, refuseWhileMember } from "./compositions";
import { archiveDependenciesOf } from "./dependencies";
import { archiveMonitorsOf } from "./monitors";
import { requestPublication } from "./publication";
import { audit, newId } from "./record";
import { type CurrentState, currentStates } from "./timeline";

/** A new component. Its chain stays empty, except for its definition when it is made of others (RULES R1.5). */
export function createComponent(scope: TenantScope, input: ComponentInput, now: Ms): Promise<ComponentView> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const row = newRow(input, now);
    if (row.composition) await checkComposition(tx, row.id, row.composition);
    await insertComponent(tx, row);
    if (row.composition) await recordComposition(tx, scope, row.id, row.composition, now);
    await audit(tx, scope, { ...actOf("component.create", row.id), before: null, after: facts(row) }, now);
    await requestPublication(tx, now);
    return viewWithState(tx, row, now);
  });
}

/** Throws `not_found` for another tenant's component as for none at all. An archived one can still be read. */
export function getComponent(scope: TenantScope, id: string, now: Ms): Promise<ComponentView> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const row = await findComponent(tx, id);
    if (!row) throw notFound("component");
    return viewWithState(tx, row, now);
  });
}

/** By position, then age. */
export function listComponents(
  scope: TenantScope,
  input: ComponentListInput,
  now: Ms,
): Promise<Page<ComponentView>> {
  permit(scope, "read");
  const after = input.cursor === undefined ? null : placeOf(input.cursor);
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, after }, input);
    const page = pageOf(rows, input.limit, (row) => [row.position, row.id]);
    const ids = page.items.map((row) => row.id);
    const states = await currentStates(tx, ids, now);
    return { ...page, items: page.items.map((row) => viewOf(row, states)) };
  });
}

/** Changes what the patch names. `ifMatch` is the version the caller saw; another one is a conflict (412). */
export function updateComponent(
  scope: TenantScope,
  input: { id: string; patch: ComponentPatch; ifMatch?: number | undefined },
  now: Ms,
): Promise<ComponentView> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lockLive(tx, input.id, input.ifMatch);
    const change = changeOf(before, input.patch);
    if (Object.keys(change).length === 0) return viewWithState(tx, before, now);
    if (change.composition) await checkComposition(tx, before.id, change.composition);
    const after = await store(tx, before.id, change, now);
    if (change.composition !== undefined)
      await recordComposition(tx, scope, before.id, change.composition, now);
    const act = { ...actOf("component.update", before.id), before: facts(before), after: facts(after) };
    await audit(tx, scope, act, now);
    await requestPublication(tx, now);
    return viewWithState(tx, after, now);
  });
}

/**
 * Archives the component, its monitors and dependencies; its chain stays. A second time changes nothing. A component that others
 * are made of cannot go (conflict): they would turn unknown without anybody saying so.
 */
export function archiveComponent(
  scope: TenantScope,
  input: { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lockComponent(tx, input.id);
    if (!before) throw notFound("component");
    refuseOtherVersion("component", before.version, input.ifMatch);
    if (before.archivedAt !== null) return;
    await refuseWhileMember(tx, before.id);
    await archiveMonitorsOf(tx, scope, before.id, now);
    await archiveDependenciesOf(tx, scope, before.id, now);
    const after = await store(tx, before.id, { archivedAt: now }, now);
    const act = { ...actOf("component.archive", before.id), before: facts(before), after: facts(after) };
    await audit(tx, scope, act, now);
    await requestPublication(tx, now);
  });
}

async function lockLive(tx: TenantTx, id: string, ifMatch: number | undefined): Promise<ComponentRow> {
  const row = await lockComponent(tx, id);
  if (!row) throw notFound("component");
  refuseOtherVersion("component", row.version, ifMatch);
  if (row.archivedAt !== null)
    throw new AppError("conflict", "This component is archived and stays as it is.");
  return row;
}

async function store(tx: TenantTx, id: string, change: ComponentChange, now: Ms): Promise<ComponentRow> {
  const row = await updateRow(tx, id, change, now);
  if (!row) throw notFound("component");
  return row;
}

function newRow(input: ComponentInput, now: Ms): ComponentRow {
  const { group, ...rest } = input;
  return {
    ...rest,
    groupName: group,
    id: newId("component", now),
    createdAt: now,
    updatedAt: now,
    archivedAt: null,
    version: 1,
  };
}

/** What really differs; a patch that changes nothing leaves no trace. */
function changeOf(row: ComponentRow, patch: ComponentPatch): ComponentChange {
  const { group, ...rest } = patch;
  const wanted = Object.entries({ ...rest, groupName: group });
  const known: Record<string, unknown> = row;
  return Object.fromEntries(
    wanted.filter(([name, value]) => value !== undefined && !isSame(value, known[name])),
  );
}

/** The database gives JSON back with its names in another order. */
function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson({ value: a }) === canonicalJson({ value: b });
}

async function viewWithState(tx: TenantTx, row: ComponentRow, now: Ms): Promise<ComponentView> {
  return viewOf(row, await currentStates(tx, [row.id], now));
}

function viewOf(row: ComponentRow, states: ReadonlyMap<string, CurrentState>): ComponentView {
  const current = states.get(row.id);
  assert(current, "every component has a current state");
  return componentView(row, current);
}

function placeOf(cursor: string): { position: number; id: string } {
  const [position, id] = decodeCursor(cursor, ["number", "string"]);
  return { position: Math.min(Number(position), positionMax), id: String(id) };
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "component", objectId };
}

/** The part of a row that the audit log shows. */
function facts(row: ComponentRow): Record<string, unknown> {
  const { name, description, groupName, position, publish, composition, archivedAt } = row;
  return { name, description, group: groupName, position, publish, composition, archived_at: archivedAt };
}
