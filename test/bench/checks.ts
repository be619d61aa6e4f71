import { setTimeout as pause } from "node:timers/promises";
import type postgres from "postgres";
import { monitorInput } from "@/lib/domain/check";
import type { TenantScope } from "@/lib/domain/scope";
import { secondMs } from "@/lib/domain/time";
import { makePartitions } from "@/lib/jobs/partitions";
import { createMonitor } from "@/lib/operations/monitors";
import { cpuSecondsOf } from "./cpu";
import type { Ground } from "./ground";
import { type HelperProcess, startProcess } from "./helper-process";
import { atLeast, atMost, type Details, quantile, report, say } from "./report";
import { newComponents, newTenant } from "./seed";
import type { Ports, Seen } from "./target";

const monitorCount = 1_000;
const componentCount = 10;
const intervalMs = 10 * secondMs;
/** Monitors per real one when the engine is to be saturated: 2,000 checks a second are wanted. */
const copies = 20;

type Rig = { ground: Ground; sql: postgres.Sql; target: HelperProcess; ports: Ports };

/** Checks through the worker as it is: schedule, sockets, outcomes and verdicts in Postgres, a target elsewhere. */
export async function checks(ground: Ground): Promise<void> {
  const sql = await ground.freshDatabase("checks");
  const target = startProcess("test/bench/target.ts");
  const ports = await target.hear<Ports>();
  const rig = { ground, sql, target, ports };
  say(`Making ${monitorCount} monitors ...`);
  await watchTarget(ports);
  const first = startWorker();
  await everyMonitorRuns(sql, Date.now());
  await pause(5 * secondMs);
  await sustained(rig, first);
  await first.kill();
  const worker = await restarted(rig);
  await https(rig, worker);
  await storm(rig);
  await worker.stop();
  await saturated(rig);
  await target.stop();
}

function startWorker(): HelperProcess {
  return startProcess("lib/jobs/main.ts");
}

async function watchTarget(ports: Ports): Promise<void> {
  const now = Date.now();
  await makePartitions(now);
  const scope = await newTenant("checks", now);
  const components = await newComponents(scope, componentCount, now);
  const lanes = Array.from({ length: 4 }, (_, lane) => lane);
  await Promise.all(
    lanes.map(async (lane) => {
      for (let index = lane; index < monitorCount; index += lanes.length)
        await watch(scope, components[index % components.length] ?? "", index, ports);
    }),
  );
}

async function watch(scope: TenantScope, component_id: string, index: number, ports: Ports): Promise<void> {
  const input = monitorInput.parse({
    component_id,
    name: `Monitor ${index}`,
    type: "http",
    target: `http://127.0.0.1:${ports.http}/m/${index}`,
    interval_seconds: intervalMs / secondMs,
    assertions: [{ type: "status", in: [200] }],
  });
  await createMonitor(scope, input, Date.now());
}

/** When the first and the last monitor ran that had not since `since`; throws when some do not in time. */
async function everyMonitorRuns(sql: postgres.Sql, since: number): Promise<{ first: number; last: number }> {
  for (const deadline = Date.now() + 40 * secondMs; Date.now() < deadline; await pause(250)) {
    const [seen] = await sql`
      select count(*)::int as monitors, min(at)::float8 as first, max(at)::float8 as last from (
        select min(started_at) as at from outcomes where started_at >= ${since} group by monitor_id) as firsts`;
    if (seen?.monitors === monitorCount) return { first: seen.first, last: seen.last };
  }
  throw new Error("some monitors did not run");
}

async function sustained(rig: Rig, worker: HelperProcess): Promise<void> {
  const seen = await observe(rig, worker, 25);
  const { details } = seen;
  report("checks_sustained", seen.checksPerSecond, "checks/s", atLeast(99), {
    ...{ monitors: monitorCount, interval_s: intervalMs / secondMs },
    ...details,
  });
  report("checks_cpu", seen.cpuPer1000, "CPU-s/1,000 checks", atMost(0.75), seen.cpu);
  report("checks_lateness_p99", seen.latenessP99Ms, "ms", atMost(100), {
    p50_ms: seen.latenessP50Ms,
    ...seen.target,
  });
}

/** The worker was killed at once; its successor has until the end of one interval. */
async function restarted({ sql }: Rig): Promise<HelperProcess> {
  const startedAt = Date.now();
  const worker = startWorker();
  const { first, last } = await everyMonitorRuns(sql, startedAt);
  report("checks_restart", last - first, "ms until all ran", atMost(intervalMs), {
    first_check_after_ms: first - startedAt,
  });
  return worker;
}

async function https(rig: Rig, worker: HelperProcess): Promise<void> {
  const { sql, ports } = rig;
  await sql`
    update schedules set target = replace(target, ${`http://127.0.0.1:${ports.http}`},
      ${`https://127.0.0.1:${ports.https}`}), spec = jsonb_set(spec, '{settings,verify_tls}', 'false')`;
  await pause(4 * secondMs);
  const seen = await observe(rig, worker, 15);
  report("checks_https_cpu", seen.cpuPer1000, "CPU-s/1,000 checks", atMost(2.2), {
    ...{ checks_per_s: seen.checksPerSecond, lateness_p99_ms: seen.latenessP99Ms, key: "ECDSA P-256" },
    ...seen.cpu,
    ...seen.details,
  });
  await sql`
    update schedules set target = replace(target, ${`https://127.0.0.1:${ports.https}`},
      ${`http://127.0.0.1:${ports.http}`})`;
}

/** All fails at once, a hundred monitors of each component: how long after the check that decides it a verdict is written. */
async function storm({ sql, target }: Rig): Promise<void> {
  await pause(2 * intervalMs);
  say("Everything fails ...");
  await target.ask({ failing: true });
  const failedAt = Date.now();
  for (const deadline = failedAt + 12 * intervalMs; Date.now() < deadline; await pause(250)) {
    const [open] = await sql`select count(*)::int as count from outages where ended_at is null`;
    if (open?.count === monitorCount) break;
  }
  const [seen] = await sql<{ lags: number[]; spread: number }[]>`
    select array_agg(o.confirmed_at - second.started_at) as lags,
      (max(o.confirmed_at) - min(o.confirmed_at))::float8 as spread
    from outages o cross join lateral (
      select started_at from outcomes where monitor_id = o.monitor_id and started_at > o.started_at
        and verdict = 'down' order by started_at limit 1) as second
    where o.ended_at is null`;
  const lags = (seen?.lags ?? []).map(Number);
  report("checks_storm", lags.length / ((seen?.spread ?? 0) / secondMs), "verdicts/s", null, {
    ...{
      outages: lags.length,
      components: componentCount,
      most_per_s: monitorCount / (intervalMs / secondMs),
    },
    ...{ lag_p50_ms: quantile(lags, 0.5), lag_p99_ms: quantile(lags, 0.99) },
  });
  await target.ask({ failing: false });
  await pause(4 * intervalMs);
}

async function saturated(rig: Rig): Promise<void> {
  await multiply(rig.sql);
  const worker = startWorker();
  await firstRuns(rig.sql, Date.now());
  await pause(5 * secondMs);
  const seen = await observe(rig, worker, 20);
  report("checks_saturated", seen.checksPerSecond, "checks/s", atLeast(1_000), {
    ...{ wanted_per_s: (monitorCount * copies * secondMs) / intervalMs, cpu_s_per_1000: seen.cpuPer1000 },
    ...seen.cpu,
    ...seen.details,
  });
  await worker.stop();
}

/** A worker looks at every verdict before its first run: with so many monitors that takes a while. */
async function firstRuns(sql: postgres.Sql, since: number): Promise<void> {
  for (const deadline = Date.now() + 60 * secondMs; Date.now() < deadline; await pause(250)) {
    const found = await sql`select from outcomes where started_at >= ${since}::bigint limit 1`;
    if (found.length > 0) return;
  }
  throw new Error("nothing ran");
}

/** Every monitor 20 times, each copy with its verdict and last outcome, turns spread anew over the interval. */
async function multiply(sql: postgres.Sql): Promise<void> {
  const now = Date.now();
  const numbers = sql`generate_series(2, ${copies}::int) as number`;
  const renamed = (table: string, column: string) => sql`
    insert into ${sql(table)} select (jsonb_populate_record(row,
      jsonb_build_object(${column}::text, row.${sql(column)} || '_' || number))).*
    from ${sql(table)} as row cross join ${numbers}`;
  await renamed("monitors", "id");
  await renamed("monitor_verdicts", "monitor_id");
  await renamed("schedules", "monitor_id");
  await sql`
    update schedules set claimed_until = null, claimed_for = null,
      due_at = ${now}::bigint + (hashtextextended(monitor_id, 7) & 1048575) % interval_ms`;
  await sql`
    insert into outcomes select (jsonb_populate_record(row,
      jsonb_build_object('monitor_id', row.monitor_id || '_' || number))).*
    from outcomes as row cross join ${numbers} where row.started_at > ${now - intervalMs - secondMs}::bigint`;
  await sql`analyze schedules, outcomes, monitors, monitor_verdicts`;
}

type Observation = {
  checksPerSecond: number;
  latenessP50Ms: number;
  latenessP99Ms: number;
  cpuPer1000: number | null;
  cpu: Details;
  target: Details;
  details: Details;
};

/** What is stored of the runs that start in the next `seconds`, and what they cost. */
async function observe(rig: Rig, worker: HelperProcess, seconds: number): Promise<Observation> {
  const { ground, sql, target } = rig;
  say(`Watching for ${seconds} s ...`);
  const cpuNow = () => ({ worker: cpuSecondsOf(worker.pid), postgres: ground.postgresCpuSeconds() });
  await target.ask<Seen>({ intervalMs });
  const [from, before] = [Date.now(), cpuNow()];
  await pause(seconds * secondMs);
  const [to, after] = [Date.now(), cpuNow()];
  const hit = await target.ask<Seen>({ intervalMs });
  await pause(secondMs);
  const stored = await storedOf(sql, from, to);
  const per1000 = (name: "worker" | "postgres") =>
    ((after[name] ?? Number.NaN) - (before[name] ?? Number.NaN)) / (stored.checks / 1_000);
  const cpu = { worker_s: known(per1000("worker")), postgres_s: known(per1000("postgres")) };
  return {
    checksPerSecond: stored.checks / ((to - from) / secondMs),
    latenessP50Ms: stored.p50,
    latenessP99Ms: stored.p99,
    cpuPer1000: known(per1000("worker") + per1000("postgres")),
    cpu,
    target: { period_error_p50_ms: hit.periodErrorP50Ms, period_error_p99_ms: hit.periodErrorP99Ms },
    details: { stored: stored.checks, target_hits: hit.hits, down: stored.down, suspect: stored.suspect },
  };
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

type Stored = { checks: number; down: number; suspect: number; p50: number; p99: number };

async function storedOf(sql: postgres.Sql, from: number, to: number): Promise<Stored> {
  const [row] = await sql<Stored[]>`
    select count(*)::int as checks, count(*) filter (where verdict = 'down')::int as down,
      count(*) filter (where suspect)::int as suspect,
      percentile_disc(0.5) within group (order by started_at - scheduled_for)::int as p50,
      percentile_disc(0.99) within group (order by started_at - scheduled_for)::int as p99
    from outcomes where started_at >= ${from}::bigint and started_at < ${to}::bigint`;
  return row ?? { checks: 0, down: 0, suspect: 0, p50: Number.NaN, p99: Number.NaN };
}
