import {
  capAtPartial,
  type Finding,
  type Impact,
  type ReadingComponent,
  type ReadingIncident,
  stateOfImpact,
  worstState,
} from "@/lib/domain/reading";
import { finding, jsonAdapter } from "./adapter";
import { newestOf, readInstant } from "./instant";
import { at, firstOf, idsOf, lengthOf, listOf, namesOf, recordsOf, textOf, translate } from "./json";

const grades: Readonly<Record<string, Impact>> = {
  available: "none",
  service_information: "minor",
  service_disruption: "major",
  service_outage: "critical",
};
const severities: Readonly<Record<string, Impact>> = { low: "minor", medium: "major", high: "critical" };
/** Most pairs of product and place looked at: two long lists must not multiply. */
const pairsMax = 100_000;

/**
 * Google's `incidents.json` (Cloud, Workspace, Firebase): complete for a year, so nothing open is operational.
 * Open means without an end; updates after the end are normal and reopen nothing.
 */
export const googleCloud = jsonAdapter({
  matches: (value) => {
    const first = firstOf(value);
    return at(first, "external_desc") !== undefined && at(first, "begin") !== undefined;
  },
  accepts: Array.isArray,
  traces: [/"external_desc"/],
  read,
});

function read(value: unknown): Finding {
  const open = recordsOf(value).filter((event) => textOf(at(event, "end")) === null);
  const components = componentsOf(open);
  const states = open.map((event) => {
    const state = stateOfImpact(impactOf(event));
    return regionsOf(event).includes(null) ? state : capAtPartial(state);
  });
  return finding({
    overall: open.length === 0 ? "operational" : worstState(states),
    components,
    openIncidents: open.map(readIncident),
    counts: { components: components.length, incidents: lengthOf(value) },
    over: idsOf(recordsOf(value).filter((event) => textOf(at(event, "end")) !== null)),
  });
}

function lastUpdate(event: unknown): unknown {
  return at(event, "most_recent_update") ?? at(event, "most-recent-update");
}

/** What the newest update says; the incident's own grade where it says nothing. */
function impactOf(event: unknown): Impact {
  const newest = translate(grades, at(lastUpdate(event), "status"), "unknown");
  if (newest !== "unknown") return newest;
  const own = translate(grades, at(event, "status_impact"), "unknown");
  return own === "unknown" ? translate(severities, at(event, "severity"), "unknown") : own;
}

/** Where it is felt now; null is everywhere, said or left unsaid. */
function regionsOf(event: unknown): (string | null)[] {
  const places = listOf(at(event, "currently_affected_locations"));
  const regions = places.map((place) => textOf(at(place, "id")) ?? textOf(at(place, "title")));
  return regions.length === 0
    ? [null]
    : regions.map((region) => (region?.toLowerCase() === "global" ? null : region));
}

function productsOf(event: unknown): { id: string | null; name: string }[] {
  const products = listOf(at(event, "affected_products")).flatMap((product) => {
    const name = textOf(at(product, "title"));
    return name === null ? [] : [{ id: textOf(at(product, "id")), name }];
  });
  const own = textOf(at(event, "service_name"));
  return products.length > 0 || own === null
    ? products
    : [{ id: textOf(at(event, "service_key")), name: own }];
}

/** Products by the locations affected now; a product in two incidents is as bad as the worse. */
function componentsOf(open: unknown[]): ReadingComponent[] {
  const found = new Map<string, ReadingComponent>();
  let pairs = 0;
  for (const event of open) {
    const state = stateOfImpact(impactOf(event));
    const regions = regionsOf(event);
    for (const { id, name } of productsOf(event))
      for (const region of regions) {
        pairs += 1;
        if (pairs > pairsMax) return [...found.values()];
        const key = `${id ?? name}\n${region}`;
        const known = found.get(key);
        found.set(key, {
          id,
          name,
          group: null,
          region,
          state: known ? worstState([known.state, state]) : state,
        });
      }
  }
  return [...found.values()];
}

/** Workspace writes its title as the first section of a Markdown text. */
function titleOf(event: unknown): string | null {
  const described = at(event, "external_desc");
  const section =
    typeof described === "string"
      ? /^\s*\**title:?\**:?\s*([^\n*]{1,2000})/i.exec(described)?.[1]
      : undefined;
  return textOf(section) ?? textOf(described);
}

function readIncident(event: unknown): ReadingIncident {
  const updates = listOf(at(event, "updates")).map((update) => at(update, "when") ?? at(update, "created"));
  const newest = newestOf([...updates, at(lastUpdate(event), "when"), at(lastUpdate(event), "created")]);
  const products = namesOf(at(event, "affected_products"), "title");
  return {
    id: textOf(at(event, "id")) ?? textOf(at(event, "number")),
    title: titleOf(event) ?? "Untitled incident",
    impact: impactOf(event),
    startedAt: readInstant(at(event, "begin")) ?? readInstant(at(event, "created")),
    updatedAt: newest ?? readInstant(at(event, "modified")),
    latestStatus: "open",
    affected: products.length > 0 ? products : productsOf(event).map((product) => product.name),
  };
}
