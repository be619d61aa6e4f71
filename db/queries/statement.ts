import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { statements } from "@/db/schema/statement";
import type { StatementStatus } from "@/lib/domain/statement";
import type { Interval, Ms } from "@/lib/domain/time";

export type StatementRow = Omit<typeof statements.$inferSelect, "organizationId">;
export type StatementFilter = {
  period?: string | undefined;
  customerId?: string | undefined;
  contractId?: string | undefined;
  status?: StatementStatus | undefined;
  /** Of these commitments alone. */
  commitmentIds?: readonly string[] | undefined;
};
export type StatementPlace = { periodFrom: Ms; id: string };

const own = (tx: TenantTx) => eq(statements.organizationId, tx.organizationId);

/** Rows of one statement: their columns fit one message. */
const insertMax = 1_000;

/** Writes new statements; one that exists already stays as it is. */
export async function insertStatements(tx: TenantTx, rows: readonly StatementRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += insertMax)
    await tx.orm
      .insert(statements)
      .values(
        rows.slice(start, start + insertMax).map((row) => ({ ...row, organizationId: tx.organizationId })),
      )
      .onConflictDoNothing();
}

export async function findStatement(tx: TenantTx, id: string): Promise<StatementRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(statements)
    .where(and(own(tx), eq(statements.id, id)));
  return row;
}

export async function findStatements(tx: TenantTx, ids: readonly string[]): Promise<StatementRow[]> {
  if (ids.length === 0) return [];
  return tx.sql<StatementRow[]>`select * from statements
    where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[])`;
}

/** Rows by id, locked in that order until the transaction ends. */
export async function lockStatements(tx: TenantTx, ids: readonly string[]): Promise<StatementRow[]> {
  return tx.sql<StatementRow[]>`select * from statements
    where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[]) order by id for update`;
}

/** The row, locked until the transaction ends. */
export async function lockStatement(tx: TenantTx, id: string): Promise<StatementRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(statements)
    .where(and(own(tx), eq(statements.id, id)))
    .for("update");
  return row;
}

/** Latest period first; asks for one row more than `limit`. */
export function listStatements(
  tx: TenantTx,
  page: { limit: number; after: StatementPlace | null },
  filter: StatementFilter,
  now: Ms,
): Promise<StatementRow[]> {
  const { after } = page;
  return tx.orm
    .select()
    .from(statements)
    .where(
      and(
        own(tx),
        ...conditionsOf(filter, now),
        after
          ? sql`(${statements.periodFrom}, ${statements.id}) < (${after.periodFrom}, ${after.id})`
          : undefined,
      ),
    )
    .orderBy(desc(statements.periodFrom), desc(statements.id))
    .limit(page.limit + 1);
}

function conditionsOf(filter: StatementFilter, now: Ms) {
  const { period, customerId, contractId, status, commitmentIds } = filter;
  return [
    commitmentIds === undefined ? undefined : inArray(statements.commitmentId, [...commitmentIds]),
    period === undefined ? undefined : eq(statements.month, period),
    customerId === undefined ? undefined : eq(statements.customerId, customerId),
    contractId === undefined ? undefined : eq(statements.contractId, contractId),
    status === undefined ? undefined : hasStatus(status, now),
  ];
}

function hasStatus(status: StatementStatus, now: Ms): SQL | undefined {
  if (status === "closed") return isNotNull(statements.closedAt);
  const open = isNull(statements.closedAt);
  if (status === "open") return and(open, sql`${statements.periodTo} > ${now}`);
  if (status === "ready")
    return and(open, sql`${statements.readyAt} <= ${now}`, sql`${statements.periodTo} <= ${now}`);
  return and(open, sql`${statements.periodTo} <= ${now}`, sql`${statements.readyAt} > ${now}`);
}

/** Fills in what a close computed, or an invoice; the database refuses both once a statement is closed. */
export async function updateStatement(
  tx: TenantTx,
  id: string,
  change: Partial<Omit<StatementRow, "id">>,
): Promise<void> {
  await tx.orm
    .update(statements)
    .set(change)
    .where(and(own(tx), eq(statements.id, id)));
}

/** Ids of a filter's statements that can be closed, earliest period first. */
export async function readyStatements(
  tx: TenantTx,
  filter: StatementFilter,
  now: Ms,
  limit: number,
): Promise<string[]> {
  const rows = await tx.orm
    .select({ id: statements.id })
    .from(statements)
    .where(and(own(tx), ...conditionsOf({ ...filter, status: "ready" }, now)))
    .orderBy(asc(statements.periodFrom), asc(statements.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Per statement its restatement's id, where it has one. */
export async function restatementsOf(tx: TenantTx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.orm
    .select({ id: statements.id, restates: statements.restates })
    .from(statements)
    .where(and(own(tx), inArray(statements.restates, [...ids])));
  return new Map(rows.flatMap(({ id, restates }) => (restates === null ? [] : [[restates, id]])));
}

type Carried = { id: string; carriedMinor: number };

/** Per statement what the latest closed word on the commitment's period before carries over. */
export async function carriedInto(tx: TenantTx, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.sql<Carried[]>`
    select s.id, coalesce((before.result ->> 'carried_forward_minor')::bigint, 0) as carried_minor
    from statements s
    cross join lateral (
      select p.result from statements p
      where p.organization_id = s.organization_id and p.commitment_id = s.commitment_id
        and p.period_from < s.period_from and p.closed_at is not null
      order by p.period_from desc, p.revision desc limit 1) before
    where s.organization_id = ${tx.organizationId} and s.id = any(${[...ids]}::text[])`;
  return new Map(rows.map((row) => [row.id, row.carriedMinor]));
}

export type Granted = { statementId: string; commitmentId: string; grantedMinor: number };

/** What other commitments' closed statements of the same contract and period were credited, per statement asked. */
export async function grantedBeside(tx: TenantTx, ids: readonly string[]): Promise<Granted[]> {
  if (ids.length === 0) return [];
  return tx.sql<Granted[]>`
    select s.id as statement_id, o.commitment_id,
      coalesce(sum(case when c.kind = 'adjustment_debit' then -c.amount_minor else c.amount_minor end), 0)::bigint
        as granted_minor
    from statements s
    join statements o on o.organization_id = s.organization_id and o.contract_id = s.contract_id
      and o.period_from = s.period_from and o.period_to = s.period_to and o.commitment_id <> s.commitment_id
      and o.closed_at is not null
    join credits c on c.organization_id = o.organization_id and c.statement_id = o.id
      and c.status not in ('denied', 'voided', 'superseded')
    where s.organization_id = ${tx.organizationId} and s.id = any(${[...ids]}::text[])
    group by s.id, o.commitment_id`;
}

/** Closed statements, not restated yet, that rest on time in [from, to) of one of these components. */
export function closedReaching(
  tx: TenantTx,
  componentIds: readonly string[],
  { from, to }: Interval,
): Promise<StatementRow[]> {
  return tx.sql<StatementRow[]>`
    select s.* from statements s
    where s.organization_id = ${tx.organizationId} and s.closed_at is not null
      and s.reach_to > ${from} and s.reach_from < ${to}
      and exists (select from jsonb_array_elements(s.heads) head where head ->> 'componentId' = any(${[...componentIds]}::text[]))
      and not exists (select from statements r where r.organization_id = s.organization_id and r.restates = s.id)
    order by s.period_from, s.id`;
}

/** Closed statements of the commitment, not restated yet, whose period ends after an instant. */
export function closedAfter(tx: TenantTx, commitmentId: string, instant: Ms): Promise<StatementRow[]> {
  return tx.sql<StatementRow[]>`
    select s.* from statements s
    where s.organization_id = ${tx.organizationId} and s.commitment_id = ${commitmentId} and s.closed_at is not null
      and s.period_to > ${instant}
      and not exists (select from statements r where r.organization_id = s.organization_id and r.restates = s.id)
    order by s.period_from`;
}

/** Forgets statements of a contract that begin when it is over. */
export async function deleteUnclosedFrom(tx: TenantTx, contractId: string, instant: Ms): Promise<void> {
  await tx.orm
    .delete(statements)
    .where(
      and(
        own(tx),
        eq(statements.contractId, contractId),
        isNull(statements.closedAt),
        gte(statements.periodFrom, instant),
      ),
    );
}

/** The end of the contract's last closed period, or null. */
export async function lastClosedTo(tx: TenantTx, contractId: string): Promise<Ms | null> {
  const [row] = await tx.sql<{ last: Ms | null }[]>`select max(period_to) as last from statements
    where organization_id = ${tx.organizationId} and contract_id = ${contractId} and closed_at is not null`;
  return row?.last ?? null;
}

/** Moves the end of the settle delay of what is not closed. */
export async function moveReady(tx: TenantTx, contractId: string, delayMs: number): Promise<void> {
  await tx.sql`update statements set ready_at = period_to + ${delayMs}::bigint
    where organization_id = ${tx.organizationId} and contract_id = ${contractId} and closed_at is null`;
}

/** Whether any closed statement rests on time in [from, to). */
export async function reachesClosed(tx: TenantTx, { from, to }: Interval): Promise<boolean> {
  const rows = await tx.sql`select from statements
    where organization_id = ${tx.organizationId} and closed_at is not null and reach_to > ${from} and reach_from < ${to}
    limit 1`;
  return rows.length > 0;
}

/**
 * Statements nobody has restated that may rest on time in [from, to) of a component or of anything made of it; a day
 * either side of a period that is not closed.
 */
export function currentReaching(
  tx: TenantTx,
  componentId: string,
  { from, to }: Interval,
  limit: number,
): Promise<StatementRow[]> {
  return tx.sql<StatementRow[]>`
    with recursive made_of (id) as (
      select ${componentId}::text
      union
      select c.id from components c join made_of m on c.composition -> 'of' @> to_jsonb(m.id)
      where c.organization_id = ${tx.organizationId})
    select s.* from statements s
    where s.organization_id = ${tx.organizationId}
      and coalesce(s.reach_to, s.period_to + 86400000) > ${from}
      and coalesce(s.reach_from, s.period_from - 86400000) < ${to}
      and exists (select from commitment_terms t
        cross join lateral jsonb_array_elements(t.terms -> 'components' -> 'members') member
        where t.organization_id = s.organization_id and t.commitment_id = s.commitment_id
          and member ->> 'component' in (select id from made_of))
      and not exists (select from statements r where r.organization_id = s.organization_id and r.restates = s.id)
    order by s.period_from, s.id limit ${limit}`;
}

/** Closed statements of the same period, not restated yet, of the contract's commitments after a position. */
export function closedBeside(
  tx: TenantTx,
  { contractId, periodFrom, periodTo }: Pick<StatementRow, "contractId" | "periodFrom" | "periodTo">,
  position: number,
): Promise<StatementRow[]> {
  return tx.sql<StatementRow[]>`
    select s.* from statements s
    join commitments c on c.organization_id = s.organization_id and c.id = s.commitment_id
    where s.organization_id = ${tx.organizationId} and s.contract_id = ${contractId} and s.closed_at is not null
      and s.period_from = ${periodFrom} and s.period_to = ${periodTo} and c.position > ${position}
      and not exists (select from statements r where r.organization_id = s.organization_id and r.restates = s.id)
    order by c.position`;
}
