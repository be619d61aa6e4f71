import { and, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { credits, financeSettings, memos } from "@/db/schema/credit";
import { statements } from "@/db/schema/statement";
import type { CreditStatus, CreditSum } from "@/lib/domain/credit";
import type { Ms } from "@/lib/domain/time";

export type CreditRow = Omit<typeof credits.$inferSelect, "organizationId">;
export type MemoRow = Omit<typeof memos.$inferSelect, "organizationId">;
export type SettingsRow = Omit<typeof financeSettings.$inferSelect, "organizationId">;
export type CreditChange = Partial<Omit<CreditRow, "id" | "statementId" | "version" | "updatedAt">>;

const own = (tx: TenantTx) => eq(credits.organizationId, tx.organizationId);

export async function insertCredits(tx: TenantTx, rows: readonly CreditRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { organizationId } = tx;
  await tx.orm.insert(credits).values(rows.map((row) => ({ ...row, organizationId })));
}

export async function findCredits(tx: TenantTx, ids: readonly string[]): Promise<CreditRow[]> {
  if (ids.length === 0) return [];
  return tx.orm
    .select()
    .from(credits)
    .where(and(own(tx), inArray(credits.id, [...ids])));
}

export async function findCredit(tx: TenantTx, id: string): Promise<CreditRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(credits)
    .where(and(own(tx), eq(credits.id, id)));
  return row;
}

/** The row, locked until the transaction ends: the acts on one credit take turns. */
export async function lockCredit(tx: TenantTx, id: string): Promise<CreditRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(credits)
    .where(and(own(tx), eq(credits.id, id)))
    .for("update");
  return row;
}

export async function updateCredit(
  tx: TenantTx,
  row: CreditRow,
  change: CreditChange,
  now: Ms,
): Promise<CreditRow> {
  const [after] = await tx.orm
    .update(credits)
    .set({ ...change, updatedAt: now, version: row.version + 1 })
    .where(and(own(tx), eq(credits.id, row.id)))
    .returning();
  return after ?? row;
}

export type CreditFilter = {
  customerId?: string | undefined;
  period?: string | undefined;
  currency?: string | undefined;
  status?: CreditStatus | undefined;
  statementId?: string | undefined;
  /** Of one of these commitments, or with one of these memos. */
  named?: { commitmentIds: readonly string[]; memoIds: readonly string[] } | undefined;
  /** The instant at which an unclaimed credit is judged expired. */
  now: Ms;
};

/** Newest first; asks for one row more than `limit`. */
export async function listCredits(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  filter: CreditFilter,
): Promise<CreditRow[]> {
  return tx.orm
    .select()
    .from(credits)
    .where(and(own(tx), ...conditionsOf(tx, filter), page.before ? lt(credits.id, page.before) : undefined))
    .orderBy(desc(credits.id))
    .limit(page.limit + 1);
}

function conditionsOf(tx: TenantTx, filter: CreditFilter): (SQL | undefined)[] {
  const { customerId, currency, status, period, statementId, named } = filter;
  return [
    customerId === undefined ? undefined : eq(credits.customerId, customerId),
    currency === undefined ? undefined : eq(credits.currency, currency),
    statementId === undefined ? undefined : eq(credits.statementId, statementId),
    period === undefined
      ? undefined
      : sql`${credits.statementId} in (select ${statements.id} from ${statements}
        where ${statements.organizationId} = ${tx.organizationId} and ${statements.month} = ${period})`,
    status === undefined ? undefined : hasStatus(status, filter.now),
    named === undefined
      ? undefined
      : or(
          inArray(credits.commitmentId, [...named.commitmentIds]),
          inArray(credits.memoId, [...named.memoIds]),
        ),
  ];
}

/** Sums of all credits of a filter, per currency and status. */
export async function sumCredits(tx: TenantTx, filter: CreditFilter): Promise<CreditSum[]> {
  const lapsed = hasStatus("expired", filter.now) ?? sql`false`;
  const status = sql<CreditStatus>`case when ${lapsed} then 'expired' else ${credits.status} end`;
  return tx.orm
    .select({
      currency: credits.currency,
      status,
      count: sql<number>`count(*)::int`,
      amountMinor:
        sql<number>`sum(case when ${credits.kind} = 'adjustment_debit' then -1 else 1 end * ${credits.amountMinor})::bigint`.mapWith(
          Number,
        ),
    })
    .from(credits)
    .where(and(own(tx), ...conditionsOf(tx, filter)))
    .groupBy(credits.currency, sql`2`)
    .orderBy(credits.currency);
}

/** What a credit is about, in words. */
export type CreditTitle = {
  statementId: string;
  month: string;
  periodFrom: Ms;
  periodTo: Ms;
  customerName: string;
  contractName: string;
  service: string;
  timezone: string;
};

export async function creditTitles(tx: TenantTx, statementIds: readonly string[]): Promise<CreditTitle[]> {
  if (statementIds.length === 0) return [];
  return tx.sql<CreditTitle[]>`
    select s.id as statement_id, s.month, s.period_from, s.period_to, u.name as customer_name,
      a.name as contract_name, k.service, a.timezone
    from statements s
    join contracts a on a.organization_id = s.organization_id and a.id = s.contract_id
    join commitments k on k.organization_id = s.organization_id and k.id = s.commitment_id
    join customers u on u.organization_id = s.organization_id and u.id = s.customer_id
    where s.organization_id = ${tx.organizationId} and s.id = any(${[...statementIds]}::text[])`;
}

/** As `statusAt` of the domain says it. */
function hasStatus(status: CreditStatus, now: Ms): SQL | undefined {
  const lapsed = sql`(${credits.kind} = 'credit' and ${credits.claimRequired} and coalesce(${credits.claimDeadline} <= ${now}, false))`;
  if (status === "expired") return and(eq(credits.status, "eligible"), lapsed);
  if (status === "eligible") return and(eq(credits.status, "eligible"), sql`not ${lapsed}`);
  return eq(credits.status, status);
}

/** Per statement its credit's id, where it has one. */
export async function creditsOf(tx: TenantTx, statementIds: readonly string[]): Promise<Map<string, string>> {
  if (statementIds.length === 0) return new Map();
  const rows = await tx.orm
    .select({ id: credits.id, statementId: credits.statementId })
    .from(credits)
    .where(and(own(tx), inArray(credits.statementId, [...statementIds])));
  return new Map(rows.map(({ id, statementId }) => [statementId, id]));
}

export type PeriodCredit = CreditRow & { asked: string };

/** Per statement asked, the credits of its commitment's same period, oldest revision first. */
export function creditsOfPeriods(tx: TenantTx, statementIds: readonly string[]): Promise<PeriodCredit[]> {
  return tx.sql<PeriodCredit[]>`
    select s.id as asked, c.* from statements s
    join statements o on o.organization_id = s.organization_id and o.commitment_id = s.commitment_id
      and o.period_from = s.period_from and o.revision < s.revision
    join credits c on c.organization_id = o.organization_id and c.statement_id = o.id
    where s.organization_id = ${tx.organizationId} and s.id = any(${[...statementIds]}::text[])
    order by s.id, o.revision`;
}

/** Locks every credit of the period before a revision, in order, until the transaction ends. */
export function lockPeriodCredits(
  tx: TenantTx,
  { commitmentId, periodFrom, revision }: { commitmentId: string; periodFrom: Ms; revision: number },
): Promise<CreditRow[]> {
  return tx.sql<CreditRow[]>`
    select c.* from credits c
    join statements o on o.organization_id = c.organization_id and o.id = c.statement_id
    where c.organization_id = ${tx.organizationId} and o.commitment_id = ${commitmentId}
      and o.period_from = ${periodFrom} and o.revision < ${revision}
    order by c.id for update of c`;
}

/** Takes the next numbers of a series and year, held until the transaction ends; answers the first of them (R4.8). */
export async function takeSequences(
  tx: TenantTx,
  series: string,
  year: number,
  count: number,
): Promise<number> {
  const [row] = await tx.sql<{ last: number }[]>`
    insert into memo_counters (organization_id, series, year, last)
    values (${tx.organizationId}, ${series}, ${year}, ${count})
    on conflict (organization_id, series, year) do update set last = memo_counters.last + excluded.last
    returning last`;
  return (row?.last ?? count) - count + 1;
}

export async function insertMemos(tx: TenantTx, rows: readonly MemoRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { organizationId } = tx;
  await tx.orm.insert(memos).values(rows.map((row) => ({ ...row, organizationId })));
}

export async function findMemos(tx: TenantTx, ids: readonly string[]): Promise<MemoRow[]> {
  if (ids.length === 0) return [];
  return tx.orm
    .select()
    .from(memos)
    .where(and(eq(memos.organizationId, tx.organizationId), inArray(memos.id, [...ids])));
}

/** Whether any memo was ever issued: from then on the zone of their years is fixed. */
export async function anyMemo(tx: TenantTx): Promise<boolean> {
  const rows = await tx.sql`select from memos where organization_id = ${tx.organizationId} limit 1`;
  return rows.length > 0;
}

/** The settings, or none when nobody set any; `lock` makes setting and issuing take turns. */
export async function readSettings(tx: TenantTx, lock = false): Promise<SettingsRow | undefined> {
  const query = tx.orm
    .select()
    .from(financeSettings)
    .where(eq(financeSettings.organizationId, tx.organizationId));
  const [row] = lock ? await query.for("update") : await query;
  return row;
}

export async function saveSettings(tx: TenantTx, row: SettingsRow): Promise<void> {
  await tx.orm
    .insert(financeSettings)
    .values({ ...row, organizationId: tx.organizationId })
    .onConflictDoUpdate({ target: financeSettings.organizationId, set: row });
}
