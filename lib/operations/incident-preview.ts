import { inTenant, type TenantTx } from "@/db/client";
import { findIncident } from "@/db/queries/incident";
import { listUpdates } from "@/db/queries/incident-update";
import type { PublicIncident } from "@/lib/domain/incident";
import type { PreviewInput } from "@/lib/domain/incident-preview";
import { impactOfComponents, outcomeOf, statesByWord } from "@/lib/domain/incident-thread";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { SubscriberChannel } from "@/lib/domain/subscriber";
import type { Ms } from "@/lib/domain/time";
import type { Broadcast } from "./announced-pages";
import { countAudience, incidentAnnouncements } from "./announcements";
import { publicWords } from "./incident-words";

/** The word being written; no update has this id. */
const unsaid = "upd_preview";

/** One page's part in what is about to be said. */
type PreviewPage = { id: string; name: string; notice: Broadcast };

export type IncidentPreview = {
  /** The incident as pages would show it. */
  incident: PublicIncident;
  pages: readonly PreviewPage[];
  /** Whom it would be sent to now, each person once. */
  recipients: Record<SubscriberChannel, number>;
};

/** What pages and mails would say, and to how many, if these words were published now. Writes nothing. */
export function previewIncident(scope: TenantScope, words: PreviewInput, now: Ms): Promise<IncidentPreview> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const incident = await incidentWith(tx, words, now);
    const announcements = await incidentAnnouncements(tx, incident, unsaid);
    return {
      incident,
      pages: announcements.map(({ page, notice }) => ({ id: page.id, name: page.name, notice })),
      recipients: await countAudience(tx, announcements),
    };
  });
}

async function incidentWith(tx: TenantTx, words: PreviewInput, now: Ms): Promise<PublicIncident> {
  const { incident_id: incidentId, status, body, components, next_update_at: nextUpdateAt } = words;
  const row = incidentId === null ? undefined : await findIncident(tx, incidentId);
  const said = row?.publishedAt ? publicWords(await listUpdates(tx, row.id)) : [];
  const word = { id: unsaid, status, body, components, at: now, editedAt: null, nextUpdateAt };
  const all = [...said.map((each) => ({ ...each, at: each.publishedAt })), word];
  const thread = statesByWord(all);
  const states = thread.at(-1)?.states ?? [];
  const { resolvedAt } = outcomeOf(all, row?.resolvedAt ?? null);
  return {
    id: row?.id ?? "inc_preview",
    title: words.title,
    status,
    impact: words.impact ?? row?.impact ?? impactOfComponents(components),
    startedAt: words.started_at ?? row?.startedAt ?? now,
    publishedAt: row?.publishedAt ?? now,
    resolvedAt,
    updatedAt: now,
    components: states.map(({ id, state }) => ({ id, state: status === "resolved" ? null : state })),
    updates: thread.map(({ word: each, changes, states: after }) => ({
      id: each.id,
      status: each.status,
      body: each.body,
      ...{ changes, states: after },
      at: each.at,
      editedAt: each.editedAt,
      nextUpdateAt: each.nextUpdateAt,
    })),
    postmortem: null,
  };
}
