import { inTenant, type TenantTx } from "@/db/client";
import { componentNames } from "@/db/queries/component";
import { readSettings } from "@/db/queries/credit";
import { findCustomer } from "@/db/queries/customer";
import { findEntries } from "@/db/queries/ledger";
import { ownOrganization } from "@/db/queries/organization";
import { findStatement } from "@/db/queries/statement";
import { assert, notFound } from "@/lib/domain/errors";
import { type EvidenceRow, entryKey, evidenceRows } from "@/lib/domain/evidence";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { StatementView } from "@/lib/domain/statement";
import type { StatementSheet } from "@/lib/domain/statement-sheet";
import type { Ms } from "@/lib/domain/time";
import { arithmeticOf } from "@/lib/domain/working-arithmetic";
import { contextsOf, type StatementContext } from "./statement-evidence";
import { computeStatements, figuresIn, hashOf, recompute, type StatementFigures } from "./statement-figures";
import { readView, viewsOf } from "./statements";

/** Throws `not_found` for another tenant's statement as for none at all. */
export function readStatementSheet(scope: TenantScope, id: string, now: Ms): Promise<StatementSheet> {
  permit(scope, "finance");
  return inTenant(scope, (tx) => sheetOf(tx, id, now));
}

/** The same inside a transaction. */
export async function sheetOf(tx: TenantTx, id: string, now: Ms): Promise<StatementSheet> {
  const row = await findStatement(tx, id);
  if (!row) throw notFound("statement");
  const [view] = await viewsOf(tx, [row], now);
  const [context] = await contextsOf(tx, [row]);
  const customer = await findCustomer(tx, row.customerId);
  assert(view && context && customer, "a statement has its contract and its customer");
  const figures = await figuresNow(tx, context, view, now);
  const evidence = figures ? await evidenceOf(tx, figures) : [];
  const ids = [
    ...evidence.flatMap(({ componentIds }) => componentIds),
    ...view.heads.map(({ componentId }) => componentId),
  ];
  return {
    ...{ view, customer, evidence },
    organizationName: (await ownOrganization(tx))?.name ?? "",
    legal: (await readSettings(tx))?.legal ?? null,
    arithmetic: figures ? arithmeticOf(figures.vector, figures.evaluation, figures.inputs) : [],
    names: await componentNames(tx, [...new Set(ids)]),
    original: row.restates === null ? null : await readView(tx, row.restates, now),
    isReproduced: figures && row.resultHash !== null ? hashOf(figures.result) === row.resultHash : null,
    vector: figures?.vector ?? null,
  };
}

/** A closed statement from its stored heads, any other as it stands; null when it cannot be computed. */
async function figuresNow(
  tx: TenantTx,
  context: StatementContext,
  view: StatementView,
  now: Ms,
): Promise<StatementFigures | null> {
  if (context.statement.closedAt !== null) return recompute(tx, context);
  if (view.complaint !== null) return null;
  const [attempt] = await computeStatements(tx, [context], now);
  return figuresIn(attempt);
}

/** The appendix of figures: every stretch with the entries behind it. */
export async function evidenceOf(
  tx: TenantTx,
  { working, evaluation }: StatementFigures,
): Promise<EvidenceRow[]> {
  const refs = new Map(
    working.flatMap(({ entries }) => entries.map((ref) => [entryKey(ref.componentId, ref.seq), ref])),
  );
  const entries = await findEntries(tx, [...refs.values()]);
  const byKey = new Map(entries.map((entry) => [entryKey(entry.componentId, entry.seq), entry]));
  return evidenceRows(working, evaluation.standing.measured, byKey);
}
