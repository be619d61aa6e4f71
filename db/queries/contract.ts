import { and, asc, eq, gt, ilike, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { commitments, commitmentTerms, contracts } from "@/db/schema/contract";
import { customers } from "@/db/schema/customer";
import type { ContractListInput } from "@/lib/domain/contract";
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

type ContractFilter = Pick<ContractListInput, "customer_id" | "q" | "state">;

/** By age; asks for one row more than `limit`. */
export function listContracts(
  tx: TenantTx,
  page: { limit: number; after: string | null },
  { customer_id: customerId, q, state }: ContractFilter,
  now: Ms,
): Promise<ContractRow[]> {
  return tx.orm
    .select()
    .from(contracts)
    .where(
      and(
        own(tx),
        customerId === undefined ? undefined : eq(contracts.customerId, customerId),
        q ? named(q) : undefined,
        state ? standing(state, now) : undefined,
        page.after ? gt(contracts.id, page.after) : undefined,
      ),
    )
    .orderBy(asc(contracts.id))
    .limit(page.limit + 1);
}

/** Contracts with a text in their name, in their customer's or in a service they promise. */
function named(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    ilike(contracts.name, pattern),
    sql`exists (select from ${customers} where ${customers.organizationId} = ${contracts.organizationId}
      and ${customers.id} = ${contracts.customerId} and ${ilike(customers.name, pattern)})`,
    sql`exists (select from ${commitments} where ${commitments.organizationId} = ${contracts.organizationId}
      and ${commitments.contractId} = ${contracts.id} and ${ilike(commitments.service, pattern)})`,
  );
}

function standing(state: NonNullable<ContractFilter["state"]>, now: Ms): SQL | undefined {
  if (state === "upcoming") return gt(contracts.startsAt, now);
  if (state === "ended") return lte(contracts.endsAt, now);
  return and(lte(contracts.startsAt, now), or(isNull(contracts.endsAt), gt(contracts.endsAt, now)));
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

/** Of each commitment those of these components that any version of its terms stands on. */
export async function commitmentMembers(
  tx: TenantTx,
  componentIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await tx.sql<{ commitmentId: string; componentId: string }[]>`
    select distinct version.commitment_id, member ->> 'component' as component_id
    from commitment_terms version, jsonb_array_elements(version.terms -> 'components' -> 'members') as member
    where version.organization_id = ${tx.organizationId}
      and member ->> 'component' = any(${[...componentIds]}::text[])`;
  const grouped = Map.groupBy(rows, (row) => row.commitmentId);
  return new Map([...grouped].map(([id, own]) => [id, own.map((row) => row.componentId)]));
}

/** Commitments that any version of their terms stands on one of these components; at most 500. */
export function commitmentsOver(tx: TenantTx, componentIds: readonly string[]): Promise<CommitmentRow[]> {
  const named = sql`exists (select from commitment_terms version,
      jsonb_array_elements(version.terms -> 'components' -> 'members') as member
    where version.organization_id = ${commitments.organizationId} and version.commitment_id = ${commitments.id}
      and member ->> 'component' = any(${sql.param([...componentIds])}::text[]))`;
  return tx.orm
    .select()
    .from(commitments)
    .where(and(eq(commitments.organizationId, tx.organizationId), named))
    .orderBy(asc(commitments.contractId), asc(commitments.position))
    .limit(500);
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
