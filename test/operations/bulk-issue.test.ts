import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant, joinTransaction } from "@/db/client";
import { contactInput } from "@/lib/domain/contact";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs } from "@/lib/domain/time";
import { lockAccountingPeriod } from "@/lib/operations/accounting-periods";
import { closeInBulk } from "@/lib/operations/bulk-closing";
import { issueInBulk } from "@/lib/operations/bulk-issue";
import { createContact } from "@/lib/operations/contacts";
import { denyCredit, issueCredit, listCredits } from "@/lib/operations/credits";
import { advanceStatements } from "@/lib/operations/statement-work";
import { append, day, newComponent, newScope, says, start, superuser } from "./ledger-rig";
import { signMany } from "./many-contracts";

const sql = superuser();
afterAll(async () => {
  await sql.end();
  await closeDatabase();
});

const later = day(40);
const everything = { filter: {}, dry_run: false };

/** As many approved credits of 250 euros for one broken October, all of one customer. */
async function approved(count: number): Promise<{ scope: TenantScope; customerId: string }> {
  const scope = newScope();
  const id = await newComponent(scope);
  const down = start + 50 * hourMs;
  const words = [says(id, "major_outage", down), says(id, "operational", down + 10 * hourMs)];
  await append(scope, [says(id, "operational", start), ...words], down + 11 * hourMs);
  const customerId = await signMany(sql, scope, { count, components: [id], startsAt: start });
  await advanceStatements(scope, start + hourMs);
  expect(await closeInBulk(scope, everything, later)).toMatchObject({ done: count });
  return { scope, customerId };
}

const creditsOf = async (scope: TenantScope) =>
  (await listCredits(scope, { limit: 200 }, later)).items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const sequence = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const sequencesOf = async (scope: TenantScope) =>
  (await creditsOf(scope)).flatMap(({ memo }) => memo?.sequence ?? []);

describe("issuing many", () => {
  it("is previewed with totals per currency, and the preview takes no number", async () => {
    const { scope } = await approved(3);
    const preview = await issueInBulk(scope, { filter: {}, dry_run: true }, later);
    expect(preview).toMatchObject({ done: 3, totals: [{ currency: "EUR", count: 3, amountMinor: 75_000 }] });
    expect(await sequencesOf(scope)).toEqual([]);
    const report = await issueInBulk(scope, { ...everything, reason: "month end" }, later);
    expect(report.items.map(({ memoNumber }) => memoNumber)).toEqual(
      sequence(3).map((number) => `CN-2026-00000${number}`),
    );
    const credits = await creditsOf(scope);
    expect(credits.map(({ status, memo }) => [status, memo?.sequence])).toEqual([
      ["issued", 1],
      ["issued", 2],
      ["issued", 3],
    ]);
    expect(await issueInBulk(scope, everything, later)).toMatchObject({ done: 0, items: [] });
  });

  it("R4.8 what is refused holds up nobody and takes no number", async () => {
    const { scope } = await approved(3);
    const [first, second, third] = (await creditsOf(scope)).map(({ id }) => id);
    await denyCredit(scope, { id: second ?? "", reason: "agreed otherwise" }, later);
    const ids = [third, "crd_none", first, second].map(String);
    const report = await issueInBulk(scope, { ids, dry_run: false }, later);
    expect(
      Object.fromEntries(report.items.map((item) => [item.id, item.refusal?.code ?? item.memoNumber])),
    ).toEqual({
      [String(first)]: "CN-2026-000001",
      [String(third)]: "CN-2026-000002",
      [String(second)]: "conflict",
      crd_none: "not_found",
    });
  });

  it("R4.8 two bulks and single issues at once give every number once, without a gap", async () => {
    const { scope } = await approved(12);
    const [one, other] = (await creditsOf(scope)).map(({ id }) => id);
    const both = [issueInBulk(scope, everything, later), issueInBulk(scope, everything, later)];
    const single = [one, other].map((id) => issueCredit(scope, { id: id ?? "" }, later).catch(() => null));
    await Promise.all([...both, ...single]);
    expect((await sequencesOf(scope)).sort((a, b) => a - b)).toEqual(sequence(12));
  });

  it("R4.8 a transaction that is lost leaves no gap", async () => {
    const { scope } = await approved(4);
    await inTenant(scope, async (tx) => {
      await issueInBulk(joinTransaction(scope, tx), everything, later);
      throw new Error("the process dies before the commit");
    }).catch(() => null);
    expect(await sequencesOf(scope)).toEqual([]);
    await issueInBulk(scope, everything, later);
    expect(await sequencesOf(scope)).toEqual(sequence(4));
  });

  it("a day in a locked month is refused whole, in the preview already", async () => {
    const { scope } = await approved(2);
    await lockAccountingPeriod(scope, { month: "2026-10" }, later);
    for (const dry_run of [true, false])
      await expect(
        issueInBulk(scope, { filter: {}, dry_run, posting_date: "2026-10-20" }, later),
      ).rejects.toMatchObject({ code: "conflict", errors: [{ path: "posting_date" }] });
    expect(await sequencesOf(scope)).toEqual([]);
  });

  it("sends each memo to the contacts who listen to credits", async () => {
    const { scope, customerId } = await approved(3);
    const contact = contactInput.parse({
      name: "Payables",
      email: "ap@northwind.example",
      topics: ["credits"],
    });
    await createContact(scope, customerId, contact, later);
    await issueInBulk(scope, everything, later);
    const told = await sql`select n.slots->>'memo' as memo from notices n
      where n.organization_id = ${scope.organizationId} and n.template = 'credit_issued' order by 1`;
    expect(told.map(({ memo }) => memo)).toEqual(sequence(3).map((number) => `CN-2026-00000${number}`));
  });
});
