import { capAtPartial, impactOfState, type ReadingIncident, worstState } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { dayMs, type Ms } from "@/lib/domain/time";
import { feedAdapter, finding } from "./adapter";
import { splitKey } from "./aws-region";
import { type Feed, type FeedItem, reachOf } from "./feed";
import { readInstant } from "./instant";

/** One item is one update. Its guid holds the key of what it is about and the exact second. */
type Post = { key: string; at: Ms; title: string; state: State; closing: boolean; declaredNormal: boolean };

const prefixes: readonly [RegExp, State][] = [
  [/^service is operating normally\s*:\s*/i, "operational"],
  [/^(?:informational message|service impact)\s*:\s*/i, "degraded_performance"],
  [/^(?:performance issues|service degradation)\s*:\s*/i, "degraded_performance"],
  [/^service disruption\s*:\s*/i, "major_outage"],
];

/** `status.aws.amazon.com/rss/*.rss`. pubDate's "PST" is never read: the guid ends in the epoch. */
export const awsRss = feedAdapter({
  matches: (feed) =>
    /^AWS Service Health/i.test(feed.generator) ||
    (/^(?:Amazon Web Services|AWS)\b/.test(feed.title) && /status\.aws|health\.aws/.test(feed.link)),
  traces: [/AWS Service Health Dashboard|status\.aws\.amazon\.com\/#/],
  read: readAws,
});

function readAws(feed: Feed) {
  const posts = Map.groupBy(feed.items.flatMap(readPost), (post) => post.key);
  const keys = [...posts.values()].map((list) => list.sort((a, b) => a.at - b.at));
  const running = keys.map(runningPosts).filter((list) => list.length > 0);
  const recent = keys.filter((list) => isFresh(list.at(-1), feed.builtAt));
  const components = [...running, ...recent].flatMap((list) => componentOf(list.at(-1)));
  const states = components.map(({ region, state }) => (region === null ? state : capAtPartial(state)));
  return finding({
    overall: running.length === 0 ? "operational" : worstState(states),
    components,
    openIncidents: running.map(incidentOf),
    counts: { components: components.length, incidents: components.length },
    over: keys.flatMap(closedIds),
    reachesTo: reachOf(feed),
  });
}

function readPost(item: FeedItem): Post[] {
  const [, key, seconds] = /#([\w.-]{1,120})_(\d{9,11})$/.exec(item.id) ?? [];
  const at = readInstant(seconds) ?? item.publishedAt;
  if (key === undefined || at === null) return [];
  const known = prefixes.find(([prefix]) => prefix.test(item.title));
  const bare = known ? item.title.replace(known[0], "") : item.title;
  const marked =
    /\[RESOLVED\]/i.test(item.title) || /issue has been resolved|issue is resolved/i.test(item.body);
  const declaredNormal = known?.[1] === "operational";
  return [
    {
      key,
      at,
      title: bare.replace(/\[RESOLVED\]\s*/i, "").trim() || "Untitled event",
      state: known?.[1] ?? "degraded_performance",
      closing: marked || declaredNormal,
      declaredNormal,
    },
  ];
}

/** The updates of one key since its last closing one. */
function runningPosts(posts: Post[]): Post[] {
  return posts.slice(posts.findLastIndex((post) => post.closing) + 1);
}

/** The runs of updates that a closing one ended, by what {@link incidentOf} called them. */
function closedIds(posts: Post[]): string[] {
  const firsts = posts.filter((post, index) => !post.closing && (posts[index - 1]?.closing ?? true));
  const open = runningPosts(posts)[0];
  return firsts.filter((post) => post !== open).map((post) => `${post.key}_${post.at / 1000}`);
}

/** A service that AWS has called normal within the last day of the feed is still part of what it says. */
function isFresh(last: Post | undefined, builtAt: Ms | null): boolean {
  return last?.declaredNormal === true && builtAt !== null && builtAt - last.at <= dayMs;
}

function componentOf(last: Post | undefined) {
  if (last === undefined) return [];
  const { service, region } = splitKey(last.key);
  return [
    {
      id: last.key,
      name: service,
      group: null,
      region,
      state: last.closing ? "operational" : last.state,
    } as const,
  ];
}

function incidentOf(posts: Post[]): ReadingIncident {
  const [first] = posts;
  const last = posts.at(-1);
  return {
    id: (first && `${first.key}_${first.at / 1000}`) || null,
    title: last?.title ?? "Untitled event",
    impact: impactOfState(last?.state ?? "unknown"),
    startedAt: first?.at ?? null,
    updatedAt: last?.at ?? null,
    latestStatus: "open",
    affected: first ? [first.key] : [],
  };
}
