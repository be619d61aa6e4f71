import { describe, expect, it } from "vitest";
import { type ProbeProcess, probeHealth, probeRegion, type RegionWork } from "@/lib/domain/probe-health";
import { probeProtocol } from "@/lib/domain/probe-report";

const now = 1_000_000_000;
const process: ProbeProcess = {
  region: "fra",
  name: "one",
  version: "1.0.0",
  protocol: probeProtocol,
  firstSeenAt: 0,
  lastSeenAt: now - 5_000,
  leftAt: null,
  skewMs: 40,
  outstanding: 3,
  capacity: 2_000,
};
const work: RegionWork = {
  region: "fra",
  monitors: 10,
  overdue: 0,
  runs: 600,
  suspects: 0,
  lastRunAt: now - 1_000,
  lagP99Ms: 80,
};

describe("the health of a probe", () => {
  it.each([
    ["running", {}],
    ["running", { skewMs: null }],
    ["running", { skewMs: -2_000 }],
    ["clock_off", { skewMs: -2_001 }],
    ["clock_off", { skewMs: 3_600_000, protocol: 0 }],
    ["outdated", { protocol: probeProtocol - 1 }],
    ["full", { outstanding: 2_000 }],
    ["silent", { lastSeenAt: now - 60_001, skewMs: 9_000 }],
    ["left", { leftAt: now - 1, lastSeenAt: now - 90_000 }],
  ] as const)("is %s for %j", (health, changes) => {
    expect(probeHealth({ ...process, ...changes }, now)).toBe(health);
  });
});

describe("the health of a region", () => {
  const health = (changes: Partial<RegionWork>, processes = [process]) =>
    probeRegion({ ...work, ...changes }, processes, now).health;

  it("is running while every turn is taken in time", () => {
    expect(health({})).toBe("running");
    expect(health({ runs: 0, lagP99Ms: null })).toBe("running");
  });

  it("is late when turns are overdue or start late", () => {
    expect(health({ overdue: 1 })).toBe("late");
    expect(health({ lagP99Ms: 10_001 })).toBe("late");
  });

  it("is unfit when a tenth of what it saw is suspect", () => {
    expect(health({ suspects: 60 })).toBe("unfit");
    expect(health({ suspects: 59 })).toBe("running");
  });

  it("is silent without a probe that speaks, idle without a monitor", () => {
    expect(health({}, [])).toBe("silent");
    expect(health({}, [{ ...process, leftAt: now }])).toBe("silent");
    expect(health({ monitors: 0 }, [])).toBe("idle");
  });

  it("the server's own region is judged by its work alone", () => {
    const local = { region: "local" };
    expect(probeRegion({ ...work, ...local }, [], now)).toMatchObject({ builtIn: true, health: "running" });
    expect(health({ ...local, runs: 0, overdue: 3 }, [])).toBe("silent");
  });
});
