import type { MaintenanceStatus, MaintenanceUpdate } from "./maintenance";
import type { Ms } from "./time";

/** A line that can be taken back until then, and the status that stands without it. */
export type UndoableLine = { line: MaintenanceUpdate; until: Ms; statusBefore: MaintenanceStatus };

const running: ReadonlySet<MaintenanceStatus> = new Set(["in_progress", "verifying"]);

/**
 * The last line of a thread (newest first), if it only says something: a start, an end and a change of plan are in the
 * ledger and stay; what nobody wrote has nothing to take back.
 */
export function undoableLine(
  updates: readonly MaintenanceUpdate[],
  holdMs: number,
  now: Ms,
): UndoableLine | null {
  const [line, ...others] = updates;
  if (!line || line.body === "" || line.actor.startsWith("system:")) return null;
  const until = line.at + holdMs;
  if (now >= until) return null;
  if (line.status === "scheduled") return { line, until, statusBefore: "scheduled" };
  const before = others.find(({ occurrence }) => occurrence === line.occurrence);
  const isOnlySaid = running.has(line.status) && before !== undefined && running.has(before.status);
  return isOnlySaid ? { line, until, statusBefore: before.status } : null;
}
