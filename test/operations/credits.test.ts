import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { listAuditEntries } from "@/db/queries/audit";
import { keyScope, memberScope } from "@/lib/auth/scope";
import { parseInput } from "@/lib/domain/complaint";
import { financeSettingsInput } from "@/lib/domain/finance-settings";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs } from "@/lib/domain/time";
import { listAuditLog } from "@/lib/operations/audit-log";
import { closeStatement } from "@/lib/operations/closing";
import { correctLedger } from "@/lib/operations/correction";
import {
  approveCredit,
  denyCredit,
  getCredit,
  issueCredit,
  listCredits,
  voidCredit,
} from "@/lib/operations/credits";
import { setFinanceSettings } from "@/lib/operations/finance-settings";
import { restate } from "@/lib/operations/statement-work";
import { signed, statementsOf, termsOf } from "./contract-rig";
import { append, day, newComponent, newScope, says, start } from "./ledger-rig";

afterAll(closeDatabase);

const settings = (body: unknown) => parseInput(financeSettingsInput, body);

const at = (hours: number) => start + hours * hourMs;
const later = day(40);

const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

/** An organization whose component was down for ten hours in October; each contract over it is owed 250 euros. */
async function troubled() {
  const scope = newScope();
  const id = await newComponent(scope);
  await append(
    scope,
    [says(id, "operational", at(0)), says(id, "major_outage", at(50)), says(id, "operational", at(60))],
    at(61),
  );
  return { scope, id };
}

async function owed(scope: TenantScope, id: string, changes: Record<string, unknown> = {}) {
  const { contract } = await signed(scope, id, { startsAt: start, now: later, ...changes });
  const [october] = await statementsOf(scope, contract.id, later);
  const closed = await closeStatement(scope, october?.id ?? "", later);
  return { contract, statement: closed, creditId: closed.creditId ?? "" };
}

describe("memo numbers", () => {
  it("R4.8 two issues at once give one number, and a failed issue leaves no gap", async () => {
    const { scope, id } = await troubled();
    const first = await owed(scope, id);
    const both = await Promise.all([
      code(issueCredit(scope, { id: first.creditId }, later)),
      code(issueCredit(scope, { id: first.creditId }, later)),
    ]);
    expect(both.sort()).toEqual(["conflict", "done"]);
    const others = [await owed(scope, id), await owed(scope, id), await owed(scope, id)];
    await Promise.all(others.map(({ creditId }) => issueCredit(scope, { id: creditId }, later)));
    const { items } = await listCredits(scope, { limit: 50, status: "issued" }, later);
    expect(items.map(({ memo }) => memo?.number).sort()).toEqual([
      "CN-2026-000001",
      "CN-2026-000002",
      "CN-2026-000003",
      "CN-2026-000004",
    ]);
  });

  it("R4.8 take their year from the organization's zone, which is fixed once one exists", async () => {
    const { scope, id } = await troubled();
    await setFinanceSettings(scope, settings({ timezone: "Pacific/Auckland" }), later);
    const { creditId } = await owed(scope, id);
    const newYearsEve = Date.UTC(2026, 11, 31, 12);
    const view = await issueCredit(scope, { id: creditId }, newYearsEve);
    expect(view.memo?.number).toBe("CN-2027-000001");
    const moved = settings({ timezone: "UTC" });
    expect(await code(setFinanceSettings(scope, moved, newYearsEve))).toBe("conflict");
    const limited = settings({
      timezone: "Pacific/Auckland",
      four_eyes: [{ currency: "EUR", amount_minor: 1 }],
    });
    expect(await code(setFinanceSettings(scope, limited, newYearsEve))).toBe("done");
  });
});

describe("approval", () => {
  it("R4.9 above the limit takes a second, different member; an API key is never the second", async () => {
    const { scope, id } = await troubled();
    await setFinanceSettings(
      scope,
      settings({ timezone: "UTC", four_eyes: [{ currency: "EUR", amount_minor: 24_999 }] }),
      later,
    );
    const { creditId } = await owed(scope, id);
    expect(await getCredit(scope, creditId, later)).toMatchObject({ status: "eligible" });
    expect(await code(issueCredit(scope, { id: creditId }, later))).toBe("conflict");
    const first = await approveCredit(scope, { id: creditId }, later);
    expect(first).toMatchObject({ status: "eligible", awaitsSecond: true });
    const key = keyScope(scope.organizationId, "key_1", ["finance"]);
    expect(await code(approveCredit(key, { id: creditId }, later))).toBe("forbidden");
    expect(await code(approveCredit(scope, { id: creditId }, later))).toBe("forbidden");
    const colleague = memberScope(scope.organizationId, "usr_2", "finance");
    expect(await approveCredit(colleague, { id: creditId }, later)).toMatchObject({ status: "approved" });
    expect(await code(issueCredit(key, { id: creditId }, later))).toBe("done");
  });

  it("is not given by rule when too much of the period is unknown; a person may give it", async () => {
    const { scope, id } = await troubled();
    await append(scope, [says(id, "unknown", at(200))], at(201));
    const { creditId, statement } = await owed(scope, id);
    expect(statement.result).toMatchObject({ data_sufficient: false, credit_minor: 25_000 });
    expect(await getCredit(scope, creditId, later)).toMatchObject({ status: "eligible" });
    expect(await code(issueCredit(scope, { id: creditId }, later))).toBe("conflict");
    expect(await approveCredit(scope, { id: creditId, reason: "logs read" }, later)).toMatchObject({
      status: "approved",
    });
  });

  it("writes every step with who and why, and a denied credit goes nowhere", async () => {
    const { scope, id } = await troubled();
    const { creditId } = await owed(scope, id);
    await denyCredit(scope, { id: creditId, reason: "unpaid invoices" }, later + 1);
    expect(await code(issueCredit(scope, { id: creditId }, later))).toBe("conflict");
    const rows = await inTenant(scope, (tx) =>
      listAuditEntries(tx, { limit: 20, before: null }, { objectId: creditId }),
    );
    expect(rows.map(({ action, actor }) => [action, actor])).toEqual([
      ["credit.deny", "user:usr_1"],
      ["credit.assess", "user:usr_1"],
    ]);
    expect(rows[0]?.after).toMatchObject({ status: "denied", reason: "unpaid invoices" });
    const admin = memberScope(scope.organizationId, "usr_4", "admin");
    const seen = await listAuditLog(admin, { limit: 20, object_id: creditId });
    expect(seen.items.map(({ action, before, after }) => [action, before, after])).toEqual([
      ["credit.deny", null, null],
      ["credit.assess", null, null],
    ]);
  });
});

describe("restatements", () => {
  const correct = (
    scope: TenantScope,
    id: string,
    from: number,
    to: number,
    state: "operational" | "major_outage",
  ) =>
    correctLedger(
      scope,
      { component_id: id, from, to, state, reason: "seen in the logs", dry_run: false },
      later,
    );
  const touched = (id: string) => ({ componentIds: [id], from: at(40), to: at(70) });

  it("R4.4 book the difference to what was issued, again and again", async () => {
    const { scope, id } = await troubled();
    const { contract, creditId } = await owed(scope, id, { clawback: "allowed" });
    await issueCredit(scope, { id: creditId }, later);
    await correct(scope, id, at(52), at(60), "operational");
    await restate(scope, touched(id));
    const second = (await statementsOf(scope, contract.id, later)).find(({ revision }) => revision === 1);
    const closed = await closeStatement(scope, second?.id ?? "", later);
    expect(closed.result?.adjustment).toEqual({ kind: "debit_memo", amount_minor: 15_000 });
    const debit = await getCredit(scope, closed.creditId ?? "", later);
    expect(debit).toMatchObject({ kind: "adjustment_debit", status: "eligible", amountMinor: 15_000 });
    await approveCredit(scope, { id: debit.id }, later);
    const issued = await issueCredit(scope, { id: debit.id }, later);
    expect(issued.memo?.number).toBe("DN-2026-000001");
    await correct(scope, id, at(40), at(70), "major_outage");
    await restate(scope, touched(id));
    const third = (await statementsOf(scope, contract.id, later)).find(({ revision }) => revision === 2);
    const again = await closeStatement(scope, third?.id ?? "", later);
    expect(again.result?.adjustment).toEqual({ kind: "credit_memo", amount_minor: 15_000 });
  });

  it("take the place of a credit that was not issued, and leave out one that was voided", async () => {
    const { scope, id } = await troubled();
    const kept = await owed(scope, id);
    const gone = await owed(scope, id);
    await issueCredit(scope, { id: gone.creditId }, later);
    await voidCredit(scope, { id: gone.creditId, reason: "wrong customer" }, later);
    await correct(scope, id, at(52), at(60), "operational");
    expect(await restate(scope, touched(id))).toHaveLength(2);
    for (const { contract } of [kept, gone]) {
      const next = (await statementsOf(scope, contract.id, later)).find(({ revision }) => revision === 1);
      const closed = await closeStatement(scope, next?.id ?? "", later);
      expect(closed.result?.adjustment).toEqual({ kind: "credit_memo", amount_minor: 10_000 });
    }
    expect((await getCredit(scope, kept.creditId, later)).status).toBe("superseded");
  });

  it("are shown by a correction's preview to whoever may see money, and to nobody else", async () => {
    const { scope, id } = await troubled();
    const { statement } = await owed(scope, id);
    const input = { component_id: id, from: at(52), to: at(60), state: "operational", reason: "x" } as const;
    const view = await correctLedger(scope, { ...input, dry_run: true }, later);
    expect(view.statements).toMatchObject([
      {
        statementId: statement.id,
        status: "closed",
        before: { credit_minor: 25_000 },
        after: { credit_minor: 10_000 },
      },
    ]);
    const responder = memberScope(scope.organizationId, "usr_3", "responder");
    expect((await correctLedger(responder, { ...input, dry_run: true }, later)).statements).toBeNull();
  });
});

describe("limits over a contract", () => {
  const twice = (id: string, changes: Record<string, unknown>) => {
    const commitment = (service: string) => ({
      service,
      window: { type: "calendar_month" },
      fees: { currency: "EUR", amount_minor: 100_000 },
      terms: termsOf(id),
    });
    return { ...changes, commitments: [commitment("One"), commitment("Two")] };
  };
  const closeBoth = async (scope: TenantScope, contractId: string) => {
    const october = (await statementsOf(scope, contractId, later)).filter(({ month }) => month === "2026-10");
    const amounts: number[] = [];
    for (const { id } of october) {
      const { creditId } = await closeStatement(scope, id, later);
      amounts.push(creditId === null ? 0 : (await getCredit(scope, creditId, later)).amountMinor);
    }
    return amounts;
  };

  it("best_only pays the best of commitments that cover one outage, cumulative all of them", async () => {
    const { scope, id } = await troubled();
    const best = await signed(scope, id, {
      startsAt: start,
      now: later,
      ...twice(id, { stacking: "best_only" }),
    });
    expect(await closeBoth(scope, best.contract.id)).toEqual([25_000, 0]);
    const all = await signed(scope, id, { startsAt: start, now: later, ...twice(id, {}) });
    expect(await closeBoth(scope, all.contract.id)).toEqual([25_000, 25_000]);
  });

  it("an invoice cap holds over all commitments of the period", async () => {
    const { scope, id } = await troubled();
    const cap = { invoice_cap: { percent_of_fee: "15" } };
    const { contract } = await signed(scope, id, { startsAt: start, now: later, ...twice(id, cap) });
    expect(await closeBoth(scope, contract.id)).toEqual([25_000, 5_000]);
  });
});
