import { afterEach, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs } from "@/lib/domain/time";
import { closeInBulk } from "@/lib/operations/bulk-closing";
import { startProcess, stopProcesses } from "../bench/helper-process";
import { signed } from "./contract-rig";
import { append, newComponent, newScope, says, superuser } from "./ledger-rig";

const [contracts, months] = [10, 20];
const begin = Date.UTC(2025, 0, 1);
const now = Date.UTC(2026, 8, 3);

const sql = superuser();
afterEach(async () => {
  await stopProcesses();
  await sql.end();
  await closeDatabase();
});

/** Ten contracts over one component that was down for ten hours in every other one of twenty months. */
async function aMonthEndOfMany(scope: TenantScope): Promise<void> {
  const id = await newComponent(scope, "Checkout", begin);
  const outages = Array.from({ length: months / 2 }, (_, index) => Date.UTC(2025, 2 * index, 10));
  const words = outages.flatMap((at) => [
    says(id, "major_outage", at),
    says(id, "operational", at + 10 * hourMs),
  ]);
  await append(scope, [says(id, "operational", begin), ...words], now - hourMs);
  for (let index = 0; index < contracts; index += 1) await signed(scope, id, { startsAt: begin, now });
}

async function closed(organizationId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int from statements
    where organization_id = ${organizationId} and closed_at is not null`;
  return row?.count ?? 0;
}

it("a close of many whose process is killed leaves whole batches, and the same call closes the rest once", {
  timeout: 120_000,
}, async () => {
  const scope = newScope();
  const { organizationId } = scope;
  await aMonthEndOfMany(scope);
  const worker = startProcess("test/bench/closing-worker.ts", [organizationId, String(now)]);
  await worker.hear();
  await expect
    .poll(() => closed(organizationId), { timeout: 60_000, interval: 5 })
    .toBeGreaterThanOrEqual(contracts);

  // Nothing can be audited any more: the next batch has written its statements and credits, and cannot end.
  await sql.begin(async (hold) => {
    await hold`lock table audit_entries in share row exclusive mode`;
    const stuck = () => hold`select from pg_locks where relation = 'audit_entries'::regclass and not granted`;
    await expect
      .poll(async () => (await stuck()).length, { timeout: 60_000, interval: 5 })
      .toBeGreaterThan(0);
    await worker.kill();
  });
  const before = await closed(organizationId);
  expect(before).toBeGreaterThanOrEqual(contracts);
  expect(before).toBeLessThan(contracts * months);
  expect(before % contracts).toBe(0);

  const rest = contracts * months - before;
  const report = await closeInBulk(scope, { filter: {}, dry_run: false }, now);
  expect(report).toMatchObject({ done: rest, refused: 0 });
  const [found] = await sql`select
    (select count(*)::int from statements where organization_id = ${organizationId} and closed_at is not null) as closed,
    (select count(distinct object_id)::int from audit_entries where organization_id = ${organizationId}
      and action = 'statement.close') as audited,
    (select count(*)::int from audit_entries where organization_id = ${organizationId}
      and action = 'statement.close') as acts,
    (select count(*)::int from credits where organization_id = ${organizationId}) as credits,
    (select count(distinct statement_id)::int from credits where organization_id = ${organizationId}) as credited`;
  const [all, broken] = [contracts * months, (contracts * months) / 2];
  expect(found).toEqual({ closed: all, audited: all, acts: all, credits: broken, credited: broken });
  expect(await closeInBulk(scope, { filter: {}, dry_run: false }, now)).toMatchObject({ done: 0 });
});
