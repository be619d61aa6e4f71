import { inTenant, type TenantTx } from "@/db/client";
import { type CreditRow, readSettings } from "@/db/queries/credit";
import { type ApprovedCredit, awaitingApproval, lockCredits, saveApprovals } from "@/db/queries/credit-bulk";
import {
  type BulkApproveInput,
  type BulkItem,
  type BulkReport,
  bulkMax,
  bulkReport,
} from "@/lib/domain/bulk";
import { statusAt } from "@/lib/domain/credit";
import { type Approved, approvalOf } from "@/lib/domain/credit-approval";
import { AppError, notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { type Act, auditAll } from "./record";

/** Credits of one transaction. */
const batchMax = 250;

/**
 * Approves many credits, each as `approveCredit` would, or says what that would do. What is refused holds up nobody;
 * after a crash the same call goes on where it stopped.
 */
export async function approveInBulk(
  scope: TenantScope,
  input: BulkApproveInput,
  now: Ms,
): Promise<BulkReport> {
  permit(scope, "finance");
  const { ids, more } = await idsOf(scope, input);
  const items: BulkItem[] = [];
  for (let start = 0; start < ids.length; start += batchMax) {
    const batch = ids.slice(start, start + batchMax);
    items.push(...(await inTenant(scope, (tx) => approveTogether(tx, scope, batch, input, now))));
  }
  return bulkReport(items, input.dry_run, more);
}

async function idsOf(
  scope: TenantScope,
  { ids, filter = {} }: BulkApproveInput,
): Promise<{ ids: readonly string[]; more: boolean }> {
  if (ids) return { ids: [...new Set(ids)], more: false };
  const { customer_id: customerId, ...rest } = filter;
  const found = await inTenant(scope, (tx) => awaitingApproval(tx, { ...rest, customerId }, bulkMax + 1));
  return { ids: found.slice(0, bulkMax), more: found.length > bulkMax };
}

async function approveTogether(
  tx: TenantTx,
  scope: TenantScope,
  ids: readonly string[],
  { reason, dry_run: dryRun }: BulkApproveInput,
  now: Ms,
): Promise<BulkItem[]> {
  const limits = (await readSettings(tx))?.fourEyes ?? [];
  const rows = new Map((await lockCredits(tx, ids)).map((row) => [row.id, row]));
  const approved: { row: CreditRow; outcome: Approved }[] = [];
  const items = ids.map((id): BulkItem => {
    const row = rows.get(id);
    try {
      if (!row) throw notFound("credit");
      approved.push({ row, outcome: approvalOf(row, { actor: scope.actor, reason, limits }, now) });
      return { id, refusal: null, currency: row.currency, amountMinor: row.amountMinor };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const refusal = { code: error.code, message: error.message };
      return { id, refusal, currency: row?.currency ?? null, amountMinor: row?.amountMinor ?? 0 };
    }
  });
  if (!dryRun) await store(tx, scope, approved, reason, now);
  return items;
}

async function store(
  tx: TenantTx,
  scope: TenantScope,
  approved: readonly { row: CreditRow; outcome: Approved }[],
  reason: string | undefined,
  now: Ms,
): Promise<void> {
  const saved = approved.map(
    ({ row, outcome: { change } }): ApprovedCredit => ({
      id: row.id,
      status: change.status ?? row.status,
      approvals: change.approvals,
      approvedAt: change.approvedAt ?? row.approvedAt,
    }),
  );
  await saveApprovals(tx, saved, now);
  const acts = approved.map(({ row, outcome: { change, given, needed } }): Act => {
    const before = { status: statusAt(row, now) };
    const after = {
      status: change.status ?? row.status,
      approvals: given,
      needed,
      ...(reason ? { reason } : {}),
    };
    return { action: "credit.approve", objectType: "credit", objectId: row.id, before, after };
  });
  await auditAll(tx, scope, acts, now);
}
