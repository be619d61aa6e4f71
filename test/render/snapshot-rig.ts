import { sha256Hex } from "@/lib/domain/hash";
import type { PublicIncident } from "@/lib/domain/incident";
import { historyStart } from "@/lib/domain/month";
import type { PageMaintenance } from "@/lib/domain/page-happening";
import { plainTheme } from "@/lib/domain/page-theme";
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
      theme: plainTheme,
      locales: ["en"],
      days: 90,
      overall: "share",
      customerLayer: false,
    },
    url: "http://127.0.0.1:3000/status/acme",
    feedToken: null,
    components,
    archived: [],
    incidents: [],
    maintenances: [],
    latency: new Map(),
    dependencies: [],
    historyFrom: historyStart(now),
    wholeFrom: historyStart(now),
    toldBefore: new Map(),
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
    return component({ id: `cmp_${sha256Hex(name).slice(0, 26)}`, name, group, state, since, days });
  });
  return {
    ...snapshot(components),
    incidents: busyIncidents(components),
    maintenances: [plannedWork({ componentIds: components.slice(3, 5).map(({ id }) => id) })],
  };
}

/** An incident with one word per body, oldest first, ten minutes apart; over when its last word is "resolved". */
export function incident(changes: Partial<PublicIncident> = {}, ...words: string[]): PublicIncident {
  const startedAt = changes.startedAt ?? now - 62 * minuteMs;
  const statuses = ["investigating", "identified", "monitoring", "resolved"] as const;
  const updates = words.map((body, index) => ({
    id: `iup_${index}`,
    status: statuses[Math.min(index, 3)] ?? "resolved",
    body,
    changes: index === 0 ? [{ id: "cmp_checkout", before: null, state: "major_outage" as const }] : [],
    states: [],
    at: startedAt + (index + 1) * 10 * minuteMs,
    editedAt: null,
  }));
  const last = updates.at(-1);
  return {
    id: "inc_checkout",
    title: "Checkout fails for some customers",
    status: last?.status ?? "investigating",
    impact: "major",
    startedAt,
    publishedAt: startedAt + 10 * minuteMs,
    resolvedAt: last?.status === "resolved" ? last.at : null,
    updatedAt: last?.at ?? startedAt,
    components: [{ id: "cmp_checkout", state: "major_outage" }],
    updates,
    postmortem: null,
    ...changes,
  };
}

export function plannedWork(changes: Partial<PageMaintenance> = {}): PageMaintenance {
  return {
    maintenanceId: "mnt_database",
    occurrenceFrom: now + 2 * dayMs,
    title: "Database upgrade",
    body: "We move to a newer database. Orders placed meanwhile are kept and booked afterwards.",
    componentIds: ["cmp_checkout"],
    status: "scheduled",
    from: now + 2 * dayMs,
    to: now + 2 * dayMs + 2 * 60 * minuteMs,
    timezone: "Europe/Berlin",
    rrule: null,
    startedAt: null,
    endedAt: null,
    announcedAt: now - dayMs,
    createdAt: now - dayMs,
    updatedAt: now - dayMs,
    updates: [],
    ...changes,
  };
}

function busyIncidents(components: readonly SnapshotComponent[]): PublicIncident[] {
  const about = (index: number) => [{ id: components[index]?.id ?? "", state: "major_outage" as const }];
  const past = (days: number, index: number, title: string) =>
    incident(
      { id: `inc_${days}`, title, startedAt: now - days * dayMs, components: about(index) },
      ...["We look into it.", "A full disk on one of our databases.", "The disk is larger now."],
      "All payments of the last two hours were booked. We are sorry for the wait; we will tell here what we change.",
    );
  return [
    incident(
      { components: about(0) },
      "About **1 in 5** payments fail since 14:03 UTC. We are looking into it.",
      "A release of ours at 13:58 UTC sends too many queries. We take it back; next word at 15:30 UTC.",
    ),
    past(3, 6, "Card payments were declined"),
    past(9, 12, "Webhooks arrived up to twenty minutes late"),
  ];
}
