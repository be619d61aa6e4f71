import type postgres from "postgres";
import { closeDatabase, inTenant, type TenantTx } from "@/db/client";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, hourMs, type Ms, startOfUtcDay } from "@/lib/domain/time";
import { dayTotals } from "@/lib/operations/timeline";
import { windowTotals } from "@/lib/operations/uptime";
import type { Ground } from "./ground";
import { atMost, median, report, say } from "./report";
import { importPast, newComponents, newTenant } from "./seed";

const repetitions = 9;
const realCount = 10;
const copies = 100;

/** Figures for screens, from the database: the bars of a page, and the year of every component there is. */
export async function reading(ground: Ground): Promise<void> {
  const sql = await ground.freshDatabase("reading");
  const now = Date.now();
  const scope = await newTenant("reading", now);
  const components = await newComponents(scope, realCount, now);
  say(`Writing a year of ${realCount} components, then ${copies} times as many ...`);
  for (const id of components)
    await importPast(scope, id, { from: now - 366 * dayMs, to: now, everyDays: 7 });
  await multiply(sql);
  const ids = (await sql`select id from components order by id`).map((row) => String(row.id));
  await bars(ground, scope, ids.filter((_, index) => index % 33 === 0).slice(0, 30), now + hourMs);
  await year(ground, scope, ids, now + hourMs);
}

async function bars(ground: Ground, scope: TenantScope, ids: readonly string[], now: Ms): Promise<void> {
  const today = startOfUtcDay(now);
  const read = (tx: TenantTx) => dayTotals(tx, ids, "worst", today - 89 * dayMs, today + dayMs, now);
  const cold = await timed(ground, scope, read, closeDatabase);
  const warm = await timed(ground, scope, read);
  const days = [...(await inTenant(scope, read)).values()].flat().length;
  const details = {
    components: ids.length,
    days,
    cpu_ms: cold.cpuMs,
    warm_ms: warm.ms,
    warm_cpu_ms: warm.cpuMs,
  };
  report("bars_90_days", cold.ms, "ms", atMost(5), details);
}

async function year(ground: Ground, scope: TenantScope, ids: readonly string[], now: Ms): Promise<void> {
  const window = { from: now - 365 * dayMs, to: now };
  const read = (tx: TenantTx) => windowTotals(tx, ids, "worst", window, now);
  const cold = await timed(ground, scope, read, closeDatabase);
  const warm = await timed(ground, scope, read);
  report("uptime_12_months", cold.ms, "ms", atMost(100), {
    ...{ components: ids.length, cpu_ms: cold.cpuMs, warm_ms: warm.ms, warm_cpu_ms: warm.cpuMs },
  });
}

/**
 * Median time of the read alone, in a transaction that is open already, and the mean CPU of all of it. `before` each:
 * with `closeDatabase` every read meets a new connection, which has planned and cached nothing.
 */
async function timed(
  ground: Ground,
  scope: TenantScope,
  read: (tx: TenantTx) => Promise<unknown>,
  before: () => Promise<void> = async () => {},
): Promise<{ ms: number; cpuMs: number | null }> {
  const times: number[] = [];
  const cpuBefore = cpuNow(ground);
  for (let turn = 0; turn < repetitions; turn += 1) {
    await before();
    await inTenant(scope, async (tx) => {
      const startedAt = performance.now();
      await read(tx);
      times.push(performance.now() - startedAt);
    });
  }
  const cpuMs = (cpuNow(ground) - cpuBefore) / repetitions;
  return { ms: median(times), cpuMs: Number.isNaN(cpuMs) ? null : cpuMs };
}

/** Milliseconds of CPU used by this process and Postgres; the price of a read on a machine that others share. */
function cpuNow(ground: Ground): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000 + (ground.postgresCpuSeconds() ?? Number.NaN) * 1_000;
}

/** Every component 100 times, with its chain and days. Copied hashes would not verify; reading does not look at them. */
async function multiply(sql: postgres.Sql): Promise<void> {
  await copyRows(sql, "components", "id");
  await copyRows(sql, "ledger_heads", "component_id");
  await copyRows(sql, "ledger_entries", "component_id");
  await copyRows(sql, "ledger_days", "component_id", sql`where row.basis = 'worst'`);
  await sql`vacuum analyze components, ledger_heads, ledger_entries, ledger_days`;
}

/** `id` names the column that holds the component's id. */
async function copyRows(sql: postgres.Sql, table: string, id: string, where = sql``): Promise<void> {
  const columns = await sql`
    select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`;
  const values = columns.map(({ name }) => (name === id ? `row.${id} || '_' || number` : `row.${name}`));
  await sql`
    insert into ${sql(table)} select ${sql.unsafe(values.join(", "))}
    from ${sql(table)} as row cross join generate_series(2, ${copies}::int) as number ${where}`;
}
