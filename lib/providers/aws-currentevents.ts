import {
  capAtPartial,
  impactOfState,
  type ReadingComponent,
  type ReadingIncident,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { regionOfArn, splitKey } from "./aws-region";
import { newestOf, readInstant } from "./instant";
import { at, entriesOf, firstOf, lengthOf, listOf, recordsOf, textOf, translate } from "./json";

const grades: Readonly<Record<string, State>> = {
  "0": "operational",
  "1": "degraded_performance",
  "2": "degraded_performance",
  "3": "major_outage",
};
const namedMax = 12;

/**
 * `health.aws.amazon.com/public/currentevents`: an empty list is all clear. Events stay open for months: never closed
 * by age. A regional disruption is a partial outage of AWS; only an event without a region can be more.
 */
export const awsCurrentevents = jsonAdapter({
  matches: (value) => (Array.isArray(value) && value.length === 0) || at(firstOf(value), "arn") !== undefined,
  accepts: Array.isArray,
  traces: [/"arn"\s*:\s*"arn:aws|"impacted_services"/],
  read(value) {
    const events = recordsOf(value).map(readEvent);
    const open = events.filter((event) => event.open);
    const components = mergedComponents(open.flatMap((event) => event.components));
    const states = open.map((event) => (event.region === null ? event.state : capAtPartial(event.state)));
    return finding({
      overall: open.length === 0 ? "operational" : worstState(states),
      components,
      openIncidents: open.map((event) => event.incident),
      counts: { components: components.length, incidents: lengthOf(value) },
      over: events.filter((event) => !event.open).flatMap(({ incident }) => incident.id ?? []),
    });
  },
});

type Event = {
  open: boolean;
  region: string | null;
  state: State;
  components: ReadingComponent[];
  incident: ReadingIncident;
};

function readEvent(event: unknown): Event {
  const log = listOf(at(event, "event_log"));
  const updatedAt = newestOf(log.map((entry) => at(entry, "timestamp")));
  const newest = log.findLast((entry) => readInstant(at(entry, "timestamp")) === updatedAt);
  const last = translate(grades, at(newest, "status") ?? at(event, "status"), "unknown");
  const region =
    regionOfArn(textOf(at(event, "arn")) ?? "") ?? splitKey(textOf(at(event, "service")) ?? "").region;
  const components = componentsOf(event, region, last);
  const worst = worstState(components.map((component) => component.state));
  const state = worst === "unknown" || worst === "operational" ? last : worst;
  const startedAt = readInstant(at(event, "date"));
  const incident: ReadingIncident = {
    id: textOf(at(event, "arn")),
    title: textOf(at(event, "summary")) ?? "Untitled event",
    impact: impactOfState(state),
    startedAt,
    updatedAt: updatedAt ?? startedAt,
    latestStatus: "open",
    affected: affectedOf(components, region, textOf(at(event, "region_name"))),
  };
  const ended = readInstant(at(event, "end_time")) !== null || last === "operational";
  return { open: !ended, region, state, components, incident };
}

/** What is impacted now, not at the peak; an event that lists no services is about its own. */
function componentsOf(event: unknown, region: string | null, state: State): ReadingComponent[] {
  const impacted = entriesOf(at(event, "impacted_services"));
  if (impacted.length === 0) {
    const key = textOf(at(event, "service"));
    const name = textOf(at(event, "service_name")) ?? key;
    return name === null ? [] : [{ id: key, name, group: null, region, state }];
  }
  return impacted.map(([key, service]) => ({
    id: textOf(key),
    name: textOf(at(service, "service_name")) ?? key,
    group: null,
    region,
    state: translate(grades, at(service, "current"), "unknown"),
  }));
}

function mergedComponents(components: ReadingComponent[]): ReadingComponent[] {
  const found = new Map<string, ReadingComponent>();
  for (const component of components) {
    const key = `${component.region}\n${component.id}`;
    const known = found.get(key);
    const state = known ? worstState([known.state, component.state]) : component.state;
    found.set(key, { ...component, state });
  }
  return [...found.values()];
}

/** Names while they can be read at a glance; for a whole region, its size. */
function affectedOf(components: ReadingComponent[], region: string | null, place: string | null): string[] {
  if (components.length <= namedMax) return [...new Set(components.map((component) => component.name))];
  const bad = components.filter((component) => component.state !== "operational").length;
  const where = region === null ? "Global" : `${region}${place === null ? "" : ` (${place})`}`;
  return [`${where}: ${components.length} services, ${bad} disrupted`];
}
