import { z } from "zod";
import { pageInput } from "./input";
import { probeProtocol } from "./probe-report";
import { type Ms, minuteMs, secondMs } from "./time";

/** A clock further off than this tells times that lie (RULES R3.5). */
export const skewLimitMs = 2 * secondMs;
/** A probe speaks up every second; one that was not heard for so long is silent. */
const silentAfterMs = minuteMs;
/** Outcomes this old still say how a region is doing. */
export const regionWindowMs = 10 * minuteMs;
/** A turn so long overdue is late whatever its interval. */
export const overdueAfterMs = 30 * secondMs;
const lateMs = 10 * secondMs;
/** One in so many outcomes suspect makes a region unfit. */
const unfitShare = 10;

export const probeHealths = ["running", "full", "clock_off", "outdated", "silent", "left"] as const;
export type ProbeHealth = (typeof probeHealths)[number];

/** One probe process as it last said of itself. */
export type ProbeProcess = {
  region: string;
  name: string;
  version: string;
  protocol: number;
  firstSeenAt: Ms;
  lastSeenAt: Ms;
  leftAt: Ms | null;
  skewMs: Ms | null;
  outstanding: number;
  capacity: number | null;
};

/** How a probe process is. What keeps its outcomes from counting comes before what only slows it. */
export function probeHealth(probe: ProbeProcess, now: Ms): ProbeHealth {
  if (probe.leftAt !== null) return "left";
  if (now - probe.lastSeenAt > silentAfterMs) return "silent";
  if (probe.skewMs !== null && Math.abs(probe.skewMs) > skewLimitMs) return "clock_off";
  if (probe.protocol < probeProtocol) return "outdated";
  return probe.capacity !== null && probe.outstanding >= probe.capacity ? "full" : "running";
}

export const regionHealths = ["running", "late", "unfit", "silent", "idle"] as const;
export type RegionHealth = (typeof regionHealths)[number];

/** What a region did in the last minutes; `overdue` are monitors whose turn nobody has taken. */
export type RegionWork = {
  region: string;
  monitors: number;
  overdue: number;
  runs: number;
  suspects: number;
  lastRunAt: Ms | null;
  /** 99 of 100 runs started no later than this after their turn. */
  lagP99Ms: Ms | null;
};

/** A region and the processes that run it; none where the server runs it itself. */
export type ProbeRegion = RegionWork & {
  builtIn: boolean;
  health: RegionHealth;
  probes: readonly (ProbeProcess & { health: ProbeHealth })[];
};

/** The server runs this region itself. */
const builtInRegion = "local";

export function probeRegion(work: RegionWork, processes: readonly ProbeProcess[], now: Ms): ProbeRegion {
  const probes = processes.map((probe) => ({ ...probe, health: probeHealth(probe, now) }));
  const builtIn = work.region === builtInRegion;
  const isHeard = builtIn
    ? work.overdue === 0 || work.runs > 0
    : probes.some(({ health }) => health !== "left" && health !== "silent");
  return { ...work, builtIn, health: regionHealth(work, isHeard), probes };
}

function regionHealth(work: RegionWork, isHeard: boolean): RegionHealth {
  if (work.monitors === 0) return "idle";
  if (!isHeard) return "silent";
  if (work.suspects * unfitShare >= Math.max(1, work.runs)) return "unfit";
  return work.overdue > 0 || (work.lagP99Ms ?? 0) > lateMs ? "late" : "running";
}

/** Query of `GET /probes`: regions in the order of their names. */
export const listProbesInput = pageInput.extend({ q: z.string().trim().max(100).optional() });
export type ListProbesInput = z.output<typeof listProbesInput>;
