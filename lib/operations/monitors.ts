import { inTenant, type TenantTx } from "@/db/client";
import { lockComponent } from "@/db/queries/component";
import { deleteToken, insertToken } from "@/db/queries/lookup";
import {
  findMonitor,
  findStanding,
  insertMonitor,
  listLiveMonitorIds,
  listMonitorSummaries,
  lockMonitor,
  type MonitorRow,
  type MonitorRowChange,
  updateMonitorRow,
} from "@/db/queries/monitor";
import { deleteSchedules, listTurns, replaceSchedules } from "@/db/queries/schedule";
import { insertStanding } from "@/db/queries/standing";
import { canonicalJson } from "@/lib/domain/canonical";
import type { MonitorInput } from "@/lib/domain/check";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import type { Monitor, MonitorChange, MonitorListInput, MonitorSummary } from "@/lib/domain/monitor";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { hashToken, newToken, seal } from "@/lib/secret";
import { appendEntries } from "./ledger";
import { columnsOf, monitorView, patched, schedulesOf } from "./monitor-row";
import { audit, newId } from "./record";
import { settleEdit, settleEnd } from "./verdicts";

/** How every beat address ends begins. */
const beatPrefix = "beat_";

/**
 * A new monitor, its first run within its interval and at most a minute. The component's chain says `unknown` of it
 * at once: from now on somebody watches, but nobody has seen anything.
 */
export function createMonitor(scope: TenantScope, input: MonitorInput, now: Ms): Promise<Monitor> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const component = await lockComponent(tx, input.component_id);
    if (!component) throw notFound("component");
    if (component.archivedAt !== null) throw archived("component");
    const row = newRow(input, now);
    await insertMonitor(tx, row);
    if (row.beatTokenHash !== null) await insertToken(tx, "beat", row.beatTokenHash, row.id);
    await insertStanding(tx, row.id, now);
    await replaceSchedules(tx, row.id, schedulesOf(row, new Map(), now));
    await appendEntries(tx, [awakening(scope, row, now)], now);
    await audit(tx, scope, { ...actOf("monitor.create", row.id), after: facts(row) }, now);
    return monitorView(row, { verdict: "unknown", since: now }, true);
  });
}

/** Throws `not_found` for another tenant's monitor as for none at all. An archived one can still be read. */
export function getMonitor(scope: TenantScope, id: string): Promise<Monitor> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const row = await findMonitor(tx, id);
    if (!row) throw notFound("monitor");
    return view(tx, scope, row);
  });
}

/** By name. */
export function listMonitors(
  scope: TenantScope,
  input: MonitorListInput,
  now: Ms,
): Promise<Page<MonitorSummary>> {
  permit(scope, "read");
  const [name, id] = input.cursor === undefined ? [] : decodeCursor(input.cursor, ["string", "string"]);
  const after = id === undefined ? null : { name: String(name), id: String(id) };
  const filter = { ...input, componentId: input.component_id };
  return inTenant(scope, async (tx) => {
    const rows = await listMonitorSummaries(tx, { limit: input.limit, after }, filter, now);
    return pageOf(rows, input.limit, (row) => [row.name, row.id]);
  });
}

/**
 * Changes what the patch names; `ifMatch` is the version the caller saw, another one is a conflict (412). A change of
 * what is checked begins a new check: outcomes of the old one still on their way count for nothing.
 */
export function updateMonitor(
  scope: TenantScope,
  input: { id: string; change: MonitorChange; ifMatch?: number | null | undefined },
  now: Ms,
): Promise<Monitor> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lockLive(tx, input.id, input.ifMatch);
    const { paused, ...fields } = input.change;
    const change = differences(before, columnsOf(patched(before, fields)), fields);
    if (paused !== undefined && paused !== (before.pausedAt !== null)) change.pausedAt = paused ? now : null;
    if (Object.keys(change).length === 0) return view(tx, scope, before);
    const checked = Object.keys(change).some((name) => name !== "name");
    if (checked) change.checkVersion = before.checkVersion + 1;
    const after = await updateMonitorRow(tx, before.id, change, now);
    if (!after) throw notFound("monitor");
    if (checked) await reschedule(tx, scope, before, after, now);
    const act = { ...actOf("monitor.update", after.id), before: facts(before), after: facts(after) };
    await audit(tx, scope, act, now);
    return view(tx, scope, after);
  });
}

/** Archives: it runs no more, says nothing any more, and what is on its way opens nothing. A second time changes nothing. */
export function archiveMonitor(
  scope: TenantScope,
  input: { id: string; ifMatch?: number | null | undefined },
  now: Ms,
): Promise<Monitor> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lockMonitor(tx, input.id);
    if (!before) throw notFound("monitor");
    refuseOtherVersion("monitor", before.version, input.ifMatch);
    return view(tx, scope, before.archivedAt === null ? await archive(tx, scope, before, now) : before);
  });
}

/** Archives the monitors of a component that is being archived, in its transaction. */
export async function archiveMonitorsOf(
  tx: TenantTx,
  scope: TenantScope,
  componentId: string,
  now: Ms,
): Promise<void> {
  for (const id of await listLiveMonitorIds(tx, componentId)) {
    const row = await lockMonitor(tx, id);
    if (row && row.archivedAt === null) await archive(tx, scope, row, now);
  }
}

async function archive(tx: TenantTx, scope: TenantScope, before: MonitorRow, now: Ms): Promise<MonitorRow> {
  const after = await updateMonitorRow(tx, before.id, { archivedAt: now }, now);
  if (!after) throw notFound("monitor");
  await deleteSchedules(tx, before.id);
  if (before.beatTokenHash !== null) await deleteToken(tx, before.beatTokenHash);
  await settleEnd(tx, scope, before.id, { state: null, from: now }, now);
  const act = { ...actOf("monitor.archive", before.id), before: facts(before), after: facts(after) };
  await audit(tx, scope, act, now);
  return after;
}

/** Puts the changed check in place of the old one: turns, streaks, and for a pause what is believed. */
async function reschedule(
  tx: TenantTx,
  scope: TenantScope,
  before: MonitorRow,
  after: MonitorRow,
  now: Ms,
): Promise<void> {
  if (after.pausedAt !== null) {
    await deleteSchedules(tx, after.id);
    if (before.pausedAt === null) await settleEnd(tx, scope, after.id, { state: "unknown", from: now }, now);
    return;
  }
  if (after.type !== "heartbeat") {
    const turns =
      before.intervalSeconds === after.intervalSeconds ? await listTurns(tx, after.id) : new Map();
    await replaceSchedules(tx, after.id, schedulesOf(after, turns, now));
  }
  await settleEdit(tx, scope, after.id, now);
}

async function lockLive(tx: TenantTx, id: string, ifMatch: number | null | undefined): Promise<MonitorRow> {
  const row = await lockMonitor(tx, id);
  if (!row) throw notFound("monitor");
  refuseOtherVersion("monitor", row.version, ifMatch);
  if (row.archivedAt !== null) throw archived("monitor");
  return row;
}

function archived(noun: string): AppError {
  return new AppError("conflict", `This ${noun} is archived and stays as it is.`);
}

function newRow(input: MonitorInput, now: Ms): MonitorRow {
  const token = input.type === "heartbeat" ? newToken(beatPrefix) : null;
  return {
    ...columnsOf(input),
    id: newId("monitor", now),
    componentId: input.component_id,
    type: input.type,
    beatTokenHash: token === null ? null : hashToken(token),
    beatTokenSealed: token === null ? null : seal(token),
    pausedAt: null,
    createdAt: now,
    updatedAt: now,
    archivedAt: null,
    version: 1,
    checkVersion: 1,
  };
}

/** What really differs. A seal differs from every other, so secrets are compared by whether the patch wrote settings. */
function differences(
  row: MonitorRow,
  wanted: ReturnType<typeof columnsOf>,
  fields: Omit<MonitorChange, "paused">,
): MonitorRowChange {
  const known: Record<string, unknown> = row;
  const names = Object.entries(wanted).filter(([name, value]) =>
    name === "sealedSettings"
      ? fields.settings !== undefined
      : canonicalJson({ value }) !== canonicalJson({ value: known[name] }),
  );
  return Object.fromEntries(names);
}

function awakening(scope: TenantScope, row: MonitorRow, now: Ms) {
  return {
    organizationId: scope.organizationId,
    componentId: row.componentId,
    recordedAt: now,
    actor: actorText(scope.actor),
    kind: "observation" as const,
    source: { type: "monitor" as const, id: row.id },
    state: "unknown" as const,
    effectiveFrom: now,
  };
}

async function view(tx: TenantTx, scope: TenantScope, row: MonitorRow): Promise<Monitor> {
  const standing = await findStanding(tx, row.id);
  if (!standing) throw notFound("monitor");
  return monitorView(row, standing, scope.grants.has("write"));
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "monitor", objectId };
}

/** The part of a row that the audit log shows; its settings are masked already. */
function facts(row: MonitorRow): Record<string, unknown> {
  const { name, type, target, intervalSeconds, timeoutMs, regions, settings, assertions } = row;
  return {
    component_id: row.componentId,
    name,
    type,
    target,
    interval_seconds: intervalSeconds,
    timeout_ms: timeoutMs,
    regions,
    settings,
    assertions,
    degraded_after_ms: row.degradedAfterMs,
    confirm: [row.confirmFailures, row.confirmRecoveries, row.confirmQuorum],
    down_state: row.downState,
    paused_at: row.pausedAt,
    archived_at: row.archivedAt,
  };
}
