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
import { adjustmentOf } from "@/lib/domain/sla/settlement";
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
  const owed = await owedFor(tx, context, figures, before);
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

/** The period's credit as far as the contract's other commitments leave it, less what was issued for it already. */
async function owedFor(
  tx: TenantTx,
  { statement, contract }: StatementContext,
  { result, evaluation, vector, inputs }: StatementFigures,
  before: readonly CreditRow[],
): Promise<Owed | null> {
  const taken = contract.stacking === "best_only" ? await grantedInstead(tx, statement.id) : 0;
  const amountMinor = Math.max(0, result.credit_minor - taken);
  const rounding = evaluation.standing.terms.money_rounding;
  const taxMinor = taken === 0 ? result.tax_minor : taxOn(amountMinor, vector.fees.tax_percent, rounding);
  if (inputs.priorCreditMinor !== null)
    return adjustment({ amountMinor, taxMinor }, inputs.priorCreditMinor, contract.clawback, before);
  const nothing = amountMinor === 0 && result.credit_days === 0;
  return nothing ? null : { kind: "credit", amountMinor, taxMinor, creditDays: result.credit_days };
}

async function grantedInstead(tx: TenantTx, statementId: string): Promise<number> {
  const beside = grantedTo(await grantedBeside(tx, [statementId]), statementId);
  return beside.reduce((sum, amount) => sum + amount, 0);
}

/** Tax follows the difference of the taxes, so that the memos of a period sum to the tax of its last result. */
function adjustment(
  { amountMinor, taxMinor }: Pick<Owed, "amountMinor" | "taxMinor">,
  prior: number,
  clawback: "allowed" | "never",
  before: readonly CreditRow[],
): Owed | null {
  const change = adjustmentOf(amountMinor, { prior_credit_minor: prior, clawback });
  if (change.kind === "none") return null;
  return {
    kind: change.kind === "debit_memo" ? "adjustment_debit" : "adjustment_credit",
    amountMinor: change.amountMinor,
    taxMinor: taxMinor === null ? null : Math.abs(taxMinor - issuedOf(before).taxMinor),
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
