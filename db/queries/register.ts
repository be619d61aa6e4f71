import type { TenantTx } from "@/db/client";
import type { CreditStatus } from "@/lib/domain/credit";
import type { RegisterSource } from "@/lib/domain/register";
import type { Ms } from "@/lib/domain/time";

export type RegisterFilter = {
  customerId: string | null;
  /** `YYYY-MM`, the month of the statement. */
  period: string | null;
  /** Credits that came later are not part of it. */
  upTo: Ms;
  /** One credit alone. */
  creditId?: string | undefined;
  /** `YYYY-MM`: credits with a posting in this month of the books. */
  accountingPeriod?: string | null;
  currency?: string | null;
  status?: CreditStatus | null;
};

/**
 * Credits with all that the register says of them, in order of id, after one id. Each page is planned for its own
 * filter: a plan for any filter joins and sorts the whole register for every page of it.
 */
export async function readRegister(
  tx: TenantTx,
  filter: RegisterFilter,
  page: { after: string; limit: number },
): Promise<RegisterSource[]> {
  await tx.sql`set local plan_cache_mode = force_custom_plan`;
  return tx.sql<RegisterSource[]>`
    select c.*, s.terms_version, s.invoice_number, s.inputs, s.result, s.result_hash, a.timezone, k.service,
      t.terms->'target'->>'percent' as target_percent, t.fees->>'tax_percent' as tax_percent,
      (t.fees->>'amount_minor')::bigint as fee_minor,
      u.name as customer_name, u.external_id as customer_external_id, u.email as customer_email,
      u.address as customer_address, u.tax_id as customer_tax_id, u.accounting,
      m.number as memo_number, m.posting_date, r.id as reversal_id, r.number as reversal_number,
      r.issued_at as reversed_at, r.posting_date as reversal_date,
      (select em.number from statements es
        join credits ec on ec.organization_id = es.organization_id and ec.statement_id = es.id
        join memos em on em.organization_id = ec.organization_id and em.id = ec.memo_id
        where es.organization_id = s.organization_id and es.commitment_id = s.commitment_id
          and es.period_from = s.period_from and es.revision < s.revision
        order by es.revision desc limit 1) as earlier_number
    from credits c
    join statements s on s.organization_id = c.organization_id and s.id = c.statement_id
    join contracts a on a.organization_id = c.organization_id and a.id = c.contract_id
    join commitments k on k.organization_id = c.organization_id and k.id = c.commitment_id
    join commitment_terms t on t.organization_id = c.organization_id and t.commitment_id = c.commitment_id
      and t.terms_version = s.terms_version
    join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
    left join memos m on m.organization_id = c.organization_id and m.id = c.memo_id
    left join memos r on r.organization_id = c.organization_id and r.id = c.reversal_memo_id
    where c.organization_id = ${tx.organizationId} and c.id > ${page.after} and ${matching(tx, filter)}
    order by c.id limit ${page.limit}`;
}

/** Which credits a filter takes; over `credits c`, `statements s`, `memos m` and `memos r`. */
function matching(tx: TenantTx, filter: RegisterFilter): ReturnType<TenantTx["sql"]> {
  const { customerId, period, upTo, creditId = null, currency = null, status = null } = filter;
  const { accountingPeriod: month = null } = filter;
  const lapsed = tx.sql`(c.kind = 'credit' and c.claim_required and coalesce(c.claim_deadline <= ${upTo}, false))`;
  return tx.sql`c.created_at <= ${upTo}
    and (${customerId}::text is null or c.customer_id = ${customerId})
    and (${period}::text is null or s.month = ${period})
    and (${creditId}::text is null or c.id = ${creditId})
    and (${currency}::text is null or c.currency = ${currency})
    and (${status}::text is null
      or case when c.status = 'eligible' and ${lapsed} then 'expired' else c.status end = ${status})
    and (${month}::text is null or left(m.posting_date, 7) = ${month} or left(r.posting_date, 7) = ${month})`;
}

/** How many lines the register has, and how many of them are credit notes that stand. */
export async function countRegister(
  tx: TenantTx,
  filter: RegisterFilter,
): Promise<{ lines: number; creditNotes: number }> {
  const [row] = await tx.sql<{ lines: number; creditNotes: number }[]>`
    select count(c.id) + count(c.reversal_memo_id) as lines,
      count(*) filter (where c.status in ('issued', 'applied', 'paid_out') and c.kind <> 'adjustment_debit') as credit_notes
    from credits c
    join statements s on s.organization_id = c.organization_id and s.id = c.statement_id
    left join memos m on m.organization_id = c.organization_id and m.id = c.memo_id
    left join memos r on r.organization_id = c.organization_id and r.id = c.reversal_memo_id
    where c.organization_id = ${tx.organizationId} and ${matching(tx, filter)}`;
  return row ?? { lines: 0, creditNotes: 0 };
}
