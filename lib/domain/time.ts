/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. Plain number: exact to the year 287396. */
export type Ms = number;

/** A half-open interval [from, to). */
export type Interval = { from: Ms; to: Ms };

export const secondMs = 1_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** RFC 3339 UTC with milliseconds, the only way an instant is written outside. */
export function formatInstant(instant: Ms): string {
  return new Date(instant).toISOString();
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * RFC 3339 text → milliseconds, or null for anything else (no zone, 31 February, leap second, year 0).
 * Digits beyond the millisecond are cut, never rounded.
 */
export function parseInstant(text: string): Ms | null {
  if (!rfc3339.test(text)) return null;
  const [date = "", rest = ""] = text.toUpperCase().split("T");
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return null;
  const instant = Date.parse(`${date}T${rest.replace(/\.(\d{3})\d+/, ".$1")}`);
  return Number.isNaN(instant) || instant < -62135596800000 ? null : instant;
}

/** The first instant of the UTC day that holds `instant`. */
export function startOfUtcDay(instant: Ms): Ms {
  return Math.floor(instant / dayMs) * dayMs;
}

/** `YYYY-MM-DD` of the UTC day that holds `instant`. */
export function utcDate(instant: Ms): string {
  return formatInstant(instant).slice(0, 10);
}

/** The common part of two intervals, or null when they only touch or miss. */
export function intersect(a: Interval, b: Interval): Interval | null {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : null;
}
