import type postgres from "postgres";
import { keyScope } from "@/lib/auth/scope";
import { monitorInput } from "@/lib/domain/check";
import { type ProbeReportInput, probeBatchMax } from "@/lib/domain/probe-report";
import type { TenantScope } from "@/lib/domain/scope";
import { type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { makePartitions } from "@/lib/jobs/partitions";
import { recordBeat } from "@/lib/operations/beats";
import { createMonitor } from "@/lib/operations/monitors";
import { followOutages } from "@/lib/operations/outage-follow";
import { reportFromProbe } from "@/lib/operations/probes";
import { cpuSecondsOf } from "./cpu";
import type { Ground } from "./ground";
import { atLeast, atMost, quantile, report, say } from "./report";
import { newComponents, newTenant } from "./seed";

const realCount = 100;
const copies = 10;
const componentCount = 10;
const rounds = 4;

type Rig = { ground: Ground; sql: postgres.Sql; scope: TenantScope; probe: TenantScope; ids: string[] };

/** What arrives from outside: outcomes that remote probes report, a storm among them, and heartbeats. */
export async function ingestion(ground: Ground): Promise<void> {
  const sql = await ground.freshDatabase("ingestion");
  const now = Date.now();
  await makePartitions(now);
  const scope = await newTenant("ingestion", now);
  say(`Making ${realCount} monitors, then ${copies} times as many ...`);
  const ids = await monitors(sql, scope, now);
  const rig = { ground, sql, scope, probe: keyScope(scope.organizationId, "bench", ["probe"]), ids };
  await ordinary(rig, now);
  await storm(rig, now + rounds * minuteMs);
  await beats(rig, now);
}

/** The first words of every monitor, then turns that change nothing, then all of it again as after a lost answer. */
async function ordinary(rig: Rig, now: Ms): Promise<void> {
  const first = await measured(rig, () => deliver(rig, now, "up"));
  report("ingestion_first", first.perSecond, "verdicts/s", atLeast(100), details(rig, first));
  const turns = Array.from({ length: rounds - 1 }, (_, index) => now + (index + 1) * minuteMs);
  const all = () => inTurn(turns.map((at) => () => deliver(rig, at, "up")));
  const later = await measured(rig, all);
  report("ingestion", later.perSecond, "outcomes/s", atLeast(1_000), details(rig, later));
  report("ingestion_cpu", later.cpuPer1000, "CPU-s/1,000 outcomes", atMost(0.5));
  const again = await measured(rig, all);
  report("ingestion_repeated", again.perSecond, "outcomes/s", null, {
    stored: again.stored,
    cpu_s_per_1000: again.cpuPer1000,
  });
}

/** Everything fails at once: how fast the verdicts are written, and the one draft for each cause. */
async function storm(rig: Rig, at: Ms): Promise<void> {
  await deliver(rig, at, "down");
  const confirmed = await measured(rig, () => deliver(rig, at + minuteMs, "down"));
  report("storm_verdicts", confirmed.perSecond, "verdicts/s", atLeast(100), details(rig, confirmed));
  const began = performance.now();
  await followOutages(rig.scope, at + minuteMs + 2 * secondMs);
  const [seen] = await rig.sql`
    select (select count(*)::int from outages where ended_at is null) as outages,
      (select count(*)::int from incidents) as drafts`;
  report("storm_drafts", performance.now() - began, "ms until drafted", atMost(10 * secondMs), {
    outages: Number(seen?.outages),
    drafts: Number(seen?.drafts),
    components: componentCount,
  });
  await deliver(rig, at + 2 * minuteMs, "up");
  const over = await measured(rig, () => deliver(rig, at + 3 * minuteMs, "up"));
  report("storm_recoveries", over.perSecond, "verdicts/s", null, details(rig, over));
}

async function monitors(sql: postgres.Sql, scope: TenantScope, now: Ms): Promise<string[]> {
  const components = await newComponents(scope, componentCount, now);
  for (let index = 0; index < realCount; index += 1) {
    const input = monitorInput.parse({
      component_id: components[index % components.length],
      ...{ name: `Monitor ${index}`, type: "http", target: "https://example.com/", interval_seconds: 60 },
      regions: ["bench"],
    });
    await createMonitor(scope, input, now - 30 * minuteMs);
  }
  const renamed = (table: string, column: string) => sql`
    insert into ${sql(table)} select (jsonb_populate_record(row,
      jsonb_build_object(${column}::text, row.${sql(column)} || '_' || number))).*
    from ${sql(table)} as row cross join generate_series(2, ${copies}::int) as number`;
  await renamed("monitors", "id");
  await renamed("monitor_verdicts", "monitor_id");
  await renamed("schedules", "monitor_id");
  await sql`analyze monitors, monitor_verdicts, schedules`;
  return (await sql`select id from monitors order by id`).map((row) => String(row.id));
}

type Delivery = { stored: number; sent: number; tookMs: number[] };

/** One turn of every monitor, reported a second later, batch by batch. */
async function deliver({ probe, ids }: Rig, at: Ms, verdict: "up" | "down"): Promise<Delivery> {
  const delivery: Delivery = { stored: 0, sent: 0, tookMs: [] };
  for (let from = 0; from < ids.length; from += probeBatchMax) {
    const outcomes = ids.slice(from, from + probeBatchMax).map((id) => lineOf(id, at, verdict));
    const began = performance.now();
    delivery.stored += (await reportFromProbe(probe, { region: "bench", outcomes }, at + secondMs)).accepted;
    delivery.sent += outcomes.length;
    delivery.tookMs.push(performance.now() - began);
  }
  return delivery;
}

async function inTurn(deliveries: readonly (() => Promise<Delivery>)[]): Promise<Delivery> {
  const all: Delivery = { stored: 0, sent: 0, tookMs: [] };
  for (const each of deliveries) {
    const { stored, sent, tookMs } = await each();
    all.stored += stored;
    all.sent += sent;
    all.tookMs.push(...tookMs);
  }
  return all;
}

type Measured = Delivery & { perSecond: number; cpuPer1000: number };

async function measured(rig: Rig, work: () => Promise<Delivery>): Promise<Measured> {
  const [began, before] = [performance.now(), cpuOf(rig)];
  const delivery = await work();
  const seconds = (performance.now() - began) / secondMs;
  const cpuPer1000 = ((cpuOf(rig) - before) / delivery.sent) * 1_000;
  return { ...delivery, perSecond: delivery.sent / seconds, cpuPer1000 };
}

const cpuOf = ({ ground }: Rig): number =>
  (cpuSecondsOf(process.pid) ?? Number.NaN) + (ground.postgresCpuSeconds() ?? Number.NaN);

function details({ ids }: Rig, { stored, cpuPer1000, tookMs }: Measured) {
  return {
    ...{ monitors: ids.length, components: componentCount, stored, cpu_s_per_1000: cpuPer1000 },
    ...{ batch: probeBatchMax, batch_p50_ms: quantile(tookMs, 0.5), batch_p99_ms: quantile(tookMs, 0.99) },
  };
}

function lineOf(monitor_id: string, at: Ms, verdict: "up" | "down"): ProbeReportInput["outcomes"][number] {
  const phases = { dns_ms: 2, connect_ms: 9, tls_ms: 20, first_byte_ms: 40, transfer_ms: 3, total_ms: 74 };
  const isUp = verdict === "up";
  return {
    ...{ monitor_id, monitor_version: 1, scheduled_for: at, started_at: at + 7, verdict, phases },
    ...{ failure: isUp ? null : ("connect_refused" as const), http_status: isUp ? 200 : null },
    ...{ detail: null, suspect: false },
  };
}

const jobCount = 100;
const beatRounds = 10;

/** Jobs that say they are done, each by its own address; a few at a time, as a web process hears them. */
async function beats(rig: Rig, now: Ms): Promise<void> {
  const [component_id] = await newComponents(rig.scope, 1, now);
  const tokens: string[] = [];
  for (let index = 0; index < jobCount; index += 1) {
    const input = { component_id, name: `Job ${index}`, type: "heartbeat", interval_seconds: 60 };
    const { beatUrl } = await createMonitor(rig.scope, monitorInput.parse(input), now - minuteMs);
    tokens.push(beatUrl?.split("/").at(-1) ?? "");
  }
  const beat = async (round: number, lane: number) => {
    for (let index = lane; index < jobCount; index += 8)
      await recordBeat(tokens[index] ?? "", "ok", now + round * 30 * secondMs);
  };
  const [began, before] = [performance.now(), cpuOf(rig)];
  for (let round = 0; round < beatRounds; round += 1)
    await Promise.all(Array.from({ length: 8 }, (_, lane) => beat(round, lane)));
  const count = jobCount * beatRounds;
  report("heartbeats", count / ((performance.now() - began) / secondMs), "beats/s", null, {
    ...{ jobs: jobCount, cpu_s_per_1000: ((cpuOf(rig) - before) / count) * 1_000 },
  });
}
