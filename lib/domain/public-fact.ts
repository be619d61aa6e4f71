import type { Ms } from "./time";

/** What the public may be told of one maintenance occurrence. */
export type MaintenanceEvent =
  | "scheduled"
  | "changed"
  | "reminder"
  | "started"
  | "updated"
  | "completed"
  | "cancelled";

/** One thing that was made public and may be told to those who asked to hear it. */
export type PublicFact =
  | { type: "incident_update"; incidentId: string; updateId: string }
  | { type: "postmortem"; incidentId: string }
  | {
      type: "maintenance";
      maintenanceId: string;
      /** Start of the occurrence as planned when it was told; tells the occurrences of a recurring one apart. */
      occurrenceFrom: Ms;
      event: MaintenanceEvent;
      /** Of an "updated" or "changed" fact: which words. */
      updateId: string | null;
    };

/** Names a fact for ever: nobody is told the same one twice on one channel (RULES R7.1). */
export function factIdOf(fact: PublicFact): string {
  if (fact.type === "incident_update") return `incident_update:${fact.updateId}`;
  if (fact.type === "postmortem") return `postmortem:${fact.incidentId}`;
  const { maintenanceId, occurrenceFrom, event, updateId } = fact;
  return ["maintenance", maintenanceId, occurrenceFrom, event, updateId ?? ""].join(":");
}
