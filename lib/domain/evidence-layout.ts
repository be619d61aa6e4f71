import { type EvidenceRow, secondsOf } from "./evidence";
import { localText } from "./local-time";
import { formatInstant } from "./time";

/** A column as `register-layout` has them: `text` was written by people, `exact` is ours, `decimal` is a number. */
export type EvidenceColumn = {
  name: string;
  kind: "text" | "exact" | "decimal";
  of(row: EvidenceRow, frame: EvidenceFrame): string | null;
};

/** What every row says alike. */
export type EvidenceFrame = {
  statementId: string;
  zone: string;
  names: ReadonlyMap<string, string>;
};

const column = (name: string, kind: EvidenceColumn["kind"], of: EvidenceColumn["of"]): EvidenceColumn => ({
  ...{ name, kind, of },
});

/** The columns of SLA.md part 4, with the statement, both clocks and the reason. */
export const evidenceColumns: readonly EvidenceColumn[] = [
  column("statement_id", "exact", (_, { statementId }) => statementId),
  column("incident_id", "exact", ({ incidentId }) => incidentId),
  column("component", "text", ({ componentIds }, { names }) =>
    componentIds.map((id) => names.get(id) ?? id).join(", "),
  ),
  column("component_id", "exact", ({ componentIds }) => componentIds.join(" ")),
  column("start", "exact", ({ from }) => formatInstant(from)),
  column("end", "exact", ({ to }) => formatInstant(to)),
  column("start_local", "exact", ({ from }, { zone }) => localText(from, zone)),
  column("end_local", "exact", ({ to }, { zone }) => localText(to, zone)),
  column("timezone", "exact", (_, { zone }) => zone),
  column("duration_seconds", "decimal", ({ from, to }) => secondsOf(to - from)),
  column("kind", "exact", ({ kind }) => kind),
  column("state", "exact", ({ state }) => state),
  column("factor", "exact", ({ factor }) => factor),
  column("counted_seconds", "decimal", ({ countedMs }) => secondsOf(countedMs)),
  column("excluded_seconds", "decimal", ({ excludedMs }) => secondsOf(excludedMs)),
  column("unknown_seconds", "decimal", ({ unknownMs }) => secondsOf(unknownMs)),
  column("reason", "text", ({ reason }) => reason),
  column("excluded_reason", "text", ({ kind, reason }) => (kind === "excluded" ? reason : null)),
  column("source", "exact", ({ source }) => source),
  column("first_observation_id", "exact", ({ firstObservationId }) => firstObservationId),
  column("recorded_at", "exact", ({ recordedAt }) =>
    recordedAt === null ? null : formatInstant(recordedAt),
  ),
  column("supersedes", "exact", ({ supersedes }) => (supersedes === null ? null : String(supersedes))),
  column("entries", "exact", ({ entries }) =>
    entries.map(({ componentId, seq }) => `${componentId}#${seq}`).join(" "),
  ),
];
