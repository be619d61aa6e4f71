import { and, desc, eq, lt } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { accountingLines, accountingPeriods, exportManifests } from "@/db/schema/accounting";
import type { Manifest } from "@/lib/domain/manifest";
import type { RegisterSource } from "@/lib/domain/register";

export type PeriodRow = Omit<typeof accountingPeriods.$inferSelect, "organizationId">;

/**
 * Makes posting and locking take turns until the transaction ends: posters share the books, whoever locks a month has
 * them alone.
 */
export async function holdBooks(tx: TenantTx, alone: boolean): Promise<void> {
  const key = `books ${tx.organizationId}`;
  if (alone) await tx.sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  else await tx.sql`select pg_advisory_xact_lock_shared(hashtextextended(${key}, 0))`;
}

/** Locked months, latest first. */
export function listPeriods(tx: TenantTx): Promise<PeriodRow[]> {
  return tx.orm
    .select()
    .from(accountingPeriods)
    .where(eq(accountingPeriods.organizationId, tx.organizationId))
    .orderBy(desc(accountingPeriods.month));
}

export async function findPeriod(tx: TenantTx, month: string): Promise<PeriodRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(accountingPeriods)
    .where(and(eq(accountingPeriods.organizationId, tx.organizationId), eq(accountingPeriods.month, month)));
  return row;
}

export async function insertPeriod(tx: TenantTx, row: PeriodRow): Promise<void> {
  await tx.orm.insert(accountingPeriods).values({ ...row, organizationId: tx.organizationId });
}

export async function insertAccountingLines(
  tx: TenantTx,
  month: string,
  sources: readonly RegisterSource[],
): Promise<void> {
  if (sources.length === 0) return;
  const { organizationId } = tx;
  await tx.orm
    .insert(accountingLines)
    .values(sources.map((source) => ({ organizationId, month, creditId: source.id, source })));
}

/** What a locked month was when it was locked, in order of credit, after one id. */
export async function readAccountingLines(
  tx: TenantTx,
  month: string,
  page: { after: string; limit: number },
): Promise<RegisterSource[]> {
  const rows = await tx.sql<{ source: RegisterSource }[]>`select source from accounting_lines
    where organization_id = ${tx.organizationId} and month = ${month} and credit_id > ${page.after}
    order by credit_id limit ${page.limit}`;
  return rows.map(({ source }) => source);
}

export async function insertManifest(tx: TenantTx, row: Manifest): Promise<void> {
  await tx.orm.insert(exportManifests).values({ ...row, organizationId: tx.organizationId });
}

/** Newest first; asks for one row more than `limit`. */
export function listManifests(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  sha256: string | undefined,
): Promise<Manifest[]> {
  return tx.orm
    .select()
    .from(exportManifests)
    .where(
      and(
        eq(exportManifests.organizationId, tx.organizationId),
        page.before ? lt(exportManifests.id, page.before) : undefined,
        sha256 === undefined ? undefined : eq(exportManifests.sha256, sha256),
      ),
    )
    .orderBy(desc(exportManifests.id))
    .limit(page.limit + 1);
}
