import { dayMs, hourMs, type Interval, type Ms } from "./time";

/** How far a ledger's timeline can be seen at once: from an hour to three years, ending now. */
export const zooms = [
  { label: "3 years", lengthMs: 1_096 * dayMs },
  { label: "1 year", lengthMs: 365 * dayMs },
  { label: "90 days", lengthMs: 90 * dayMs },
  { label: "30 days", lengthMs: 30 * dayMs },
  { label: "7 days", lengthMs: 7 * dayMs },
  { label: "24 hours", lengthMs: dayMs },
  { label: "1 hour", lengthMs: hourMs },
] as const;

const shortestMs = 1_000;
const longestMs = 1_096 * dayMs;

/** The window asked for, kept between a second and three years and not beyond `now`; 90 days when nothing is asked. */
export function zoomWindow(asked: { from: Ms | null; to: Ms | null }, now: Ms): Interval {
  const to = Math.min(asked.to ?? now, now);
  const from = asked.from ?? to - 90 * dayMs;
  const lengthMs = Math.min(longestMs, Math.max(shortestMs, to - from));
  return { from: to - lengthMs, to };
}

/** The window with its length changed by `factor` about its middle, not beyond `now`. */
export function zoomed(window: Interval, factor: number, now: Ms): Interval {
  const middle = (window.from + window.to) / 2;
  const half = Math.round(Math.min(longestMs, Math.max(shortestMs, (window.to - window.from) * factor)) / 2);
  const to = Math.min(now, Math.round(middle + half));
  return { from: to - 2 * half, to };
}

/** The window moved by `share` of its length; to the right no farther than `now`. */
export function panned({ from, to }: Interval, share: number, now: Ms): Interval {
  const by = Math.min(Math.round((to - from) * share), now - to);
  return { from: from + by, to: to + by };
}
