import { z } from "zod";
import { addDays, localDate } from "./sla/calendar";
import type { Ms } from "./time";

/** `YYYY-MM`. */
export const monthField = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-10");

/** Body of `POST /accounting-periods/{month}/lock`. */
export const lockPeriodInput = z
  .strictObject({ reason: z.string().trim().min(1).max(2_000).optional() })
  .meta({ id: "AccountingPeriodLock" });
export type LockPeriodInput = z.output<typeof lockPeriodInput>;

export type AccountingPeriod = {
  month: string;
  lockedAt: Ms;
  lockedBy: string;
  reason: string | null;
  lines: number;
};

/** The day a memo issued now is booked on: today, or the first day of the first month that is open still. */
export function postingDateAt(now: Ms, zone: string, locked: ReadonlySet<string>): string {
  let date = localDate(now, zone);
  while (locked.has(date.slice(0, 7))) date = firstOfNextMonth(date);
  return date;
}

function firstOfNextMonth(date: string): string {
  return `${addDays(`${date.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
}
