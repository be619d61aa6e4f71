import { z } from "zod";
import { instantInput, nameInput, pageInput } from "./input";
import type { SourceState } from "./state";
import type { Ms } from "./time";

export const incidentStatuses = ["investigating", "identified", "monitoring", "resolved"] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

export const impacts = ["none", "minor", "major", "critical"] as const;
export type Impact = (typeof impacts)[number];

/** What an incident can say of a component. */
export const affectedStates = [
  "operational",
  "degraded_performance",
  "partial_outage",
  "major_outage",
] as const satisfies readonly SourceState[];
export type AffectedState = (typeof affectedStates)[number];

export type AffectedComponent = { id: string; state: AffectedState };

/** What the outages of an incident stand on: one component of ours, or a provider's component. */
export type IncidentCause = { type: "component" | "provider"; id: string; title: string };

/** All chains of one transaction: an incident's words are written at once (RULES R1.7). */
export const affectedMax = 50;
/** Words of one incident, notes and withdrawn ones among them. */
export const updatesMax = 500;
const bodyMax = 20_000;

const affectedInput = z
  .array(
    z
      .strictObject({ id: z.string().min(1).max(100), state: z.enum(affectedStates) })
      .meta({ id: "AffectedComponent" }),
  )
  .max(affectedMax)
  .superRefine((components, context) => {
    const seen = new Set<string>();
    for (const [index, { id }] of components.entries()) {
      if (seen.has(id))
        context.addIssue({ code: "custom", path: [index, "id"], message: "is named twice; name it once" });
      seen.add(id);
    }
  });

/** Markdown as people write it: of the control characters only line breaks and tabs. */
export const wordsInput = z
  .string()
  .trim()
  .max(bodyMax)
  .regex(/^[\P{Cc}\n\r\t]*$/u, "must be text without control characters other than line breaks and tabs");

const fields = {
  title: nameInput.meta({ example: "Checkout is slow for some customers" }),
  status: z.enum(incidentStatuses),
  impact: z.enum(impacts),
  body: wordsInput.meta({ example: "About 1 in 5 payments take longer than 30 seconds since 14:03 UTC." }),
  components: affectedInput,
  notify: z.boolean(),
  started_at: instantInput,
  resolved_at: instantInput,
  /** When readers will hear more; shown with the words. */
  next_update_at: instantInput.nullable(),
};

/** Body of `POST /incidents` and of the composer. Without `impact` the worst component decides. */
export const incidentInput = z
  .strictObject({
    title: fields.title,
    status: fields.status.default("investigating"),
    impact: fields.impact.optional(),
    body: fields.body.default(""),
    components: fields.components.default([]),
    notify: fields.notify.default(true),
    started_at: fields.started_at.optional(),
    /** Only with status "resolved": an incident told afterwards. */
    resolved_at: fields.resolved_at.optional(),
    next_update_at: fields.next_update_at.optional(),
    draft: z.boolean().default(false),
  })
  .meta({ id: "IncidentInput" });
export type IncidentInput = z.output<typeof incidentInput>;

/**
 * Body of `PATCH /incidents/{id}`: what is left out stays. `status`, `body`, `components` and `notify` are a draft's
 * own; what was published changes by updates.
 */
export const incidentPatch = z.strictObject(fields).partial().meta({ id: "IncidentPatch" });
export type IncidentPatch = z.output<typeof incidentPatch>;

/** Body of `POST /incidents/{id}/updates`. A private update is a note for the team: no page, no mail, no ledger. */
export const incidentUpdateInput = z
  .strictObject({
    status: fields.status.optional(),
    body: fields.body.refine((text) => text.length > 0, "must not be empty"),
    components: fields.components.default([]),
    notify: fields.notify.default(true),
    private: z.boolean().default(false),
    next_update_at: fields.next_update_at.optional(),
  })
  .meta({ id: "IncidentUpdateInput" });
export type IncidentUpdateInput = z.output<typeof incidentUpdateInput>;

/** Body of `PATCH /incidents/{id}/updates/{updateId}`. */
export const incidentEditInput = z
  .strictObject({ body: fields.body.refine((text) => text.length > 0, "must not be empty") })
  .meta({ id: "IncidentEditInput" });

/** Body of `POST /incidents/{id}/merge`: the incident that tells the story from here on. */
export const incidentMergeInput = z
  .strictObject({ into: z.string().min(1).max(100) })
  .meta({ id: "IncidentMergeInput" });

const flag = z.enum(["true", "false"], 'must be "true" or "false"').transform((text) => text === "true");

/** Query of `GET /incidents`; archived and merged ones are shown only when asked for. */
export const incidentListInput = pageInput.extend({
  q: z.string().max(200).optional(),
  status: z.enum([...incidentStatuses, "open"]).optional(),
  impact: z.enum(impacts).optional(),
  component: z.string().max(100).optional(),
  draft: flag.optional(),
  archived: flag.default(false),
});
export type IncidentListInput = z.output<typeof incidentListInput>;

/** One word of the thread as members see it. */
export type IncidentUpdateView = {
  id: string;
  status: IncidentStatus;
  body: string;
  /** What this word changed. */
  components: readonly AffectedComponent[];
  isPrivate: boolean;
  notify: boolean;
  createdBy: string;
  createdAt: Ms;
  /** null for a draft and a private note. */
  publishedAt: Ms | null;
  nextUpdateAt: Ms | null;
  undoUntil: Ms | null;
  withdrawnAt: Ms | null;
  editedAt: Ms | null;
  /** Its words before each edit, oldest first. */
  earlier: readonly { at: Ms; actor: string; body: string }[];
};

/** An incident as lists show it. */
export type IncidentSummary = {
  id: string;
  title: string;
  status: IncidentStatus;
  impact: Impact;
  startedAt: Ms;
  detectedAt: Ms | null;
  /** null while it is a draft. */
  publishedAt: Ms | null;
  resolvedAt: Ms | null;
  mergedInto: string | null;
  origin: "person" | "verdict" | "automatic";
  cause: IncidentCause | null;
  /** With the incident's word of now; null once it says nothing of the component any more. */
  components: readonly { id: string; name: string; state: AffectedState | null }[];
  postmortemPublishedAt: Ms | null;
  createdBy: string;
  createdAt: Ms;
  updatedAt: Ms;
  archivedAt: Ms | null;
  version: number;
};

export type IncidentView = IncidentSummary & {
  /** As it is being written. */
  postmortem: string | null;
  /** As the public reads it. */
  publicPostmortem: string | null;
  /** Oldest first; private notes and withdrawn words too. */
  updates: readonly IncidentUpdateView[];
};

/** One public word, with what it changed and what the incident then said of all its components. */
export type PublicUpdate = {
  id: string;
  status: IncidentStatus;
  body: string;
  /** `before` is null where the incident had said nothing of the component. */
  changes: readonly { id: string; before: AffectedState | null; state: AffectedState }[];
  states: readonly AffectedComponent[];
  at: Ms;
  editedAt: Ms | null;
  /** When readers were told they will hear more. */
  nextUpdateAt?: Ms | null;
  /** False where it stands on pages alone. */
  notify?: boolean;
};

/** A published incident as pages and feeds see it. */
export type PublicIncident = {
  id: string;
  title: string;
  status: IncidentStatus;
  impact: Impact;
  startedAt: Ms;
  publishedAt: Ms;
  resolvedAt: Ms | null;
  updatedAt: Ms;
  /** Every component it ever spoke of, with its word of now. */
  components: readonly { id: string; state: AffectedState | null }[];
  /** Oldest first; at least one. */
  updates: readonly PublicUpdate[];
  postmortem: { body: string; publishedAt: Ms } | null;
};
