import {
  capAtPartial,
  type Finding,
  type ReadingComponent,
  type ReadingIncident,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { type Adapter, finding } from "./adapter";
import type { Feed, FeedItem } from "./feed";
import { at, listOf, textOf, translate, wordOf } from "./json";
import { indicatorWords } from "./statuspage";
import { instantAfter, isClosing, latestStage, linesOf, readUpdates, spanOf } from "./updates";

const words: Readonly<Record<string, State>> = {
  normalperformance: "operational",
  informational: "operational",
  degradedperformance: "degraded_performance",
  servicedegradation: "degraded_performance",
  servicedisruption: "partial_outage",
  partialoutage: "partial_outage",
  servicedown: "major_outage",
  majoroutage: "major_outage",
};

/** Oracle Cloud: `status.json` (like Statuspage's, but its page has no id), `components.json`, `incident-summary.rss`. */
export const oracleOci: Adapter = {
  traces: [/"regionHealthReports"|"serviceHealthReports"|ocistatus\.oraclecloud/],
  matches: (document) => (document.kind === "json" ? isOurs(document.value) : isOurFeed(document.feed)),
  accepts: (document) =>
    document.kind === "feed" ||
    isOurs(document.value) ||
    at(document.value, "status", "indicator") !== undefined,
  read: (document) => (document.kind === "feed" ? readFeed(document.feed) : readJson(document.value)),
};

function isOurs(value: unknown): boolean {
  if (Array.isArray(at(value, "regionHealthReports"))) return true;
  const page = at(value, "page");
  const anonymous = at(page, "id") === undefined && at(page, "url") === undefined;
  return at(value, "status", "indicator") !== undefined && at(page, "name") !== undefined && anonymous;
}

function isOurFeed(feed: Feed): boolean {
  return /ocistatus\.|oracle cloud/i.test(`${feed.link} ${feed.title}`);
}

function readJson(value: unknown): Finding {
  const components = listOf(at(value, "regionHealthReports")).flatMap(readRegion).slice(0, 20_000);
  const indicator = at(value, "status", "indicator");
  const states = components.map((component) => component.state);
  const allDown = states.every((state) => state === "major_outage");
  const worst = allDown ? worstState(states) : capAtPartial(worstState(states));
  const overall = indicator === undefined ? worst : translate(indicatorWords, indicator, "unknown");
  return finding({ overall, components });
}

function readRegion(report: unknown): ReadingComponent[] {
  const region = textOf(at(report, "regionCanonicalName")) ?? textOf(at(report, "regionName"));
  return listOf(at(report, "serviceHealthReports")).flatMap((service) => {
    const name = textOf(at(service, "serviceName"));
    if (name === null) return [];
    const group = textOf(at(service, "serviceCategoryName"));
    const state = translate(words, wordOf(at(service, "serviceStatus")).replaceAll(" ", ""), "unknown");
    return [
      {
        id: textOf(at(service, "serviceCanonicalName")) ?? textOf(at(service, "serviceId")),
        name,
        group,
        region,
        state,
      },
    ];
  });
}

/** Titles are "Service | Region | reference", bodies like Statuspage's; there is no grade. */
function readFeed(feed: Feed): Finding {
  const entries = feed.items.map((item) => {
    const lines = linesOf(item.body);
    const updates = readUpdates(lines, item.publishedAt ?? feed.builtAt);
    return { item, updates, begun: instantAfter(lines, /^start time$/i) };
  });
  const open = entries.filter(({ updates }) => !updates.some((update) => isClosing(update.label)));
  return finding({
    overall: open.length > 0 ? "degraded_performance" : "operational",
    components: open.flatMap(({ item }) => componentOf(item)),
    openIncidents: open.map(({ item, updates, begun }): ReadingIncident => {
      const { first, last } = spanOf(updates);
      return {
        id: item.id || item.link || null,
        title: item.title || "Untitled incident",
        impact: "unknown",
        startedAt: begun ?? first ?? item.publishedAt,
        updatedAt: last ?? item.updatedAt ?? item.publishedAt,
        latestStatus: latestStage(updates),
        affected: componentOf(item).map((component) => component.name),
      };
    }),
    counts: { components: open.flatMap(({ item }) => componentOf(item)).length, incidents: entries.length },
  });
}

function componentOf(item: FeedItem): ReadingComponent[] {
  const [name, region] = item.title.split("|").map((part) => part.trim());
  if (!name || !region) return [];
  return [{ id: null, name, group: null, region, state: "degraded_performance" }];
}
