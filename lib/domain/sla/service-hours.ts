import { dayMs, type Interval, minuteMs } from "../time";
import { offsetStretches } from "./calendar";
import { united } from "./stretches";
import type { ServiceHours } from "./terms";

/**
 * The stretches of `within` that lie in service hours, in order, none touching another. Hours are what a wall clock
 * shows: an hour that happens twice is in twice, one that a change skips is not in at all.
 */
export function inHours(within: Interval, hours: ServiceHours | null): Interval[] {
  if (within.from >= within.to) return [];
  if (hours === null) return [within];
  const week = weekOf(hours);
  const holidays = new Set(hours.holidays.map((date) => Date.parse(date) / dayMs));
  const found: Interval[] = [];
  for (const { from, to, offsetMs } of offsetStretches(within, hours.timezone)) {
    const last = Math.floor((to - 1 + offsetMs) / dayMs);
    for (let day = Math.floor((from + offsetMs) / dayMs); day <= last; day++) {
      if (holidays.has(day)) continue;
      const midnight = day * dayMs - offsetMs;
      for (const daily of week[isoWeekday(day)] ?? [])
        found.push({ from: Math.max(from, midnight + daily.from), to: Math.min(to, midnight + daily.to) });
    }
  }
  return united(found.filter((stretch) => stretch.from < stretch.to));
}

/** Hours by ISO weekday, in milliseconds from midnight. */
function weekOf({ weekly }: ServiceHours): Interval[][] {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const own = weekly.filter(({ days }) => days.includes(weekday));
    const daily = own.map(({ from, to }) => ({ from: clockMs(from), to: clockMs(to) }));
    return united(daily.sort((a, b) => a.from - b.from));
  });
}

/** 1 is Monday; day 0 was a Thursday. */
function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function clockMs(text: string): number {
  const [hours = "0", minutes = "0"] = text.split(":");
  return (Number(hours) * 60 + Number(minutes)) * minuteMs;
}
