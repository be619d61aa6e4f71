import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import { dayMs, type Interval, type Ms } from "./time";

/** When a maintenance happens: once, or first at [from, to) and then as `rrule` says on the clock of `timezone`. */
export type Plan = Interval & { timezone: string; rrule: string | null };

/** A part of a rule and what it may hold. Times of day come from the plan's own `from`, so BYHOUR has no place. */
const parts: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  BYDAY: /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)){0,20}$/,
  BYMONTH: /^\d{1,2}(,\d{1,2}){0,11}$/,
  BYMONTHDAY: /^-?\d{1,2}(,-?\d{1,2}){0,30}$/,
  BYSETPOS: /^-?\d{1,3}(,-?\d{1,3}){0,10}$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
};

/** How far beyond its first occurrence a rule is looked at for windows that run into each other. */
const lookMs = 800 * dayMs;
/** Occurrences of one reading, whatever the window: one a day for more than five years. */
const occurrencesMax = 2_000;

/** Why a plan cannot be, as a sentence for its author, or null. `path` is the field to look at. */
export function planComplaint(plan: Plan): { path: string; message: string } | null {
  if (plan.to <= plan.from) return { path: "to", message: "The end must be after the start." };
  if (plan.rrule === null) return null;
  const message = ruleComplaint(plan.rrule) ?? fitComplaint(plan, plan.rrule);
  return message === null ? null : { path: "rrule", message };
}

function ruleComplaint(rrule: string): string | null {
  const named = rrule.split(";").map((part) => part.split("=", 2));
  const names = named.map(([name = ""]) => name);
  if (new Set(names).size !== names.length) return "A part of the rule is given twice.";
  if (!names.includes("FREQ")) return "A rule begins with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.";
  if (names.includes("COUNT") && names.includes("UNTIL"))
    return "A rule ends by COUNT or by UNTIL, not by both.";
  for (const [name = "", value = ""] of named) {
    if (parts[name]?.test(value)) continue;
    return `"${name}=${value}" is not understood. A rule has ${Object.keys(parts).join(", ")}, as in FREQ=MONTHLY;BYDAY=-1SU.`;
  }
  return null;
}

/** The first occurrence must be one of the rule's, and none may begin before the one before it is over. */
function fitComplaint(plan: Plan, rrule: string): string | null {
  try {
    const found = windowsOf(plan, rrule, { from: plan.from, to: plan.from + lookMs });
    if (found[0]?.from !== plan.from)
      return "The start is not one of the rule's times. Start with the first occurrence.";
    const isCrowded = found.some((window, index) => window.from < (found[index - 1]?.to ?? window.from));
    return isCrowded ? "One occurrence would begin before the one before it is over." : null;
  } catch {
    return "This rule has no times that could be found.";
  }
}

/**
 * The windows that touch `within`, in time order. Each begins at the same time of day on the plan's clock and ends
 * when that clock shows the planned end: "01:00-03:00" is one hour long in the night that skips an hour and three in
 * the night that has one twice. Where the clock shows no such end (the whole window falls into the gap) the window
 * is as long as planned. A start that the clock skips is as far after the gap as it was into it; one that it shows
 * twice is the first.
 */
export function occurrencesOf(plan: Plan, within: Interval): Interval[] {
  const windows =
    plan.rrule === null ? [{ from: plan.from, to: plan.to }] : windowsOf(plan, plan.rrule, within);
  return windows.filter((window) => window.from < within.to && window.to > within.from);
}

/** The next windows that end after `after`, at most `count`. Looks ten years ahead and no further. */
export function nextOccurrences(plan: Plan, after: Ms, count: number): Interval[] {
  const found: Interval[] = [];
  let reach = { from: after, to: Math.max(after, plan.from) + 100 * dayMs };
  for (let step = 0; step < 37 && found.length < count; step += 1) {
    const known = new Set(found.map((window) => window.from));
    found.push(
      ...occurrencesOf(plan, reach).filter((window) => window.to > after && !known.has(window.from)),
    );
    if (plan.rrule === null) break;
    reach = { from: reach.to, to: reach.to + 100 * dayMs };
  }
  return found.slice(0, count);
}

/**
 * The rule is read on the clock's own dial, as if there were no zone, and only its answers become instants: so no
 * change of the clock can move or lose an occurrence.
 */
function windowsOf(plan: Plan, rrule: string, within: Interval): Interval[] {
  const start = dialOf(plan.from, plan.timezone);
  const lengthMs = dialMs(dialOf(plan.to, plan.timezone)) - dialMs(start);
  const rule = new RRuleTemporal({
    rruleString: `RRULE:${withoutUntil(rrule)}`,
    dtstart: start.toZonedDateTime("UTC"),
    maxIterations: 20_000,
  });
  const margin = Math.max(lengthMs, 0) + 2 * dayMs;
  const end = Math.min(within.to + dayMs, lastStart(plan, rrule) + dayMs);
  if (end <= within.from - margin) return [];
  const starts = rule.between(new Date(within.from - margin), new Date(end), true);
  return starts
    .slice(0, occurrencesMax)
    .map((each) => windowAt(each.toPlainDateTime(), plan, lengthMs))
    .filter((window) => window.from >= plan.from && window.from <= lastStart(plan, rrule));
}

function windowAt(start: Temporal.PlainDateTime, plan: Plan, lengthMs: number): Interval {
  const from = start.toZonedDateTime(plan.timezone).epochMilliseconds;
  const to = start.add({ milliseconds: lengthMs }).toZonedDateTime(plan.timezone).epochMilliseconds;
  return { from, to: to > from ? to : from + (plan.to - plan.from) };
}

function dialOf(instant: Ms, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime();
}

function dialMs(dial: Temporal.PlainDateTime): number {
  return dial.toZonedDateTime("UTC").epochMilliseconds;
}

function withoutUntil(rrule: string): string {
  return rrule
    .split(";")
    .filter((part) => !part.startsWith("UNTIL="))
    .join(";");
}

/** The last instant at which an occurrence may begin: UNTIL with a Z is UTC, without one it is on the plan's clock. */
function lastStart({ timezone }: Plan, rrule: string): Ms {
  const until = /(?:^|;)UNTIL=(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?/.exec(rrule);
  if (!until) return Number.POSITIVE_INFINITY;
  const [, year, month, day, hour = "23", minute = "59", second = "59", z = ""] = until;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  return Temporal.PlainDateTime.from(text).toZonedDateTime(z === "Z" ? "UTC" : timezone).epochMilliseconds;
}
