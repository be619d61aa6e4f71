import { Cron } from "croner";
import type { Ms } from "./time";

/** Why `text` cannot be a cron schedule of five fields, or null. Seconds are not ours: nothing is awaited that finely. */
export function cronComplaint(text: string): string | null {
  if (text.trim().split(/\s+/).length !== 5)
    return "must have five fields: minute hour day month weekday, for example 30 2 * * *";
  try {
    const next = new Cron(text, { timezone: "UTC" }).nextRun(new Date(0));
    return next === null ? "never comes" : null;
  } catch {
    return "is not a cron schedule, for example 30 2 * * *";
  }
}

/**
 * The first time of the schedule after `after`, or null when it never comes again. A time that the clocks skip is
 * taken right after the gap; one that comes twice counts once.
 */
export function nextCron(cron: string, timezone: string, after: Ms): Ms | null {
  return new Cron(cron, { timezone }).nextRun(new Date(after))?.getTime() ?? null;
}
