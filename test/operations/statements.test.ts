import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import { parseInput } from "@/lib/domain/complaint";
import { evaluate } from "@/lib/domain/sla/evaluate";
import { presentEvaluation } from "@/lib/domain/sla/result";
import { vectorSchema } from "@/lib/domain/sla/vector";
import { formatInstant, hourMs } from "@/lib/domain/time";
import { closeStatement, closeStatements } from "@/lib/operations/closing";
import { correctLedger } from "@/lib/operations/correction";
import { restate } from "@/lib/operations/statement-work";
import { exportVector, getStatement, reproduceStatement, setInvoice } from "@/lib/operations/statements";
import { readTimeline } from "@/lib/operations/timeline";
import { signed, statementsOf, termsOf } from "./contract-rig";
import { append, day, newComponent, newScope, says, start, superuser } from "./ledger-rig";

afterAll(closeDatabase);

const at = (hours: number) => start + hours * hourMs;
const november = day(31);
const later = day(40);

/** October 2026 with ten hours down on its third day, under a contract since October 1st. */
async function breached(changes: Record<string, unknown> = {}) {
  const scope = newScope();
  const id = await newComponent(scope);
  await append(
    scope,
    [says(id, "operational", at(0)), says(id, "major_outage", at(50)), says(id, "operational", at(60))],
    at(61),
  );
  const { contract } = await signed(scope, id, { startsAt: start, now: later, ...changes });
  const [october] = await statementsOf(scope, contract.id, later);
  if (!october) throw new Error("October has a statement");
  return { scope, id, contract, october };
}

/** Every date of a vector as the text a client would send. */
function written(value: unknown, key = ""): unknown {
  const isInstant =
    /^(from|to|starts_at|ends_at|announced_at|planned_from|planned_to|effective_from|claim_filed_at)$/;
  if (typeof value === "number" && isInstant.test(key)) return formatInstant(value);
  if (Array.isArray(value)) return value.map((each) => written(each));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, written(each, name)]));
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

describe("statements", () => {
  it("exist for every period begun since the contract's start, each with its status", async () => {
    const { scope, contract } = await breached();
    const all = await statementsOf(scope, contract.id, later);
    expect(all.map(({ month, status }) => [month, status])).toEqual([
      ["2026-10", "ready"],
      ["2026-11", "open"],
    ]);
    const settling = await statementsOf(scope, contract.id, november + hourMs);
    expect(settling[0]?.status).toBe("settling");
  });

  it("R4.1 compute from the ledger what evaluate computes from the exported rows, and the timeline's downtime", async () => {
    const { scope, id, october } = await breached();
    const vector = await exportVector(scope, october.id, later);
    const parsed = parseInput(vectorSchema, JSON.parse(JSON.stringify(written(vector))));
    expect(presentEvaluation(evaluate(parsed))).toEqual(october.result);
    expect(october.result).toMatchObject({
      breached: true,
      tier: "T2",
      downtime_seconds: 36_000,
      credit_minor: 25_000,
    });
    const view = await readTimeline(
      scope,
      { component_id: id, from: start, to: november, basis: "worst" },
      later,
    );
    expect(view.uptime.downtimeMs / 1_000).toBe(october.result?.downtime_seconds);
    expect(view.uptime.percent).toBe(october.result?.uptime_percent);
  });

  it("show the working: each stretch, why it counts, and the entries behind it", async () => {
    const { id, october } = await breached();
    expect(october.working).toEqual([
      {
        from: at(50),
        to: at(60),
        kind: "downtime",
        reason: "Outage.",
        factor: "1/1",
        isUnknown: false,
        entries: [{ componentId: id, seq: 2 }],
      },
    ]);
  });

  it("excuse a corrected cause and say so", async () => {
    const { scope, id, october } = await breached();
    const correction = { component_id: id, from: at(50), to: at(55), cause: "force_majeure" as const };
    await correctLedger(scope, { ...correction, reason: "flood", dry_run: false }, later);
    const view = await getStatement(scope, october.id, later);
    expect(view.result).toMatchObject({ excluded_seconds: 18_000, downtime_seconds: 18_000, tier: "T1" });
    expect(view.working.map(({ kind }) => kind)).toEqual(["excluded", "downtime"]);
  });

  it("R4.8 close once: of two closes at once one is a conflict", async () => {
    const { scope, october } = await breached();
    const both = await Promise.all([
      code(closeStatement(scope, october.id, later)),
      code(closeStatement(scope, october.id, later)),
    ]);
    expect(both.sort()).toEqual(["conflict", "done"]);
    const closed = await getStatement(scope, october.id, later + hourMs);
    expect(closed).toMatchObject({ status: "closed", knownAt: later, result: october.result });
    expect(closed.heads).toEqual([
      { chain: "ledger", componentId: expect.any(String), seq: 3, hash: expect.any(String) },
    ]);
    expect(closed.creditId).not.toBeNull();
  });

  it("refuse to close while the period runs, while it settles, and out of order", async () => {
    const { scope, contract, october } = await breached();
    const [, running] = await statementsOf(scope, contract.id, later);
    expect(await code(closeStatement(scope, running?.id ?? "", later))).toBe("conflict");
    expect(await code(closeStatement(scope, october.id, november + hourMs))).toBe("conflict");
    expect(await code(closeStatement(scope, running?.id ?? "", day(100)))).toBe("conflict");
  });

  it("close many at once, earlier periods first; what is refused holds up nobody, and a repeat goes on", async () => {
    const { scope, id, october } = await breached();
    const second = await signed(scope, id, { startsAt: start, now: later });
    const now = day(70);
    const [first, next] = await statementsOf(scope, second.contract.id, now);
    const ids = [next?.id, october.id, first?.id, "stm_none"].map(String);
    const outcomes = await closeStatements(scope, ids, now);
    const said = outcomes.map(({ id: each, refusal }) => [each, refusal?.code ?? null]);
    expect(new Map(said as [string, string | null][])).toEqual(
      new Map([
        [first?.id, null],
        [october.id, null],
        [next?.id, null],
        ["stm_none", "not_found"],
      ]),
    );
    const again = await closeStatements(scope, ids, now);
    expect(again.map(({ refusal }) => refusal?.code)).toEqual([
      "conflict",
      "conflict",
      "conflict",
      "not_found",
    ]);
  });

  it("R4.4 cannot close while a run that goes on would change the result", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    const late = november - hourMs;
    await append(scope, [says(id, "operational", at(0)), says(id, "major_outage", late)], late);
    const min_outage = { seconds: 86_400 * 30, op: ">=", mode: "threshold", scope: "full_outage" };
    const terms = termsOf(id, { min_outage });
    const { contract } = await signed(scope, id, { startsAt: start, now: later, terms });
    const [october] = await statementsOf(scope, contract.id, later);
    await expect(closeStatement(scope, october?.id ?? "", later)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("open still"),
    });
    await append(scope, [says(id, "operational", later)], later);
    const closed = await closeStatement(scope, october?.id ?? "", later + 1);
    expect(closed.result).toMatchObject({ breached: false, downtime_seconds: 0 });
    expect(closed.working).toMatchObject([{ kind: "not_counted" }]);
  });

  it("stay as closed: reproducible from their heads after later entries, and locked in the database", async () => {
    const { scope, id, october } = await breached();
    const closed = await closeStatement(scope, october.id, later);
    await correctLedger(
      scope,
      { component_id: id, from: at(50), to: at(60), state: "operational", reason: "wrong", dry_run: false },
      later + hourMs,
    );
    expect(await getStatement(scope, october.id, later + hourMs)).toMatchObject({ result: closed.result });
    const again = await reproduceStatement(scope, october.id);
    expect(again).toEqual({ result: closed.result, hash: closed.resultHash, matches: true });
    const pg = superuser();
    await expect(pg`update statements set result = null where id = ${october.id}`).rejects.toMatchObject({
      code: "23001",
    });
    await expect(pg`delete from statements where id = ${october.id}`).rejects.toMatchObject({
      code: "23001",
    });
    await pg.end();
  });

  it("R4.4 a later correction asks for a restatement, whose memo is the difference", async () => {
    const { scope, id, contract, october } = await breached();
    await closeStatement(scope, october.id, later);
    const now = later + hourMs;
    await correctLedger(
      scope,
      { component_id: id, from: at(52), to: at(60), state: "operational", reason: "wrong", dry_run: false },
      now,
    );
    const pg = superuser();
    const jobs = await pg<
      { payload: { components: string; from: number; to: number } }[]
    >`select payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'restate' and payload ->> 'organizationId' = ${scope.organizationId}`;
    await pg.end();
    expect(jobs).toHaveLength(1);
    const payload = jobs[0]?.payload ?? { components: "", from: 0, to: 0 };
    const asked = { ...payload, componentIds: payload.components.split(" ") };
    expect(await restate(scope, asked)).toEqual([october.id]);
    expect(await restate(scope, asked)).toEqual([]);
    const all = await statementsOf(scope, contract.id, now);
    const restatement = all.find(({ restates }) => restates === october.id);
    expect(restatement).toMatchObject({ status: "ready", revision: 1 });
    expect((await getStatement(scope, october.id, now)).supersededBy).toBe(restatement?.id);
    const closed = await closeStatement(scope, restatement?.id ?? "", now);
    // Nothing was issued yet, so the whole new credit takes the old one's place.
    expect(closed.result).toMatchObject({
      credit_minor: 10_000,
      adjustment: { kind: "credit_memo", amount_minor: 10_000 },
    });
  });

  it("take the invoice's amount as the fee until they are closed", async () => {
    const { scope, october } = await breached();
    const invoice = { id: october.id, number: "2026-10-17", amount_minor: 40_000, date: "2026-10-31" };
    const view = await setInvoice(scope, invoice, later);
    expect(view.result?.credit_minor).toBe(10_000);
    await closeStatement(scope, october.id, later);
    expect(await code(setInvoice(scope, invoice, later))).toBe("conflict");
  });

  it("are nobody's without the finance grant, and not found in another organization", async () => {
    const { scope, october } = await breached();
    const responder = { ...scope, grants: new Set(["read", "write", "admin"]) } as typeof scope;
    expect(() => getStatement(responder, october.id, later)).toThrow(/finance/);
    expect(await code(getStatement(newScope(), october.id, later))).toBe("not_found");
    expect(await code(closeStatement(newScope(), october.id, later))).toBe("not_found");
  });
});
