import type { BarDay } from "@/lib/domain/bars";
import { type State, states, stateWords } from "@/lib/domain/state";

/** One day is 3 wide with 1 between; taller is worse, so that the strip also reads in grey. */
const pitch = 4;
const barWidth = 3;
export const stripHeight = 24;

const heights: Record<State, number> = {
  operational: 14,
  under_maintenance: 14,
  unknown: 14,
  degraded_performance: 18,
  partial_outage: 22,
  major_outage: 24,
};

export type StripPath = { state: State; d: string };

/** The width of `count` days. */
export function stripWidth(count: number): number {
  return Math.max(0, count * pitch - (pitch - barWidth));
}

/** One path per state that occurs, whatever the number of days. */
export function stripPaths(days: readonly Pick<BarDay, "state">[]): StripPath[] {
  return states.flatMap((state) => {
    const height = heights[state];
    const bars = days.flatMap((day, index) =>
      day.state === state
        ? [`M${index * pitch} ${stripHeight - height}h${barWidth}v${height}h-${barWidth}z`]
        : [],
    );
    return bars.length > 0 ? [{ state, d: bars.join("") }] : [];
  });
}

/** "90 days: 88 Operational, 1 Outage, 1 No data": the strip for those who do not see it. */
export function stripSummary(days: readonly Pick<BarDay, "state">[]): string {
  const counts = states
    .map((state) => ({ state, count: days.filter((day) => day.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${stateWords[state]}`);
  return `${days.length} days: ${counts.join(", ")}`;
}
