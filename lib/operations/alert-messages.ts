import type { TenantTx } from "@/db/client";
import {
  type AlertRow,
  insertAlertMessage,
  listAlertChannels,
  readAlertFacts,
  toldChannels,
} from "@/db/queries/alert";
import { ownOrganization } from "@/db/queries/organization";
import { insertCalls } from "@/db/queries/outbound";
import type { AlertChannelConfig, AlertChannelType, AlertMessageKind, AlertNote } from "@/lib/domain/alert";
import { exactTime } from "@/lib/domain/duration";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { open } from "@/lib/secret";
import { linkToken } from "@/lib/signed-link";
import { notify } from "./notices";
import { newId } from "./record";

export type Said = { kind: AlertMessageKind; channelIds?: readonly string[]; by?: string | null };

/** Chats and mailboxes hear when an alert begins and ends; what only grows would be noise there. */
const hearsUpdates: ReadonlySet<AlertChannelType> = new Set(["pagerduty", "opsgenie", "webhook"]);

/** Tells the named channels, or all that were told before, of what became of an alert. */
export async function sayAlert(tx: TenantTx, alert: AlertRow, said: Said, now: Ms): Promise<void> {
  const wanted = new Set(said.channelIds ?? (await toldChannels(tx, alert.id)));
  const channels = (await listAlertChannels(tx)).filter(
    ({ id, type }) => wanted.has(id) && (said.kind !== "update" || hearsUpdates.has(type)),
  );
  if (channels.length === 0) return;
  const note = await noteOf(tx, alert, said, now);
  const id = newId("event", now);
  await insertAlertMessage(tx, { id, alertId: alert.id, note, createdAt: now });
  const targetIds = channels.map((channel) => channel.id);
  await insertCalls(tx, { kind: "alert", targetIds, messageIds: [id], dueAt: now }, now);
  const addresses = channels.flatMap(({ type, sealedConfig }) => {
    const config = type === "email" ? (JSON.parse(open(sealedConfig)) as AlertChannelConfig) : null;
    return config?.type === "email" ? [config.address] : [];
  });
  await mail(tx, id, note, addresses, now);
}

async function noteOf(tx: TenantTx, alert: AlertRow, { kind, by = null }: Said, now: Ms): Promise<AlertNote> {
  const [organization, { names }] = await Promise.all([
    ownOrganization(tx),
    readAlertFacts(tx, [], alert.componentIds),
  ]);
  const components = alert.componentIds.map((id) => names.get(id) ?? id);
  const home = `${env().publicUrl}/${organization?.slug ?? ""}`;
  const token = linkToken({ organizationId: tx.organizationId, id: alert.id, generation: 1 });
  return {
    ...{
      kind,
      alertId: alert.id,
      dedupKey: alert.dedupKey,
      title: alert.title,
      severity: alert.severity,
      by,
    },
    text: sentenceOf(alert, { kind, by }, components, now),
    organization: organization?.name ?? "",
    ...{ components, outages: alert.outages, startedAt: alert.startedAt, at: now },
    url: alert.incidentId === null ? `${home}/settings/alerts` : `${home}/incidents/${alert.incidentId}`,
    acknowledgeUrl: `${env().publicUrl}/alert/${token}`,
  };
}

function sentenceOf(alert: AlertRow, { kind, by }: Said, components: readonly string[], now: Ms): string {
  if (kind === "acknowledge") return `${by ?? "Somebody"} is looking at it.`;
  if (kind === "resolve" && alert.outages === 0)
    return "A person closed its incident; no check has seen it recover.";
  if (kind === "resolve") return `All checks pass again since ${exactTime(now, "UTC")}.`;
  if (alert.outages === 0)
    return `Our checks have no answer to give any more; they saw a failure since ${exactTime(alert.startedAt, "UTC")}: ${components.join(", ")}.`;
  const checks = alert.outages === 1 ? "One check fails" : `${alert.outages} checks fail`;
  return `${checks} since ${exactTime(alert.startedAt, "UTC")}: ${components.join(", ")}.`;
}

/** E-mail leaves through the outbox; its call is a line for the log. */
async function mail(
  tx: TenantTx,
  id: string,
  note: AlertNote,
  addresses: readonly string[],
  now: Ms,
): Promise<void> {
  if (addresses.length === 0) return;
  const { kind, title, text, organization, url, acknowledgeUrl } = note;
  const recipients = addresses.map((address) => ({ address, slots: { link: acknowledgeUrl } }));
  const slots = { kind, title, text, organization, url };
  const about = { factId: `alert:${id}`, threadId: note.alertId };
  await notify(tx, { ...about, template: "staff_alert", slots, recipients }, now);
}
