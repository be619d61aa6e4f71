import type postgres from "postgres";
import { registerFile } from "@/lib/api/register-file";
import { type RegisterFormat, registerInput } from "@/lib/domain/register";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs, minuteMs, secondMs } from "@/lib/domain/time";
import { closeInBulk } from "@/lib/operations/bulk-closing";
import { issueInBulk } from "@/lib/operations/bulk-issue";
import { advanceStatements } from "@/lib/operations/statement-work";
import { append, says } from "../operations/ledger-rig";
import { signMany } from "../operations/many-contracts";
import { cpuSecondsOf } from "./cpu";
import type { Ground } from "./ground";
import { watchMemory } from "./memory";
import { atMost, report, say } from "./report";
import { newComponents, newTenant } from "./seed";

const october = Date.UTC(2026, 9, 1);
const now = Date.UTC(2026, 10, 3);
const [contractsCount, copies] = [1_000, 99];
const linesCount = contractsCount * (copies + 1);
/** A file of a hundred thousand lines may hold this much more than one of a thousand. */
const growthMb = 32;

/** What files of a hundred thousand credits cost: lines a second, and memory that must not grow with them. */
export async function exports(ground: Ground): Promise<void> {
  const sql = await ground.freshDatabase("exports");
  const scope = await newTenant("exports", october);
  say(`Closing and issuing ${contractsCount} statements, and copying them ${copies} times ...`);
  await layCredits(sql, scope);
  for (const format of ["csv", "json", "xlsx"] as const) await measure(scope, format);
}

async function measure(scope: TenantScope, format: RegisterFormat): Promise<void> {
  const memory = watchMemory();
  const [startedAt, cpuBefore] = [performance.now(), cpuSecondsOf(process.pid)];
  const stream = await registerFile(scope, format, registerInput.parse({ period: "2026-10" }), now);
  let bytes = 0;
  for await (const chunk of stream) bytes += chunk.length;
  const seconds = (performance.now() - startedAt) / secondMs;
  const cpuAfter = cpuSecondsOf(process.pid);
  const seen = memory.stop();
  report(`export_${format}_memory`, seen.livePeakMb - seen.liveStartMb, "MB grown", atMost(growthMb), {
    lines: linesCount,
    lines_per_s: Math.round(linesCount / seconds),
    seconds,
    cpu_s: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore,
    file_mb: bytes / 1_048_576,
    live_start_mb: seen.liveStartMb,
    live_peak_mb: seen.livePeakMb,
    heap_peak_mb: seen.heapPeakMb,
    rss_peak_mb: seen.rssPeakMb,
  });
}

/** A thousand real credits with their memos; then the same rows again and again under other names. */
async function layCredits(sql: postgres.Sql, scope: TenantScope): Promise<void> {
  const components = await newComponents(scope, 10, october);
  const down = october + 100 * hourMs;
  for (const id of components)
    await append(
      scope,
      [
        says(id, "operational", october),
        says(id, "major_outage", down),
        says(id, "operational", down + 50 * minuteMs),
      ],
      now - hourMs,
    );
  await signMany(sql, scope, { count: contractsCount, components, startsAt: october });
  await advanceStatements(scope, october + hourMs);
  const everything = { filter: { period: "2026-10" }, dry_run: false };
  const closed = await closeInBulk(scope, everything, now);
  const issued = await issueInBulk(scope, everything, now);
  if (closed.done !== contractsCount || issued.done !== contractsCount)
    throw new Error(`${closed.done} statements were closed and ${issued.done} memos issued.`);
  await copyRows(sql, scope.organizationId);
}

/** Copies of all rows of three tables; `changes` says what is different in the n-th one, column by column. */
async function copyRows(sql: postgres.Sql, organizationId: string): Promise<void> {
  const again = async (table: string, changes: Readonly<Record<string, string>>) => {
    const columns = await sql<{ name: string }[]>`select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = ${table} order by ordinal_position`;
    const names = columns.map(({ name }) => name);
    const values = names.map((name) => changes[name] ?? `t."${name}"`);
    await sql.unsafe(
      `insert into ${table} (${names.map((name) => `"${name}"`)}) select ${values}
       from ${table} t, generate_series(1, ${copies}) as n where t.organization_id = $1`,
      [organizationId],
    );
  };
  const sequence = `(t.sequence + n * ${contractsCount})`;
  await again("statements", { id: "t.id || '_' || n", period_from: "t.period_from - n" });
  await again("memos", {
    ...{ id: "t.id || '_' || n", sequence },
    number: `t.series || '-' || t.year || '-' || lpad(${sequence}::text, 6, '0')`,
  });
  await again("credits", {
    ...{
      id: "t.id || '_' || n",
      statement_id: "t.statement_id || '_' || n",
      memo_id: "t.memo_id || '_' || n",
    },
  });
  await sql`analyze`;
}
