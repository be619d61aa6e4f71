import type { ReadingIncident } from "@/lib/domain/reading";
import { feedAdapter, finding } from "./adapter";
import { type FeedItem, reachOf } from "./feed";
import { isClosing, isPlanning, latestStage, linesOf, readUpdates, spanOf } from "./updates";

/** status.io's page feed: updates oldest first with local times; the link tells incident from maintenance. */
export const statusioRss = feedAdapter({
  matches: (feed) => feed.items.some((item) => /\/pages\/(?:incident|maintenance)\//.test(item.link)),
  traces: [/\/pages\/(?:incident|maintenance)\//],
  read(feed) {
    const entries = feed.items.map(readEntry);
    const incidents = entries.filter((entry) => !entry.planned);
    const open = incidents.filter((entry) => !entry.closed);
    const pending = entries.filter((entry) => entry.planned && !entry.closed);
    const running = pending.some((entry) => entry.updates.some((update) => update.label === "active"));
    const clear = running ? "under_maintenance" : "operational";
    return finding({
      overall: open.length > 0 ? "degraded_performance" : clear,
      openIncidents: open.map(incidentOf),
      scheduled: pending.map(({ item, updates }) => ({
        id: item.id || null,
        title: item.title || "Untitled maintenance",
        from: spanOf(updates).first ?? item.publishedAt,
        to: null,
      })),
      counts: { components: 0, incidents: incidents.length },
      over: incidents.filter((entry) => entry.closed).map(({ item }) => item.id || item.link),
      reachesTo: reachOf(feed),
    });
  },
});

function readEntry(item: FeedItem) {
  const updates = readUpdates(linesOf(item.body), item.publishedAt);
  const labels = updates.map((update) => update.label);
  const planned = item.link.includes("/maintenance/") || labels.some(isPlanning);
  return { item, updates, planned, closed: labels.some(isClosing) };
}

function incidentOf({ item, updates }: ReturnType<typeof readEntry>): ReadingIncident {
  const { first, last } = spanOf(updates);
  return {
    id: item.id || item.link || null,
    title: item.title || "Untitled incident",
    impact: "unknown",
    startedAt: first ?? item.publishedAt,
    updatedAt: item.publishedAt ?? last,
    latestStatus: latestStage(updates),
    affected: [],
  };
}
