import fc from "fast-check";
import { expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { keyScope } from "@/lib/auth/scope";
import type { Monitor } from "@/lib/domain/monitor";
import { layOver } from "@/lib/domain/overlay";
import { probeReportInput } from "@/lib/domain/probe-report";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, secondMs } from "@/lib/domain/time";
import { reportFromProbe } from "@/lib/operations/probes";
import { settleMonitors } from "@/lib/operations/verdicts";
import { newMonitor, noon, outagesOf, outcome, store } from "./checks-rig";
import { chainOf, newScope } from "./ledger-rig";

const turns = 40;
const phases = { dns_ms: 1, connect_ms: 1, tls_ms: 1, first_byte_ms: 1, transfer_ms: 1, total_ms: 5 };
const regions = ["fra", "nyc"];

type Run = { region: string; seconds: number; ok: boolean; suspect?: boolean };

/** What the component's chain says after these reports, whichever way it came to say it. */
async function told(batches: readonly { at: number; runs: readonly Run[] }[], quorum: number) {
  const scope = newScope();
  const monitor = await newMonitor(scope, { regions, confirm: { quorum } });
  await report(scope, monitor.id, batches);
  return sayings(scope, monitor);
}

/** Reports each batch at its time, region by region. */
async function report(
  scope: TenantScope,
  monitor_id: string,
  batches: readonly { at: number; runs: readonly Run[] }[],
): Promise<void> {
  const probe = keyScope(scope.organizationId, "key_1", ["probe"]);
  for (const { at, runs } of batches) {
    for (const [region, own] of Map.groupBy(runs, (run) => run.region)) {
      const outcomes = own.map(({ seconds, ok, suspect = false }) => ({
        monitor_id,
        monitor_version: 1,
        scheduled_for: formatInstant(noon + seconds * secondMs),
        started_at: formatInstant(noon + seconds * secondMs),
        verdict: ok ? "up" : "down",
        failure: ok ? null : "connect_refused",
        phases,
        suspect,
      }));
      await reportFromProbe(probe, probeReportInput.parse({ region, outcomes }), noon + at * secondMs);
    }
  }
}

async function sayings(scope: TenantScope, monitor: Monitor) {
  const entries = await inTenant(scope, (tx) => chainOf(tx, monitor.componentId));
  const words = entries.map((entry) => ({
    from: entry.effectiveFrom,
    to: entry.effectiveTo ?? Number.POSITIVE_INFINITY,
    state: entry.state,
  }));
  const said: string[] = [];
  for (const { from, item } of layOver(words)) {
    const word = `${(from - noon) / secondMs} ${item.state}`;
    if (!said.at(-1)?.endsWith(` ${item.state}`)) said.push(word);
  }
  return { said, outages: await outagesOf(scope, monitor) };
}

it("R1.2 says in the end what it would have said had nothing come late, in whatever pieces it comes", async () => {
  const health = fc.array(fc.boolean(), { minLength: turns, maxLength: turns });
  const cases = {
    fra: health,
    nyc: health,
    cut: fc.integer({ min: 8, max: 30 }),
    quorum: fc.constantFrom(1, 2),
  };
  await fc.assert(
    fc.asyncProperty(fc.record({ ...cases, piece: fc.integer({ min: 1, max: 30 }) }), async (given) => {
      const run = (region: "fra" | "nyc", turn: number): Run => ({
        region,
        seconds: 10 * turn + (region === "fra" ? 2 : 6),
        // Streaks long enough to know the fold's state from them alone.
        ok: given[region][Math.floor(turn / 4) * 4] ?? true,
      });
      const all = Array.from({ length: turns }, (_, turn) => turn);
      const end = 10 * turns;
      const punctual = all.map((turn) => ({
        at: 10 * turn + 7,
        runs: [run("fra", turn), run("nyc", turn)],
      }));
      const cut = all.map((turn) => ({
        at: 10 * turn + 7,
        runs: turn < given.cut ? [run("fra", turn), run("nyc", turn)] : [run("fra", turn)],
      }));
      const kept = all.filter((turn) => turn >= given.cut).map((turn) => run("nyc", turn));
      const late = [];
      for (let start = 0; start < kept.length; start += given.piece)
        late.push({ at: end, runs: kept.slice(start, start + given.piece) });
      expect(await told([...cut, ...late], given.quorum)).toEqual(await told(punctual, given.quorum));
    }),
    { numRuns: 8 },
  );
}, 90_000);

it("R3 believes what probes report as it believes what is stored and looked at each time", async () => {
  const kind = fc.constantFrom("up", "up", "up", "up", "down", "down", "suspect", "missed");
  const seen = fc.array(kind, { minLength: 30, maxLength: 30 });
  const cases = {
    fra: seen,
    nyc: seen,
    quorum: fc.constantFrom(1, 2),
    batch: fc.constantFrom(1, 2),
  };
  await fc.assert(
    fc.asyncProperty(fc.record(cases), async ({ quorum, batch, ...given }) => {
      const runs = given.fra.flatMap((_, turn) =>
        (["fra", "nyc"] as const).flatMap((region): Run[] => {
          const word = given[region][turn];
          const seconds = 10 * turn + (region === "fra" ? 2 : 6);
          return word === "missed"
            ? []
            : [{ region, seconds, ok: word === "up", suspect: word === "suspect" }];
        }),
      );
      const scope = newScope();
      const [reported, looked] = [
        await newMonitor(scope, { regions, confirm: { quorum } }),
        await newMonitor(scope, { regions, confirm: { quorum } }),
      ];
      const batches: { at: number; runs: Run[] }[] = [];
      for (let from = 0; from < runs.length; from += batch) {
        const some = runs.slice(from, from + batch);
        batches.push({ at: (some.at(-1)?.seconds ?? 0) + 1, runs: some });
      }
      for (const each of batches) {
        await report(scope, reported.id, [each]);
        for (const [region, own] of Map.groupBy(each.runs, (run) => run.region)) {
          const stored = own.map(({ seconds, ok, suspect }) =>
            outcome(noon + seconds * secondMs, ok ? "up" : "down", suspect),
          );
          await store(scope, looked, stored, { region });
          await settleMonitors(scope, [looked.id], noon + each.at * secondMs);
        }
      }
      await settleMonitors(scope, [reported.id, looked.id], noon + 301 * secondMs, true);
      expect(await sayings(scope, reported)).toEqual(await sayings(scope, looked));
    }),
    { numRuns: 12 },
  );
}, 90_000);
