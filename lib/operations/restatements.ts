import type { TenantTx } from "@/db/client";
import { closedAfter, closedReaching, insertStatements, type StatementRow } from "@/db/queries/statement";
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
        id: newId("statement", Math.max(0, periodFrom)),
        revision: row.revision + 1,
        restates: row.id,
      };
    }),
  );
}

/** After a restatement's close: later closed statements into which it carries another amount are restated too. */
export async function restateFollowers(
  tx: TenantTx,
  { statement }: StatementContext,
  { result }: StatementFigures,
): Promise<void> {
  if (statement.restates === null) return;
  const carries = result.carried_forward_minor;
  const later = await closedAfter(tx, statement.commitmentId, statement.periodTo);
  const next = later[0];
  if (next && (next.inputs?.carriedInMinor ?? 0) !== carries) await openRestatements(tx, [next]);
}
