import { and, asc, desc, eq, inArray, lt, ne } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { alertChannels, alertMessages, alertRoutes, alerts } from "@/db/schema/alert";
import { outboundCalls } from "@/db/schema/webhook";
import type { AlertFate, AlertNote, AlertRoute, AlertStatus } from "@/lib/domain/alert";
import type { Ms } from "@/lib/domain/time";

export type AlertChannelRow = Omit<typeof alertChannels.$inferSelect, "organizationId">;
export type AlertRow = Omit<typeof alerts.$inferSelect, "organizationId">;

const ownChannels = (tx: TenantTx) => eq(alertChannels.organizationId, tx.organizationId);
const own = (tx: TenantTx) => eq(alerts.organizationId, tx.organizationId);

export async function insertAlertChannel(tx: TenantTx, row: AlertChannelRow): Promise<void> {
  await tx.orm.insert(alertChannels).values({ ...row, organizationId: tx.organizationId });
}

/** All of them, by age; an organization has at most fifty. */
export function listAlertChannels(tx: TenantTx): Promise<AlertChannelRow[]> {
  return tx.orm.select().from(alertChannels).where(ownChannels(tx)).orderBy(asc(alertChannels.id));
}

export async function deleteAlertChannel(tx: TenantTx, id: string): Promise<boolean> {
  const gone = await tx.orm
    .delete(alertChannels)
    .where(and(ownChannels(tx), eq(alertChannels.id, id)))
    .returning({ id: alertChannels.id });
  return gone.length > 0;
}

/** The routes in order. */
export async function listAlertRoutes(tx: TenantTx): Promise<AlertRoute[]> {
  const rows = await tx.orm
    .select()
    .from(alertRoutes)
    .where(eq(alertRoutes.organizationId, tx.organizationId))
    .orderBy(asc(alertRoutes.position));
  return rows.map((row) => row.route);
}

export async function replaceAlertRoutes(tx: TenantTx, routes: readonly AlertRoute[]): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`alert_routes:${tx.organizationId}`}, 0))`;
  await tx.orm.delete(alertRoutes).where(eq(alertRoutes.organizationId, tx.organizationId));
  if (routes.length === 0) return;
  await tx.orm
    .insert(alertRoutes)
    .values(routes.map((route, position) => ({ organizationId: tx.organizationId, position, route })));
}

export async function insertAlert(tx: TenantTx, row: AlertRow): Promise<void> {
  await tx.orm.insert(alerts).values({ ...row, organizationId: tx.organizationId });
}

/** The alert of a cause that is not over, locked until the transaction ends. */
export async function lockOpenAlert(tx: TenantTx, dedupKey: string): Promise<AlertRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(alerts)
    .where(and(own(tx), eq(alerts.dedupKey, dedupKey), ne(alerts.status, "resolved")))
    .for("update");
  return row;
}

export async function lockAlert(tx: TenantTx, id: string): Promise<AlertRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(alerts)
    .where(and(own(tx), eq(alerts.id, id)))
    .for("update");
  return row;
}

export async function findAlert(tx: TenantTx, id: string): Promise<AlertRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(alerts)
    .where(and(own(tx), eq(alerts.id, id)));
  return row;
}

export async function updateAlert(
  tx: TenantTx,
  id: string,
  change: Partial<AlertRow>,
): Promise<AlertRow | undefined> {
  const [row] = await tx.orm
    .update(alerts)
    .set(change)
    .where(and(own(tx), eq(alerts.id, id)))
    .returning();
  return row;
}

/** Newest first; asks for one row more than `limit`. */
export function listAlerts(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  status: AlertStatus | undefined,
): Promise<AlertRow[]> {
  return tx.orm
    .select()
    .from(alerts)
    .where(
      and(
        own(tx),
        page.before ? lt(alerts.id, page.before) : undefined,
        status ? eq(alerts.status, status) : undefined,
      ),
    )
    .orderBy(desc(alerts.id))
    .limit(page.limit + 1);
}

/** Those that are not over: first what nobody looks at, then the latest; at most `limit`. */
export function listOngoingAlerts(tx: TenantTx, limit: number): Promise<AlertRow[]> {
  return tx.orm
    .select()
    .from(alerts)
    .where(and(own(tx), ne(alerts.status, "resolved")))
    .orderBy(desc(alerts.status), desc(alerts.id))
    .limit(limit);
}

export async function insertAlertMessage(
  tx: TenantTx,
  message: { id: string; alertId: string; note: AlertNote; createdAt: Ms },
): Promise<void> {
  await tx.orm.insert(alertMessages).values({ ...message, organizationId: tx.organizationId });
}

/** What became of every message of these alerts, oldest first, by alert id. */
export async function readAlertFates(
  tx: TenantTx,
  alertIds: readonly string[],
): Promise<Map<string, AlertFate[]>> {
  if (alertIds.length === 0) return new Map();
  const rows = await tx.orm
    .select({ call: outboundCalls, alertId: alertMessages.alertId, note: alertMessages.note })
    .from(alertMessages)
    .innerJoin(
      outboundCalls,
      and(
        eq(outboundCalls.organizationId, alertMessages.organizationId),
        eq(outboundCalls.kind, "alert"),
        eq(outboundCalls.messageId, alertMessages.id),
      ),
    )
    .where(
      and(eq(alertMessages.organizationId, tx.organizationId), inArray(alertMessages.alertId, [...alertIds])),
    )
    .orderBy(asc(alertMessages.id), asc(outboundCalls.targetId))
    .limit(2_000);
  const fates = rows.map(({ call, alertId, note }) => {
    const { targetId: channelId, status, attempts, failure, createdAt, finishedAt } = call;
    return { alertId, channelId, kind: note.kind, status, attempts, failure, at: finishedAt ?? createdAt };
  });
  return Map.groupBy(fates, (fate) => fate.alertId);
}

/** The channels that were told of this alert before. */
export async function toldChannels(tx: TenantTx, alertId: string): Promise<string[]> {
  const rows = await tx.sql<{ targetId: string }[]>`
    select distinct c.target_id from outbound_calls c
    join alert_messages m on m.organization_id = c.organization_id and m.id = c.message_id
    where c.organization_id = ${tx.organizationId} and c.kind = 'alert' and m.alert_id = ${alertId}`;
  return rows.map((row) => row.targetId);
}

/** How bad each monitor's failing is, and the names of components. */
export async function readAlertFacts(
  tx: TenantTx,
  monitorIds: readonly string[],
  componentIds: readonly string[],
): Promise<{ isMajor: boolean; names: Map<string, string> }> {
  const [worst] = await tx.sql<{ isMajor: boolean | null }[]>`
    select bool_or(down_state = 'major_outage') as is_major from monitors
    where organization_id = ${tx.organizationId} and id = any(${[...monitorIds]}::text[])`;
  const rows = await tx.sql<{ id: string; name: string }[]>`
    select id, name from components where organization_id = ${tx.organizationId}
      and id = any(${[...componentIds]}::text[])`;
  return { isMajor: worst?.isMajor ?? true, names: new Map(rows.map((row) => [row.id, row.name])) };
}
