import type { TenantTx } from "@/db/client";
import { countRecipients } from "@/db/queries/audience";
import { findIncident, findPublicIncident } from "@/db/queries/incident";
import { coverAddresses, warnedOf } from "@/db/queries/told-once";
import { incidentSubject, templateOf, toldIncident } from "@/lib/domain/announcement";
import type { PublicIncident } from "@/lib/domain/incident";
import { factIdOf, type PublicFact } from "@/lib/domain/public-fact";
import type { SubscriberChannel } from "@/lib/domain/subscriber";
import type { Ms } from "@/lib/domain/time";
import type { Announcement } from "./announced-pages";
import { announcedPages } from "./announced-pages";
import { maintenanceAnnouncements } from "./maintenance-announcements";
import { cancelFact, type NewNotice, notify } from "./notices";
import { senderOf } from "./page-senders";
import { newId } from "./record";

/** How long an announcement is held back, so that it can still be withdrawn (RULES R7.4). */
export const undoMs = 10_000;

/**
 * Tells a fact to everybody who asked to hear it: notice and recipients are written in the transaction of the fact
 * itself and leave `holdMs` later. `notify: false` tells nobody but integrators' webhooks.
 */
export async function announce(
  tx: TenantTx,
  fact: PublicFact,
  options: { notify: boolean; holdMs: number },
  now: Ms,
): Promise<void> {
  if (!options.notify) return;
  const factId = factIdOf(fact);
  const about = await aboutOf(tx, fact);
  for (const { page, told, notice } of await announcementsOf(tx, fact)) {
    const audience = { pageId: page.id, told };
    const sender = await senderOf(tx, page);
    await notify(tx, { ...notice, ...about, factId, audience, sender, holdMs: options.holdMs }, now);
  }
  await holdBackFromWarned(tx, fact, now);
}

/** Cancels what has not left yet. Returns whether anybody had been told already. */
export async function withdrawAnnouncement(tx: TenantTx, fact: PublicFact, now: Ms): Promise<boolean> {
  const { told } = await cancelFact(tx, factIdOf(fact), now);
  return told > 0;
}

/** How many a fact would be told to if it were told now, each person once. */
export async function countAudience(
  tx: TenantTx,
  announcements: readonly Announcement[],
): Promise<Record<SubscriberChannel, number>> {
  const counted = await countRecipients(
    tx,
    announcements.map(({ page, told }) => ({ pageId: page.id, told })),
  );
  const none = { email: 0, webhook: 0, slack: 0, teams: 0, discord: 0 };
  return { ...none, ...Object.fromEntries(counted.map(({ channel, count }) => [channel, count])) };
}

/** What a fact is to each page that shows it: whom it is for, and what exactly is sent. */
async function announcementsOf(tx: TenantTx, fact: PublicFact): Promise<Announcement[]> {
  if (fact.type === "maintenance") return await maintenanceAnnouncements(tx, fact);
  const incident = await findPublicIncident(tx, fact.incidentId);
  if (!incident) return [];
  return fact.type === "postmortem"
    ? await postmortemAnnouncements(tx, incident)
    : await incidentAnnouncements(tx, incident, fact.updateId);
}

/** One word of an incident, on every page that shows the incident. */
export function incidentAnnouncements(
  tx: TenantTx,
  incident: PublicIncident,
  updateId: string,
): Promise<Announcement[]> {
  const update = incident.updates.find(({ id }) => id === updateId);
  if (!update) return Promise.resolve([]);
  return announcedPages(
    tx,
    (parts) => incidentSubject(incident, parts),
    (page, parts) => ({
      template: templateOf(incident, update),
      slots: toldIncident(page, parts, incident, update),
    }),
  );
}

function postmortemAnnouncements(tx: TenantTx, incident: PublicIncident): Promise<Announcement[]> {
  const { id, title, startedAt, resolvedAt, postmortem } = incident;
  if (postmortem === null) return Promise.resolve([]);
  return announcedPages(
    tx,
    (parts) => incidentSubject(incident, parts, "postmortem"),
    (page) => ({
      template: "postmortem",
      slots: { page, incident: { id, title, startedAt, resolvedAt }, body: postmortem.body },
    }),
  );
}

type About = Pick<NewNotice<"postmortem">, "incidentId" | "threadId" | "detectedAt">;

/** What the desk finds a notice by, and what keeps its mails together. */
async function aboutOf(tx: TenantTx, fact: PublicFact): Promise<About> {
  if (fact.type === "maintenance") {
    const threadId = `${fact.maintenanceId}.${fact.occurrenceFrom}`;
    return { incidentId: null, threadId, detectedAt: null };
  }
  const row = await findIncident(tx, fact.incidentId);
  const isFirst = fact.type === "incident_update";
  return {
    incidentId: fact.incidentId,
    threadId: fact.incidentId,
    detectedAt: isFirst ? (row?.detectedAt ?? null) : null,
  };
}

/** A contact who was told its own numbers of the beginning or the end is not told the same again as a subscriber. */
async function holdBackFromWarned(tx: TenantTx, fact: PublicFact, now: Ms): Promise<void> {
  if (fact.type !== "incident_update") return;
  const incident = await findPublicIncident(tx, fact.incidentId);
  const update = incident?.updates.find(({ id }) => id === fact.updateId);
  if (!incident || !update) return;
  const template = templateOf(incident, update);
  if (template === "incident_updated") return;
  const phase = template === "incident_opened" ? "opened" : "ended";
  const warned = await warnedOf(tx, incident.id, phase);
  const copies = warned.map((told) => ({ ...told, id: newId("delivery", now) }));
  await coverAddresses(tx, copies, { factId: factIdOf(fact), template, reason: warnedReason }, now);
}

/** Why a subscriber's copy did not leave, for the desk. */
export const warnedReason = "was told the same with its own numbers, as a customer's contact";
