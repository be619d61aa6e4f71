import { type Interval, type Ms, secondMs } from "../time";
import type { MaintenanceWindow } from "./rows";
import { common, united } from "./stretches";
import type { Terms } from "./terms";

/**
 * From when on the allowance for maintenance is used up: windows are taken in order of time, simultaneous ones once,
 * and only where they lie in `hours` (the active, in-hours stretches). Infinity when it lasts.
 */
export function capReachedAt(
  windows: readonly MaintenanceWindow[],
  hours: readonly Interval[],
  { cap_seconds, cap_scope }: Terms["maintenance"],
  usedBeforeSeconds: number,
): Ms {
  if (cap_seconds === null) return Number.POSITIVE_INFINITY;
  const before = cap_scope === "calendar_year" ? usedBeforeSeconds : 0;
  let leftMs = (cap_seconds - before) * secondMs;
  if (leftMs <= 0) return Number.NEGATIVE_INFINITY;
  for (const { from, to } of common(united(windows), hours)) {
    if (to - from >= leftMs) return from + leftMs;
    leftMs -= to - from;
  }
  return Number.POSITIVE_INFINITY;
}
