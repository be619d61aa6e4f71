import { barCount, firstDay, type PageSnapshot, type SnapshotComponent } from "@/lib/domain/page-view";
import type { State } from "@/lib/domain/state";
import { dayMs, type Ms, minuteMs } from "@/lib/domain/time";
import { type DayTotals, noTotals } from "@/lib/domain/uptime";

/** 14:05 UTC on a Saturday. */
export const now = Date.parse("2026-11-21T14:05:00.000Z");

/** A component that was operational on each of the last 90 days, but for what `changes` say. */
export function component(changes: Partial<SnapshotComponent> = {}): SnapshotComponent {
  return {
    id: "cmp_checkout",
    name: "Checkout",
    description: null,
    group: null,
    createdAt: now - 200 * dayMs,
    updatedAt: now - 100 * dayMs,
    state: "operational",
    since: now - 3 * dayMs,
    days: calmDays(),
    ...changes,
  };
}

export function calmDays(): DayTotals[] {
  return Array.from({ length: barCount }, (_, index) => {
    const dayStart = firstDay(now) + index * dayMs;
    return { dayStart, totalsMs: { ...noTotals(), operational: Math.min(dayMs, now - dayStart) } };
  });
}

/** Moves time of one day, counted from the first, from operational to `state`. */
export function trouble(days: readonly DayTotals[], index: number, state: State, lengthMs: Ms): DayTotals[] {
  return days.map((day, at) =>
    at === index
      ? {
          ...day,
          totalsMs: {
            ...day.totalsMs,
            operational: day.totalsMs.operational - lengthMs,
            [state]: day.totalsMs[state] + lengthMs,
          },
        }
      : day,
  );
}

export function snapshot(components: readonly SnapshotComponent[]): PageSnapshot {
  return {
    page: {
      id: "pag_acme",
      slug: "acme",
      name: "Acme status",
      domain: null,
      basis: "worst",
      timezone: "UTC",
      components: null,
      theme: { mode: "auto" },
    },
    url: "http://127.0.0.1:3000/status/acme",
    components,
    now,
  };
}

const names = [
  "Checkout",
  "Cart",
  "Search",
  "Product pages",
  "Recommendations",
  "Reviews",
  "Card payments",
  "Bank transfers",
  "Invoices",
  "Refunds",
  "Payouts",
  "Fraud checks",
  "Public API",
  "Webhooks",
  "Sandbox",
  "Developer portal",
  "OAuth",
  "Rate limits",
  "Dashboard",
  "Reports",
  "Exports",
  "Search index",
  "Notifications",
  "Support chat",
  "EU region",
  "US region",
  "Asia region",
  "DNS",
  "CDN",
  "Mail delivery",
];
const groups = ["Shop", "Payments", "Developers", "Back office", "Infrastructure"];
const kinds: State[] = [
  "major_outage",
  "partial_outage",
  "degraded_performance",
  "under_maintenance",
  "unknown",
];

/** Thirty components in five groups with a plausible quarter behind them, two of them in trouble now. */
export function busySnapshot(): PageSnapshot {
  const components = names.map((name, index) => {
    let days = calmDays();
    for (let each = 0; each < 6; each += 1) {
      const day = (index * 37 + each * 17 + each * each * 5) % (barCount - 1);
      const kind = kinds[(index + each * 3) % kinds.length] ?? "unknown";
      days = trouble(
        days,
        day,
        kind,
        ((index * 13 + each * 29) % 170) * minuteMs + 1_000 * ((index * 7) % 60),
      );
    }
    if (index % 7 === 6) days = days.slice(25 + index);
    const state: State =
      index === 0
        ? "major_outage"
        : index === 13
          ? "degraded_performance"
          : index === 29
            ? "unknown"
            : "operational";
    const since = state === "operational" ? now - 5 * dayMs : now - (2 + index * 11) * minuteMs;
    if (state !== "operational") days = trouble(days, days.length - 1, state, now - since);
    const group = groups[Math.floor(index / 6)] ?? null;
    return component({ id: `cmp_${String(index).padStart(26, "0")}`, name, group, state, since, days });
  });
  return snapshot(components);
}
