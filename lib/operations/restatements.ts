import type { TenantTx } from "@/db/client";
import {
  closedAfter,
  closedBeside,
  closedReaching,
  insertStatements,
  type StatementRow,
} from "@/db/queries/statement";
import type { Interval } from "@/lib/domain/time";
import { newId } from "./record";
import type { StatementContext } from "./statement-evidence";
import type { StatementFigures } from "./statement-figures";
import { emptyStatement } from "./statement-periods";

/**
 * Opens a restatement of each closed statement that rests on [from, to) of one of these components (RULES R4.4); one
 * that is being restated already is left alone. Answers the statements that are restated now.
 */
export async function restateTouched(
  tx: TenantTx,
  componentIds: readonly string[],
  touched: Interval,
): Promise<string[]> {
  const closed = await closedReaching(tx, componentIds, touched);
  await openRestatements(tx, closed);
  return closed.map(({ id }) => id);
}

/** Opens a restatement of each of these closed statements that has none. */
export async function openRestatements(tx: TenantTx, closed: readonly StatementRow[]): Promise<void> {
  await insertStatements(
    tx,
    closed.map((row): StatementRow => {
      const { contractId, commitmentId, customerId, period, periodFrom, periodTo, month, readyAt } = row;
      const { invoiceNumber, invoiceAmountMinor, invoiceDate } = row;
      return {
        ...emptyStatement,
        ...{ contractId, commitmentId, customerId, period, periodFrom, periodTo, month, readyAt },
        ...{ invoiceNumber, invoiceAmountMinor, invoiceDate },
        // Sorts right after the statement it restates.
        id: newId("statement", Math.max(0, periodFrom) + row.revision + 1),
        revision: row.revision + 1,
        restates: row.id,
      };
    }),
  );
}

/**
 * After a restatement's close: what was closed on its former figures is restated too - the next period, when another
 * amount carries over, and the commitments after it in the contract, when they share a limit with it. Only those after
 * it, so that two of them never restate each other for ever.
 */
export async function restateFollowers(
  tx: TenantTx,
  { statement, contract, commitment }: StatementContext,
  { result }: StatementFigures,
): Promise<void> {
  if (statement.restates === null) return;
  const [next] = await closedAfter(tx, commitment.id, statement.periodTo);
  if (next && (next.inputs?.carriedInMinor ?? 0) !== result.carried_forward_minor)
    await openRestatements(tx, [next]);
  const sharesLimit = contract.invoiceCap !== null || contract.stacking === "best_only";
  if (sharesLimit && result.adjustment?.amount_minor !== 0)
    await openRestatements(tx, await closedBeside(tx, statement, commitment.position));
}
