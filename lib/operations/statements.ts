import { inTenant, type TenantTx } from "@/db/client";
import { creditsOf, creditTitles } from "@/db/queries/credit";
import { findCustomers } from "@/db/queries/customer";
import { commitmentsNamed } from "@/db/queries/finance-search";
import {
  findStatement,
  listStatements as listRows,
  lockStatement,
  restatementsOf,
  type StatementRow,
  updateStatement,
} from "@/db/queries/statement";
import { spokenMonth } from "@/lib/domain/calendar-text";
import type { InvoiceInput } from "@/lib/domain/credit";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, assert, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { SlaResult } from "@/lib/domain/sla/result";
import type { Vector } from "@/lib/domain/sla/vector";
import {
  engineVersion,
  type StatementListInput,
  type StatementView,
  statementStatus,
} from "@/lib/domain/statement";
import { projectionOf } from "@/lib/domain/statement-projection";
import { versionAt } from "@/lib/domain/statement-vector";
import type { Ms } from "@/lib/domain/time";
import { audit } from "./record";
import { contextsOf, type StatementContext } from "./statement-evidence";
import { type Attempt, computeStatements, figuresIn, hashOf, recompute } from "./statement-figures";

/** Latest period first. What is not closed is computed now, all of a page together. */
export function listStatements(
  scope: TenantScope,
  input: StatementListInput,
  now: Ms,
): Promise<Page<StatementView>> {
  permit(scope, "finance");
  const { period, customer_id: customerId, contract_id: contractId, status } = input;
  const after = input.cursor === undefined ? null : placeOf(input.cursor);
  return inTenant(scope, async (tx) => {
    const commitmentIds = input.q ? await commitmentsNamed(tx, input.q) : undefined;
    const filter = { period, customerId, contractId, status, commitmentIds };
    const rows = await listRows(tx, { limit: input.limit, after }, filter, now);
    const page = pageOf(rows, input.limit, (row) => [row.periodFrom, row.id]);
    return { ...page, items: await viewsOf(tx, page.items, now) };
  });
}

function placeOf(cursor: string): { periodFrom: Ms; id: string } {
  const [periodFrom, id] = decodeCursor(cursor, ["number", "string"]);
  return { periodFrom: Number(periodFrom), id: String(id) };
}

/** Throws `not_found` for another tenant's statement as for none at all. */
export function getStatement(scope: TenantScope, id: string, now: Ms): Promise<StatementView> {
  permit(scope, "finance");
  return inTenant(scope, (tx) => readView(tx, id, now));
}

/** One statement as people see it. */
export async function readView(tx: TenantTx, id: string, now: Ms): Promise<StatementView> {
  const row = await findStatement(tx, id);
  if (!row) throw notFound("statement");
  const [view] = await viewsOf(tx, [row], now);
  assert(view, "one statement has one view");
  return view;
}

/** The vector that `POST /sla/evaluate` computes to the statement's result (RULES R4.1). */
export function exportVector(scope: TenantScope, id: string, now: Ms): Promise<Vector> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const row = await findStatement(tx, id);
    if (!row) throw notFound("statement");
    const [context] = await contextsOf(tx, [row]);
    assert(context, "one statement has one context");
    if (row.closedAt !== null) return (await recompute(tx, context)).vector;
    const [attempt] = await computeStatements(tx, [context], now);
    return figuresIn(attempt).vector;
  });
}

/** A closed statement computed again from its stored heads, whatever was recorded since. */
export function reproduceStatement(
  scope: TenantScope,
  id: string,
): Promise<{ result: SlaResult; hash: string; matches: boolean }> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const row = await findStatement(tx, id);
    if (!row) throw notFound("statement");
    const [context] = await contextsOf(tx, [row]);
    assert(context, "one statement has one context");
    const { result } = await recompute(tx, context);
    const hash = hashOf(result);
    return { result, hash, matches: hash === row.resultHash };
  });
}

/** Notes the invoice that the period was billed with; its amount, where given, is the fee. Only before the close. */
export function setInvoice(
  scope: TenantScope,
  input: InvoiceInput & { id: string },
  now: Ms,
): Promise<StatementView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const row = await lockStatement(tx, input.id);
    if (!row) throw notFound("statement");
    if (row.closedAt !== null) throw new AppError("conflict", "A closed statement keeps its invoice.");
    const invoice = {
      invoiceNumber: input.number,
      invoiceAmountMinor: input.amount_minor ?? null,
      invoiceDate: input.date,
    };
    await updateStatement(tx, row.id, invoice);
    const act = { action: "statement.invoice", objectType: "statement", objectId: row.id };
    const { invoiceNumber, invoiceAmountMinor, invoiceDate } = row;
    const before = { number: invoiceNumber, amount_minor: invoiceAmountMinor, date: invoiceDate };
    const { id, ...after } = input;
    await audit(tx, scope, { ...act, before, after }, now);
    return readView(tx, row.id, now);
  });
}

/** "Zeta Bank, Checkout, July 2026": what people call these statements, by id. */
export function readTitles(scope: TenantScope, ids: readonly string[]): Promise<Map<string, string>> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const titles = await creditTitles(tx, ids);
    return new Map(
      titles.map(({ statementId, customerName, service, month }) => [
        statementId,
        `${customerName}, ${service}, ${spokenMonth(month)}`,
      ]),
    );
  });
}

/** Statements as people see them: what is closed as it was booked, the rest computed now. */
export async function viewsOf(
  tx: TenantTx,
  rows: readonly StatementRow[],
  now: Ms,
): Promise<StatementView[]> {
  const ids = rows.map(({ id }) => id);
  const [contexts, restated, credits, customers] = [
    await contextsOf(tx, rows),
    await restatementsOf(tx, ids),
    await creditsOf(tx, ids),
    await findCustomers(tx, [...new Set(rows.map(({ customerId }) => customerId))]),
  ];
  const names = new Map(customers.map(({ id, name }) => [id, name]));
  const live = contexts.filter(({ statement }) => statement.closedAt === null);
  const attempts = await computeStatements(tx, live, now);
  const byId = new Map(live.map(({ statement }, index) => [statement.id, attempts[index]]));
  return contexts.map((context) => {
    const { id } = context.statement;
    const links = { supersededBy: restated.get(id) ?? null, creditId: credits.get(id) ?? null };
    const customerName = names.get(context.statement.customerId) ?? "";
    const figures = figuresShown(context.statement, byId.get(id), now);
    return { ...frame(context, now), customerName, ...figures, ...links };
  });
}

function frame({ statement, contract, commitment, agreement, versions }: StatementContext, now: Ms) {
  const { invoiceNumber: number, invoiceAmountMinor: amountMinor, invoiceDate: date } = statement;
  return {
    id: statement.id,
    contractId: statement.contractId,
    commitmentId: statement.commitmentId,
    customerId: statement.customerId,
    contractName: contract.name,
    service: commitment.service,
    timezone: contract.timezone,
    targetPercent: versions.at(-1)?.terms.target.percent ?? "",
    period: { from: statement.periodFrom, to: statement.periodTo },
    month: statement.month,
    status: statementStatus(statement, now),
    revision: statement.revision,
    restates: statement.restates,
    readyAt: statement.readyAt,
    closedAt: statement.closedAt,
    closedBy: statement.closedBy,
    termsVersion: statement.termsVersion ?? versions.at(-1)?.termsVersion ?? 1,
    engineVersion: statement.engineVersion ?? engineVersion,
    invoice: number === null || date === null ? null : { number, amountMinor, date },
    currency: versionAt(agreement.versions, statement.periodFrom).fees.currency,
  };
}

function figuresShown(row: StatementRow, attempt: Attempt | undefined, now: Ms) {
  if (row.closedAt !== null) {
    const { heads, result, working, resultHash } = row;
    const knownAt = row.knownAt ?? row.closedAt;
    return {
      knownAt,
      heads: heads ?? [],
      result,
      working: working ?? [],
      resultHash,
      complaint: null,
      projection: null,
      takenMinor: row.inputs?.takenMinor ?? null,
    };
  }
  const figures = attempt?.figures;
  return {
    knownAt: now,
    heads: figures?.heads ?? [],
    result: figures?.result ?? null,
    working: figures?.working ?? [],
    resultHash: null,
    complaint: attempt?.complaint ?? null,
    projection: figures && now < row.periodTo ? projectionOf(figures.evaluation, now) : null,
    takenMinor: figures?.inputs.takenMinor ?? null,
  };
}
