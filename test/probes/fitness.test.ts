import { describe, expect, it } from "vitest";
import { FitnessMonitor, parseCpuTimes } from "@/lib/probes/fitness";
import { checkTcp, closeAll, serveRaw } from "./rig";

/** A monitor whose clock, CPU and contact a test moves by hand. */
function rigged() {
  const world = { at: 0, cpu: { steal: 0, total: 0 }, lost: false };
  const fitness = new FitnessMonitor({
    monotonic: () => world.at,
    cpuTimes: () => ({ ...world.cpu }),
    contactLost: () => world.lost,
  });
  const beat = (ms = 100) => {
    world.at += ms;
    fitness.tick();
  };
  return { world, fitness, beat };
}

describe("R3.5: a probe that was unfit says so", () => {
  it("is fit while the beat is regular", () => {
    const { fitness, beat } = rigged();
    for (let beats = 0; beats < 1_000; beats += 1) beat(105);
    expect(fitness.unfitSince(0, 1_000)).toBe(false);
  });

  it("is unfit for runs during which nothing ran for over half their timeout, and for no others", () => {
    const { world, fitness, beat } = rigged();
    beat();
    const during = world.at;
    beat(700);
    const after = world.at;
    beat();
    expect(fitness.unfitSince(during, 1_000)).toBe(true);
    expect(fitness.unfitSince(during, 1_300)).toBe(false);
    expect(fitness.unfitSince(after, 1_000)).toBe(false);
  });

  it("counts only the part of a stall that fell into the run", () => {
    const { world, fitness, beat } = rigged();
    beat();
    beat(10_000);
    expect(fitness.unfitSince(world.at - 400, 1_000)).toBe(false);
    expect(fitness.unfitSince(world.at - 600, 1_000)).toBe(true);
  });

  it("sees a stall that has not beaten yet", () => {
    const { world, fitness } = rigged();
    fitness.start();
    world.at = 5_000;
    expect(fitness.unfitSince(0, 1_000)).toBe(true);
    expect(fitness.unfitSince(4_800, 1_000)).toBe(false);
    fitness.stop();
  });

  it("is unfit while the hypervisor takes more than a quarter of the CPU, and fit again after", () => {
    const { world, fitness, beat } = rigged();
    world.cpu = { steal: 30, total: 100 };
    for (let beats = 0; beats < 50; beats += 1) beat();
    expect(fitness.unfitSince(world.at, 1_000)).toBe(true);
    world.cpu = { steal: 30, total: 200 };
    for (let beats = 0; beats < 50; beats += 1) beat();
    expect(fitness.unfitSince(world.at, 1_000)).toBe(false);
  });

  it("is unfit without its control plane", () => {
    const { world, fitness } = rigged();
    world.lost = true;
    expect(fitness.unfitSince(0, 1_000)).toBe(true);
  });

  it("marks the outcome suspect and leaves its verdict as it was seen", async () => {
    const port = await serveRaw(() => {});
    const fitness = { unfitSince: () => true };
    expect(await checkTcp(`127.0.0.1:${port}`, { deps: { fitness } })).toMatchObject({
      ok: true,
      suspect: true,
    });
    await closeAll();
  });

  it("reads Linux's CPU line and admits to knowing nothing elsewhere", () => {
    expect(parseCpuTimes("cpu  1 2 3 4 5 6 7 8 90 90\ncpu0 1\n")).toEqual({ steal: 8, total: 36 });
    expect(parseCpuTimes("")).toBeNull();
    expect(parseCpuTimes("cpu  1 2 3\n")).toBeNull();
  });
});
