import { type EvidenceEntry, type EvidenceRow, evidenceRows } from "./evidence";
import { type EvidenceColumn, type EvidenceFrame, evidenceColumns } from "./evidence-layout";
import type { RegisterLine } from "./register";
import { type Rational, rational, times } from "./sla/rational";
import type { SlaResult } from "./sla/result";
import type { WorkingLine } from "./statement";
import { secondMs } from "./time";

/** Credits whose evidence a workbook holds; each has several stretches, and a sheet ends at a million rows. */
export const evidencedMax = 10_000;

/** A line of the register with what its evidence repeats of it. */
export type EvidencedLine = Pick<RegisterLine, "lineId" | "number"> & {
  statementId: string;
  timezone: string;
};

/** One stretch of time behind a line of the register; or, in place of all, the sentence that says why there is none. */
export type RegisterEvidence = { line: EvidencedLine; row: EvidenceRow } | { note: string };

export type RegisterEvidenceColumn = Pick<EvidenceColumn, "name" | "kind"> & {
  of(evidence: RegisterEvidence): string | null;
};

const none: ReadonlyMap<string, string> = new Map();

const frameOf = ({ statementId, timezone }: EvidencedLine): EvidenceFrame => ({
  ...{ statementId, zone: timezone, names: none },
});

/**
 * The appendix of one statement with the line it belongs to, all that never changes: components are named by their ids,
 * for a locked month's file is the same bytes after one of them got another name.
 */
export const registerEvidenceColumns: readonly RegisterEvidenceColumn[] = [
  {
    name: "line_id",
    kind: "exact",
    of: (evidence) => ("note" in evidence ? evidence.note : evidence.line.lineId),
  },
  {
    name: "credit_note_number",
    kind: "exact",
    of: (evidence) => ("note" in evidence ? null : evidence.line.number),
  },
  ...evidenceColumns
    .filter(({ name }) => name !== "component")
    .map(
      ({ name, kind, of }): RegisterEvidenceColumn => ({
        ...{ name, kind },
        of: (evidence) => ("note" in evidence ? null : of(evidence.row, frameOf(evidence.line))),
      }),
    ),
];

/** The evidence of a closed statement from what its close stored; sums to the figures it booked. */
export function storedEvidence(
  working: readonly WorkingLine[],
  result: Pick<SlaResult, "downtime_exact" | "excluded_seconds" | "unknown_seconds">,
  entries: ReadonlyMap<string, EvidenceEntry>,
): EvidenceRow[] {
  const sum = (lines: readonly WorkingLine[]) => lines.reduce((total, { from, to }) => total + to - from, 0);
  const excluded = sum(working.filter(({ kind }) => kind === "excluded"));
  const unknown = sum(working.filter(({ isUnknown }) => isUnknown));
  const measured = {
    downMs: millisecondsOf(result.downtime_exact),
    excludedMs: finer(excluded, result.excluded_seconds),
    unknownMs: finer(unknown, result.unknown_seconds),
  };
  return evidenceRows(working, measured, entries);
}

function millisecondsOf(exactSeconds: string | null): Rational | null {
  if (exactSeconds === null) return null;
  const [n = "0", d = "1"] = exactSeconds.split("/");
  return times(rational(BigInt(n), BigInt(d)), secondMs);
}

/** The stretches' own milliseconds where they come to the whole seconds that were booked, else what was booked. */
function finer(ms: number, seconds: number): number {
  return Math.trunc(ms / secondMs) === seconds ? ms : seconds * secondMs;
}
