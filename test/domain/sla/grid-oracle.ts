import type { RawRow, RawVector } from "./rig";

/** What the oracle finds, in grid cells; downtime is a float, good to a billionth. */
export type GridFinding = {
  downtime: number;
  excluded: number;
  unknown: number;
  outOfHours: number;
  counted: number;
  incidents: number;
  wall: number;
};

type Cell = { share: number | null; unknown: boolean; inside: boolean; inHours: boolean };

const factors = { operational: 0, degraded_performance: 0.25, partial_outage: 0.5, major_outage: 1 };
export const cellMs = 60_000;
/** Cells looked at beyond the ledger, which has no end where gaps count as down; longer than any minimum outage. */
const beyond = 100;

const at = (text: string) => Math.round(Date.parse(text) / cellMs);

/**
 * Downtime of method "time" the slow way: cell by cell, row by row, straight from the words of the rules, sharing no
 * code with the engine. Every instant of the vector must lie on a whole minute, and its zone must be UTC.
 */
export function gridFinding(vector: RawVector): GridFinding {
  const { terms } = vector.contract;
  const [begin, end] = [at(vector.period.from ?? ""), at(vector.period.to ?? "")];
  const rows = vector.ledger.filter(({ state }) => state !== "void");
  const ends = rows.flatMap(({ to }) => (to === null ? [] : [at(to)]));
  const horizon = Math.max(end, ...ends);
  const until = (row: RawRow) => (row.to === null ? horizon : at(row.to));
  const active = (row: RawRow, cell: number) => at(row.from) <= cell && cell < until(row);

  const qualifies = (row: RawRow, cell: number) => {
    if (row.state !== "under_maintenance" || !terms.maintenance.exclude || !row.announced_at) return false;
    const from = at(row.planned_from ?? row.from);
    const notice = (from - at(row.announced_at)) * 60;
    const to = row.planned_to ? at(row.planned_to) : until(row);
    return notice >= terms.maintenance.notice_seconds && active(row, cell) && from <= cell && cell < to;
  };
  const concerns = (row: RawRow, component: string) => row.component === "*" || row.component === component;
  const members = terms.components.members;
  const own = rows.filter(
    (row) => members.some(({ component }) => concerns(row, component)) && at(row.from) < until(row),
  );
  const first = Math.min(begin, ...own.map(({ from }) => at(from))) - beyond;
  const last = Math.max(end, ...own.map(until)) + beyond;
  const inside = (cell: number) => begin <= cell && cell < end;
  const inHours = (cell: number) => {
    const hours = terms.service_hours;
    if (!hours) return true;
    const date = new Date(cell * cellMs);
    if (hours.holidays.includes(date.toISOString().slice(0, 10))) return false;
    const clock = date.toISOString().slice(11, 16);
    return hours.weekly.some(
      (entry) => entry.days.includes(date.getUTCDay() || 7) && entry.from <= clock && clock < entry.to,
    );
  };
  const overCap = new Set<number>();
  let used =
    terms.maintenance.cap_scope === "calendar_year"
      ? (vector.period.maintenance_used_before_seconds ?? 0)
      : 0;
  for (let cell = begin; cell < end; cell++) {
    const planned = rows.some(
      (row) => qualifies(row, cell) && members.some(({ component }) => concerns(row, component)),
    );
    if (!planned || !inHours(cell) || terms.maintenance.cap_seconds === null) continue;
    if (used + 60 > terms.maintenance.cap_seconds) overCap.add(cell);
    else used += 60;
  }
  const memberAt = (component: string, cell: number): { share: number | null; unknown: boolean } => {
    const own = rows.filter((row) => concerns(row, component) && active(row, cell));
    if (own.some((row) => qualifies(row, cell)) && !overCap.has(cell)) return { share: null, unknown: false };
    const said = own.filter(({ state }) => state !== "unknown");
    const shares = (excused: boolean) =>
      said
        .filter(({ cause }) => terms.cause_exclusions.includes(cause ?? "") === excused)
        .map(({ state, affected_ratio }) => {
          const counted = state === "under_maintenance" ? terms.maintenance.unqualified_state : state;
          return factors[counted as keyof typeof factors] * Number(affected_ratio ?? "1");
        });
    const owed = Math.max(0, ...shares(false));
    if (owed > 0) return { share: owed, unknown: false };
    if (Math.max(0, ...shares(true)) > 0) return { share: null, unknown: false };
    if (said.length > 0) return { share: 0, unknown: false };
    if (own.length === 0 && vector.ledger_gap_state === "operational") return { share: 0, unknown: false };
    return { share: { up: 0, down: 1, excluded: null }[terms.unknown.policy], unknown: true };
  };
  const suspended = (cell: number) =>
    vector.contract.suspended.some(({ from, to }) => at(from) <= cell && cell < at(to));

  const cells: Cell[] = [];
  for (let cell = first; cell < last; cell++) {
    const each = suspended(cell) ? [] : members.map(({ component }) => memberAt(component, cell));
    const left = each.flatMap(({ share }, index) =>
      share === null ? [] : [{ share, weight: Number(members[index]?.weight) }],
    );
    const shares = left.map(({ share }) => share);
    const weight = left.reduce((total, next) => total + next.weight, 0);
    const mean = left.reduce((total, next) => total + next.share * next.weight, 0) / weight;
    const rule = terms.components.rule;
    const share =
      rule === "weighted" ? mean : rule === "all_down" ? Math.min(...shares) : Math.max(...shares);
    const unknown = each.some((member) => member.unknown);
    cells.push({
      share: left.length === 0 ? null : share,
      unknown,
      inside: inside(cell),
      inHours: inHours(cell),
    });
  }
  return tally(cells, terms.min_outage, terms.exclusion_mode === "remove_from_denominator");
}

function tally(
  cells: readonly Cell[],
  rule: RawVector["contract"]["terms"]["min_outage"],
  removes: boolean,
): GridFinding {
  const inPart = cells.filter(({ inside }) => inside);
  const counting = inPart.filter(({ inHours }) => inHours);
  const excluded = counting.filter(({ share }) => share === null).length;
  const found = { downtime: 0, incidents: 0, wall: 0 };
  for (const run of runs(cells)) {
    const judged = rule?.scope === "within_period" ? run.filter(({ inside }) => inside) : run;
    const seconds = judged.length * 60;
    if (rule?.mode === "threshold" && !(rule.op === ">=" ? seconds >= rule.seconds : seconds > rule.seconds))
      continue;
    const free = rule?.mode === "deductible" ? new Set(judged.slice(0, rule.seconds / 60)) : new Set();
    const kept = run.filter((cell) => cell.inside && cell.inHours && !free.has(cell));
    if (kept.length === 0) continue;
    found.incidents++;
    found.wall += kept.length;
    for (const { share } of kept) found.downtime += share ?? 0;
  }
  return {
    ...found,
    excluded,
    unknown: counting.filter(({ unknown }) => unknown).length,
    outOfHours: inPart.length - counting.length,
    counted: counting.length - (removes ? excluded : 0),
  };
}

function runs(cells: readonly Cell[]): Cell[][] {
  const found: Cell[][] = [];
  let run: Cell[] = [];
  for (const cell of cells) {
    if (cell.share !== null && cell.share > 0) {
      if (run.length === 0) found.push(run);
      run.push(cell);
    } else run = [];
  }
  return found;
}
