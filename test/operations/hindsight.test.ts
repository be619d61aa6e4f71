import fc from "fast-check";
import { expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { keyScope } from "@/lib/auth/scope";
import { layOver } from "@/lib/domain/overlay";
import { probeReportInput } from "@/lib/domain/probe-report";
import { formatInstant, secondMs } from "@/lib/domain/time";
import { reportFromProbe } from "@/lib/operations/probes";
import { newMonitor, noon, outagesOf } from "./checks-rig";
import { chainOf, newScope } from "./ledger-rig";

const turns = 40;
const phases = { dns_ms: 1, connect_ms: 1, tls_ms: 1, first_byte_ms: 1, transfer_ms: 1, total_ms: 5 };
const regions = ["fra", "nyc"];

type Run = { region: string; seconds: number; ok: boolean };

/** What the component's chain says of the time up to the end, whichever way it came to say it. */
async function told(batches: readonly { at: number; runs: readonly Run[] }[], quorum: number) {
  const scope = newScope();
  const monitor = await newMonitor(scope, { regions, confirm: { quorum } });
  const probe = keyScope(scope.organizationId, "key_1", ["probe"]);
  for (const { at, runs } of batches) {
    for (const [region, own] of Map.groupBy(runs, (run) => run.region)) {
      const outcomes = own.map(({ seconds, ok }) => ({
        monitor_id: monitor.id,
        monitor_version: 1,
        scheduled_for: formatInstant(noon + seconds * secondMs),
        started_at: formatInstant(noon + seconds * secondMs),
        verdict: ok ? "up" : "down",
        failure: ok ? null : "connect_refused",
        phases,
        suspect: false,
      }));
      await reportFromProbe(probe, probeReportInput.parse({ region, outcomes }), noon + at * secondMs);
    }
  }
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
