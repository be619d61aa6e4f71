import { impactOfState, type OpenStatus, type ReadingIncident, worstState } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { newestOf, readInstant } from "./instant";
import { at, listOf, namesOf, textOf, translate } from "./json";

const colours: Readonly<Record<string, State>> = {
  green: "operational",
  yellow: "degraded_performance",
  orange: "degraded_performance",
  red: "major_outage",
  blue: "under_maintenance",
};

const stages: Readonly<Record<string, OpenStatus>> = {
  issue: "investigating",
  investigating: "investigating",
  identified: "identified",
  monitoring: "monitoring",
};

/** Heroku has three systems; more are not repeated under every incident. */
const systemsMax = 12;

export function colourState(colour: unknown): State {
  return translate(colours, colour, "unknown");
}

/**
 * An incident of Heroku's v3 or v4. Its own `updated_at` lags behind its updates; those colour what they are about.
 * `overall` and `bad` stand in where an incident names neither colour nor systems.
 */
export function readHerokuIncident(record: unknown, overall: State, bad: readonly string[]): ReadingIncident {
  const updates = listOf(at(record, "updates"));
  const updatedAt = newestOf(updates.map((update) => at(update, "created_at")));
  const newest = updates.find((update) => readInstant(at(update, "created_at")) === updatedAt);
  const colour = worstState([colourState(at(newest, "status_dev")), colourState(at(newest, "status_prod"))]);
  const told = updates
    .toSorted((a, b) => (readInstant(at(b, "created_at")) ?? 0) - (readInstant(at(a, "created_at")) ?? 0))
    .map((update) => translate(stages, at(update, "update_type"), "open"));
  const systems = namesOf(at(record, "systems"), "name", "system");
  return {
    id: textOf(at(record, "id")),
    title: textOf(at(record, "title")) ?? "Untitled incident",
    impact: impactOfState(colour === "unknown" || colour === "operational" ? overall : colour),
    startedAt: readInstant(at(record, "created_at")),
    updatedAt: updatedAt ?? readInstant(at(record, "updated_at")),
    latestStatus: told.find((stage) => stage !== "open") ?? "open",
    affected: systems.length > 0 ? systems : bad.slice(0, systemsMax),
  };
}
