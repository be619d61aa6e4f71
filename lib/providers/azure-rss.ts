import type { ReadingComponent, ReadingIncident } from "@/lib/domain/reading";
import { hourMs, type Ms } from "@/lib/domain/time";
import { feedAdapter, finding } from "./adapter";
import { azureRegions } from "./azure-regions";
import type { Feed, FeedItem } from "./feed";
import { plainText } from "./html";
import { windowIn } from "./prose-time";

const namedMax = 12;
const componentsMax = 20_000;

/**
 * Azure's public feed: broad incidents only, without a grade; each item counts as degraded and disappears when over.
 * The feed is rebuilt all the time, so one an hour old when fetched is stale.
 */
export const azureRss = feedAdapter({
  matches: (feed) => feed.title === "Azure Status" || /azure\.status\.microsoft|azurestatus/i.test(feed.link),
  traces: [/<title>\s*Azure Status|azure\.status\.microsoft|azurestatusprod/i],
  read(feed, { observedAt }) {
    if (observedAt !== null && feed.builtAt !== null && observedAt - feed.builtAt > hourMs)
      return finding({ reason: "The feed was last built more than an hour before it was fetched." });
    const open = feed.items.filter((item) => !overTitle.test(item.title));
    const components = distinctComponents(open);
    return finding({
      overall: open.length > 0 ? "degraded_performance" : "operational",
      components,
      openIncidents: open.map((item) => readIncident(item, feed)),
      counts: { components: components.length, incidents: feed.items.length },
    });
  },
});

/** Items disappear when they are over; now and then one is first renamed. */
const overTitle = /^\W*(?:resolved|mitigated|recovered)\b|\s[-–—]\s*(?:resolved|mitigated)\W*$/i;

/** Categories mix services with regions and say nowhere which is which. */
function partsOf(item: FeedItem): { services: string[]; regions: string[] } {
  const isRegion = (name: string) => azureRegions.has(name.toLowerCase());
  const names = [...new Set(item.categories)].slice(0, 500);
  return { services: names.filter((name) => !isRegion(name)), regions: names.filter(isRegion) };
}

/** Stops at a size no real feed reaches: services and regions multiply. */
function distinctComponents(items: readonly FeedItem[]): ReadingComponent[] {
  const found = new Map<string, ReadingComponent>();
  let seen = 0;
  for (const item of items) {
    if (seen > componentsMax) break;
    for (const component of componentsOf(item)) {
      seen += 1;
      found.set(`${component.name}\n${component.region}`, component);
    }
  }
  return [...found.values()];
}

function componentsOf(item: FeedItem): ReadingComponent[] {
  const { services, regions } = partsOf(item);
  const places = regions.length > 0 ? regions.slice(0, 100) : [null];
  return services.flatMap((name) =>
    places.map((region) => ({ id: name, name, group: null, region, state: "degraded_performance" as const })),
  );
}

function readIncident(item: FeedItem, feed: Feed): ReadingIncident {
  const { services, regions } = partsOf(item);
  const where = regions.length > 0 ? ` in ${regions.slice(0, namedMax).join(", ")}` : "";
  return {
    id: item.id || null,
    title: item.title || "Untitled incident",
    impact: "unknown",
    startedAt: startIn(item.body) ?? item.publishedAt,
    updatedAt: feed.builtAt ?? item.updatedAt ?? item.publishedAt,
    latestStatus: "open",
    affected: services.length > namedMax ? [`${services.length} services${where}`] : services,
  };
}

/** The start stands in prose only: "Starting at approximately 14:44 UTC on 23 July 2026". */
function startIn(body: string): Ms | null {
  return windowIn(plainText(body)).from;
}
