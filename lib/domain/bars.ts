import { type State, states, type TotalsMs } from "./state";
import { dayMs, type Ms } from "./time";
import { type DayTotals, noTotals, worstOf } from "./uptime";

/** One UTC day of a component's bars. Today ends now. */
export type BarDay = { dayStart: Ms; state: State; totalsMs: TotalsMs };

/** Neighbouring days that say exactly the same. */
export type BarRun = { first: Ms; last: Ms; count: number; state: State; totalsMs: TotalsMs };

/** `count` days from `firstDayStart` on; what the totals leave out of a day, up to `now`, is unknown. */
export function barDays(totals: readonly DayTotals[], firstDayStart: Ms, count: number, now: Ms): BarDay[] {
  const known: TotalsMs[] = [];
  for (const { dayStart, totalsMs } of totals) {
    const place = (dayStart - firstDayStart) / dayMs;
    if (place >= 0 && place < count) known[place] = totalsMs;
  }
  return Array.from({ length: count }, (_, index) => {
    const dayStart = firstDayStart + index * dayMs;
    const length = Math.min(dayMs, now - dayStart);
    const told = known[index];
    // Most days of most components.
    if (told !== undefined && told.operational === length && isCalm(told))
      return { dayStart, state: "operational", totalsMs: told };
    const totalsMs = complete(told ?? noTotals(), length);
    return { dayStart, state: worstOf(totalsMs), totalsMs };
  });
}

function isCalm(totalsMs: TotalsMs): boolean {
  for (const state of states) if (state !== "operational" && totalsMs[state] > 0) return false;
  return true;
}

function complete(totalsMs: TotalsMs, lengthMs: Ms): TotalsMs {
  const told = states.reduce((sum, state) => sum + totalsMs[state], 0);
  const missing = Math.max(0, lengthMs - told);
  return missing === 0 ? totalsMs : { ...totalsMs, unknown: totalsMs.unknown + missing };
}

/** The same days, told in as few lines as possible. */
export function barRuns(days: readonly BarDay[]): BarRun[] {
  const runs: BarRun[] = [];
  for (const { dayStart, state, totalsMs } of days) {
    const last = runs.at(-1);
    if (last && states.every((each) => last.totalsMs[each] === totalsMs[each])) {
      last.last = dayStart;
      last.count += 1;
    } else runs.push({ first: dayStart, last: dayStart, count: 1, state, totalsMs });
  }
  return runs;
}

/** What happened on a day besides being operational, loudest first; empty when nothing did. */
export function notable(totalsMs: TotalsMs): { state: State; lengthMs: Ms }[] {
  const loudest: readonly State[] = [
    "major_outage",
    "partial_outage",
    "degraded_performance",
    "under_maintenance",
    "unknown",
  ];
  return loudest
    .filter((state) => totalsMs[state] > 0)
    .map((state) => ({ state, lengthMs: totalsMs[state] }));
}
