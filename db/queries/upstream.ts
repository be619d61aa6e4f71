import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { upstreamClaims, upstreamContracts, upstreamGaps } from "@/db/schema/upstream";
import type { Ms } from "@/lib/domain/time";
import type { ClaimStatus, MonthAmount } from "@/lib/domain/upstream";

export type UpstreamContractRow = Omit<typeof upstreamContracts.$inferSelect, "organizationId">;
export type GapRow = Omit<typeof upstreamGaps.$inferSelect, "organizationId">;
export type ClaimRow = Omit<typeof upstreamClaims.$inferSelect, "organizationId">;

const ownContract = (tx: TenantTx) => eq(upstreamContracts.organizationId, tx.organizationId);
const ownClaim = (tx: TenantTx) => eq(upstreamClaims.organizationId, tx.organizationId);

export async function insertUpstreamContract(tx: TenantTx, row: UpstreamContractRow): Promise<void> {
  await tx.orm.insert(upstreamContracts).values({ ...row, organizationId: tx.organizationId });
}

export function listUpstreamContracts(tx: TenantTx): Promise<UpstreamContractRow[]> {
  return tx.orm.select().from(upstreamContracts).where(ownContract(tx)).orderBy(asc(upstreamContracts.id));
}

/** The row, locked until the transaction ends: assessments of one contract take turns. */
export async function lockUpstreamContract(
  tx: TenantTx,
  id: string,
): Promise<UpstreamContractRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(upstreamContracts)
    .where(and(ownContract(tx), eq(upstreamContracts.id, id)))
    .for("update");
  return row;
}

export async function updateUpstreamContract(
  tx: TenantTx,
  id: string,
  change: Partial<Pick<UpstreamContractRow, "name" | "endsAt" | "claimDays">>,
  now: Ms,
): Promise<UpstreamContractRow | undefined> {
  const [row] = await tx.orm
    .update(upstreamContracts)
    .set({ ...change, updatedAt: now, version: sql`${upstreamContracts.version} + 1` })
    .where(and(ownContract(tx), eq(upstreamContracts.id, id)))
    .returning();
  return row;
}

/** Nobody changed the contract, so its version stays. */
export async function saveAssessed(tx: TenantTx, id: string, assessedTo: Ms): Promise<void> {
  await tx.sql`update upstream_contracts set assessed_to = ${assessedTo}
    where organization_id = ${tx.organizationId} and id = ${id}`;
}

export async function insertClaim(tx: TenantTx, row: ClaimRow): Promise<void> {
  await tx.orm.insert(upstreamClaims).values({ ...row, organizationId: tx.organizationId });
}

export async function findClaim(tx: TenantTx, id: string, lock = false): Promise<ClaimRow | undefined> {
  const query = tx.orm
    .select()
    .from(upstreamClaims)
    .where(and(ownClaim(tx), eq(upstreamClaims.id, id)));
  const [row] = await (lock ? query.for("update") : query);
  return row;
}

/** The newest period first; one row more than `limit`. `lapsed` is told by the clock. */
export function listClaims(
  tx: TenantTx,
  page: { limit: number; after: { periodFrom: Ms; id: string } | null },
  filter: { contractId: string | null; status: ClaimStatus | null },
  now: Ms,
): Promise<ClaimRow[]> {
  const { after } = page;
  return tx.sql<ClaimRow[]>`
    select * from upstream_claims where organization_id = ${tx.organizationId}
      and (${filter.contractId}::text is null or contract_id = ${filter.contractId})
      and (${filter.status}::text is null or ${filter.status}::text =
        case when status = 'open' and deadline <= ${now} then 'lapsed' else status end)
      and (${after === null} or (period_from, id) < (${after?.periodFrom ?? 0}::bigint, ${after?.id ?? ""}::text))
    order by period_from desc, id desc limit ${page.limit + 1}`;
}

export async function updateClaim(
  tx: TenantTx,
  id: string,
  change: Partial<Omit<ClaimRow, "id" | "contractId" | "version">>,
): Promise<ClaimRow | undefined> {
  const [row] = await tx.orm
    .update(upstreamClaims)
    .set({ ...change, version: sql`${upstreamClaims.version} + 1` })
    .where(and(ownClaim(tx), eq(upstreamClaims.id, id)))
    .returning();
  return row;
}

/** Open claims that a reminder is due of: for each of `before` once, as long as there is time left. */
export function claimsToRemind(tx: TenantTx, before: readonly Ms[], now: Ms): Promise<ClaimRow[]> {
  return tx.sql<ClaimRow[]>`
    select * from upstream_claims where organization_id = ${tx.organizationId} and status = 'open' and deadline > ${now}
      and exists (select from unnest(${[...before]}::bigint[]) as t(before)
        where deadline - t.before <= ${now} and (reminded_at is null or reminded_at < deadline - t.before))
    order by deadline, id limit 200 for update`;
}

/** What could not be computed, or not again: one row a period, with the newest reason. */
export async function saveGaps(tx: TenantTx, rows: readonly GapRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.orm
    .insert(upstreamGaps)
    .values(rows.map((row) => ({ ...row, organizationId: tx.organizationId })))
    .onConflictDoUpdate({
      target: [upstreamGaps.organizationId, upstreamGaps.contractId, upstreamGaps.periodFrom],
      set: { reason: sql`excluded.reason`, triedAt: sql`excluded.tried_at` },
    });
}

export async function deleteGaps(
  tx: TenantTx,
  contractId: string,
  periodsFrom: readonly Ms[],
): Promise<void> {
  if (periodsFrom.length === 0) return;
  await tx.orm
    .delete(upstreamGaps)
    .where(
      and(
        eq(upstreamGaps.organizationId, tx.organizationId),
        eq(upstreamGaps.contractId, contractId),
        inArray(upstreamGaps.periodFrom, [...periodsFrom]),
      ),
    );
}

/** Of one contract or of all, the longest untried first. */
export function listGaps(tx: TenantTx, contractId: string | null, limit: number): Promise<GapRow[]> {
  const own = eq(upstreamGaps.organizationId, tx.organizationId);
  return tx.orm
    .select()
    .from(upstreamGaps)
    .where(contractId === null ? own : and(own, eq(upstreamGaps.contractId, contractId)))
    .orderBy(asc(upstreamGaps.triedAt), desc(upstreamGaps.periodFrom))
    .limit(limit);
}

/** What customers were or will be credited for periods of each month; denied, void and expired credits count nothing. */
export function creditsByMonth(tx: TenantTx, sinceMonth: string): Promise<MonthAmount[]> {
  return tx.sql<MonthAmount[]>`
    select s.month, c.currency,
      sum(case when c.kind = 'adjustment_debit' then -c.amount_minor else c.amount_minor end)::bigint as minor
    from credits c join statements s on s.organization_id = c.organization_id and s.id = c.statement_id
    where c.organization_id = ${tx.organizationId} and s.month >= ${sinceMonth}
      and c.status in ('eligible', 'claimed', 'approved', 'issued', 'applied', 'paid_out')
    group by s.month, c.currency`;
}
