import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { commitments, commitmentTerms, contracts } from "@/db/schema/contract";
import type { Ms } from "@/lib/domain/time";

export type ContractRow = Omit<typeof contracts.$inferSelect, "organizationId">;
export type CommitmentRow = Omit<typeof commitments.$inferSelect, "organizationId">;
export type TermsRow = Omit<typeof commitmentTerms.$inferSelect, "organizationId">;

const own = (tx: TenantTx) => eq(contracts.organizationId, tx.organizationId);

export async function insertContract(tx: TenantTx, row: ContractRow): Promise<void> {
  await tx.orm.insert(contracts).values({ ...row, organizationId: tx.organizationId });
}

export async function insertCommitments(tx: TenantTx, rows: readonly CommitmentRow[]): Promise<void> {
  await tx.orm.insert(commitments).values(rows.map((row) => ({ ...row, organizationId: tx.organizationId })));
}

export async function insertTerms(tx: TenantTx, rows: readonly TermsRow[]): Promise<void> {
  await tx.orm
    .insert(commitmentTerms)
    .values(rows.map((row) => ({ ...row, organizationId: tx.organizationId })));
}

export async function findContracts(tx: TenantTx, ids: readonly string[]): Promise<ContractRow[]> {
  if (ids.length === 0) return [];
  return tx.orm
    .select()
    .from(contracts)
    .where(and(own(tx), inArray(contracts.id, [...ids])));
}

/** Locks contracts in ascending id until the transaction ends. */
export async function lockContracts(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.sql`select from contracts where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[])
    order by id for update`;
}

/**
 * The row, locked until the transaction ends: amendments and closes of one contract take turns. */
export async function lockContract(tx: TenantTx, id: string): Promise<ContractRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(contracts)
    .where(and(own(tx), eq(contracts.id, id)))
    .for("update");
  return row;
}

/** By age; asks for one row more than `limit`. */
export function listContracts(
  tx: TenantTx,
  page: { limit: number; after: string | null },
  customerId: string | undefined,
): Promise<ContractRow[]> {
  return tx.orm
    .select()
    .from(contracts)
    .where(
      and(
        own(tx),
        customerId === undefined ? undefined : eq(contracts.customerId, customerId),
        page.after ? gt(contracts.id, page.after) : undefined,
      ),
    )
    .orderBy(asc(contracts.id))
    .limit(page.limit + 1);
}

export async function updateContract(
  tx: TenantTx,
  row: ContractRow,
  change: Partial<Pick<ContractRow, "name" | "endsAt" | "settleHours">>,
  now: Ms,
): Promise<ContractRow> {
  const [after] = await tx.orm
    .update(contracts)
    .set({ ...change, updatedAt: now, version: row.version + 1 })
    .where(and(own(tx), eq(contracts.id, row.id)))
    .returning();
  return after ?? row;
}

/** Commitments of these contracts in their order. */
export async function listCommitments(
  tx: TenantTx,
  contractIds: readonly string[],
): Promise<CommitmentRow[]> {
  if (contractIds.length === 0) return [];
  return tx.orm
    .select()
    .from(commitments)
    .where(
      and(
        eq(commitments.organizationId, tx.organizationId),
        inArray(commitments.contractId, [...contractIds]),
      ),
    )
    .orderBy(asc(commitments.contractId), asc(commitments.position));
}

/** Every version of the terms of these commitments, by effective date. */
export async function listTerms(tx: TenantTx, commitmentIds: readonly string[]): Promise<TermsRow[]> {
  if (commitmentIds.length === 0) return [];
  return tx.orm
    .select()
    .from(commitmentTerms)
    .where(
      and(
        eq(commitmentTerms.organizationId, tx.organizationId),
        inArray(commitmentTerms.commitmentId, [...commitmentIds]),
      ),
    )
    .orderBy(asc(commitmentTerms.commitmentId), asc(commitmentTerms.effectiveFrom));
}

/** Contracts that have a commitment whose last known period ended by `now`. */
export async function contractsBehind(tx: TenantTx, now: Ms, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select distinct k.id from commitments c
    join contracts k on k.organization_id = c.organization_id and k.id = c.contract_id
    where c.organization_id = ${tx.organizationId} and k.starts_at <= ${now}
      and (c.generated_to is null or (c.generated_to <= ${now} and (k.ends_at is null or c.generated_to < k.ends_at)))
    order by k.id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Notes how far each commitment's statements reach. */
export async function saveGenerated(
  tx: TenantTx,
  reached: readonly { commitmentId: string; to: Ms }[],
): Promise<void> {
  await tx.sql`update commitments set generated_to = reached.to
    from unnest(${reached.map((each) => each.commitmentId)}::text[], ${reached.map((each) => each.to)}::bigint[])
      as reached (id, "to")
    where commitments.organization_id = ${tx.organizationId} and commitments.id = reached.id`;
}

/** Which of these components are this organization's. */
export async function knownComponents(tx: TenantTx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.sql<{ id: string }[]>`select id from components
    where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[])`;
  return new Set(rows.map((row) => row.id));
}
