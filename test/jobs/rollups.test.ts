import { describe, expect, it } from "vitest";
import { inEngine } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import { latencyInput } from "@/lib/domain/monitor";
import { dayMs, hourMs, type Ms, startOfUtcDay } from "@/lib/domain/time";
import { dropOldOutcomes, makePartitions } from "@/lib/jobs/partitions";
import { rollHours } from "@/lib/jobs/rollups";
import { latencySeries, listOutcomes } from "@/lib/operations/outcomes";
import { allHistory, newMonitor, noon, outcome, store } from "../operations/checks-rig";
import { newScope } from "../operations/ledger-rig";

const { signal } = new AbortController();

const partitions = () =>
  inEngine(engineScope(), async (tx) => {
    const rows = await tx.sql<{ name: string }[]>`
      select relname as name from pg_class where relname ~ '^outcomes_\\d{8}$' and relkind = 'r' order by 1`;
    return rows.map((row) => row.name);
  });

const nameOf = (day: Ms) => `outcomes_${new Date(day).toISOString().slice(0, 10).replaceAll("-", "")}`;

describe("partitions", () => {
  it("are made for yesterday, today and a week ahead, however often", async () => {
    await Promise.all([makePartitions(noon), makePartitions(noon)]);
    const names = await partitions();
    for (let index = -1; index <= 7; index += 1)
      expect(names).toContain(nameOf(startOfUtcDay(noon) + index * dayMs));
  });

  it("are dropped past retention, never before their hours were summed", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [
      outcome(noon),
      outcome(noon + 10_000, "down"),
      outcome(noon + 20_000, "up", true),
    ]);
    const later = noon + 31 * dayMs;
    await dropOldOutcomes(later, AbortSignal.abort());
    expect((await listOutcomes(scope, monitor.id, allHistory)).items).toHaveLength(3);
    await dropOldOutcomes(later, signal);
    await dropOldOutcomes(later, signal);
    expect(await partitions()).not.toContain(nameOf(startOfUtcDay(noon)));
    expect((await listOutcomes(scope, monitor.id, allHistory)).items).toEqual([]);
    const window = latencyInput.parse({});
    const series = await latencySeries(
      scope,
      monitor.id,
      { ...window, from: noon - dayMs, to: noon + dayMs },
      later,
    );
    expect(series).toMatchObject({ source: "rollups", p50Ms: 15, p95Ms: 15 });
    expect(series.points).toMatchObject([{ at: noon, count: 1, failures: 1, dnsMs: 1, totalMs: 15 }]);
  });
});

describe("hourly sums", () => {
  it("may be repeated, and take in what came late", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [outcome(noon), outcome(noon + 10_000, "degraded")]);
    await rollHours(noon, noon + hourMs, signal);
    await rollHours(noon, noon + hourMs, signal);
    await store(scope, monitor, [outcome(noon + 20_000)]);
    await rollHours(noon, noon + hourMs, signal);
    const window = { from: noon - dayMs, to: noon + dayMs };
    const series = await latencySeries(scope, monitor.id, window, noon + dayMs);
    expect(series.points).toMatchObject([{ count: 3, failures: 0, firstByteMs: 4 }]);
  });

  it("give way to the outcomes themselves for a day or less", async () => {
    const scope = newScope();
    const monitor = await newMonitor(scope);
    await store(scope, monitor, [outcome(noon), outcome(noon + 10_000, "down")]);
    await store(scope, monitor, [outcome(noon + 5_000)], { runNow: true });
    const series = await latencySeries(scope, monitor.id, { from: noon, to: noon + hourMs }, noon + hourMs);
    expect(series).toMatchObject({ source: "outcomes", stepMs: 25_000, p50Ms: 15 });
    expect(series.points).toMatchObject([{ at: noon, count: 1, failures: 1, tlsMs: 3, totalMs: 15 }]);
    await expect(latencySeries(scope, monitor.id, { from: noon, to: noon }, noon)).rejects.toMatchObject({
      code: "invalid",
    });
  });
});
