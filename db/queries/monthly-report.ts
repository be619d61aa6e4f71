import type { TenantTx } from "@/db/client";
import type { SlaResult } from "@/lib/domain/sla/result";
import type { StatementInputs } from "@/lib/domain/statement";

export type MonthCounts = { statements: number; closed: number; broken: number };

/** A month's statements in numbers; one that was restated counts as its latest closed word says. */
export async function countMonth(tx: TenantTx, month: string): Promise<MonthCounts> {
  const [row] = await tx.sql<MonthCounts[]>`
    with latest as (
      select distinct on (commitment_id, period_from) closed_at, result from statements
      where organization_id = ${tx.organizationId} and month = ${month}
      order by commitment_id, period_from, (closed_at is null), revision desc)
    select count(*)::int as statements, count(closed_at)::int as closed,
      (count(*) filter (where (result ->> 'breached')::boolean))::int as broken
    from latest`;
  return row ?? { statements: 0, closed: 0, broken: 0 };
}

export type Breach = {
  customer: string;
  service: string;
  targetPercent: string;
  currency: string;
  result: SlaResult;
  inputs: StatementInputs;
};

/** The month's closed statements whose promise was broken, the largest credit first. */
export function listBreaches(tx: TenantTx, month: string, limit: number): Promise<Breach[]> {
  return tx.sql<Breach[]>`
    select u.name as customer, k.service, t.terms -> 'target' ->> 'percent' as target_percent,
      t.fees ->> 'currency' as currency, s.result, s.inputs
    from statements s
    join customers u on u.organization_id = s.organization_id and u.id = s.customer_id
    join commitments k on k.organization_id = s.organization_id and k.id = s.commitment_id
    join commitment_terms t on t.organization_id = s.organization_id and t.commitment_id = s.commitment_id
      and t.terms_version = s.terms_version
    where s.organization_id = ${tx.organizationId} and s.month = ${month} and s.closed_at is not null
      and (s.result ->> 'breached')::boolean
      and not exists (select from statements r where r.organization_id = s.organization_id and r.restates = s.id
        and r.closed_at is not null)
    order by (s.result ->> 'credit_minor')::bigint desc, s.id limit ${limit}`;
}
