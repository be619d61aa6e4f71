import { type Interval, intersect, type Ms, secondMs } from "../time";
import type { Share } from "./combination";
import { decimal } from "./rational";
import { everyMember, type Terms } from "./terms";
import type { LedgerRow } from "./vector";

/** A row that counts: not corrected away, not void, not empty, its end known. */
export type Row = Omit<LedgerRow, "to"> & Interval;

/** What one component is said to be over [from, to); `rank` picks a factor, `excused` by its cause. */
export type Claim = Interval & { component: string; rank: number; excused: boolean };

/** Announced maintenance in time: hides everything of its component while the cap lasts. */
export type MaintenanceWindow = Interval & { component: string };

/** The rows of a ledger as the sweep takes them, each list in order of `from`. */
export type Evidence = {
  claims: Claim[];
  windows: MaintenanceWindow[];
  unknown: (Interval & { component: string })[];
  /** Shares of a second counted as down, rising from 0; a rank is an index here. All over one denominator. */
  factors: Share[];
  /** The rank of a second that is down altogether. */
  downRank: number;
};

/** Rows as known at an instant: later ones, superseded ones and void ones dropped, open ones ended. */
export function rowsKnown(ledger: readonly LedgerRow[], knownAt: Ms | undefined, activeTo: Ms): Row[] {
  const recorded = ledger.filter(
    ({ recorded_at }) => knownAt === undefined || recorded_at === undefined || recorded_at <= knownAt,
  );
  const superseded = new Set(recorded.map(({ supersedes }) => supersedes));
  const left = recorded.filter(
    ({ id, state }) => state !== "void" && (id === undefined || !superseded.has(id)),
  );
  const horizon = left.reduce((latest, { to }) => (to === null ? latest : Math.max(latest, to)), activeTo);
  return left
    .map((row): Row => ({ ...row, to: row.to ?? horizon }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
}

/** What the rows of `members` say under `terms`; rows of other components are nobody's evidence here. */
export function evidenceOf(rows: readonly Row[], members: ReadonlySet<string>, terms: Terms): Evidence {
  const own = rows.filter(({ component }) => component === everyMember || members.has(component));
  const scale = factorScale(own, terms);
  const excused = new Set(terms.cause_exclusions);
  const said = own.filter(({ state }) => state !== "unknown");
  return {
    claims: said.map((row) => ({
      component: row.component,
      from: row.from,
      to: row.to,
      rank: scale.rankOf(row),
      excused: row.cause !== undefined && excused.has(row.cause),
    })),
    windows: qualifyingWindows(own, terms.maintenance),
    unknown: own.filter(({ state }) => state === "unknown"),
    factors: scale.factors,
    downRank: scale.downRank,
  };
}

/** What of the evidence concerns one member. */
export function evidenceFor(member: string, { claims, windows, unknown, ...scale }: Evidence): Evidence {
  const concerns = ({ component }: { component: string }) =>
    component === member || component === everyMember;
  return {
    ...scale,
    claims: claims.filter(concerns),
    windows: windows.filter(concerns),
    unknown: unknown.filter(concerns),
  };
}

/**
 * The announced parts of maintenance whose notice, measured to the announced start, was long enough. Early start and
 * overrun are not in them.
 */
function qualifyingWindows(rows: readonly Row[], rule: Terms["maintenance"]): MaintenanceWindow[] {
  if (!rule.exclude) return [];
  return rows
    .flatMap((row) => {
      if (row.state !== "under_maintenance" || row.announced_at === undefined) return [];
      const planned = { from: row.planned_from ?? row.from, to: row.planned_to ?? row.to };
      if (planned.from - row.announced_at < rule.notice_seconds * secondMs) return [];
      const window = intersect(row, planned);
      return window ? [{ component: row.component, ...window }] : [];
    })
    .sort((a, b) => a.from - b.from);
}

type FactorScale = { factors: Share[]; downRank: number; rankOf: (row: Row) => number };

/** Every factor that occurs, as whole numerators over one power of ten, and each row's place among them. */
function factorScale(rows: readonly Row[], terms: Terms): FactorScale {
  const factors = terms.state_factors;
  const ratios = new Set(rows.map(({ affected_ratio }) => affected_ratio ?? "1"));
  const ratioPlaces = placesOf([...ratios]);
  const places = ratioPlaces + placesOf(Object.values(factors));
  const denominator = 10n ** BigInt(places);
  const key = (row: Row) => `${countedState(row, terms)} ${row.affected_ratio ?? "1"}`;
  const numerators = new Map<string, bigint>();
  for (const row of rows) {
    const state = countedState(row, terms);
    if (state === null || numerators.has(key(row))) continue;
    const share = decimal(factors[state]);
    const ratio = decimal(row.affected_ratio ?? "1");
    numerators.set(key(row), (share.n * ratio.n * denominator) / (share.d * ratio.d));
  }
  const sorted = [...new Set([0n, denominator, ...numerators.values()])].sort((a, b) => (a < b ? -1 : 1));
  const rankAt = new Map(sorted.map((n, rank) => [n, rank]));
  return {
    factors: sorted.map((n) => ({ n, d: denominator })),
    downRank: rankAt.get(denominator) ?? 0,
    rankOf: (row) => rankAt.get(numerators.get(key(row)) ?? 0n) ?? 0,
  };
}

/** The state whose factor a row carries; maintenance stands for its unqualified state. */
function countedState({ state }: Row, terms: Terms): keyof Terms["state_factors"] | null {
  if (state === "under_maintenance") return terms.maintenance.unqualified_state;
  return state === "unknown" || state === "void" ? null : state;
}

function placesOf(decimals: readonly string[]): number {
  return Math.max(0, ...decimals.map((text) => text.split(".")[1]?.length ?? 0));
}
