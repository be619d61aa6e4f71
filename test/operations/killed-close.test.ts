import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import { hourMs } from "@/lib/domain/time";
import { closeInBulk } from "@/lib/operations/bulk-closing";
import { issueInBulk } from "@/lib/operations/bulk-issue";
import { advanceStatements } from "@/lib/operations/statement-work";
import { startProcess, stopProcesses } from "../bench/helper-process";
import { append, newComponent, newScope, says, superuser } from "./ledger-rig";
import { signMany } from "./many-contracts";

const [contracts, batch] = [1_000, 250];
/** Three of four contracts are over a component that was down for ten hours. */
const broken = 750;
const begin = Date.UTC(2026, 9, 1);
const now = Date.UTC(2026, 10, 3);
const everything = { filter: {}, dry_run: false };

const sql = superuser();
const scope = newScope();
const { organizationId } = scope;

beforeAll(async () => {
  const up = await newComponent(scope, "Search", begin);
  const down = await newComponent(scope, "Checkout", begin);
  const at = begin + 100 * hourMs;
  const outage = [says(down, "major_outage", at), says(down, "operational", at + 10 * hourMs)];
  await append(
    scope,
    [says(up, "operational", begin), says(down, "operational", begin), ...outage],
    now - hourMs,
  );
  await signMany(sql, scope, { count: contracts, components: [down, down, down, up], startsAt: begin });
  await advanceStatements(scope, begin + hourMs);
});
afterEach(stopProcesses);
afterAll(async () => {
  await sql.end();
  await closeDatabase();
});

/**
 * Starts an act on a thousand in a process of its own and kills it by SIGKILL in the middle: some batches are committed,
 * and the next one has written everything but its audit rows, for which it waits in vain.
 */
async function killInTheMiddle(act: "close" | "issue", done: () => Promise<number>): Promise<number> {
  const worker = startProcess("test/operations/bulk-worker.ts", [organizationId, String(now), act]);
  await worker.hear();
  await expect.poll(done, { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(batch);
  await sql.begin(async (hold) => {
    await hold`lock table audit_entries in share row exclusive mode`;
    const stuck = () => hold`select from pg_locks where relation = 'audit_entries'::regclass and not granted`;
    await expect
      .poll(async () => (await stuck()).length, { timeout: 60_000, interval: 5 })
      .toBeGreaterThan(0);
    await worker.kill();
  });
  return done();
}

async function closed(): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int from statements
    where organization_id = ${organizationId} and closed_at is not null`;
  return row?.count ?? 0;
}

async function memos(): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int from memos
    where organization_id = ${organizationId}`;
  return row?.count ?? 0;
}

it("a close of a thousand whose process is killed leaves whole batches, and the same call closes the rest once", {
  timeout: 120_000,
}, async () => {
  const before = await killInTheMiddle("close", closed);
  expect(before).toBeLessThan(contracts);
  expect(before % batch).toBe(0);

  const report = await closeInBulk(scope, everything, now);
  expect(report).toMatchObject({ done: contracts - before, refused: 0 });
  const [found] = await sql`select
    (select count(*)::int from statements where organization_id = ${organizationId} and closed_at is not null) as closed,
    (select count(distinct object_id)::int from audit_entries where organization_id = ${organizationId}
      and action = 'statement.close') as audited,
    (select count(*)::int from audit_entries where organization_id = ${organizationId}
      and action = 'statement.close') as acts,
    (select count(*)::int from credits where organization_id = ${organizationId}) as credits,
    (select count(distinct statement_id)::int from credits where organization_id = ${organizationId}) as credited`;
  expect(found).toEqual({
    ...{ closed: contracts, audited: contracts, acts: contracts },
    ...{ credits: broken, credited: broken },
  });
  expect(await closeInBulk(scope, everything, now)).toMatchObject({ done: 0 });
});

it("R4.8 an issue of hundreds of memos whose process is killed leaves no gap and no number twice", {
  timeout: 120_000,
}, async () => {
  const preview = await issueInBulk(scope, { ...everything, dry_run: true }, now);
  expect(preview).toMatchObject({ done: broken, refused: 0 });
  const before = await killInTheMiddle("issue", memos);
  expect(before).toBeLessThan(broken);
  expect(before % batch).toBe(0);

  expect(await issueInBulk(scope, everything, now)).toMatchObject({ done: broken - before, refused: 0 });
  const [found] = await sql`select count(*)::int as memos, count(distinct m.number)::int as numbers,
      min(m.sequence)::int as first, max(m.sequence)::int as last, count(distinct c.id)::int as credits,
      count(*) filter (where c.status = 'issued')::int as issued,
      (select last::int from memo_counters where organization_id = ${organizationId}) as counter,
      (select count(distinct object_id)::int from audit_entries where organization_id = ${organizationId}
        and action = 'credit.issue') as audited
    from memos m join credits c on c.organization_id = m.organization_id and c.memo_id = m.id
    where m.organization_id = ${organizationId}`;
  expect(found).toEqual({
    ...{ memos: broken, numbers: broken, first: 1, last: broken, counter: broken },
    ...{ credits: broken, issued: broken, audited: broken },
  });
  expect(await issueInBulk(scope, everything, now)).toMatchObject({ done: 0, items: [] });
});
