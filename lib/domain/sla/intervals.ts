import { invalid } from "../errors";
import type { Interval, Ms } from "../time";
import { type Grid, gridOf, type Run, runsInHours, runsOnGrid } from "./interval-grid";
import { type Finding, type Outage, totalDown } from "./outage";
import { compare, decimal, type Rational, rational, sum, whole, zero } from "./rational";
import type { Measurement, Terms } from "./terms";
import type { IntervalRow } from "./vector";

type IntervalTerms = Extract<Measurement, { interval_seconds: number }>;
type DowntimeTerms = Extract<IntervalTerms, { method: "interval_downtime" }>;

/** Most digits that the different totals of bad intervals may have together: exact sums grow with them. */
const digitsMax = 60_000;

/** The methods that count requests by interval. They rest on the counts alone, never on the ledger. */
export function measureIntervals(
  rows: readonly IntervalRow[],
  { origin, active, hours }: { origin: Ms; active: Interval; hours: readonly Interval[] },
  measurement: IntervalTerms,
  terms: Terms,
): Finding {
  const grid = gridOf(origin, measurement.interval_seconds, active);
  const runs = runsInHours(runsOnGrid(rows, grid), hours, grid);
  const isRemoved = ({ total, excluded }: Run) =>
    !excluded && total === 0 && "empty_interval" in measurement && measurement.empty_interval === "excluded";
  const removedMs = lengthOf(runs.filter(isRemoved), grid);
  const inHoursMs = lengthOf(runs, grid);
  return {
    inHoursMs,
    outOfHoursMs: (grid.end - grid.first) * grid.sizeMs - inHoursMs,
    excludedMs:
      lengthOf(
        runs.filter(({ excluded }) => excluded),
        grid,
      ) + removedMs,
    removedMs,
    unknownMs: 0,
    ...found(runs, grid, measurement, terms),
  };
}

function lengthOf(runs: readonly Run[], { sizeMs }: Grid): number {
  return runs.reduce((total, { from, to }) => total + to - from, 0) * sizeMs;
}

type Found = Pick<Finding, "downMs" | "outages" | "goodRequests">;

function found(runs: readonly Run[], grid: Grid, measurement: IntervalTerms, terms: Terms): Found {
  const isBad = ({ bad, excluded }: Run) => !excluded && bad > 0;
  switch (measurement.method) {
    case "interval_error_rate": {
      const outages = groupsOf(runs, 1, isBad).map((group) => outageOf(group, grid, meanErrors(group, grid)));
      return { downMs: meanErrors(runs.filter(isBad), grid), outages };
    }
    case "interval_downtime": {
      const groups = groupsOf(runs, measurement.min_consecutive, (run) => isDown(run, measurement));
      const outages = groups.map((group) => outageOf(group, grid, whole(lengthOf(group, grid))));
      return { downMs: totalDown(outages), outages };
    }
    case "request_ratio":
      return {
        downMs: null,
        outages: groupsOf(runs, 1, isBad).map((group) => outageOf(group, grid, zero)),
        goodRequests: goodRequests(runs, terms.exclusion_mode),
      };
  }
}

/** Good requests of all. Excluded intervals give no bad ones, and none at all when they leave the denominator. */
function goodRequests(runs: readonly Run[], exclusions: Terms["exclusion_mode"]): Rational | null {
  let [total, bad] = [0n, 0n];
  for (const run of runs) {
    const count = BigInt(run.to - run.from);
    if (!run.excluded) bad += BigInt(run.bad) * count;
    if (!run.excluded || exclusions === "count_as_up") total += BigInt(run.total) * count;
  }
  return total === 0n ? null : rational(total - bad, total);
}

function isDown({ total, bad, excluded }: Run, terms: DowntimeTerms): boolean {
  if (excluded || total === 0 || total < terms.min_requests) return false;
  const threshold = decimal(terms.threshold_percent);
  const over = compare(rational(BigInt(bad) * 100n, BigInt(total)), threshold);
  return terms.threshold_op === ">" ? over > 0 : over >= 0;
}

/** Σ bad/total × length. Equal totals are added first, so that few denominators meet. */
function meanErrors(runs: readonly Run[], { sizeMs }: Grid): Rational {
  const badBy = new Map<number, bigint>();
  for (const { from, to, total, bad } of runs)
    badBy.set(total, (badBy.get(total) ?? 0n) + BigInt(bad) * BigInt(to - from));
  const digits = [...badBy.keys()].reduce((count, total) => count + String(total).length, 0);
  if (digits > digitsMax)
    throw invalid("intervals", "has too many different totals to add their error rates exactly");
  return sum([...badBy].map(([total, bad]) => rational(bad * BigInt(sizeMs), BigInt(total))));
}

/** Neighbouring intervals that are down, `least` or more of them; hours between do not part them. */
function groupsOf(runs: readonly Run[], least: number, down: (run: Run) => boolean): Run[][] {
  const groups: Run[][] = [];
  let group: Run[] = [];
  for (const run of runs) {
    if (!down(run)) group = [];
    else if (group.push(run) === 1) groups.push(group);
  }
  return groups.filter((each) => each.reduce((count, { from, to }) => count + to - from, 0) >= least);
}

function outageOf(group: readonly Run[], grid: Grid, downMs: Rational): Outage {
  const at = (place: number | undefined) => grid.origin + (place ?? 0) * grid.sizeMs;
  return { from: at(group[0]?.from), to: at(group.at(-1)?.to), wallMs: lengthOf(group, grid), downMs };
}
