import type { ProbeHealth, ProbeRegion, RegionHealth } from "@/lib/domain/probe-health";
import type { State } from "@/lib/domain/state";
import { type Ms, secondMs } from "@/lib/domain/time";

export const regionWords: Record<RegionHealth, string> = {
  running: "Running",
  late: "Late",
  unfit: "Unfit",
  silent: "Silent",
  idle: "No monitors",
};

export const regionShapes: Record<RegionHealth, State> = {
  running: "operational",
  late: "degraded_performance",
  unfit: "partial_outage",
  silent: "major_outage",
  idle: "unknown",
};

export const probeWords: Record<ProbeHealth, string> = {
  running: "Running",
  full: "Full",
  clock_off: "Clock is off",
  outdated: "Out of date",
  silent: "Silent",
  left: "Stopped",
};

export const probeShapes: Record<ProbeHealth, State> = {
  running: "operational",
  full: "degraded_performance",
  clock_off: "partial_outage",
  outdated: "degraded_performance",
  silent: "major_outage",
  left: "unknown",
};

/** A run that starts within this of its turn is on time. */
const onTimeMs = secondMs;

/** What the health of a region means for its monitors, and what to do about it. */
export function regionSentence(region: ProbeRegion): string {
  return sentences[region.health](region);
}

const sentences: Record<RegionHealth, (region: ProbeRegion) => string> = {
  running: ({ lagP99Ms }) =>
    lagP99Ms !== null && lagP99Ms > onTimeMs
      ? `Every turn is taken; one in a hundred starts more than ${Math.floor(lagP99Ms / secondMs)} s late.`
      : "Every turn is taken in time.",
  late: ({ overdue }) =>
    overdue > 0
      ? `Turns of ${overdue} of its monitors are overdue: start another probe here, or give them longer intervals.`
      : "Runs start later than they should: start another probe here, or give it more of a machine.",
  unfit: () =>
    "Many runs are suspect and count for nothing: the probe was starved, cut off, or its clock is off.",
  silent: ({ builtIn }) =>
    builtIn
      ? "Nothing runs: the worker of this server does not take turns."
      : "No probe has spoken up for a minute. What its monitors say goes to unknown, never to an outage.",
  idle: () => "A probe is here, but no monitor names this region.",
};

/** "0.3 s ahead", "in step" below a tenth of a second. */
export function skewText(skewMs: Ms | null): string {
  if (skewMs === null) return "not known";
  const tenths = Math.floor(Math.abs(skewMs) / (secondMs / 10));
  if (tenths === 0) return "in step";
  return `${Math.floor(tenths / 10)}.${tenths % 10} s ${skewMs > 0 ? "ahead" : "behind"}`;
}
