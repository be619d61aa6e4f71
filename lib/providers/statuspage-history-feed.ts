import type { ReadingIncident, ReadingMaintenance } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { feedAdapter, finding } from "./adapter";
import { type FeedItem, reachOf } from "./feed";
import {
  isClosing,
  isPlanning,
  latestStage,
  linesOf,
  readUpdates,
  readWindow,
  spanOf,
  type Update,
} from "./updates";

/**
 * Statuspage `/history.rss` and `/history.atom`: no severity, no components, and an entry's own time is its end.
 * A fallback only: nothing open is operational, anything open is degraded.
 */
export const statuspageHistoryFeed = feedAdapter({
  matches: (feed) =>
    feed.title.endsWith("Incident History") ||
    feed.description === "Statuspage" ||
    /^tag:[^,]{1,100},2005:\/history$/.test(feed.id) ||
    feed.items.some((item) => item.body.includes("data-var=")),
  traces: [/data-var=|Incident History|,2005:\/history/],
  read(feed, { observedAt }) {
    const entries = feed.items.map(readEntry);
    const now = observedAt ?? feed.builtAt;
    const planned = entries
      .filter((entry) => entry.planned && !entry.closed)
      .filter((entry) => !isOver(entry, now));
    const open = entries.filter((entry) => !entry.planned && !entry.closed && entry.updates.length > 0);
    const readable =
      entries.length === 0 || entries.some((entry) => entry.planned || entry.updates.length > 0);
    return finding({
      overall: overallOf(open.length, planned, readable),
      openIncidents: open.map(incidentOf),
      scheduled: planned.map(maintenanceOf),
      counts: { components: 0, incidents: entries.length },
      over: entries.filter((entry) => entry.closed).map(({ item }) => item.id || item.link),
      reachesTo: reachOf(feed),
      ...(readable ? {} : { reason: "No entry of this feed tells its updates." }),
    });
  },
});

type Entry = {
  item: FeedItem;
  updates: Update[];
  from: Ms | null;
  to: Ms | null;
  planned: boolean;
  closed: boolean;
};

function readEntry(item: FeedItem): Entry {
  const lines = linesOf(item.body);
  const updates = readUpdates(lines, item.publishedAt);
  const labels = updates.map((update) => update.label);
  const planned = lines.some((line) => line.includes("THIS IS A SCHEDULED EVENT")) || labels.some(isPlanning);
  return { item, updates, ...readWindow(lines, item.publishedAt), planned, closed: labels.some(isClosing) };
}

function isOver(entry: Entry, now: Ms | null): boolean {
  return now !== null && entry.to !== null && entry.to < now;
}

function overallOf(open: number, planned: Entry[], readable: boolean): State {
  if (!readable) return "unknown";
  if (open > 0) return "degraded_performance";
  const running = planned.some((entry) => entry.updates.some((update) => update.label === "in progress"));
  return running ? "under_maintenance" : "operational";
}

function incidentOf({ item, updates }: Entry): ReadingIncident {
  const { first, last } = spanOf(updates);
  return {
    id: item.id || item.link || null,
    title: item.title || "Untitled incident",
    impact: "unknown",
    startedAt: first ?? item.publishedAt,
    updatedAt: item.publishedAt ?? last ?? item.updatedAt,
    latestStatus: latestStage(updates),
    affected: [],
  };
}

function maintenanceOf({ item, from, to }: Entry): ReadingMaintenance {
  const id = item.id || item.link || null;
  return { id, title: item.title || "Untitled maintenance", from: from ?? item.publishedAt, to };
}
