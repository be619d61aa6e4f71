import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { listAuditEntries } from "@/db/queries/audit";
import { parseInput } from "@/lib/domain/complaint";
import { claimInput } from "@/lib/domain/credit";
import type { TenantScope } from "@/lib/domain/scope";
import { outcomeSentence } from "@/lib/domain/statement-words";
import { hourMs } from "@/lib/domain/time";
import { closeStatement } from "@/lib/operations/closing";
import { correctLedger } from "@/lib/operations/correction";
import { appealCredit, claimCredit } from "@/lib/operations/credit-claims";
import { approveCredit, denyCredit, getCredit, issueCredit } from "@/lib/operations/credits";
import { readStatementSheet } from "@/lib/operations/statement-sheet";
import { restate } from "@/lib/operations/statement-work";
import { signed, statementsOf, termsOf } from "./contract-rig";
import { append, day, newComponent, newScope, says, start } from "./ledger-rig";

afterAll(closeDatabase);

const at = (hours: number) => start + hours * hourMs;
const later = day(40);
const claimable = { claims: { required: true, deadline: { kind: "days_after_period_end", days: 5 } } };
/** Five days into November. */
const deadline = day(36);

/** A component that was down for ten hours of October. */
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

async function october(scope: TenantScope, contractId: string, revision = 0) {
  const all = await statementsOf(scope, contractId, later);
  return all.filter((each) => each.month === "2026-10" && each.revision === revision);
}

async function owed(changes: Record<string, unknown>) {
  const { scope, id } = await troubled();
  const { contract } = await signed(scope, id, { startsAt: start, now: later, ...changes });
  const [statement] = await october(scope, contract.id);
  const { creditId } = await closeStatement(scope, statement?.id ?? "", later);
  return { scope, id, contract, statementId: statement?.id ?? "", creditId: creditId ?? "" };
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Error) => error.message,
  );

const trail = (scope: TenantScope, objectId: string) =>
  inTenant(scope, (tx) => listAuditEntries(tx, { limit: 20, before: null }, { objectId }));

describe("a claim after its deadline", () => {
  it("is accepted by a logged decision, never by another date", async () => {
    const { scope, creditId } = await owed(claimable);
    expect((await getCredit(scope, creditId, later)).status).toBe("expired");
    const late = { id: creditId, filed_at: deadline };
    expect(await refusal(claimCredit(scope, late, later))).toContain("The deadline for claims was");
    const claimed = await claimCredit(scope, { ...late, accept_late: true, reason: "Post was late." }, later);
    expect(claimed).toMatchObject({ status: "claimed", claimedAt: deadline, claimDeadline: deadline });
    const row = (await trail(scope, creditId)).find(({ action }) => action === "credit.claim");
    expect(row).toMatchObject({
      before: { status: "expired" },
      after: { accepted_late: true, filed_at: deadline, reason: "Post was late." },
    });
    expect((await approveCredit(scope, { id: creditId }, later)).status).toBe("approved");
  });

  it("needs a reason to be accepted", () => {
    expect(() => parseInput(claimInput, { accept_late: true })).toThrow("must say why a late claim");
  });
});

describe("an appeal", () => {
  it("opens a denied credit again, with approvals of its own, and keeps the denial in the trail", async () => {
    const { scope, creditId } = await owed(claimable);
    await claimCredit(scope, { id: creditId, filed_at: deadline - 1 }, later);
    await denyCredit(scope, { id: creditId, reason: "No proof." }, later);
    const again = await appealCredit(scope, { id: creditId, reason: "Proof arrived." }, later);
    expect(again).toMatchObject({ status: "claimed", deniedReason: null, approvals: [] });
    await approveCredit(scope, { id: creditId }, later);
    expect((await issueCredit(scope, { id: creditId }, later)).status).toBe("issued");
    expect((await trail(scope, creditId)).map(({ action }) => action).sort()).toEqual([
      ...["credit.appeal", "credit.approve", "credit.assess", "credit.claim", "credit.deny", "credit.issue"],
    ]);
    expect(await refusal(appealCredit(scope, { id: creditId, reason: "Again." }, later))).toContain("issued");
  });

  it("is too late once the period was restated: that credit makes up for this one", async () => {
    const { scope, id, contract, creditId } = await owed({});
    await denyCredit(scope, { id: creditId, reason: "No proof." }, later);
    const change = { from: at(60), to: at(62), state: "major_outage", reason: "Seen in the logs." } as const;
    await correctLedger(scope, { ...change, component_id: id, dry_run: false }, later);
    await restate(scope, { componentIds: [id], from: at(40), to: at(70) });
    const [next] = await october(scope, contract.id, 1);
    const closed = await closeStatement(scope, next?.id ?? "", later);
    expect((await getCredit(scope, closed.creditId ?? "", later)).amountMinor).toBe(25_000);
    expect(await refusal(appealCredit(scope, { id: creditId, reason: "Proof." }, later))).toContain(
      "restated",
    );
  });
});

describe("where only the best of a contract's promises counts", () => {
  async function both() {
    const { scope, id } = await troubled();
    const commitment = (service: string) => ({
      ...{ service, window: { type: "calendar_month" }, terms: termsOf(id) },
      fees: { currency: "EUR", amount_minor: 100_000, tax_percent: "20" },
    });
    const commitments = [commitment("One"), commitment("Two")];
    const { contract } = await signed(scope, id, {
      ...{ startsAt: start, now: later, stacking: "best_only", commitments },
    });
    const [one, two] = await october(scope, contract.id);
    const first = await closeStatement(scope, one?.id ?? "", later);
    const second = await closeStatement(scope, two?.id ?? "", later);
    return { scope, first, second };
  }

  it("the other statement computes its own credit and says what became of it", async () => {
    const { scope, first, second } = await both();
    expect(first).toMatchObject({ takenMinor: 0, result: { credit_minor: 25_000 } });
    expect(second).toMatchObject({ takenMinor: 25_000, creditId: null, result: { credit_minor: 25_000 } });
    expect(outcomeSentence(first)).toContain("a credit of EUR 250.00 is due");
    expect(outcomeSentence(second)).toContain("another promise’s credit, which counts instead of EUR 250.00");
    const sheet = await readStatementSheet(scope, second.id, later);
    expect(sheet.isReproduced).toBe(true);
    expect(sheet.arithmetic.slice(-4).map(({ label, value }) => [label, value])).toEqual([
      ["Credited beside", "EUR 250.00"],
      ["Credit left", "EUR 0.00"],
      ["Tax", "EUR 0.00"],
      ["Credit with tax", "EUR 0.00"],
    ]);
  });

  it("an appeal is refused once the other promise was credited instead", async () => {
    const { scope, id } = await troubled();
    const commitment = (service: string) => ({
      ...{ service, window: { type: "calendar_month" }, terms: termsOf(id) },
      fees: { currency: "EUR", amount_minor: 100_000 },
    });
    const commitments = [commitment("One"), commitment("Two")];
    const more = { startsAt: start, now: later, stacking: "best_only", commitments };
    const { contract } = await signed(scope, id, more);
    const [one, two] = await october(scope, contract.id);
    const { creditId } = await closeStatement(scope, one?.id ?? "", later);
    await denyCredit(scope, { id: creditId ?? "", reason: "No proof." }, later);
    expect((await closeStatement(scope, two?.id ?? "", later)).creditId).not.toBeNull();
    const appeal = appealCredit(scope, { id: creditId ?? "", reason: "Proof." }, later);
    expect(await refusal(appeal)).toContain("only the best counts");
  });
});
