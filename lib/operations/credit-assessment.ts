import type { TenantTx } from "@/db/client";
import {
  type CreditRow,
  insertCredit,
  lockPeriodCredits,
  readSettings,
  updateCredit,
} from "@/db/queries/credit";
import { grantedBeside } from "@/db/queries/statement";
import { type CreditKind, needsFourEyes } from "@/lib/domain/credit";
import type { TenantScope } from "@/lib/domain/scope";
import { taxOn } from "@/lib/domain/sla/tax";
import { issuedOf } from "@/lib/domain/statement-input";
import type { Ms } from "@/lib/domain/time";
import { audit, newId } from "./record";
import type { StatementContext } from "./statement-evidence";
import { grantedTo, type StatementFigures } from "./statement-figures";

type Owed = { kind: CreditKind; amountMinor: number; taxMinor: number | null; creditDays: number };

/**
 * The credit that a closed statement leads to, or none; answers its id. A restatement's takes the place of what was
 * not issued yet, and is only the difference to what was.
 */
export async function assessCredit(
  tx: TenantTx,
  scope: TenantScope,
  context: StatementContext,
  figures: StatementFigures,
  now: Ms,
): Promise<string | null> {
  const { statement } = context;
  const before = statement.revision === 0 ? [] : await lockPeriodCredits(tx, statement);
  await supersede(tx, scope, before, statement.id, now);
  const owed =
    statement.revision === 0 ? await firstCredit(tx, context, figures) : adjustment(figures, before);
  if (owed === null) return null;
  const row = await creditRow(tx, context, figures, owed, now);
  await insertCredit(tx, row);
  const act = { action: "credit.assess", objectType: "credit", objectId: row.id };
  const { kind, status, currency, amountMinor } = row;
  const facts = { kind, status, currency, amount_minor: amountMinor, statement: statement.id };
  await audit(tx, scope, { ...act, before: null, after: facts }, now);
  return row.id;
}

const unissued: ReadonlySet<CreditRow["status"]> = new Set(["eligible", "claimed", "approved"]);

async function supersede(
  tx: TenantTx,
  scope: TenantScope,
  credits: readonly CreditRow[],
  by: string,
  now: Ms,
): Promise<void> {
  for (const credit of credits.filter(({ status }) => unissued.has(status))) {
    await updateCredit(tx, credit, { status: "superseded" }, now);
    const act = { action: "credit.supersede", objectType: "credit", objectId: credit.id };
    await audit(
      tx,
      scope,
      { ...act, before: { status: credit.status }, after: { status: "superseded", by } },
      now,
    );
  }
}

async function firstCredit(
  tx: TenantTx,
  { statement, contract }: StatementContext,
  { result, evaluation, vector }: StatementFigures,
): Promise<Owed | null> {
  const taken =
    contract.stacking === "best_only" ? grantedTo(await grantedBeside(tx, [statement.id]), statement.id) : [];
  const amountMinor = Math.max(0, result.credit_minor - taken.reduce((sum, amount) => sum + amount, 0));
  if (amountMinor === 0 && result.credit_days === 0) return null;
  const isWhole = amountMinor === result.credit_minor;
  const rounding = evaluation.standing.terms.money_rounding;
  const taxMinor = isWhole ? result.tax_minor : taxOn(amountMinor, vector.fees.tax_percent, rounding);
  return { kind: "credit", amountMinor, taxMinor, creditDays: result.credit_days };
}

/** Tax follows the difference of the taxes, so that the memos of a period sum to the tax of its last result. */
function adjustment({ result }: StatementFigures, before: readonly CreditRow[]): Owed | null {
  const { adjustment: change } = result;
  if (change === null || change.kind === "none") return null;
  const prior = issuedOf(before).taxMinor;
  return {
    kind: change.kind === "debit_memo" ? "adjustment_debit" : "adjustment_credit",
    amountMinor: change.amount_minor,
    taxMinor: result.tax_minor === null ? null : Math.abs(result.tax_minor - prior),
    creditDays: 0,
  };
}

async function creditRow(
  tx: TenantTx,
  { statement, agreement }: StatementContext,
  { result, evaluation, vector, inputs }: StatementFigures,
  { kind, amountMinor, taxMinor, creditDays }: Owed,
  now: Ms,
): Promise<CreditRow> {
  const { currency } = vector.fees;
  const claimRequired = agreement.claims.required && kind !== "adjustment_debit";
  const isTimely = evaluation.claim.status === "timely";
  const limits = (await readSettings(tx))?.fourEyes ?? [];
  const byRule = !claimRequired && kind === "credit" && result.data_sufficient;
  const approved = byRule && !needsFourEyes({ currency, amountMinor }, limits);
  return {
    id: newId("credit", now),
    statementId: statement.id,
    commitmentId: statement.commitmentId,
    contractId: statement.contractId,
    customerId: statement.customerId,
    kind,
    status: approved ? "approved" : claimRequired && isTimely ? "claimed" : "eligible",
    currency,
    amountMinor,
    taxMinor,
    grossMinor: taxMinor === null ? null : amountMinor + taxMinor,
    creditDays,
    dataSufficient: result.data_sufficient,
    claimRequired,
    claimDeadline: claimRequired ? evaluation.claim.deadline : null,
    claimedAt: isTimely ? inputs.claimFiledAt : null,
    evidence: null,
    approvals: approved
      ? [{ by: "rule", at: now, note: "Credited without a claim, as the contract says." }]
      : [],
    approvedAt: approved ? now : null,
    deniedReason: null,
    memoId: null,
    issuedAt: null,
    appliedMinor: 0,
    appliedInvoice: null,
    settledAt: null,
    reversalMemoId: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}
