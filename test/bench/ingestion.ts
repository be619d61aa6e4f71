import type postgres from "postgres";
import { keyScope } from "@/lib/auth/scope";
import { monitorInput } from "@/lib/domain/check";
import { type ProbeReportInput, probeBatchMax } from "@/lib/domain/probe-report";
import type { TenantScope } from "@/lib/domain/scope";
import { type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { makePartitions } from "@/lib/jobs/partitions";
import { createMonitor } from "@/lib/operations/monitors";
import { reportFromProbe } from "@/lib/operations/probes";
import { cpuSecondsOf } from "./cpu";
import type { Ground } from "./ground";
import { atLeast, quantile, report, say } from "./report";
import { newComponents, newTenant } from "./seed";

const realCount = 100;
const copies = 10;
const rounds = 4;

/** Outcomes that remote probes report: stored, believed, and the same again after an answer was lost. */
export async function ingestion(ground: Ground): Promise<void> {
  const sql = await ground.freshDatabase("ingestion");
  const now = Date.now();
  await makePartitions(now);
  const scope = await newTenant("ingestion", now);
  say(`Making ${realCount} monitors, then ${copies} times as many ...`);
  const ids = await monitors(sql, scope, now);
  const probe = keyScope(scope.organizationId, "bench", ["probe"]);
  const cpu = () => (cpuSecondsOf(process.pid) ?? 0) + (ground.postgresCpuSeconds() ?? 0);
  const [began, before] = [performance.now(), cpu()];
  const { stored, tookMs } = await deliver(probe, ids, now);
  const seconds = (performance.now() - began) / secondMs;
  report("ingestion", stored / seconds, "outcomes/s", atLeast(1_000), {
    ...{ monitors: ids.length, stored, cpu_s_per_1000: ((cpu() - before) / stored) * 1_000 },
    ...{ batch: probeBatchMax, batch_p50_ms: quantile(tookMs, 0.5), batch_p99_ms: quantile(tookMs, 0.99) },
  });
  const again = performance.now();
  const repeated = await deliver(probe, ids, now);
  report(
    "ingestion_repeated",
    (ids.length * rounds) / ((performance.now() - again) / secondMs),
    "outcomes/s",
    null,
    {
      stored: repeated.stored,
    },
  );
}

async function monitors(sql: postgres.Sql, scope: TenantScope, now: Ms): Promise<string[]> {
  const components = await newComponents(scope, 20, now);
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

/** A few turns of every monitor, each reported a second later, batch by batch. */
async function deliver(scope: TenantScope, ids: readonly string[], now: Ms) {
  const tookMs: number[] = [];
  let stored = 0;
  for (let round = 0; round < rounds; round += 1)
    for (let from = 0; from < ids.length; from += probeBatchMax) {
      const at = now + round * minuteMs;
      const outcomes = ids.slice(from, from + probeBatchMax).map((id) => lineOf(id, at));
      const began = performance.now();
      stored += (await reportFromProbe(scope, { region: "bench", outcomes }, at + secondMs)).accepted;
      tookMs.push(performance.now() - began);
    }
  return { stored, tookMs };
}

function lineOf(monitor_id: string, at: Ms): ProbeReportInput["outcomes"][number] {
  const phases = { dns_ms: 2, connect_ms: 9, tls_ms: 20, first_byte_ms: 40, transfer_ms: 3, total_ms: 74 };
  return {
    ...{
      monitor_id,
      monitor_version: 1,
      scheduled_for: at,
      started_at: at + 7,
      verdict: "up",
      failure: null,
    },
    ...{ detail: null, http_status: 200, phases, suspect: false },
  };
}
