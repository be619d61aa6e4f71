import type { TenantTx } from "@/db/client";
import {
  type CreditRow,
  insertCredits,
  lockPeriodCredits,
  readSettings,
  updateCredit,
} from "@/db/queries/credit";
import { type CreditKind, needsFourEyes } from "@/lib/domain/credit";
import type { FourEyesLimit } from "@/lib/domain/finance-settings";
import type { TenantScope } from "@/lib/domain/scope";
import { adjustmentOf } from "@/lib/domain/sla/settlement";
import { taxOn } from "@/lib/domain/sla/tax";
import { owedMinor } from "@/lib/domain/statement";
import { issuedOf } from "@/lib/domain/statement-input";
import type { Ms } from "@/lib/domain/time";
import { type Act, audit, auditAll, newId } from "./record";
import type { StatementContext } from "./statement-evidence";
import type { StatementFigures } from "./statement-figures";

type Owed = { kind: CreditKind; amountMinor: number; taxMinor: number | null; creditDays: number };

/** A statement that is being closed, with its figures. */
export type Closing = { context: StatementContext; figures: StatementFigures };

/**
 * The credits that closed statements lead to, per statement; one that leads to none is left out. A restatement's takes
 * the place of what was not issued yet, and is only the difference to what was.
 */
export async function assessCredits(
  tx: TenantTx,
  scope: TenantScope,
  closings: readonly Closing[],
  now: Ms,
): Promise<Map<string, string>> {
  const limits = (await readSettings(tx))?.fourEyes ?? [];
  const rows: CreditRow[] = [];
  for (const { context, figures } of closings) {
    const { statement } = context;
    const before = statement.revision === 0 ? [] : await lockPeriodCredits(tx, statement);
    await supersede(tx, scope, before, statement.id, now);
    const owed = owedFor(context, figures, before);
    if (owed !== null) rows.push(creditRow(context, figures, owed, limits, now));
  }
  await insertCredits(tx, rows);
  await auditAll(tx, scope, rows.map(assessmentOf), now);
  return new Map(rows.map(({ statementId, id }) => [statementId, id]));
}

function assessmentOf({ id, kind, status, currency, amountMinor, statementId }: CreditRow): Act {
  const facts = { kind, status, currency, amount_minor: amountMinor, statement: statementId };
  return { action: "credit.assess", objectType: "credit", objectId: id, before: null, after: facts };
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
function owedFor(
  { contract }: StatementContext,
  { result, evaluation, vector, inputs }: StatementFigures,
  before: readonly CreditRow[],
): Owed | null {
  const amountMinor = owedMinor(result, inputs.takenMinor ?? null);
  const taxMinor = taxOn(amountMinor, vector.fees.tax_percent, evaluation.standing.terms.money_rounding);
  if (inputs.priorCreditMinor !== null)
    return adjustment({ amountMinor, taxMinor }, inputs.priorCreditMinor, contract.clawback, before);
  const nothing = amountMinor === 0 && result.credit_days === 0;
  return nothing ? null : { kind: "credit", amountMinor, taxMinor, creditDays: result.credit_days };
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

function creditRow(
  { statement, agreement }: StatementContext,
  { result, evaluation, vector, inputs }: StatementFigures,
  { kind, amountMinor, taxMinor, creditDays }: Owed,
  limits: readonly FourEyesLimit[],
  now: Ms,
): CreditRow {
  const { currency } = vector.fees;
  const claimRequired = agreement.claims.required && kind !== "adjustment_debit";
  const isTimely = evaluation.claim.status === "timely";
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
