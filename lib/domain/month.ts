import type { Interval, Ms } from "./time";

/** A UTC month as paths write it, "2026-11"; months of figures are UTC months, as their days are. */
export type Month = string;

/** How many months a page keeps, the running one included. */
export const monthCount = 12;

export function monthOf(instant: Ms): Month {
  return new Date(instant).toISOString().slice(0, 7);
}

export function isMonth(text: string): boolean {
  return /^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(text);
}

/** The month `count` months later, or earlier by a negative one. */
export function monthAfter(month: Month, count: number): Month {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return monthOf(Date.UTC(year, number - 1 + count));
}

/** [first instant, first instant of the next month). */
export function monthInterval(month: Month): Interval {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return { from: Date.UTC(year, number - 1), to: Date.UTC(year, number) };
}

/** The running month and those before it, newest first. */
export function lastMonths(now: Ms, count: number = monthCount): Month[] {
  const date = new Date(now);
  return Array.from({ length: count }, (_, back) =>
    monthOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back)),
  );
}

/** The first instant of the oldest month that a page keeps. */
export function historyStart(now: Ms): Ms {
  return monthInterval(lastMonths(now).at(-1) ?? monthOf(now)).from;
}
