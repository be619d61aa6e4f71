import type postgres from "postgres";
import { inTenant } from "@/db/client";
import type { TenantScope } from "@/lib/domain/scope";
import { secondMs } from "@/lib/domain/time";
import { notify } from "@/lib/operations/notices";
import { addSubscribers, everybody, incidentWords } from "../mail/subscriber-rig";
import type { Ground } from "./ground";
import { type HelperProcess, startProcess } from "./helper-process";
import type { Moods, Sunk } from "./mail-sink";
import { atLeast, atMost, report, say } from "./report";
import { newTenant } from "./seed";

const recipients = 100_000;

/**
 * One incident told to a hundred thousand: from the business transaction to the last message in the hands of a sink that
 * behaves like Resend's batch endpoint, and to the last fate written. On a good day; on a bad one, whose 429s each ask
 * for a second of silence, which counts; and on a worse one, while the worker is killed five times.
 */
export async function deliveries(ground: Ground): Promise<void> {
  const fine = { busyEvery: 0, brokenEvery: 0, silentEvery: 0 };
  await storm(ground, "deliveries_undisturbed", fine, 0);
  await storm(ground, "deliveries", { ...fine, busyEvery: 300, brokenEvery: 50 }, 0);
  await storm(ground, "deliveries_killed", { busyEvery: 300, brokenEvery: 20, silentEvery: 150 }, 5);
}

async function storm(ground: Ground, bench: string, moods: Moods, kills: number): Promise<void> {
  const superuser = await ground.freshDatabase(bench);
  const now = Date.now();
  const scope = await newTenant(bench.replace("_", "-"), now);
  await addSubscribers(scope, recipients, now);
  await superuser`analyze`;
  const sink = startProcess("test/bench/mail-sink.ts", [JSON.stringify(moods)]);
  const url = `http://127.0.0.1:${await sink.hear<number>()}`;
  let worker = await startWorker(url);
  say(`${bench}: ${recipients} recipients ...`);
  const cpuBefore = ground.postgresCpuSeconds() ?? 0;
  const startedAt = performance.now();
  await tell(scope);
  const commitMs = performance.now() - startedAt;
  for (let kill = 1; kill <= kills; kill += 1) {
    await until(sink, ({ accepted }) => accepted >= (recipients * kill) / (kills + 1.5));
    await worker.kill();
    worker = await startWorker(url);
  }
  await until(sink, ({ accepted }) => accepted >= recipients);
  await settled(superuser);
  const seconds = (performance.now() - startedAt) / secondMs;
  const { accepted, twice, changed, calls, busy, bytes, cpuSeconds: sinkSeconds } = await sink.ask<Sunk>({});
  const { peakBytes, cpuSeconds } = await worker.ask<{ peakBytes: number; cpuSeconds: number }>(
    "memory" as never,
  );
  const fates = await fatesOf(superuser);
  await Promise.all([worker.stop(), sink.stop()]);
  report(bench, recipients / seconds, "messages/s", bench === "deliveries" ? atLeast(8_000) : null, {
    ...{
      seconds,
      calls,
      answered_429: busy,
      kills,
      commit_ms: commitMs,
      worker_peak_mb: peakBytes / 1e6,
      worker_cpu_s: cpuSeconds,
      sink_cpu_s: sinkSeconds,
    },
    ...{ kb_per_message: bytes / calls / 100 / 1_000 },
    postgres_cpu_s: (ground.postgresCpuSeconds() ?? Number.NaN) - cpuBefore,
    ...fates,
  });
  report(`${bench}_duplicates`, twice + changed, "messages", atMost(0));
  report(`${bench}_losses`, recipients - accepted, "messages", atMost(0));
}

async function startWorker(url: string): Promise<HelperProcess> {
  const worker = startProcess("test/bench/delivery-worker.ts", [url]);
  await worker.hear();
  return worker;
}

function tell(scope: TenantScope): Promise<string | null> {
  return inTenant(scope, (tx) =>
    notify(
      tx,
      { factId: "bench", template: "incident_updated", slots: incidentWords, audience: everybody },
      Date.now(),
    ),
  );
}

async function until(sink: HelperProcess, isSo: (sunk: Sunk) => boolean): Promise<void> {
  while (!isSo(await sink.ask<Sunk>({}))) await new Promise((done) => setTimeout(done, 20));
}

/** Until the database knows of every message what became of it. */
async function settled(superuser: postgres.Sql): Promise<void> {
  for (;;) {
    const [open] = await superuser`select 1 from delivery_batches where due_at is not null limit 1`;
    const [queued] = await superuser`select 1 from deliveries where due_at is not null limit 1`;
    if (!open && !queued) return;
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function fatesOf(superuser: postgres.Sql): Promise<Record<string, number>> {
  const rows = await superuser<{ status: string; count: number }[]>`
    select status, count(*)::int as count from deliveries group by status`;
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
