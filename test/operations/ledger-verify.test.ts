import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { readScrubs } from "@/db/queries/scrub";
import { keyScope } from "@/lib/auth/scope";
import { exportLines, verifyExport } from "@/lib/domain/export";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs } from "@/lib/domain/time";
import { scrubLedgers } from "@/lib/jobs/ledger";
import { makeCheckpoint } from "@/lib/operations/checkpoint";
import { correctLedger } from "@/lib/operations/correction";
import { exportLedger } from "@/lib/operations/export";
import { verifyLedger } from "@/lib/operations/verify";
import { verifyCommand } from "@/lib/server/commands/verify";
import { append, chainOf, day, newComponent, newScope, says, start, superuser } from "./ledger-rig";

const pg = superuser();

afterAll(async () => {
  await pg.end();
  await closeDatabase();
});

const now = day(9);

/** Two chains with every kind of column filled, checkpointed; then a tail that no checkpoint saw yet. */
async function written(): Promise<{ scope: TenantScope; id: string; other: string }> {
  const scope = newScope();
  const id = await newComponent(scope);
  const other = await newComponent(scope, "Search", start + 1);
  const outcome = {
    startedAt: start,
    region: "local",
    ok: false,
    failure: "connect_refused",
    httpStatus: null,
    totalMs: 9,
  };
  await append(scope, [says(id, "operational", start), says(other, "operational", start)], day(1));
  await append(
    scope,
    [
      {
        ...says(id, "major_outage", day(1)),
        evidence: [outcome],
        cause: "third_party",
        affectedRatio: "0.5",
      },
    ],
    day(2),
  );
  const plan = { announcedAt: day(1), plannedFrom: day(3), plannedTo: day(4) };
  const work = { type: "maintenance", id: "mnt_1" } as const;
  await append(
    scope,
    [{ componentId: id, kind: "observation", source: work, state: null, effectiveFrom: day(1), ...plan }],
    day(2),
  );
  await correctLedger(
    scope,
    { component_id: id, from: day(1), to: day(2), cause: "planned", reason: "ours", dry_run: false },
    day(5),
  );
  await correctLedger(
    scope,
    {
      component_id: id,
      from: day(1),
      to: day(2),
      cause: "beta",
      reason: "theirs",
      supersedes: 4,
      dry_run: false,
    },
    day(5),
  );
  const definition = { rule: "any", of: [other] } as const;
  await append(
    scope,
    [{ componentId: id, kind: "definition", source: { type: "definition", id }, definition }],
    day(6),
  );
  await makeCheckpoint(scope, day(6));
  await append(scope, [says(id, "operational", day(6))], day(7));
  return { scope, id, other };
}

/** Past triggers, policies and grants. */
async function force(statement: string): Promise<void> {
  await pg.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    const { count } = await sql.unsafe(statement);
    expect(count).toBeGreaterThan(0);
  });
}

async function export_(scope: TenantScope, ids: readonly string[] = [], at = now): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of await exportLedger(scope, ids, at)) lines.push(line);
  return lines;
}

describe("R5.3 verify finds what a superuser changed", () => {
  const columns: [string, number, string][] = [
    ["component_id", 2, "'cmp_elsewhere'"],
    ["organization_id", 2, "'org_elsewhere'"],
    ["seq", 2, "77"],
    ["recorded_at", 2, "recorded_at + 1"],
    ["kind", 2, "'revision'"],
    ["source_type", 2, "'incident'"],
    ["source_id", 2, "'mon_2'"],
    ["state", 2, "'operational'"],
    ["effective_from", 2, "effective_from + 1"],
    ["effective_to", 4, "effective_to + 1"],
    ["cause", 2, "null"],
    ["affected_ratio", 2, "'0.6'"],
    ["supersedes", 5, "null"],
    ["reason_hash", 4, "repeat('a', 64)"],
    ["actor", 2, "'user:usr_2'"],
    ["evidence", 2, `'[]'`],
    ["evidence", 2, `jsonb_set(evidence, '{0,ok}', 'true')`],
    ["evidence", 2, `jsonb_set(evidence, '{0,note}', '"hello"')`],
    ["evidence", 1, `'null'`],
    ["announced_at", 3, "announced_at - 1"],
    ["planned_from", 3, "planned_from - 1"],
    ["planned_to", 3, "planned_to - 1"],
    ["definition", 6, `jsonb_set(definition, '{rule}', '"all"')`],
    ["definition", 6, `jsonb_set(definition, '{note}', '"hello"')`],
    ["prev_hash", 2, "repeat('b', 64)"],
    ["hash", 2, "repeat('c', 64)"],
    ["hash", 7, "repeat('c', 64)"],
    ["canonical", 2, "replace(canonical, 'third_party', 'third_parly')"],
  ];

  it.each(columns)("in the column %s of entry %i: %s", async (column, seq, value) => {
    const { scope, id, other } = await written();
    expect(await verifyLedger(scope, {}, now)).toMatchObject({ ok: true });
    const where = `organization_id = '${scope.organizationId}' and component_id = '${id}' and seq = ${seq}`;
    await force(`update ledger_entries set ${column} = ${value} where ${where}`);
    const view = await verifyLedger(scope, {}, now);
    expect(view.ok).toBe(false);
    const found = Object.fromEntries(view.components.map((each) => [each.componentId, each.firstBadSeq]));
    expect(found).toMatchObject({ [id]: seq, [other]: null });
    expect((await verifyLedger(scope, { component_id: id }, now)).ok).toBe(false);
    expect((await verifyLedger(scope, { component_id: other }, now)).ok).toBe(true);
  });

  it.each([
    ["a removed entry", "delete from ledger_entries where seq = 3", 3],
    ["a removed tail", "delete from ledger_entries where seq = 7", 7],
    ["a chain without a head", "delete from ledger_heads", 1],
    ["a reason", "update ledger_reasons set reason = 'nobody' where seq = 4", 4],
    ["a head", "update ledger_heads set hash = repeat('d', 64)", 7],
    ["a leaf", "update checkpoint_leaves set head_hash = repeat('d', 64)", 6],
    ["what is kept beside the head", "update ledger_heads set measured = false", null],
    ["when the chain last changes", "update ledger_heads set changes_to = changes_to + 1", null],
  ])("%s", async (_name, statement, firstBadSeq) => {
    const { scope, id } = await written();
    const glue = statement.includes(" where ") ? " and" : " where";
    await force(`${statement}${glue} organization_id = '${scope.organizationId}' and component_id = '${id}'`);
    const view = await verifyLedger(scope, {}, now);
    expect(view.ok).toBe(false);
    expect(view.components.find((each) => each.componentId === id)).toMatchObject({
      firstBadSeq,
      finding: expect.any(String),
    });
  });

  it("a tail cut off together with its head, and a whole chain taken away, by what a checkpoint saw", async () => {
    const { scope, id, other } = await written();
    const own = `organization_id = '${scope.organizationId}' and component_id`;
    await force(`delete from ledger_entries where ${own} = '${id}' and seq > 4`);
    await force(
      `update ledger_heads set (seq, hash) = (select seq, hash from ledger_entries e where e.${own} = '${id}' and seq = 4) where ${own} = '${id}'`,
    );
    await force(`delete from ledger_entries where ${own} = '${other}'`);
    await force(`delete from ledger_heads where ${own} = '${other}'`);
    const { components } = await verifyLedger(scope, {}, now);
    expect(components.map((each) => [each.componentId, each.firstBadSeq])).toEqual([
      [id, 5],
      [other, 1],
    ]);
  });

  it("stored day totals, and a checkpoint", async () => {
    const { scope, other } = await written();
    const own = `organization_id = '${scope.organizationId}'`;
    await append(scope, [says(other, "operational", day(8))], now);
    expect(await verifyLedger(scope, {}, now)).toMatchObject({ ok: true });
    await force(
      `update ledger_days set operational_ms = operational_ms - 1, major_ms = 1 where ${own} and day = ${day(3)} and basis = 'worst'`,
    );
    const view = await verifyLedger(scope, { component_id: other }, now);
    expect(view.components[0]).toMatchObject({
      firstBadSeq: null,
      finding: expect.stringContaining("2026-10-04"),
    });
    await force(
      `update ledger_days set operational_ms = operational_ms + 1, major_ms = 0 where ${own} and day = ${day(3)} and basis = 'worst'`,
    );
    const [head] = await pg.unsafe(`select ends from ledger_heads where component_id = '${other}'`);
    for (const [path, value] of [
      ["{worst,state}", '"unknown"'],
      ["{worst,totalsMs,unknown}", "1"],
      ["{words}", "[]"],
    ]) {
      await force(`update ledger_heads set ends = jsonb_set(ends, '${path}', '${value}') where ${own}`);
      const changed = await verifyLedger(scope, { component_id: other }, now);
      expect(changed.components[0]?.finding).toContain("of the end");
      await force(
        `update ledger_heads set ends = '${JSON.stringify(head?.ends)}' where component_id = '${other}'`,
      );
    }
    expect(await verifyLedger(scope, { component_id: other }, now)).toMatchObject({ ok: true });
    await force(`update checkpoints set root_hash = repeat('e', 64) where ${own}`);
    expect((await verifyLedger(scope, {}, now)).checkpoint?.finding).toContain("Checkpoint 1");
  });
});

describe("exportLedger", () => {
  it("writes the lines of the domain's format, good by themselves, without a reason in them", async () => {
    const { scope, id, other } = await written();
    const lines = await export_(scope);
    expect(verifyExport(`${lines.join("\n")}\n`)).toMatchObject({
      status: "good",
      chains: [
        { componentId: id, entries: 7, anchoredSeq: 7 },
        { componentId: other, entries: 1, anchoredSeq: 1 },
      ],
    });
    expect(lines.join()).not.toContain("theirs");
    const chains = await inTenant(scope, async (tx) => [
      { componentId: id, entries: await chainOf(tx, id) },
      { componentId: other, entries: await chainOf(tx, other) },
    ]);
    const wanted = [
      ...exportLines({ organizationId: scope.organizationId, publicKeys: [], checkpoints: [], chains }),
    ];
    expect(lines.filter((line) => line.startsWith('{"type":"entry"'))).toEqual(wanted.slice(1));
  });

  it("names of other components only hashes, and anchors a fresh tail", async () => {
    const { scope, id, other } = await written();
    const text = (await export_(scope, [other])).join("\n");
    expect(verifyExport(text)).toMatchObject({
      status: "good",
      chains: [{ componentId: other, anchoredSeq: 1 }],
    });
    expect(text).not.toContain(id);
  });

  it("leaves no chain without a checkpoint, not even one begun since the last", async () => {
    const { scope } = await written();
    await export_(scope);
    const young = await newComponent(scope);
    await append(scope, [says(young, "operational", now)], now);
    expect(verifyExport((await export_(scope, [young])).join("\n"))).toMatchObject({
      status: "good",
      chains: [{ componentId: young, entries: 1, anchoredSeq: 1 }],
    });
  });

  it("is empty, not broken, for a component without entries", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    expect(verifyExport((await export_(scope, [id])).join("\n"))).toMatchObject({ status: "good" });
    expect(verifyExport((await export_(scope)).join("\n"))).toMatchObject({ status: "good", chains: [] });
  });
});

describe("makeCheckpoint", () => {
  it("R5.2 makes one only when a head moved, each tied to the one before", async () => {
    const { scope, other } = await written();
    const [second, same] = [await makeCheckpoint(scope, now), await makeCheckpoint(scope, now + 1)];
    expect(second?.seq).toBe(2);
    expect(same).toEqual(second);
    await append(scope, [says(other, "degraded_performance", now)], now);
    const third = await makeCheckpoint(scope, now + hourMs);
    expect(third).toMatchObject({ seq: 3, prevHash: second?.hash, leafCount: 2 });
    const two = await Promise.all(
      [0, 1, 2].map((each) =>
        append(scope, [says(other, "operational", now + each)], now).then(() => makeCheckpoint(scope, now)),
      ),
    );
    expect(new Set(two.map((each) => each?.hash)).size).toBe(new Set(two.map((each) => each?.seq)).size);
    expect(await verifyLedger(scope, {}, now)).toMatchObject({ ok: true });
  });
});

describe("the scrubber", () => {
  it("goes on past one tenant's failure and keeps what it found", async () => {
    const [good, bad] = [await written(), await written()];
    for (const { scope } of [good, bad])
      await pg`insert into organizations (id, slug, name, created_at) values (${scope.organizationId}, ${scope.organizationId}, 'x', 0)`;
    await pg`insert into organizations (id, slug, name, created_at) values ('org_0000', 'org_0000', 'x', 0)`;
    const first = keyScope("org_0000", "key_1", ["write"]);
    await append(first, [says(await newComponent(first), "operational", start)], day(1));
    await pg.unsafe(`create function refuse() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
      create trigger refuse before insert on ledger_scrubs for each row when (new.organization_id = 'org_0000') execute function refuse()`);
    await force(
      `update ledger_entries set state = 'operational' where organization_id = '${bad.scope.organizationId}' and component_id = '${bad.id}' and seq = 2`,
    );
    await scrubLedgers({}, { now, signal: new AbortController().signal, attempt: 1 });
    const rows = await inTenant(bad.scope, readScrubs);
    expect(rows.find((row) => row.componentId === bad.id)).toMatchObject({ firstBadSeq: 2, scrubbedAt: now });
    expect(await inTenant(first, readScrubs)).toEqual([]);
    const others = await inTenant(good.scope, readScrubs);
    expect(others.map((row) => row.finding)).toEqual([null, null, null]);
  });
});

describe("probity verify", () => {
  const folder = mkdtempSync(join(tmpdir(), "probity-verify-"));
  const said: string[] = [];
  beforeAll(() => {
    vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
    vi.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
  });
  afterAll(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });
  const run = (options: { org?: string; words?: string[] }) => {
    said.length = 0;
    const text = () => options.org;
    return verifyCommand.run({ text, needed: () => "", flag: () => false, words: options.words ?? [] });
  };

  it("answers 0, 1 and 2 for a file, with no database asked for", async () => {
    const { scope, id } = await written();
    const lines = await export_(scope);
    const file = join(folder, "export.ndjson");
    expect(
      verifyCommand.database({ text: () => undefined, needed: () => "", flag: () => false, words: [file] }),
    ).toBe(false);
    writeFileSync(file, `${lines.join("\n")}\n`);
    expect(await run({ words: [file] })).toBe(0);
    writeFileSync(file, lines.join("\n").replace("third_party", "third_parly"));
    expect(await run({ words: [file] })).toBe(1);
    expect(said.join()).toContain(`Component ${id}, first bad seq 2`);
    writeFileSync(file, "hello");
    expect(await run({ words: [file] })).toBe(2);
    expect(await run({ words: [join(folder, "nothing")] })).toBe(2);
  });

  it("answers 0, 1 and 2 for an organization", async () => {
    const { scope, id } = await written();
    const slug = `slug-${scope.organizationId}`;
    await pg`insert into organizations (id, slug, name, created_at) values (${scope.organizationId}, ${slug}, 'x', 0)`;
    expect(await run({ org: slug })).toBe(0);
    await force(
      `update ledger_entries set actor = 'user:usr_9' where organization_id = '${scope.organizationId}' and component_id = '${id}' and seq = 6`,
    );
    expect(await run({ org: slug })).toBe(1);
    expect(said.join()).toContain(`Component ${id}, first bad seq 6`);
    expect(await run({ org: "nobody" })).toBe(2);
  });
});
