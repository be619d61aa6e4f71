import { StateShape } from "@/app/_ui/state";
import type { AffectedState, Impact, IncidentStatus } from "@/lib/domain/incident";
import type { State } from "@/lib/domain/state";

export const statusWords: Record<IncidentStatus, string> = {
  investigating: "Investigating",
  identified: "Identified",
  monitoring: "Monitoring",
  resolved: "Resolved",
};

export const impactWords: Record<Impact, string> = {
  none: "None",
  minor: "Minor",
  major: "Major",
  critical: "Critical",
};

/** The state whose shape and colour an impact borrows. */
const impactStates: Record<Impact, State> = {
  none: "operational",
  minor: "degraded_performance",
  major: "partial_outage",
  critical: "major_outage",
};

export function ImpactLabel({ impact }: { impact: Impact }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StateShape state={impactStates[impact]} />
      <span>{impactWords[impact]}</span>
    </span>
  );
}

/** What a chooser says of a component's state. */
export const affectedWords: Record<AffectedState, string> = {
  operational: "Operational",
  degraded_performance: "Degraded",
  partial_outage: "Partial outage",
  major_outage: "Outage",
};

type Standing = {
  publishedAt: number | null;
  archivedAt: number | null;
  mergedInto: string | null;
  status: IncidentStatus;
};

/** Where an incident stands, in one word. */
export function standingWord({ publishedAt, archivedAt, mergedInto, status }: Standing): string {
  if (mergedInto !== null) return "Merged";
  if (archivedAt !== null) return publishedAt === null ? "Dismissed" : "Archived";
  return publishedAt === null ? "Draft" : statusWords[status];
}
