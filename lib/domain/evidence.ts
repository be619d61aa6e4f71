import type { LedgerEntry } from "./ledger";
import type { Measured } from "./sla/measure";
import {
  add,
  divide,
  multiply,
  type Rational,
  rational,
  subtract,
  truncate,
  whole,
  zero,
} from "./sla/rational";
import type { WorkingKind, WorkingLine } from "./statement";
import type { Ms } from "./time";

/** What of a ledger entry an appendix names. */
export type EvidenceEntry = Pick<
  LedgerEntry,
  "componentId" | "seq" | "source" | "state" | "recordedAt" | "supersedes"
>;

/** One row of the appendix: a stretch of the working with what it adds to each sum, and where it was written. */
export type EvidenceRow = {
  incidentId: string | null;
  componentIds: readonly string[];
  from: Ms;
  to: Ms;
  kind: WorkingKind | "method";
  reason: string;
  state: string | null;
  factor: string | null;
  /** Milliseconds of downtime that count: cut off so that the column sums to the statement's. */
  countedMs: number;
  excludedMs: number;
  unknownMs: number;
  source: "check" | "provider" | "manual" | null;
  /** `cmp_…#12`: the first entry behind it. */
  firstObservationId: string | null;
  recordedAt: Ms | null;
  supersedes: number | null;
  entries: readonly { componentId: string; seq: number }[];
};

/**
 * The evidence of a statement: its working, stretch by stretch, with the entries behind it. Every column of time sums
 * to the statement's figure; where a method counts in whole buckets or intervals, a last row holds what it adds.
 */
export function evidenceRows(
  working: readonly WorkingLine[],
  measured: Pick<Measured, "downMs" | "excludedMs" | "unknownMs">,
  entries: ReadonlyMap<string, EvidenceEntry>,
): EvidenceRow[] {
  let down = zero;
  const rows = working.map((line) => {
    const before = truncate(down);
    down = add(down, downOf(line));
    return rowOf(line, Number(truncate(down) - before), entries);
  });
  const rest = methodRow(rows, measured);
  return rest === null ? rows : [...rows, rest];
}

function downOf({ kind, factor, from, to }: WorkingLine): Rational {
  if (kind !== "downtime") return zero;
  const [n = "1", d = "1"] = (factor ?? "1/1").split("/");
  return multiply(rational(BigInt(n), BigInt(d)), whole(to - from));
}

function rowOf(line: WorkingLine, countedMs: number, known: ReadonlyMap<string, EvidenceEntry>): EvidenceRow {
  const { from, to, kind, reason, factor } = line;
  const entries = line.entries.flatMap(({ componentId, seq }) => known.get(entryKey(componentId, seq)) ?? []);
  const [first] = entries.toSorted((a, b) => a.recordedAt - b.recordedAt);
  const last = entries.toSorted((a, b) => b.recordedAt - a.recordedAt)[0];
  const cause = entries.find(({ source }) => source.type === "incident" || source.type === "maintenance");
  return {
    incidentId: cause?.source.id ?? null,
    componentIds: [...new Set(line.entries.map(({ componentId }) => componentId))],
    ...{ from, to, kind, reason, factor, countedMs },
    state: entries.find(({ state }) => state !== null)?.state ?? null,
    excludedMs: kind === "excluded" ? to - from : 0,
    unknownMs: line.isUnknown ? to - from : 0,
    source: first ? sourceWord(first) : null,
    firstObservationId: first ? entryKey(first.componentId, first.seq) : null,
    recordedAt: last?.recordedAt ?? null,
    supersedes: entries.find(({ supersedes }) => supersedes !== null)?.supersedes ?? null,
    entries: line.entries,
  };
}

export const entryKey = (componentId: string, seq: number) => `${componentId}#${seq}`;

function sourceWord({ source }: EvidenceEntry): EvidenceRow["source"] {
  if (source.type === "monitor") return "check";
  return source.type === "dependency" ? "provider" : "manual";
}

/** What the method makes of the stretches beyond their own length; null when nothing. */
function methodRow(
  rows: readonly EvidenceRow[],
  { downMs, excludedMs, unknownMs }: Pick<Measured, "downMs" | "excludedMs" | "unknownMs">,
): EvidenceRow | null {
  const sum = (of: (row: EvidenceRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const countedMs = downMs === null ? 0 : Number(truncate(downMs)) - sum((row) => row.countedMs);
  const rest = {
    countedMs,
    excludedMs: excludedMs - sum((row) => row.excludedMs),
    unknownMs: unknownMs - sum((row) => row.unknownMs),
  };
  if (rest.countedMs === 0 && rest.excludedMs === 0 && rest.unknownMs === 0) return null;
  const at = rows.at(-1)?.to ?? 0;
  return {
    ...{ incidentId: null, componentIds: [], from: at, to: at, kind: "method", state: null, factor: null },
    reason: "What the contract's method of counting adds to or takes from the stretches above.",
    ...rest,
    ...{ source: null, firstObservationId: null, recordedAt: null, supersedes: null, entries: [] },
  };
}

/** Milliseconds as decimal seconds: `36000.000` without the zeros, `0.5`. */
export function secondsOf(ms: number): string {
  const exact = divide(whole(Math.abs(ms)), whole(1_000));
  const rest = subtract(whole(Math.abs(ms)), multiply(whole(truncate(exact)), whole(1_000)));
  const decimals = String(truncate(rest)).padStart(3, "0").replace(/0+$/, "");
  return `${ms < 0 ? "-" : ""}${truncate(exact)}${decimals === "" ? "" : `.${decimals}`}`;
}
