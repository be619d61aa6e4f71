import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import { parseInput } from "@/lib/domain/complaint";
import { amendmentInput } from "@/lib/domain/contract";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, formatInstant, hourMs, type Ms } from "@/lib/domain/time";
import { handlers } from "@/lib/jobs/handlers";
import { amendContract } from "@/lib/operations/amendments";
import { closeStatement } from "@/lib/operations/closing";
import { correctLedger } from "@/lib/operations/correction";
import { getStatement, reproduceStatement } from "@/lib/operations/statements";
import { promising, signed, statementsOf, termsOf } from "./contract-rig";
import { append, day, newComponent, newScope, says, start, superuser } from "./ledger-rig";

afterAll(closeDatabase);

const at = (hours: number) => start + hours * hourMs;
const later = day(40);

async function october(scope: TenantScope, id: string, changes: Record<string, unknown> = {}) {
  const { contract } = await signed(scope, id, { startsAt: start, now: later, ...changes });
  const [first] = await statementsOf(scope, contract.id, later);
  if (!first) throw new Error("October has a statement");
  return { contract, statement: first };
}

/** A maintenance from `from` to `to`, announced so long before. */
function maintained(componentId: string, from: Ms, to: Ms, noticeMs: number, id: string) {
  const source = { type: "maintenance", id } as const;
  const announced = { announcedAt: from - noticeMs, plannedFrom: from, plannedTo: to };
  const word = { componentId, kind: "observation", source, ...announced } as const;
  return [
    { ...word, state: "under_maintenance", effectiveFrom: from } as const,
    { ...word, state: "operational", effectiveFrom: to } as const,
  ];
}

describe("a statement's rows", () => {
  it("R4.6 excuse what was down under maintenance announced in time, and nothing announced late", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    const down = (from: number, to: number) => [
      says(id, "major_outage", at(from)),
      says(id, "operational", at(to)),
    ];
    await append(
      scope,
      [
        says(id, "operational", at(0)),
        ...maintained(id, at(100), at(104), 2 * dayMs, "mnt_1"),
        ...maintained(id, at(200), at(204), hourMs, "mnt_2"),
        ...down(101, 103),
        ...down(201, 203),
      ],
      at(210),
    );
    const { statement } = await october(scope, id);
    expect(statement.result).toMatchObject({ excluded_seconds: 4 * 3_600, downtime_seconds: 2 * 3_600 });
    expect(statement.working.map(({ kind, reason }) => [kind, reason])).toEqual([
      ["excluded", "Maintenance that was announced in time."],
      ["downtime", "Outage."],
    ]);
  });

  it("spend a yearly allowance for maintenance in the order of the periods", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    const november = day(31);
    await append(
      scope,
      [
        says(id, "operational", at(0)),
        ...maintained(id, at(100), at(103), 2 * dayMs, "mnt_1"),
        ...maintained(id, november + hourMs, november + 3 * hourMs, 2 * dayMs, "mnt_2"),
        says(id, "major_outage", november + hourMs),
        says(id, "operational", november + 3 * hourMs),
      ],
      november + 4 * hourMs,
    );
    const maintenance = {
      exclude: true,
      notice_seconds: 86_400,
      cap_seconds: 4 * 3_600,
      cap_scope: "calendar_year",
      unqualified_state: "operational",
    };
    const { contract } = await october(scope, id, { terms: termsOf(id, { maintenance }) });
    const [, second] = await statementsOf(scope, contract.id, day(70));
    // Three of four hours went in October, so of November's two hours of outage one is excused.
    expect(second?.result).toMatchObject({ excluded_seconds: 3_600, downtime_seconds: 3_600 });
  });

  it("count time before the first entry, and silence of monitors, as unknown; of a declared basis as up", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(scope, [says(id, "operational", at(24)), says(id, "unknown", at(48))], at(49));
    expect((await october(scope, id)).statement.result).toMatchObject({
      unknown_seconds: 30 * 86_400,
      data_sufficient: false,
    });
    const declared = await october(scope, id, { basis: "declared" });
    expect(declared.statement.result).toMatchObject({ unknown_seconds: 86_400 });
  });

  it("follow the members of a composed component, whose heads are the statement's too", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    const whole = await newComponent(scope, "Shop");
    await append(
      scope,
      [
        {
          componentId: whole,
          kind: "definition",
          source: { type: "definition", id: whole },
          definition: { rule: "all", of: [id] },
        },
        says(id, "operational", at(0)),
      ],
      at(0),
    );
    await append(scope, [says(id, "major_outage", at(50)), says(id, "operational", at(60))], at(61));
    const { statement } = await october(scope, whole);
    expect(statement.result).toMatchObject({ downtime_seconds: 36_000 });
    const closed = await closeStatement(scope, statement.id, later);
    expect(closed.heads.map(({ componentId, seq }) => [componentId, seq]).sort()).toEqual(
      [
        [id, 3],
        [whole, 1],
      ].sort(),
    );
    await correctLedger(
      scope,
      { component_id: id, from: at(50), to: at(60), state: "operational", reason: "x", dry_run: false },
      later,
    );
    expect(await reproduceStatement(scope, statement.id)).toMatchObject({ matches: true });
  });

  it("are split where an amendment begins inside the period", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(
      scope,
      [says(id, "operational", at(0)), says(id, "major_outage", at(50)), says(id, "operational", at(60))],
      at(61),
    );
    const { contract, statement } = await october(scope, id);
    const body = {
      effective_from: formatInstant(day(10)),
      terms: termsOf(id, promising("99.99")),
    };
    await amendContract(scope, { ...parseInput(amendmentInput, body), id: contract.id }, later);
    const view = await getStatement(scope, statement.id, later);
    expect(view.result?.segments).toMatchObject([
      { seconds: 864_000, breached: true },
      { seconds: 21 * 86_400, breached: false },
    ]);
    expect(view.termsVersion).toBe(2);
  });

  it("project a running period: used budget, burn rate, risk and likely credit", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(
      scope,
      [says(id, "operational", at(0)), says(id, "major_outage", at(10)), says(id, "operational", at(10.5))],
      at(11),
    );
    const now = day(3);
    const { contract } = await signed(scope, id, { startsAt: start, now });
    const [running] = await statementsOf(scope, contract.id, now);
    expect(running).toMatchObject({ status: "open", result: { breached: false, downtime_seconds: 1_800 } });
    // 1,800 s of 2,678.4 s allowed in October; three days would have allowed 259.2 s.
    expect(running?.projection).toEqual({
      elapsedSeconds: 3 * 86_400,
      budgetConsumed: "125/186",
      burnRate: "125/18",
      isAtRisk: true,
      likelyCreditMinor: 0,
    });
  });
});

describe("jobs", () => {
  const signal = new AbortController().signal;

  it("make the next period's statement when it begins, and open what a queued restatement asks for", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(scope, [says(id, "operational", at(0))], at(1));
    const { contract, statement } = await october(scope, id);
    const december = { now: day(62), signal, attempt: 1 };
    await handlers.statements?.({ organizationId: scope.organizationId }, december);
    await handlers.statements?.({ organizationId: scope.organizationId }, december);
    const months = (await statementsOf(scope, contract.id, day(62))).map(({ month }) => month);
    expect(months).toEqual(["2026-10", "2026-11", "2026-12"]);
    await closeStatement(scope, statement.id, later);
    await append(
      scope,
      [{ ...says(id, "major_outage", at(50)), kind: "revision", effectiveTo: at(60) }],
      later,
    );
    const pg = superuser();
    const [job] = await pg<{ payload: Record<string, string | number> }[]>`
      select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'restate' and payload ->> 'organizationId' = ${scope.organizationId}`;
    await pg.end();
    await handlers.restate?.(job?.payload ?? {}, { now: later, signal, attempt: 1 });
    const [, again] = await statementsOf(scope, contract.id, later);
    expect(again).toMatchObject({ restates: statement.id, result: { downtime_seconds: 36_000 } });
  });
});
