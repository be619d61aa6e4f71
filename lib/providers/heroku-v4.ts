import { type Finding, worstOfIncidents, worstState } from "@/lib/domain/reading";
import { dayMs, type Ms } from "@/lib/domain/time";
import { finding, jsonAdapter } from "./adapter";
import { colourState, readHerokuIncident } from "./heroku";
import { oldestOf, readInstant } from "./instant";
import { at, firstOf, idsOf, lengthOf, listOf, recordsOf, textOf, wordOf } from "./json";
import { windowIn } from "./prose-time";

/** Entries that stayed "upcoming" for longer than this were forgotten by their authors. */
const lingeringMs = 90 * dayMs;

/** Heroku `/api/v4/current-status`, and the list of `/api/v4/incidents`. `state` is the truth, not `resolved`. */
export const herokuV4 = jsonAdapter({
  matches: (value) =>
    at(firstOf(at(value, "status")), "system") !== undefined ||
    (at(firstOf(value), "updates") !== undefined && at(firstOf(value), "state") !== undefined),
  accepts: (value) => Array.isArray(value) || Array.isArray(at(value, "status")),
  traces: [/"system"\s*:/, /"status"\s*:/, /"scheduled"|"incidents"/],
  read: (value, { observedAt }) =>
    Array.isArray(value) ? readList(value, observedAt) : readCurrent(value, observedAt),
});

function readCurrent(value: unknown, observedAt: Ms | null): Finding {
  const components = listOf(at(value, "status")).flatMap((row) => {
    const name = textOf(at(row, "system"));
    return name === null
      ? []
      : [{ id: name, name, group: null, region: null, state: colourState(at(row, "status")) }];
  });
  const overall = worstState(components.map((component) => component.state));
  const bad = components
    .filter((component) => component.state !== "operational")
    .map((component) => component.name);
  const records = listOf(at(value, "incidents"));
  return finding({
    overall,
    components,
    openIncidents: records.filter(isOpen).map((record) => readHerokuIncident(record, overall, bad)),
    scheduled: planned(
      [...recordsOf(at(value, "scheduled")).filter(isPending), ...records.filter(isAnnounced)],
      observedAt,
    ),
    counts: { components: components.length, incidents: lengthOf(at(value, "incidents")) },
    over: idsOf(records.filter((record) => wordOf(at(record, "state")) === "resolved")),
  });
}

/** The list is history: without an open entry it says nothing of now. */
function readList(value: unknown, observedAt: Ms | null): Finding {
  const records = listOf(value);
  const openIncidents = records.filter(isOpen).map((record) => readHerokuIncident(record, "unknown", []));
  return finding({
    overall: worstOfIncidents(openIncidents),
    openIncidents,
    scheduled: planned(records.filter(isAnnounced), observedAt),
    counts: { components: 0, incidents: lengthOf(value) },
    over: idsOf(records.filter((record) => wordOf(at(record, "state")) === "resolved")),
    reachesTo: oldestOf(records.map((record) => at(record, "created_at"))),
  });
}

/** Where the state is missing, the older flag has to do. */
function isOpen(record: unknown): boolean {
  const state = wordOf(at(record, "state"));
  return state === "open" || (state === "" && at(record, "resolved") === false);
}

function isAnnounced(record: unknown): boolean {
  return ["upcoming", "scheduled"].includes(wordOf(at(record, "state")));
}

/** Of what its list of planned work holds: also what is running. */
function isPending(record: unknown): boolean {
  const state = wordOf(at(record, "state"));
  if (state === "") return at(record, "resolved") !== true;
  return !["resolved", "completed", "canceled", "cancelled"].includes(state);
}

/** Windows stand in prose only: in the announcement, which is the oldest update. */
function planned(waiting: unknown[], observedAt: Ms | null) {
  const fresh = waiting.filter((record) => {
    const createdAt = readInstant(at(record, "created_at"));
    return observedAt === null || createdAt === null || observedAt - createdAt < lingeringMs;
  });
  return fresh.map((record) => {
    const told = windowIn(textOf(at(announcementOf(record), "contents")) ?? "");
    return {
      id: textOf(at(record, "id")),
      title: textOf(at(record, "title")) ?? "Untitled maintenance",
      from: readInstant(at(record, "scheduled_for")) ?? readInstant(at(record, "starts_at")) ?? told.from,
      to: readInstant(at(record, "scheduled_until")) ?? readInstant(at(record, "ends_at")) ?? told.to,
    };
  });
}

function announcementOf(record: unknown): unknown {
  const updates = listOf(at(record, "updates"));
  return updates.find((update) => wordOf(at(update, "update_type")) === "scheduled") ?? updates.at(-1);
}
