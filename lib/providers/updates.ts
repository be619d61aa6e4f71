import type { OpenStatus } from "@/lib/domain/reading";
import { dayMs, type Ms } from "@/lib/domain/time";
import { plainText } from "./html";
import { monthOf, readInstant } from "./instant";

/** One update inside a feed entry's body: when, and under which label ("resolved", "in progress"). */
export type Update = { at: Ms | null; label: string };

const linesMax = 5_000;
const labelForm = /^([A-Za-z][A-Za-z ]{2,24}?)(?:\s+[-–—]\s|\s*:\s|\s*$)/;
/** "May 22, 15:26 UTC"; Oracle's elements leave nothing between them: "Mar0505:12 UTC" */
const dayForm = /^([A-Za-z]{3,9})\s*(\d{1,2}),?\s*(\d{1,2}:\d{2}(?::\d{2})?)\s+(\S{1,6})$/;

/** The lines of an HTML body that hold words. */
export function linesOf(body: string): string[] {
  const lines = plainText(body)
    .split(/[\r\n]+/, linesMax)
    .map((line) => line.slice(0, 1_000).replace(/\s+/g, " ").trim());
  return lines.filter((line) => line !== "");
}

/**
 * The updates of a body, as they stand: a line with a time, then a line that begins with a label. Times without a year
 * get the one that brings them nearest to `near`, the entry's own time.
 */
export function readUpdates(lines: readonly string[], near: Ms | null): Update[] {
  const updates: Update[] = [];
  let time: Ms | null = null;
  for (const line of lines) {
    const told = line.length <= 60 ? (readDay(line, near) ?? readInstant(line)) : null;
    const label = told === null && time !== null ? labelForm.exec(line)?.[1] : undefined;
    if (label !== undefined) updates.push({ at: time, label: label.toLowerCase() });
    time = told;
  }
  return updates;
}

/** A day and a time in the year that brings them nearest to `near`; null for anything else. "24:50" is ten to one. */
function readDay(text: string, near: Ms | null): Ms | null {
  const found = dayForm.exec(text);
  if (!found || near === null || monthOf(found[1]) === undefined) return null;
  const clock = found[3]?.replace(/^24:/, "00:");
  const year = new Date(near).getUTCFullYear();
  const candidates = [year - 1, year, year + 1]
    .map((each) => readInstant(`${found[1]} ${found[2]}, ${each} ${clock} ${found[4]}`))
    .filter((instant) => instant !== null);
  return candidates.reduce<Ms | null>(
    (best, each) => (best === null || Math.abs(each - near) < Math.abs(best - near) ? each : best),
    null,
  );
}

/** The instant on a line "Label: instant", whose label is of this form. */
export function instantAfter(lines: readonly string[], label: RegExp): Ms | null {
  for (const line of lines) {
    const [, name = "", told] = /^([A-Za-z ]{2,20}?)\s*:\s*(.{6,60})$/.exec(line) ?? [];
    const instant = label.test(name) ? readInstant(told) : null;
    if (instant !== null) return instant;
  }
  return null;
}

const closing = new Set(["resolved", "completed", "complete", "postmortem", "closed", "fixed", "recovered"]);
const planning = new Set(["scheduled", "in progress", "verifying", "completed", "active", "planned"]);
const stages: readonly OpenStatus[] = ["investigating", "identified", "monitoring"];

/** Entries with any closing update are closed, wherever it stands. */
export function isClosing(label: string): boolean {
  return closing.has(label);
}

export function isPlanning(label: string): boolean {
  return planning.has(label);
}

export function isStage(label: string): boolean {
  return label === "update" || stages.some((stage) => stage === label);
}

/** Where an open entry stands: the newest label that says so. */
export function latestStage(updates: readonly Update[]): OpenStatus {
  let newest: { at: Ms; stage: OpenStatus } | null = null;
  for (const { at, label } of updates) {
    const stage = stages.find((each) => each === label);
    if (stage !== undefined && (newest === null || (at ?? 0) > newest.at)) newest = { at: at ?? 0, stage };
  }
  return newest?.stage ?? "open";
}

/** First and last instant of the updates; both null when none has a time. */
export function spanOf(updates: readonly Update[]): { first: Ms | null; last: Ms | null } {
  const times = updates.map((update) => update.at).filter((instant) => instant !== null);
  if (times.length === 0) return { first: null, last: null };
  const first = times.reduce((a, b) => Math.min(a, b));
  return { first, last: times.reduce((a, b) => Math.max(a, b)) };
}

const windowForm =
  /([A-Za-z]{3,9}) +(\d{1,2}), +(\d{1,2}:\d{2})(?: ([A-Z]{1,5}))? ?- ?(?:([A-Za-z]{3,9}) +(\d{1,2}), +)?(\d{1,2}:\d{2}) ([A-Z]{1,5})/;

/** "THIS IS A SCHEDULED EVENT May 28, 16:30 UTC - May 29, 16:30 UTC"; on one day the second date is left out. */
export function readWindow(lines: readonly string[], near: Ms | null): { from: Ms | null; to: Ms | null } {
  const line = lines.find((each) => each.includes("SCHEDULED EVENT")) ?? "";
  const found = windowForm.exec(line);
  if (!found) return { from: null, to: null };
  const [, month, day, start, zone, endMonth = month, endDay = day, end, endZone] = found;
  const from = readDay(`${month} ${day}, ${start} ${zone ?? endZone}`, near);
  const to = readDay(`${endMonth} ${endDay}, ${end} ${endZone}`, near);
  return { from, to: from !== null && to !== null && to < from && from - to < dayMs ? to + dayMs : to };
}
