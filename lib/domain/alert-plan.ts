import type { AlertRoute, AlertSeverity } from "./alert";
import { quietUntil } from "./quiet-hours";
import { type Ms, minuteMs } from "./time";

/** The first route that fits, or null: then nobody is woken, and the alert waits on the screen. */
export function routeFor(
  routes: readonly AlertRoute[],
  alert: { componentIds: readonly string[]; severity: AlertSeverity },
): AlertRoute | null {
  const fits = ({ componentIds, minSeverity }: AlertRoute) =>
    (componentIds === null || alert.componentIds.some((id) => componentIds.includes(id))) &&
    (minSeverity === "partial_outage" || alert.severity === "major_outage");
  return routes.find(fits) ?? null;
}

/** An alert as its steps see it. */
export type Stepping = {
  status: "open" | "acknowledged" | "resolved";
  severity: AlertSeverity;
  stepsTaken: number;
  /** When its first step was taken; null while it waits for the end of quiet hours. */
  toldAt: Ms | null;
};

/** `channelIds` to tell now, how many steps that makes, and when to look again. */
export type StepPlan = { channelIds: readonly string[]; stepsTaken: number; nextAt: Ms | null };

/**
 * The steps that are due at `now`. Quiet hours hold back the first; once somebody was told, escalation goes on, because
 * an alert that nobody hears is none. Acknowledged and resolved alerts rest.
 */
export function stepPlan(route: AlertRoute, alert: Stepping, now: Ms): StepPlan {
  const rest = { channelIds: [], stepsTaken: alert.stepsTaken, nextAt: null };
  if (alert.status !== "open") return rest;
  const isWaking = alert.severity === "major_outage" && route.wakeForMajor;
  const heldUntil = alert.toldAt === null && !isWaking ? quietUntil(route.quietHours, now) : null;
  if (heldUntil !== null) return { ...rest, nextAt: heldUntil };
  const toldAt = alert.toldAt ?? now;
  const dueAt = (afterMinutes: number) => toldAt + afterMinutes * minuteMs;
  const due = route.steps.slice(alert.stepsTaken).filter((step) => dueAt(step.afterMinutes) <= now);
  const stepsTaken = alert.stepsTaken + due.length;
  const next = route.steps[stepsTaken];
  return {
    channelIds: [...new Set(due.flatMap((step) => step.channelIds))],
    stepsTaken,
    nextAt: next ? dueAt(next.afterMinutes) : null,
  };
}

/** "Checkout is down", "Checkout and 2 others are down": one line for one cause. */
export function alertTitle(
  cause: { type: "component" | "provider"; title: string },
  names: readonly string[],
): string {
  if (cause.type === "provider") return `${cause.title} (provider) takes ${listed(names)} down`;
  const others = names.filter((each) => each !== cause.title);
  if (others.length === 0) return `${cause.title} is down`;
  return `${cause.title} is down, and with it ${listed(others)}`;
}

function listed(names: readonly string[]): string {
  const [first = "a component", ...rest] = names;
  if (rest.length === 0) return first;
  return rest.length === 1 ? `${first} and ${rest[0]}` : `${first} and ${rest.length} others`;
}
