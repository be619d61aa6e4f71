import {
  type Impact,
  impactOfState,
  type OpenStatus,
  type ReadingIncident,
  worstOfIncidents,
  worstState,
} from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { feedAdapter, finding } from "./adapter";
import { type FeedItem, reachOf } from "./feed";
import { isStateTag, labelsIn, type Stand, stageInProse, standOf, subjectOf } from "./feed-words";
import { translate } from "./json";
import { componentWords } from "./statuspage";
import { instantAfter, latestStage, linesOf, readUpdates, spanOf, type Update } from "./updates";

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

/** Any RSS or Atom feed. There is no common meaning; what entries say in words is taken at its word. */
export const rssAtomPlain = feedAdapter({
  matches: () => true,
  traces: [/<(?:rss|feed|rdf:RDF)[\s>]/i],
  read(feed, { observedAt }) {
    const now = observedAt ?? feed.builtAt;
    const runs = runsOf(feed.items.map((item) => readEntry(item, now)));
    const openIncidents = runs.filter((run) => standOfRun(run) === "open").map(incidentOf);
    const unclear = runs.some((run) => standOfRun(run) === "unclear");
    return finding({
      overall: overallOf(
        openIncidents,
        unclear,
        runs.some((run) => isUnderWay(run.at(-1), now)),
      ),
      openIncidents,
      scheduled: runs
        .filter((run) => standOfRun(run) === "planned")
        .flatMap((run) => run.slice(-1).map(workOf)),
      counts: { components: 0, incidents: runs.filter((run) => standOfRun(run) !== "aside").length },
      over: runs.filter((run) => standOfRun(run) === "closed").flatMap((run) => run.slice(0, 1).map(idOf)),
      reachesTo: reachOf(feed),
      ...(unclear && openIncidents.length === 0
        ? { reason: "Not every entry of this feed tells whether it is over." }
        : {}),
    });
  },
});

function overallOf(open: readonly ReadingIncident[], unclear: boolean, working: boolean): State {
  if (open.length > 0) return worstOfIncidents(open);
  if (unclear) return "unknown";
  return working ? "under_maintenance" : "operational";
}

function isUnderWay(entry: Entry | undefined, now: Ms | null): boolean {
  if (entry?.stand !== "planned") return false;
  return saysUnderWay(entry.item) || (now !== null && entry.from !== null && entry.from <= now);
}

function saysUnderWay(item: FeedItem): boolean {
  return /^\W*(?:in progress|verifying)\b|[[(](?:in progress|verifying)[\])]/i.test(item.title);
}

type Entry = {
  item: FeedItem;
  lines: string[];
  updates: Update[];
  stand: Stand;
  from: Ms | null;
  to: Ms | null;
};

function readEntry(item: FeedItem, now: Ms | null): Entry {
  const lines = linesOf(item.body);
  const updates = readUpdates(lines, item.publishedAt);
  const from = instantAfter(lines, /^(?:scheduled (?:for|start)|planned start|starts?(?: time| at)?|from)$/i);
  const to = instantAfter(lines, /^(?:scheduled (?:end|until)|planned end|ends?(?: time| at)?|until|to)$/i);
  const told = standOf(item, lines, updates);
  return {
    item,
    lines,
    updates,
    from,
    to,
    stand: told === "planned" ? standOfWork({ item, from, to }, now) : told,
  };
}

/** Planned work whose time has come is over by its own window; without one nobody knows. */
function standOfWork({ item, from, to }: Pick<Entry, "item" | "from" | "to">, now: Ms | null): Stand {
  if (now === null) return "planned";
  if (to !== null) return to <= now ? "closed" : "planned";
  if (saysUnderWay(item)) return "planned";
  const begins = from ?? item.publishedAt;
  return begins !== null && begins <= now ? "unclear" : "planned";
}

/**
 * Entries about one thing, oldest first, up to the one that closes it: some feeds write an entry for every update. The
 * same thing has the same identity, or the same address and the same title but for the words of its state.
 */
function runsOf(entries: readonly Entry[]): Entry[][] {
  const times = new Map<string, number>();
  for (const { item } of entries) times.set(item.id, (times.get(item.id) ?? 0) + 1);
  const keyOf = ({ item }: Entry, index: number) => {
    if (item.id !== "" && (times.get(item.id) ?? 0) > 1) return `id ${item.id}`;
    const subject = subjectOf(item.title);
    return subject === "" ? `entry ${index}` : `${item.link.replace(/#.*$/, "")}\n${subject}`;
  };
  const groups = Map.groupBy(
    entries.map((entry, index) => ({ entry, key: keyOf(entry, index) })),
    ({ key }) => key,
  );
  return [...groups.values()].flatMap((group) => splitRuns(group.map(({ entry }) => entry)));
}

function splitRuns(entries: readonly Entry[]): Entry[][] {
  const timeOf = ({ item }: Entry) => item.updatedAt ?? item.publishedAt ?? 0;
  const runs: Entry[][] = [];
  let run: Entry[] = [];
  for (const entry of entries.toReversed().sort((a, b) => timeOf(a) - timeOf(b))) {
    run.push(entry);
    if (entry.stand !== "closed") continue;
    runs.push(run);
    run = [];
  }
  return run.length > 0 ? [...runs, run] : runs;
}

function idOf({ item }: Entry): string {
  return item.id || item.link;
}

/** What its newest telling entry says. */
function standOfRun(run: readonly Entry[]): Stand {
  return run.findLast((entry) => entry.stand !== "unclear")?.stand ?? "unclear";
}

function workOf({ item, updates, from, to }: Entry) {
  return {
    id: item.id || item.link || null,
    title: item.title || "Untitled maintenance",
    from: from ?? spanOf(updates).first ?? item.publishedAt,
    to,
  };
}

function incidentOf(run: readonly Entry[]): ReadingIncident {
  const [oldest] = run;
  const newest = run.at(-1);
  if (oldest === undefined || newest === undefined) throw new RangeError("a run holds an entry");
  const { item, lines, updates } = newest;
  const started = instantAfter(oldest.lines, /^(?:started|outage start(?: time)?)$/i);
  const part = /^\[([^\]]{2,120})\]/.exec(item.title)?.[1];
  const named = part === undefined || isStateTag(part) ? [] : [part];
  const parts = partsIn(lines);
  return {
    id: idOf(oldest) || null,
    title: item.title || "Untitled incident",
    impact:
      run.map(severityOf).findLast((impact) => impact !== "unknown") ??
      impactOfState(worstState(parts.map(({ state }) => state))),
    startedAt: started ?? earlierOf(spanOf(oldest.updates).first, oldest.item.publishedAt),
    updatedAt: item.updatedAt ?? spanOf(updates).last ?? item.publishedAt,
    latestStatus: stageOf(item, lines, updates),
    affected: named.length > 0 ? named : [...new Set(parts.map(({ name }) => name))],
  };
}

/** What is dated with its start lists later updates only; what is dated with its end lists the first of them too. */
function earlierOf(a: Ms | null, b: Ms | null): Ms | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** The newest label in the body; else the word in the title, in a tag, in a sentence. */
function stageOf(item: FeedItem, lines: readonly string[], updates: readonly Update[]): OpenStatus {
  const stage = latestStage([...updates, ...labelsIn(lines).map((label) => ({ at: null, label }))]);
  if (stage !== "open") return stage;
  const told = [item.title, ...item.categories, ...item.words]
    .map((text) => /\b(?:investigating|identified|monitoring)\b/i.exec(text)?.[0].toLowerCase())
    .find((word) => word !== undefined);
  return told === undefined ? (stageInProse(lines) ?? "open") : latestStage([{ at: null, label: told }]);
}

/** "Affected components", then a line for each: "Login (Partial outage)". */
function partsIn(lines: readonly string[]): { name: string; state: State }[] {
  const from = lines.findIndex((line) => /^affected components\s*:?$/i.test(line));
  if (from < 0) return [];
  const told = lines
    .slice(from + 1)
    .map((line) => /^(?:[-*•]\s*)?(.{1,200}?) \(([A-Za-z ]{4,24})\)$/.exec(line));
  const end = told.indexOf(null);
  return told.slice(0, end < 0 ? undefined : end).map((found) => ({
    name: found?.[1] ?? "",
    state: translate(componentWords, (found?.[2] ?? "").replaceAll(" ", "_"), "unknown"),
  }));
}

function severityOf({ item, lines }: Entry): Impact {
  const told = lines.map((line) => /^(?:severity|impact)\s*:\s*(.{2,30})$/i.exec(line)?.[1]);
  const found = [...told, ...item.categories, ...item.words].map((word) =>
    translate(severities, word, "unknown"),
  );
  return found.find((impact) => impact !== "unknown") ?? "unknown";
}
