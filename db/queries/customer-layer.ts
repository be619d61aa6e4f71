import type { TenantTx } from "@/db/client";
import type { Ms } from "@/lib/domain/time";

export type CustomerService = { statementId: string; service: string; from: Ms; to: Ms; timezone: string };

/** The customer's promises whose period runs at `now`, by service; at most 100. */
export function runningServices(tx: TenantTx, customerId: string, now: Ms): Promise<CustomerService[]> {
  return tx.sql<CustomerService[]>`
    select s.id as statement_id, m.service, s.period_from as from, s.period_to as to, c.timezone
    from statements s
    join commitments m on m.organization_id = s.organization_id and m.id = s.commitment_id
    join contracts c on c.organization_id = s.organization_id and c.id = s.contract_id
    where s.organization_id = ${tx.organizationId} and s.customer_id = ${customerId}
      and s.closed_at is null and s.revision = 0 and s.period_from <= ${now} and s.period_to > ${now}
    order by m.service, s.id limit 100`;
}

/** The components that these statements' promises are about, by name; archived ones are gone. */
export function promisedComponents(
  tx: TenantTx,
  statementIds: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return tx.sql<{ id: string; name: string }[]>`
    select distinct c.id, c.name
    from statements s
    join commitment_terms t on t.organization_id = s.organization_id and t.commitment_id = s.commitment_id
    cross join lateral jsonb_array_elements(t.terms -> 'components' -> 'members') member
    join components c on c.organization_id = s.organization_id and c.id = member ->> 'component'
    where s.organization_id = ${tx.organizationId} and s.id = any(${[...statementIds]}::text[])
      and c.archived_at is null
    order by c.name, c.id limit 200`;
}

export type CustomerCredit = {
  id: string;
  number: string;
  service: string;
  from: Ms;
  to: Ms;
  timezone: string;
  currency: string;
  amountMinor: number;
  status: "issued" | "applied" | "paid_out";
  issuedAt: Ms;
};

/** Credits the customer holds a memo of, newest first; what is still being looked at is nobody's but ours. */
export function issuedCredits(tx: TenantTx, customerId: string): Promise<CustomerCredit[]> {
  return tx.sql<CustomerCredit[]>`
    select k.id, o.number, m.service, s.period_from as from, s.period_to as to, c.timezone, k.currency,
      coalesce(k.gross_minor, k.amount_minor) as amount_minor, k.status, k.issued_at
    from credits k
    join memos o on o.organization_id = k.organization_id and o.id = k.memo_id
    join statements s on s.organization_id = k.organization_id and s.id = k.statement_id
    join commitments m on m.organization_id = k.organization_id and m.id = k.commitment_id
    join contracts c on c.organization_id = k.organization_id and c.id = k.contract_id
    where k.organization_id = ${tx.organizationId} and k.customer_id = ${customerId}
      and k.status in ('issued', 'applied', 'paid_out')
    order by k.issued_at desc, k.id desc limit 24`;
}

/** The customer's closed statements, newest first; of one that was restated the last word. */
export function closedStatements(
  tx: TenantTx,
  customerId: string,
): Promise<{ id: string; service: string; from: Ms; to: Ms; timezone: string }[]> {
  return tx.sql<{ id: string; service: string; from: Ms; to: Ms; timezone: string }[]>`
    select s.id, m.service, s.period_from as from, s.period_to as to, c.timezone
    from statements s
    join commitments m on m.organization_id = s.organization_id and m.id = s.commitment_id
    join contracts c on c.organization_id = s.organization_id and c.id = s.contract_id
    where s.organization_id = ${tx.organizationId} and s.customer_id = ${customerId}
      and s.closed_at is not null
      and not exists (select from statements r where r.organization_id = s.organization_id
        and r.restates = s.id and r.closed_at is not null)
    order by s.period_from desc, m.service, s.id limit 24`;
}
