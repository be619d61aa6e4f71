import { type Impact, type OpenStatus, type ReadingIncident, worstOfIncidents } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { feedAdapter, finding } from "./adapter";
import type { FeedItem } from "./feed";
import { readInstant } from "./instant";
import { translate } from "./json";
import { isClosing, isStage, latestStage, linesOf, readUpdates, spanOf, type Update } from "./updates";

type Stand = "open" | "closed" | "planned" | "unclear";

const closedTitle =
  /^\W*(?:resolved|completed|closed|fixed|recovered)\b|[[(](?:resolved|completed|closed|fixed|recovered)[\])]|[-–—:]\s*(?:resolved|completed)\s*$|operating normally|🟢|✅/iu;
const openTitle =
  /^\W*(?:investigating|identified|monitoring|ongoing|update)\b|[[(](?:investigating|identified|monitoring|ongoing|open|active|update)[\])]|🔴|🟠|🟡/iu;
const plannedTitle =
  /^\W*(?:scheduled|planned|upcoming)\b|[[(](?:scheduled|planned|maintenance)[\])]|\b(?:scheduled|planned) maintenance\b/iu;

const severities: Readonly<Record<string, Impact>> = {
  minor: "minor",
  degraded: "minor",
  degraded_performance: "minor",
  "degraded performance": "minor",
  major: "major",
  partial_outage: "major",
  "partial outage": "major",
  critical: "critical",
  outage: "critical",
  down: "critical",
  unavailable: "critical",
  "major outage": "critical",
  major_outage: "critical",
};

/** Any RSS or Atom feed. There is no common meaning: words in titles first, then labels in bodies, then categories. */
export const rssAtomPlain = feedAdapter({
  matches: () => true,
  traces: [/<(?:rss|feed|rdf:RDF)[\s>]/i],
  read(feed, { observedAt }) {
    const entries = feed.items.map((item) => readEntry(item, observedAt ?? feed.builtAt));
    const openIncidents = entries.filter((entry) => entry.stand === "open").map(incidentOf);
    const unclear = entries.some((entry) => entry.stand === "unclear");
    return finding({
      overall: overallOf(openIncidents, unclear),
      openIncidents,
      scheduled: entries
        .filter((entry) => entry.stand === "planned")
        .map(({ item, updates }) => ({
          id: item.id || item.link || null,
          title: item.title || "Untitled maintenance",
          from: spanOf(updates).first ?? item.publishedAt,
          to: null,
        })),
      counts: { components: 0, incidents: entries.length },
      ...(unclear && openIncidents.length === 0
        ? { reason: "Not every entry of this feed tells whether it is over." }
        : {}),
    });
  },
});

function overallOf(open: readonly ReadingIncident[], unclear: boolean): State {
  if (open.length > 0) return worstOfIncidents(open);
  return unclear ? "unknown" : "operational";
}

type Entry = { item: FeedItem; lines: string[]; updates: Update[]; stand: Stand };

function readEntry(item: FeedItem, now: Ms | null): Entry {
  const lines = linesOf(item.body);
  const updates = readUpdates(lines, item.publishedAt);
  const stand = standOf(item, lines, updates);
  const begun = stand === "planned" && item.publishedAt !== null && now !== null && item.publishedAt <= now;
  return { item, lines, updates, stand: begun ? "unclear" : stand };
}

function standOf(item: FeedItem, lines: string[], updates: Update[]): Stand {
  if (closedTitle.test(item.title)) return "closed";
  const labels = [...updates.map((update) => update.label), ...labelsIn(lines)];
  const categories = item.categories.map((name) => name.toLowerCase());
  if (labels.some(isClosing) || lines.some(hasEnded)) return "closed";
  if (categories.some(isClosing)) return "closed";
  if (plannedTitle.test(item.title)) return "planned";
  if (openTitle.test(item.title) || labels.some(isStage) || categories.some(isStage)) return "open";
  return lines.some((line) => /^started:/i.test(line)) ? "open" : "unclear";
}

/** "Status: RESOLVED", and lines that begin with a label of their own. */
function labelsIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const told = /^(?:(?:current )?status\s*:\s*)?([A-Za-z]{4,15})(?:\s*$|\s+[-–—]\s|\s*:\s)/i.exec(
      line,
    )?.[1];
    return told === undefined ? [] : [told.toLowerCase()];
  });
}

function hasEnded(line: string): boolean {
  const told = /^(?:ended|resolved|end time)\s*:\s*(.{6,60})$/i.exec(line)?.[1];
  return told !== undefined && readInstant(told) !== null;
}

function incidentOf({ item, lines, updates }: Entry): ReadingIncident {
  const { first, last } = spanOf(updates);
  const started = lines
    .map((line) => /^started\s*:\s*(.{6,60})$/i.exec(line)?.[1])
    .find((told) => told !== undefined);
  const latest = item.updatedAt ?? last ?? item.publishedAt;
  const part = /^\[([^\]]{2,120})\]/.exec(item.title)?.[1];
  return {
    id: item.id || item.link || null,
    title: item.title || "Untitled incident",
    impact: severityOf(item, lines),
    startedAt: readInstant(started) ?? first ?? item.publishedAt,
    updatedAt: latest,
    latestStatus: stageOf(item, [...updates, ...labelsIn(lines).map((label) => ({ at: null, label }))]),
    affected: part === undefined || openTitle.test(`[${part}]`) ? [] : [part],
  };
}

/** The newest label in the body; else the word in the title. */
function stageOf(item: FeedItem, updates: Update[]): OpenStatus {
  const told = /\b(?:investigating|identified|monitoring)\b/i.exec(item.title)?.[0].toLowerCase();
  const stage = latestStage(updates);
  return stage === "open" && told !== undefined ? latestStage([{ at: null, label: told }]) : stage;
}

function severityOf(item: FeedItem, lines: readonly string[]): Impact {
  const told = lines.map((line) => /^severity\s*:\s*(.{2,30})$/i.exec(line)?.[1]);
  const found = [...told, ...item.categories].map((word) => translate(severities, word, "unknown"));
  return found.find((impact) => impact !== "unknown") ?? "unknown";
}
