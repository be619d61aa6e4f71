import { inTenant, type TenantTx } from "@/db/client";
import { actorNames } from "@/db/queries/actor";
import {
  type AlertRow,
  findAlert,
  listOngoingAlerts as listOngoing,
  listAlerts as listRows,
  lockAlert,
  readAlertFates,
  updateAlert,
} from "@/db/queries/alert";
import { findMember } from "@/db/queries/membership";
import { systemScope } from "@/lib/auth/scope";
import type { AlertListInput, AlertView } from "@/lib/domain/alert";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import type { LinkHolder } from "@/lib/signed-link";
import { sayAlert } from "./alert-messages";
import { audit } from "./record";

/** Newest first, each with what became of its messages. */
export function listAlerts(scope: TenantScope, input: AlertListInput): Promise<Page<AlertView>> {
  permit(scope, "read");
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, before }, input.status);
    const page = pageOf(rows, input.limit, (row) => [row.id]);
    return { ...page, items: await viewsOf(tx, page.items) };
  });
}

/** Most alerts that Now shows; the screen of alerts has them all. */
const ongoingMax = 10;

/** Alerts that are not over; first those that nobody looks at. */
export function listOngoingAlerts(scope: TenantScope): Promise<AlertView[]> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => viewsOf(tx, await listOngoing(tx, ongoingMax)));
}

export function getAlert(scope: TenantScope, id: string): Promise<AlertView> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => viewOf(tx, await findAlert(tx, id)));
}

/** Somebody looks at it: nobody further is told, and those who were hear who it is. A second time changes nothing. */
export function acknowledgeAlert(scope: TenantScope, id: string, now: Ms): Promise<AlertView> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const alert = await lockAlert(tx, id);
    if (!alert) throw notFound("alert");
    if (alert.status === "resolved")
      throw new AppError("conflict", "This alert is over; there is nothing to do.");
    if (alert.status === "acknowledged") return viewOf(tx, alert);
    const acknowledgedBy = actorText(scope.actor);
    const row = await updateAlert(tx, id, {
      status: "acknowledged",
      acknowledgedAt: now,
      acknowledgedBy,
      nextAt: null,
    });
    const by = await nameOf(tx, scope);
    if (row && row.toldAt !== null) await sayAlert(tx, row, { kind: "acknowledge", by }, now);
    await audit(tx, scope, { action: "alert.acknowledge", objectType: "alert", objectId: id }, now);
    return viewOf(tx, row);
  });
}

/** Whoever holds an alert's link may see what it is about and acknowledge it; nothing else. */
const linkScope = (holder: LinkHolder) => systemScope(holder.organizationId, "alert_link");
const byLink = "system:alert_link";

/** Throws `not_found` for the link of anything but an alert. */
export function readLinkedAlert(holder: LinkHolder): Promise<AlertView> {
  return getAlert(linkScope(holder), holder.id);
}

export function acknowledgeByLink(holder: LinkHolder, now: Ms): Promise<AlertView> {
  return acknowledgeAlert(linkScope(holder), holder.id, now);
}

async function nameOf(tx: TenantTx, { actor }: TenantScope): Promise<string | null> {
  if (actor.type !== "user") return actor.type === "api_key" ? "An API key" : "Somebody with its link";
  const member = await findMember(tx, actor.id);
  return member?.name ?? member?.email ?? null;
}

async function viewOf(tx: TenantTx, row: AlertRow | undefined): Promise<AlertView> {
  const [view] = row ? await viewsOf(tx, [row]) : [];
  if (!view) throw notFound("alert");
  return view;
}

async function viewsOf(tx: TenantTx, rows: readonly AlertRow[]): Promise<AlertView[]> {
  const fates = await readAlertFates(
    tx,
    rows.map((row) => row.id),
  );
  const names = await actorNames(
    tx,
    rows.flatMap(({ acknowledgedBy }) => acknowledgedBy ?? []),
  );
  names.set(byLink, "Somebody with its link");
  return rows.map(({ dedupKey, route, toldAt, ...view }) => ({
    ...view,
    acknowledgedByName: names.get(view.acknowledgedBy ?? "") ?? null,
    fates: fates.get(view.id) ?? [],
  }));
}
