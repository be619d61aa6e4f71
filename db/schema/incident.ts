import {
  bigint,
  boolean,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { AffectedComponent, Impact, IncidentCause, IncidentStatus } from "@/lib/domain/incident";
import type { KeptFact } from "@/lib/domain/incident-fact";
import { ms, organizationId, version } from "./columns";

/** What people say about trouble; a draft until `published_at` is set (DESIGN §6). */
export const incidents = pgTable(
  "incidents",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    title: text().notNull(),
    /** Of the last public word; of a draft, the one it will be published with. */
    status: text().$type<IncidentStatus>().notNull(),
    impact: text().$type<Impact>().notNull(),
    startedAt: ms().notNull(),
    /** When our checks first confirmed it; null when no check did. */
    detectedAt: ms(),
    publishedAt: ms(),
    resolvedAt: ms(),
    /** Another incident tells this one's story from here on. */
    mergedInto: text(),
    mergedAt: ms(),
    /** `automatic`: opened and published by verdicts alone. */
    origin: text().$type<"person" | "verdict" | "automatic">().notNull(),
    cause: jsonb().$type<IncidentCause>(),
    /** As it is being written; the public reads `public_postmortem`. */
    postmortem: text(),
    publicPostmortem: text(),
    postmortemPublishedAt: ms(),
    createdBy: text().notNull(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    archivedAt: ms(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.startedAt, table.id),
    index().on(table.organizationId, table.resolvedAt),
  ],
);

/** One word of an incident's thread: a draft until published, a private note never. */
export const incidentUpdates = pgTable(
  "incident_updates",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    incidentId: text().notNull(),
    status: text().$type<IncidentStatus>().notNull(),
    body: text().notNull(),
    /** Only what this word changes; what it does not name stays. */
    components: jsonb().$type<AffectedComponent[]>().notNull(),
    isPrivate: boolean().notNull(),
    notify: boolean().notNull(),
    createdBy: text().notNull(),
    createdAt: ms().notNull(),
    publishedAt: ms(),
    /** When readers will hear more. */
    nextUpdateAt: ms(),
    /** Until when it can be taken back before any mail leaves (RULES R7.4). */
    undoUntil: ms(),
    withdrawnAt: ms(),
    editedAt: ms(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.incidentId, table.createdAt),
    foreignKey({
      columns: [table.organizationId, table.incidentId],
      foreignColumns: [incidents.organizationId, incidents.id],
    }),
  ],
);

/** The words an edited update had before. */
export const incidentUpdateEdits = pgTable(
  "incident_update_edits",
  {
    organizationId: organizationId(),
    updateId: text().notNull(),
    at: ms().notNull(),
    /** Tells two edits of one instant apart. */
    place: bigint({ mode: "number" }).notNull(),
    incidentId: text().notNull(),
    actor: text().notNull(),
    body: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.updateId, table.at, table.place] }),
    index().on(table.organizationId, table.incidentId),
  ],
);

/** Components an incident speaks of, with its word of now; null once it says nothing of them any more. */
export const incidentComponents = pgTable(
  "incident_components",
  {
    organizationId: organizationId(),
    incidentId: text().notNull(),
    componentId: text().notNull(),
    state: text().$type<AffectedComponent["state"]>(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.incidentId, table.componentId] }),
    index().on(table.organizationId, table.componentId),
  ],
);

/** What happened, kept by itself and never changed: checks, verdicts, posts, mails (DESIGN §6). */
export const incidentFacts = pgTable(
  "incident_facts",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    incidentId: text().notNull(),
    /** When it happened; `recorded_at` is when we learned it. */
    at: ms().notNull(),
    recordedAt: ms().notNull(),
    /** Order of what happened within one millisecond. */
    place: bigint({ mode: "number" }).notNull(),
    type: text().$type<KeptFact["type"]>().notNull(),
    actor: text(),
    data: jsonb().$type<KeptFact["data"]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.incidentId, table.at, table.place),
  ],
);

/** Which outage is told by which incident; a dismissed draft keeps its outages, so that they open no other. */
export const incidentOutages = pgTable(
  "incident_outages",
  {
    organizationId: organizationId(),
    outageId: text().notNull(),
    incidentId: text().notNull(),
    joinedAt: ms().notNull(),
    /** When its end was told to the incident's facts: that it was seen well again, or was never there. */
    endNotedAt: ms(),
    /** When the facts were told that it ended only because sight of it was lost. */
    unseenNotedAt: ms(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.outageId] }),
    index().on(table.organizationId, table.incidentId),
  ],
);

/** Words prepared for a calm hour, with variables such as {{component}}. */
export const incidentTemplates = pgTable(
  "incident_templates",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    name: text().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    status: text().$type<IncidentStatus>().notNull(),
    impact: text().$type<Impact>(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex().on(table.organizationId, table.name),
  ],
);

/** What a postmortem promises to change, by whom and until when; visible until done. */
export const actionItems = pgTable(
  "action_items",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    incidentId: text().notNull(),
    title: text().notNull(),
    ownerId: text(),
    /** Local date of the owner, `YYYY-MM-DD`. */
    dueOn: text(),
    doneAt: ms(),
    remindedAt: ms(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    archivedAt: ms(),
    version: version(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index().on(table.organizationId, table.incidentId),
    index().on(table.organizationId, table.dueOn),
  ],
);
