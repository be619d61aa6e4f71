import type { TenantTx } from "@/db/client";
import type { Ms } from "@/lib/domain/time";

/** What of the money waits for a person. */
export type FinanceWaiting = {
  ready: number;
  /** The earliest instant since which a statement could be closed. */
  readySince: Ms | null;
  toApprove: number;
  secondApprovals: number;
  toIssue: number;
  expiring: number;
  firstExpiry: Ms | null;
};

/** Counted in one query; claims expire "soon" when their deadline lies before `soon`. */
export async function countWaiting(tx: TenantTx, now: Ms, soon: Ms): Promise<FinanceWaiting> {
  const [row] = await tx.sql<FinanceWaiting[]>`
    with open as (
      select *, (kind = 'credit' and claim_required and claim_deadline is not null) as must_claim from credits
      where organization_id = ${tx.organizationId} and status in ('eligible', 'claimed', 'approved'))
    select
      (select count(*)::int from statements s where s.organization_id = ${tx.organizationId} and s.closed_at is null
        and s.ready_at <= ${now} and s.period_to <= ${now}) as ready,
      (select min(s.ready_at) from statements s where s.organization_id = ${tx.organizationId} and s.closed_at is null
        and s.ready_at <= ${now} and s.period_to <= ${now}) as ready_since,
      (select count(*)::int from open where status = 'claimed' or (status = 'eligible' and (not claim_required or kind <> 'credit')))
        as to_approve,
      (select count(*)::int from open where status <> 'approved' and jsonb_array_length(approvals) > 0) as second_approvals,
      (select count(*)::int from open where status = 'approved' and amount_minor > 0) as to_issue,
      (select count(*)::int from open where status = 'eligible' and must_claim and claim_deadline > ${now}
        and claim_deadline <= ${soon}) as expiring,
      (select min(claim_deadline) from open where status = 'eligible' and must_claim and claim_deadline > ${now}
        and claim_deadline <= ${soon}) as first_expiry`;
  if (!row) throw new Error("a count has a row");
  return row;
}
