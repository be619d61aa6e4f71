import { dayMs, formatInstant, hourMs, type Ms, minuteMs, startOfUtcDay } from "@/lib/domain/time";
import { monthStart } from "./seed-agreements";

/** One component of the demo shop. `trouble` is how many incidents it had in 120 days. */
export type DemoComponent = {
  name: string;
  description: string;
  group: string;
  /** Path on the demo target, switchable from the dashboard. */
  service: string | null;
  /** Path on this very app. */
  ownPath: string | null;
  composedOf: string[] | null;
  trouble: number;
};

const historyDays = 120;

const component = (
  group: string,
  name: string,
  description: string,
  rest: Partial<DemoComponent> & { trouble: number },
): DemoComponent => ({ group, name, description, service: null, ownPath: null, composedOf: null, ...rest });

/** Members stand before what is composed of them. */
export const demoComponents: readonly DemoComponent[] = [
  component("Shop", "Website", "Catalogue and product pages", { service: "website", trouble: 2 }),
  component("Shop", "Search", "Product search and suggestions", { service: "search", trouble: 4 }),
  component("Shop", "Checkout", "Basket, addresses, order placement", { service: "checkout", trouble: 3 }),
  component("Payments", "Card processor Aurora", "Cards in Europe", { service: "aurora", trouble: 3 }),
  component("Payments", "Card processor Borealis", "Cards everywhere, and our fallback", {
    service: "borealis",
    trouble: 2,
  }),
  component("Payments", "Card payments", "Works while at least one processor does", {
    composedOf: ["Card processor Aurora", "Card processor Borealis"],
    trouble: 0,
  }),
  component("Developers", "Public API", "REST API for partners", { service: "api", trouble: 3 }),
  component("Developers", "Webhooks", "Order events to partners", { service: "webhooks", trouble: 5 }),
  component("Accounts", "Sign-in", "Customer accounts and passkeys", { service: "sign-in", trouble: 1 }),
  component("Accounts", "Order e-mails", "Confirmations and shipping notices", {
    service: "mail",
    trouble: 2,
  }),
  component("Probity itself", "Dashboard", "This very app, watched by itself", {
    ownPath: "/healthz",
    trouble: 1,
  }),
  component("Probity itself", "Status page", "The page you are looking at", {
    ownPath: "/status/demo",
    trouble: 0,
  }),
];

type HistoryState = "operational" | "degraded_performance" | "partial_outage" | "major_outage";
type Trouble = { from: Ms; to: Ms; state: HistoryState; reason: string };
export type HistoryEntry = { from: string; to: string; state: HistoryState; reason?: string };

const stories: readonly [HistoryState, string][] = [
  ["degraded_performance", "Slow answers after a deployment; rolled back"],
  ["partial_outage", "One of three zones lost its network"],
  ["major_outage", "Database failover took longer than planned"],
  ["degraded_performance", "A partner's traffic spike used up the connection pool"],
  ["partial_outage", "Expired certificate on one load balancer"],
];

/**
 * 120 days of plausible history in half-open pieces without a gap, ending now. The same component has the same
 * history at every seed of the same day: the incidents are drawn from its name.
 */
export function historyOf({ name, trouble }: DemoComponent, now: Ms): HistoryEntry[] {
  const begin = startOfUtcDay(now) - historyDays * dayMs;
  const entries: HistoryEntry[] = [];
  let at = begin;
  for (const event of withCertain(name, troubles(name, trouble, begin), now)) {
    entries.push(piece(at, event.from, "operational"), {
      ...piece(event.from, event.to, event.state),
      reason: event.reason,
    });
    at = event.to;
  }
  return [...entries, piece(at, now, "operational")];
}

function piece(from: Ms, to: Ms, state: HistoryState): HistoryEntry {
  return { from: formatInstant(from), to: formatInstant(to), state };
}

/** Why nobody could buy on one afternoon. */
export const lockedOrders = "A migration locked the orders table";

/** An afternoon of the month before last in which nobody could buy: what the demo's contracts are broken by. */
function withCertain(name: string, drawn: readonly Trouble[], now: Ms): Trouble[] {
  if (name !== "Checkout") return [...drawn];
  const from = monthStart(now, 2) + 11 * dayMs + 13 * hourMs + 5 * minuteMs;
  const certain: Trouble = {
    ...{ from, to: from + 184 * minuteMs, state: "major_outage" },
    reason: lockedOrders,
  };
  const apart = drawn.filter(({ from: start, to }) => to < certain.from || start > certain.to);
  return [...apart, certain].toSorted((a, b) => a.from - b.from);
}

/** One incident in each of `count` equal stretches of time, so that they never meet. */
function troubles(name: string, count: number, begin: Ms): Trouble[] {
  const draw = drawFrom(name);
  const stretchDays = Math.floor((historyDays - 4) / Math.max(count, 1));
  return Array.from({ length: count }, (_, index) => {
    const day = begin + (2 + index * stretchDays + draw(stretchDays - 1)) * dayMs;
    const from = day + (6 + draw(14)) * hourMs + draw(60) * minuteMs + draw(60_000);
    const [state, reason] = stories[draw(stories.length)] ?? ["degraded_performance", "Slow answers"];
    return { from, to: from + (4 + draw(70)) * minuteMs + draw(60_000), state, reason };
  });
}

/** A small reproducible sequence: draws whole numbers in [0, below). */
function drawFrom(seed: string): (below: number) => number {
  let state = [...seed].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619),
    2_166_136_261,
  );
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
