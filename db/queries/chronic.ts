import type { TenantTx } from "@/db/client";
import type { PastPeriod } from "@/lib/domain/chronic";
import type { Ms } from "@/lib/domain/time";

/** Commitments of these contracts, or of all, with a right for chronic failure in some version of their terms. */
export async function chronicCommitments(
  tx: TenantTx,
  contractIds: readonly string[] | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select distinct c.id from commitment_terms t
    join commitments c on c.organization_id = t.organization_id and c.id = t.commitment_id
    where t.organization_id = ${tx.organizationId} and jsonb_typeof(t.terms -> 'chronic') = 'object'
      and (${contractIds === null} or c.contract_id = any(${[...(contractIds ?? [])]}::text[]))
    order by c.id limit ${limit}`;
  return rows.map(({ id }) => id);
}

export type PastStatement = PastPeriod & { commitmentId: string };

/** What was closed of commitments for periods since an instant, in order; a closed restatement takes its place. */
export async function closedSince(
  tx: TenantTx,
  commitmentIds: readonly string[],
  since: Ms,
): Promise<PastStatement[]> {
  if (commitmentIds.length === 0) return [];
  return tx.sql<PastStatement[]>`
    select s.commitment_id, s.period_from as "from", s.period_to as "to", s.result, s.working from statements s
    where s.organization_id = ${tx.organizationId} and s.commitment_id = any(${[...commitmentIds]}::text[])
      and s.closed_at is not null and s.period_to > ${since}
      and not exists (select from statements r where r.organization_id = s.organization_id and r.restates = s.id
        and r.closed_at is not null)
    order by s.period_from, s.id`;
}

/** Contract and customer of commitments. */
export async function partiesOf(tx: TenantTx, commitmentIds: readonly string[]) {
  if (commitmentIds.length === 0) return [];
  return tx.sql<
    { commitmentId: string; contractId: string; customerId: string; service: string; timezone: string }[]
  >`
    select m.id as commitment_id, c.id as contract_id, c.customer_id, m.service, c.timezone from commitments m
    join contracts c on c.organization_id = m.organization_id and c.id = m.contract_id
    where m.organization_id = ${tx.organizationId} and m.id = any(${[...commitmentIds]}::text[])`;
}
