import type { TenantTx } from "@/db/client";
import type { Approval, CreditStatus } from "@/lib/domain/credit";
import type { Ms } from "@/lib/domain/time";
import type { CreditRow } from "./credit";

/** The rows, locked in order of id until the transaction ends. */
export function lockCredits(tx: TenantTx, ids: readonly string[]): Promise<CreditRow[]> {
  return tx.sql<CreditRow[]>`select * from credits
    where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[]) order by id for update`;
}

export type AwaitingFilter = {
  period?: string | undefined;
  customerId?: string | undefined;
  currency?: string | undefined;
  status?: CreditStatus | undefined;
};

/** Ids of credits that wait for an approval: claimed, or eligible where no claim is asked for. Oldest first. */
export async function awaitingApproval(
  tx: TenantTx,
  { period = "", customerId = "", currency = "", status }: AwaitingFilter,
  limit: number,
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select c.id from credits c
    join statements s on s.organization_id = c.organization_id and s.id = c.statement_id
    where c.organization_id = ${tx.organizationId}
      and (c.status = 'claimed' or (c.status = 'eligible' and (not c.claim_required or c.kind <> 'credit')))
      and (${period} = '' or s.month = ${period}) and (${customerId} = '' or c.customer_id = ${customerId})
      and (${currency} = '' or c.currency = ${currency}) and (${status ?? ""} = '' or c.status = ${status ?? ""})
    order by c.id limit ${limit}`;
  return rows.map(({ id }) => id);
}

export type ApprovedCredit = {
  id: string;
  status: CreditStatus;
  approvals: readonly Approval[];
  approvedAt: Ms | null;
};

/** Writes approvals, all in one statement of SQL. */
export async function saveApprovals(tx: TenantTx, rows: readonly ApprovedCredit[], now: Ms): Promise<void> {
  if (rows.length === 0) return;
  await tx.sql`
    update credits c set status = a.status, approvals = a.approvals, approved_at = a."approvedAt",
      updated_at = ${now}, version = c.version + 1
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as a (id text, status text, approvals jsonb, "approvedAt" bigint)
    where c.organization_id = ${tx.organizationId} and c.id = a.id`;
}

/** Ids of approved credits that have an amount to put on a memo, oldest first. */
export async function awaitingMemo(
  tx: TenantTx,
  { period = "", customerId = "", currency = "" }: Omit<AwaitingFilter, "status">,
  limit: number,
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select c.id from credits c
    join statements s on s.organization_id = c.organization_id and s.id = c.statement_id
    where c.organization_id = ${tx.organizationId} and c.status = 'approved' and c.amount_minor > 0
      and (${period} = '' or s.month = ${period}) and (${customerId} = '' or c.customer_id = ${customerId})
      and (${currency} = '' or c.currency = ${currency})
    order by c.id limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** Ties credits to the memos that were made for them, all in one statement of SQL. */
export async function saveIssued(
  tx: TenantTx,
  rows: readonly { id: string; memoId: string }[],
  now: Ms,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.sql`
    update credits c set status = 'issued', memo_id = i.memo_id, issued_at = ${now}, updated_at = ${now},
      version = c.version + 1
    from unnest(${rows.map(({ id }) => id)}::text[], ${rows.map(({ memoId }) => memoId)}::text[])
      as i (id, memo_id)
    where c.organization_id = ${tx.organizationId} and c.id = i.id`;
}
