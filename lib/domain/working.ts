import { versionsIn } from "./sla/amendment";
import type { Level } from "./sla/combination";
import type { Evaluation } from "./sla/evaluate";
import { fraction, rational } from "./sla/rational";
import { evidenceOf, rowsKnown } from "./sla/rows";
import { inHours } from "./sla/service-hours";
import { type Ground, type Piece, serviceLevel } from "./sla/service-level";
import { membership, united } from "./sla/stretches";
import type { Terms } from "./sla/terms";
import type { Vector } from "./sla/vector";
import type { WorkingKind, WorkingLine } from "./statement";
import type { EvidencedRow } from "./statement-vector";
import { type Interval, intersect } from "./time";

/**
 * The working of a result: every stretch of the active part that was not simply up, whether it counts, why, and the
 * entries behind it. Terms that count requests have one line per stretch of bad intervals.
 */
export function workingOf(
  vector: Vector,
  rows: readonly EvidencedRow[],
  evaluation: Evaluation,
): WorkingLine[] {
  const { active, standing } = evaluation;
  const { outages } = standing.measured;
  const versions = versionsIn(vector.contract, active);
  if ("interval_seconds" in standing.terms.measurement)
    return outages.map(({ from, to }) =>
      line({ from, to }, { kind: "downtime", reason: "Requests failed in these intervals." }, null, []),
    );
  const split = vector.contract.amendment_policy === "segment" && versions.length > 1;
  const parts = split
    ? versions.map(({ from, terms }, index) => ({ from, to: versions[index + 1]?.from ?? active.to, terms }))
    : [{ ...active, terms: standing.terms }];
  return joined(parts.flatMap((part) => partLines(vector, rows, part, outages)));
}

type Part = Interval & { terms: Terms };

function partLines(
  vector: Vector,
  rows: readonly EvidencedRow[],
  part: Part,
  outages: readonly Interval[],
): WorkingLine[] {
  const { terms } = part;
  const members = terms.components.members;
  const known = rowsKnown(rows, undefined, part.to);
  const evidence = evidenceOf(known, new Set(members.map(({ component }) => component)), terms);
  const suspended = united(vector.contract.suspended.toSorted((a, b) => a.from - b.from));
  const ground: Ground = {
    active: { from: part.from, to: part.to },
    hours: inHours(part, terms.service_hours),
    suspended,
    gapIsUnknown: vector.ledger_gap_state === "unknown",
    maintenanceUsedBeforeSeconds: vector.period.maintenance_used_before_seconds ?? 0,
  };
  const near = nearby(rows);
  const isSuspended = membership(suspended);
  const isCounted = membership(united(outages.toSorted((a, b) => a.from - b.from)));
  return serviceLevel(ground, evidence, members, terms).flatMap((piece) =>
    cutAt(piece, part, outages).flatMap((stretch) => {
      const seen = { isSuspended: isSuspended(stretch.from), isCounted: isCounted(stretch.from) };
      const verdict = verdictOf(piece, terms, near(stretch), seen);
      return verdict ? [line(stretch, verdict, piece, near(stretch))] : [];
    }),
  );
}

/** The stretches of a piece inside the part, cut where counted downtime begins and ends. */
function cutAt(piece: Piece, part: Interval, outages: readonly Interval[]): Interval[] {
  const inside = intersect(piece, part);
  if (inside === null || (piece.level !== null && piece.level.n === 0n && !piece.unknown)) return [];
  const edges = outages
    .flatMap(({ from, to }) => [from, to])
    .filter((edge) => edge > inside.from && edge < inside.to);
  const cuts = [inside.from, ...new Set(edges.sort((a, b) => a - b)), inside.to];
  return cuts.slice(1).map((to, index) => ({ from: cuts[index] ?? to, to }));
}

/** The rows that hold during a stretch; stretches are asked in order. */
function nearby(rows: readonly EvidencedRow[]): (stretch: Interval) => EvidencedRow[] {
  const sorted = rows.toSorted((a, b) => a.from - b.from);
  let next = 0;
  let active: EvidencedRow[] = [];
  return ({ from, to }) => {
    for (let row = sorted[next]; row && row.from < to; row = sorted[++next]) active.push(row);
    active = active.filter((row) => (row.to ?? Number.POSITIVE_INFINITY) > from);
    return active.filter((row) => row.from < to && row.state !== "operational");
  };
}

type Verdict = { kind: WorkingKind; reason: string };
type Circumstance = { isSuspended: boolean; isCounted: boolean };

function verdictOf(
  { level, unknown, place }: Piece,
  terms: Terms,
  rows: readonly EvidencedRow[],
  { isSuspended, isCounted }: Circumstance,
): Verdict | null {
  const isDown = level !== null && level.n > 0n;
  if (place === "outside") return null;
  if (place === "out_of_hours")
    return isDown ? { kind: "out_of_hours", reason: "Down, but outside service hours." } : null;
  if (level === null) return { kind: "excluded", reason: exclusionOf(terms, rows, isSuspended, unknown) };
  if (isDown && isCounted) return { kind: "downtime", reason: downReason(terms, rows, unknown) };
  if (isDown)
    return {
      kind: "not_counted",
      reason: "Down, but not for as long as the contract asks before it counts.",
    };
  return unknown ? { kind: "unknown", reason: "No data; the contract counts it as up." } : null;
}

function exclusionOf(
  terms: Terms,
  rows: readonly EvidencedRow[],
  isSuspended: boolean,
  unknown: boolean,
): string {
  if (isSuspended) return "The contract was suspended.";
  if (rows.some(({ state }) => state === "under_maintenance"))
    return "Maintenance that was announced in time.";
  const causes = rows.flatMap(({ cause }) =>
    cause && terms.cause_exclusions.includes(cause) ? [cause] : [],
  );
  if (causes.length > 0) return `The contract excludes this cause: ${[...new Set(causes)].join(", ")}.`;
  return unknown ? "No data; the contract excludes it." : "Excluded by the contract.";
}

function downReason(terms: Terms, rows: readonly EvidencedRow[], unknown: boolean): string {
  const states = rows.map(({ state }) => state);
  if (states.includes("major_outage")) return "Outage.";
  if (states.includes("partial_outage")) return "Partial outage.";
  if (states.includes("under_maintenance")) return "Maintenance that the contract does not excuse.";
  if (states.includes("degraded_performance")) return "Degraded performance, which the contract counts.";
  return unknown && terms.unknown.policy === "down" ? "No data; the contract counts it as down." : "Down.";
}

function line(
  { from, to }: Interval,
  { kind, reason }: Verdict,
  level: Level | null,
  rows: readonly EvidencedRow[],
): WorkingLine {
  const entries = new Map(
    rows.flatMap(({ component, entries }) =>
      entries.map((seq) => [`${component} ${seq}`, { componentId: component, seq }] as const),
    ),
  );
  const factor =
    level === null || level.level === null ? null : fraction(rational(level.level.n, level.level.d));
  const isUnknown = level?.unknown ?? false;
  return { from, to, kind, reason, factor, isUnknown, entries: [...entries.values()] };
}

/** Neighbouring lines that say the same of the same entries are one. */
function joined(lines: readonly WorkingLine[]): WorkingLine[] {
  const found: WorkingLine[] = [];
  for (const next of lines.toSorted((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    const same =
      last?.to === next.from &&
      last.kind === next.kind &&
      last.reason === next.reason &&
      last.factor === next.factor &&
      last.isUnknown === next.isUnknown &&
      JSON.stringify(last.entries) === JSON.stringify(next.entries);
    if (last && same) found[found.length - 1] = { ...last, to: next.to };
    else found.push(next);
  }
  return found;
}
