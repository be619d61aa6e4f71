import { z } from "zod";
import { instantInput } from "./input";
import type { State } from "./state";
import type { Ms } from "./time";

/** Every format a provider's status can be read from; one adapter each. */
export const providerFormats = [
  "apple",
  "aws-currentevents",
  "aws-data-json",
  "aws-rss",
  "azure-devops-health",
  "azure-rss",
  "betterstack",
  "cachet",
  "checkly",
  "cstate",
  "gatus",
  "google-cloud",
  "heroku-v3",
  "heroku-v4",
  "incidentio-compat-summary",
  "incidentio-proxy-incidents",
  "instatus",
  "m365-servicehealth",
  "oracle-oci",
  "rss-atom-plain",
  "salesforce-trust",
  "slack",
  "sorry",
  "statusio",
  "statusio-rss",
  "statuspage-history-feed",
  "statuspage-v2-incidents",
  "statuspage-v2-status",
  "statuspage-v2-summary",
  "statuspal",
  "stripe",
  "upptime",
  "uptime-kuma",
] as const;
export type ProviderFormat = (typeof providerFormats)[number];

/** How bad a provider says an incident is; `unknown` where its format has no grade. */
export const impacts = ["none", "minor", "major", "critical", "maintenance", "unknown"] as const;
export type Impact = (typeof impacts)[number];

/** Where an open incident stands; `open` where its format has no finer word. */
export const openStatuses = ["investigating", "identified", "monitoring", "open"] as const;
export type OpenStatus = (typeof openStatuses)[number];

/** A leaf of the provider's page. `id` is the provider's own; names repeat and change, ids do not. */
export type ReadingComponent = {
  id: string | null;
  name: string;
  group: string | null;
  region: string | null;
  state: State;
};

export type ReadingIncident = {
  id: string | null;
  title: string;
  impact: Impact;
  startedAt: Ms | null;
  updatedAt: Ms | null;
  latestStatus: OpenStatus;
  affected: string[];
};

/** Planned work that has not been completed; running or still to come. */
export type ReadingMaintenance = { id: string | null; title: string; from: Ms | null; to: Ms | null };

/** What one document of a provider says. `reason` tells why we do not trust it where `overall` is unknown. */
export type Finding = {
  overall: State;
  components: ReadingComponent[];
  openIncidents: ReadingIncident[];
  scheduled: ReadingMaintenance[];
  /** Everything the document holds, history included. */
  counts: { components: number; incidents: number };
  reason?: string;
  /** Incidents that it lists and says to be over, by their own ids; the first of many. */
  over?: string[];
  /** How far back its list goes, where a list of the newest is all that it has. */
  reachesTo?: Ms | null;
  /** Whether a component that is not listed is well, where one format has lists of both kinds. */
  listsTroubleOnly?: boolean;
};

/** A finding with the format it was read by; `parseError` when the document could not be read at all. */
export type Reading = Finding & { format: ProviderFormat | null; parseError: boolean };

/** Most incidents that one reading says to be over. */
export const overMax = 100;

/** Most bytes of one document. */
export const documentMaxBytes = 8_000_000;
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

const order: Record<State, number> = {
  unknown: -1,
  operational: 0,
  under_maintenance: 1,
  degraded_performance: 2,
  partial_outage: 3,
  major_outage: 4,
};

/** The worst of the known states; `unknown` when none is known. Unlike in the ledger, maintenance is a grade here. */
export function worstState(states: Iterable<State>): State {
  let worst: State = "unknown";
  for (const state of states) if (order[state] > order[worst]) worst = state;
  return worst;
}

/** One part of many that is wholly down is a partial outage of the whole. */
export function capAtPartial(state: State): State {
  return state === "major_outage" ? "partial_outage" : state;
}

/** For formats whose only bad word is "down": the whole is down only when every watched part is. */
export function monitoredState(states: readonly State[]): State {
  const known = states.filter((state) => state !== "unknown");
  const allDown = known.every((state) => state === "major_outage");
  return allDown ? worstState(known) : capAtPartial(worstState(known));
}

const stateOf: Record<Impact, State> = {
  none: "operational",
  minor: "degraded_performance",
  major: "partial_outage",
  critical: "major_outage",
  maintenance: "under_maintenance",
  unknown: "degraded_performance",
};

/** What an open incident makes of the whole; one without a grade counts as degraded. */
export function stateOfImpact(impact: Impact): State {
  return stateOf[impact];
}

const impactOf: Record<State, Impact> = {
  operational: "none",
  degraded_performance: "minor",
  partial_outage: "major",
  major_outage: "critical",
  under_maintenance: "maintenance",
  unknown: "unknown",
};

export function impactOfState(state: State): Impact {
  return impactOf[state];
}

/** The worst that open incidents say together; `unknown` when there is none. */
export function worstOfIncidents(incidents: readonly ReadingIncident[]): State {
  return worstState(incidents.map((incident) => stateOfImpact(incident.impact)));
}

/** A document as a client sends it: bytes in base64 (line breaks are fine), its server's word, and when it was fetched. */
export const providerReadInput = z.strictObject({
  format: z.enum(providerFormats).optional(),
  body_base64: z
    .string()
    .transform((text) => text.replace(/\s+/g, ""))
    .refine((text) => text.length % 4 === 0 && base64.test(text), "must be base64 with padding")
    .transform((text): Uint8Array => Buffer.from(text, "base64"))
    .meta({ type: "string", format: "byte" }),
  content_type: z.string().max(200).optional(),
  observed_at: instantInput.optional(),
});
