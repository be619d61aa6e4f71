import type { TenantTx } from "@/db/client";
import { findStatements } from "@/db/queries/statement";
import { projectionOf } from "@/lib/domain/statement-projection";
import { versionAt } from "@/lib/domain/statement-vector";
import type { Ms } from "@/lib/domain/time";
import type { ServiceFigures } from "@/lib/domain/told";
import { serviceFigures } from "@/lib/domain/warning";
import { contextsOf, type StatementContext } from "./statement-evidence";
import { computeStatements } from "./statement-figures";

/** Statements computed at once; the rest follow, so that a storm never holds all of its evidence in memory. */
const atOnce = 50;

/** Per statement the figures its customer is told, by the functions that the statement itself is made by. */
export async function figuresByStatement(
  tx: TenantTx,
  statementIds: readonly string[],
  tellsCredit: boolean,
  now: Ms,
): Promise<Map<string, ServiceFigures>> {
  const figures = new Map<string, ServiceFigures>();
  for (let from = 0; from < statementIds.length; from += atOnce) {
    const rows = await findStatements(tx, statementIds.slice(from, from + atOnce));
    const contexts = await contextsOf(tx, rows);
    const live = contexts.filter(({ statement }) => statement.closedAt === null);
    const attempts = await computeStatements(tx, live, now);
    const computed = new Map(
      live.map(({ statement }, index) => [statement.id, attempts[index]?.figures ?? null]),
    );
    for (const context of contexts) {
      const { statement } = context;
      const own = computed.get(statement.id) ?? null;
      const budgetConsumed = own ? projectionOf(own.evaluation, now).budgetConsumed : null;
      const result = statement.result ?? own?.result ?? null;
      figures.set(
        statement.id,
        serviceFigures({ ...promiseOf(context), result, budgetConsumed }, tellsCredit),
      );
    }
  }
  return figures;
}

function promiseOf({ statement, commitment, agreement }: StatementContext) {
  const version = versionAt(agreement.versions, statement.periodFrom);
  return {
    service: commitment.service,
    targetPercent: version.terms.target.percent,
    currency: version.fees.currency,
  };
}
