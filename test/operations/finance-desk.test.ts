import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant, joinTransaction } from "@/db/client";
import { memberScope } from "@/lib/auth/scope";
import { parseInput } from "@/lib/domain/complaint";
import { financeSettingsInput } from "@/lib/domain/finance-settings";
import { registerInput } from "@/lib/domain/register";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, hourMs } from "@/lib/domain/time";
import { noTotals, sumTotals } from "@/lib/domain/uptime";
import { listAccountingPeriods, lockAccountingPeriod } from "@/lib/operations/accounting-periods";
import { approveInBulk } from "@/lib/operations/bulk-approval";
import { closeInBulk } from "@/lib/operations/bulk-closing";
import { closeStatements } from "@/lib/operations/closing";
import { getCredit, issueCredit, listCredits, summarizeCredits, voidCredit } from "@/lib/operations/credits";
import { exportRegister } from "@/lib/operations/exports";
import { setFinanceSettings } from "@/lib/operations/finance-settings";
import { sendMonthlyReport } from "@/lib/operations/monthly-report";
import { readStatementSheet } from "@/lib/operations/statement-sheet";
import { dayTotals, readTimeline, uptimeFigures } from "@/lib/operations/timeline";
import { windowTotals } from "@/lib/operations/uptime";
import { csvOf } from "@/lib/render/csv";
import { signed, statementsOf, termsOf } from "./contract-rig";
import { append, day, newComponent, newScope, says, start, superuser } from "./ledger-rig";

afterAll(closeDatabase);

const at = (hours: number) => start + hours * hourMs;
const later = day(40);
const all = { limit: 200 };

/** A component with ten hours down in October. */
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

/** As many contracts over it, each with a broken October that is ready to close. */
async function manyContracts(count: number, changes: Record<string, unknown> = {}) {
  const { scope, id } = await troubled();
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { contract } = await signed(scope, id, { startsAt: start, now: later, ...changes });
    const [october] = await statementsOf(scope, contract.id, later);
    ids.push(october?.id ?? "");
  }
  return { scope, id, ids };
}

const closeAll = (scope: TenantScope, dry_run = false) => closeInBulk(scope, { filter: {}, dry_run }, later);

async function csv(scope: TenantScope, query: Record<string, string>, now = later) {
  const input = { ...registerInput.parse(query), format: "csv" as const };
  const register = await exportRegister(scope, input, now);
  let text = "";
  for await (const piece of csvOf(register.layout, register.lines)) text += piece;
  return text;
}

describe("closing many", () => {
  it("is previewed with totals per currency, and the preview changes nothing", async () => {
    const { scope, ids } = await manyContracts(3);
    const preview = await closeAll(scope, true);
    expect(preview).toMatchObject({
      done: 3,
      refused: 0,
      totals: [{ currency: "EUR", count: 3, amountMinor: 75_000 }],
    });
    expect((await listCredits(scope, all, later)).items).toEqual([]);
    const done = await closeAll(scope);
    expect(new Set(done.items.map(({ id }) => id))).toEqual(new Set(ids));
    expect((await listCredits(scope, all, later)).items).toHaveLength(3);
    expect(await closeAll(scope)).toMatchObject({ done: 0, items: [] });
  });

  it("R4.8 goes on where it broke off: a transaction lost at any batch leaves no gap and no double", async () => {
    const { scope, ids } = await manyContracts(6);
    for (const upTo of [1, 3, 5]) {
      await inTenant(scope, async (tx) => {
        await closeStatements(joinTransaction(scope, tx), ids.slice(0, upTo), later);
        throw new Error("the process dies before the commit");
      }).catch(() => null);
      expect((await listCredits(scope, all, later)).items).toHaveLength(upTo === 1 ? 0 : upTo - 2);
      await closeStatements(scope, ids.slice(0, upTo), later);
      expect((await listCredits(scope, all, later)).items).toHaveLength(upTo);
    }
    await closeAll(scope);
    const { items } = await listCredits(scope, all, later);
    expect(new Set(items.map(({ statementId }) => statementId))).toEqual(new Set(ids));
    const numbers: (string | undefined)[] = [];
    for (const { id } of items) numbers.push((await issueCredit(scope, { id }, later)).memo?.number);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6].map((number) => `CN-2026-00000${number}`));
  });

  it("two at once close each statement once", async () => {
    const { scope } = await manyContracts(8);
    const [a, b] = await Promise.all([closeAll(scope), closeAll(scope)]);
    expect((a?.done ?? 0) + (b?.done ?? 0)).toBe(8);
    expect((await listCredits(scope, all, later)).items).toHaveLength(8);
  });

  it("R5.2 is vouched for by one checkpoint", async () => {
    const { scope } = await manyContracts(2);
    await closeAll(scope);
    const pg = superuser();
    const [row] =
      await pg`select count(*)::int as made from checkpoints where organization_id = ${scope.organizationId}`;
    await pg.end();
    expect(row?.made).toBe(1);
  });
});

describe("approving many", () => {
  it("R4.9 notes a first yes above the limit and refuses the same member's second", async () => {
    const { scope } = await manyContracts(2);
    const limits = { timezone: "UTC", four_eyes: [{ currency: "EUR", amount_minor: 24_999 }] };
    await setFinanceSettings(scope, parseInput(financeSettingsInput, limits), later);
    await closeAll(scope);
    const anna = memberScope(scope.organizationId, "usr_anna", "finance");
    const ben = memberScope(scope.organizationId, "usr_ben", "owner");
    const ask = { filter: {}, dry_run: false, reason: "month end" };
    expect(await approveInBulk(anna, ask, later)).toMatchObject({ done: 2, refused: 0 });
    const again = await approveInBulk(anna, ask, later);
    expect(again.items.map(({ refusal }) => refusal?.code)).toEqual(["forbidden", "forbidden"]);
    expect(await approveInBulk(ben, { ...ask, dry_run: true }, later)).toMatchObject({ done: 2 });
    expect(await approveInBulk(ben, ask, later)).toMatchObject({
      done: 2,
      totals: [{ currency: "EUR", count: 2, amountMinor: 50_000 }],
    });
    const { items } = await listCredits(scope, { ...all, status: "approved" }, later);
    expect(items.map(({ approvals }) => approvals.map(({ by, note }) => [by, note]))).toEqual(
      items.map(() => [
        ["user:usr_anna", "month end"],
        ["user:usr_ben", "month end"],
      ]),
    );
  });
});

describe("totals", () => {
  it("are per currency, never across", async () => {
    const { scope, id } = await troubled();
    for (const currency of ["EUR", "JPY"])
      await signed(scope, id, { startsAt: start, now: later, fees: { currency, amount_minor: 10_000 } });
    await closeAll(scope);
    expect(await summarizeCredits(scope, all, later)).toEqual([
      { currency: "EUR", status: "approved", count: 1, amountMinor: 2_500 },
      { currency: "JPY", status: "approved", count: 1, amountMinor: 2_500 },
    ]);
  });
});

describe("the books", () => {
  it("a locked month takes no posting, its export stays byte for byte, new facts go to the open month", async () => {
    const { scope } = await manyContracts(2);
    await closeAll(scope);
    const [first, second] = (await listCredits(scope, all, later)).items;
    const november = later;
    await issueCredit(scope, { id: first?.id ?? "" }, november);
    await lockAccountingPeriod(scope, { month: "2026-11" }, november);
    const before = await csv(scope, { accounting_period: "2026-11" });
    expect(before.trim().split("\r\n")).toHaveLength(2);
    await voidCredit(scope, { id: first?.id ?? "", reason: "wrong customer" }, november + hourMs);
    const asked = { id: second?.id ?? "", posting_date: "2026-11-10" };
    await expect(issueCredit(scope, asked, november + hourMs)).rejects.toMatchObject({ code: "conflict" });
    const late = await issueCredit(scope, { id: second?.id ?? "" }, november + hourMs);
    expect(late.memo?.postingDate).toBe("2026-12-01");
    const voided = await getCredit(scope, first?.id ?? "", november + hourMs);
    expect(voided.reversal?.postingDate).toBe("2026-12-01");
    expect(await csv(scope, { accounting_period: "2026-11" }, november + 30 * dayMs)).toBe(before);
    const december = await csv(scope, { accounting_period: "2026-12" }, november + dayMs);
    expect(december.trim().split("\r\n")).toHaveLength(3);
    await expect(lockAccountingPeriod(scope, { month: "2026-11" }, november)).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await listAccountingPeriods(scope)).toMatchObject([{ month: "2026-11", lines: 1 }]);
  });

  it("refuse a month that has not begun, a day that lies ahead, and one before the period that is credited", async () => {
    const { scope } = await manyContracts(1);
    await closeAll(scope);
    const [credit] = (await listCredits(scope, all, later)).items;
    await expect(lockAccountingPeriod(scope, { month: "2027-01" }, later)).rejects.toMatchObject({
      code: "conflict",
    });
    const id = credit?.id ?? "";
    for (const posting_date of ["2026-12-31", "2026-09-30"])
      await expect(issueCredit(scope, { id, posting_date }, later)).rejects.toMatchObject({
        code: "conflict",
        errors: [{ path: "posting_date" }],
      });
    expect((await issueCredit(scope, { id, posting_date: "2026-10-31" }, later)).status).toBe("issued");
  });

  it("accrue what is granted and not booked yet", async () => {
    const claims = { required: true, deadline: { kind: "days_after_period_end", days: 30 } };
    const { scope } = await manyContracts(1, { claims });
    await closeAll(scope);
    const lines = (await csv(scope, { layout: "accrual" })).trim().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain("eligible");
    const expired = await csv(scope, { layout: "accrual" }, later + 60 * dayMs);
    expect(expired.trim().split("\r\n")).toHaveLength(1);
  });
});

describe("one figure", () => {
  it("R2 for a component and month is the same on timeline, day bars, window, statement, evidence and export", async () => {
    const { scope, id } = await troubled();
    await append(scope, [says(id, "partial_outage", at(300)), says(id, "operational", at(301.5))], at(302));
    const { contract } = await signed(scope, id, { startsAt: start, now: later });
    const [october] = await statementsOf(scope, contract.id, later);
    const window = { from: start, to: day(31) };
    const timeline = await readTimeline(scope, { component_id: id, ...window, basis: "worst" }, later);
    const [totals, days] = await inTenant(scope, async (tx) => [
      await windowTotals(tx, [id], "worst", window, later),
      await dayTotals(tx, [id], "worst", window.from, window.to, later),
    ]);
    const ofWindow = uptimeFigures(totals.get(id) ?? noTotals());
    const ofDays = uptimeFigures(sumTotals((days.get(id) ?? []).map(({ totalsMs }) => totalsMs)));
    const { view, evidence } = await readStatementSheet(scope, october?.id ?? "", later);
    await closeAll(scope);
    const [names = "", line = ""] = (await csv(scope, {})).split("\r\n");
    const column = (name: string) => line.split(",")[names.split(",").indexOf(name)];
    const downSeconds = 11.5 * 3_600;
    expect([
      [timeline.uptime.percent, timeline.uptime.downtimeMs / 1_000],
      [ofWindow.percent, ofWindow.downtimeMs / 1_000],
      [ofDays.percent, ofDays.downtimeMs / 1_000],
      [view.result?.uptime_percent, view.result?.downtime_seconds],
      [view.result?.uptime_percent, evidence.reduce((ms, row) => ms + row.countedMs, 0) / 1_000],
      [column("uptime_percent"), Number(column("downtime_seconds"))],
    ]).toEqual(Array.from({ length: 6 }, () => ["98.454301", downSeconds]));
  });
});

describe("the monthly report", () => {
  it("goes once to those the organization named, and says what was broken", async () => {
    const { scope } = await manyContracts(2);
    await closeAll(scope);
    expect(await sendMonthlyReport(scope, later)).toBeNull();
    const asked = { timezone: "UTC", report_to: ["cfo@acme.example"] };
    await setFinanceSettings(scope, parseInput(financeSettingsInput, asked), later);
    const inNovember = day(32);
    const id = await sendMonthlyReport(scope, inNovember);
    expect(id).toMatch(/^ntc_/);
    expect(await sendMonthlyReport(scope, inNovember + hourMs)).toBeNull();
    const pg = superuser();
    const [notice] = await pg`select slots from notices where id = ${id}`;
    await pg.end();
    expect(notice?.slots).toMatchObject({
      month: "2026-10",
      statements: 2,
      closed: 2,
      broken: 2,
      credits: [{ currency: "EUR", open: "EUR 500.00", booked: "EUR 0.00" }],
    });
  });
});

describe("the working of a statement", () => {
  it("can be repeated by hand: its lines lead from the seconds to the amount", async () => {
    const { scope, id } = await troubled();
    const terms = termsOf(id, { cap: { percent_of_fee: "20", absolute_minor: null } });
    const fees = { currency: "EUR", amount_minor: 100_000, tax_percent: "19" };
    const { contract } = await signed(scope, id, { startsAt: start, now: later, terms, fees });
    const [october] = await statementsOf(scope, contract.id, later);
    const { arithmetic, evidence } = await readStatementSheet(scope, october?.id ?? "", later);
    const value = (label: string) => arithmetic.find((line) => line.label === label)?.value;
    expect(
      [
        "Period",
        "Counted time",
        "Downtime",
        "Uptime",
        "Tier",
        "Credit, exact",
        "Cap",
        "Credit",
        "Tax",
        "Credit with tax",
      ].map(value),
    ).toEqual([
      "2,678,400\u00a0s",
      "2,678,400\u00a0s",
      "36,000\u00a0s",
      "98.655913\u00a0%",
      "T2: 25\u00a0%",
      "EUR 250.00",
      "EUR 200.00",
      "EUR 200.00",
      "EUR 38.00",
      "EUR 238.00",
    ]);
    expect(evidence.map(({ countedMs }) => countedMs)).toEqual([36_000_000]);
  });
});
