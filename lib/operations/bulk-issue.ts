import { inTenant, type TenantTx } from "@/db/client";
import type { CreditRow } from "@/db/queries/credit";
import { awaitingMemo, lockCredits, saveIssued } from "@/db/queries/credit-bulk";
import { type BulkIssueInput, type BulkItem, type BulkReport, bulkMax, bulkReport } from "@/lib/domain/bulk";
import { statusAt } from "@/lib/domain/credit";
import { memoKindOf, withoutMemo, wrongState } from "@/lib/domain/credit-approval";
import { type AppError, assert, notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { bookingDay } from "./accounting-periods";
import { type Issued, tellIssued } from "./credit-news";
import { writeMemos } from "./memos";
import { type Act, auditAll } from "./record";

/** Credits of one transaction: few enough that nobody waits long for the next number. */
const batchMax = 250;

/**
 * Issues the memos of many credits, each as `issueCredit` would, or says what that would do. Each batch is a
 * transaction that gives its numbers itself, so a crash leaves no gap and the same call goes on where it stopped
 * (RULES R4.8). Throws `conflict` for a day of the books that is locked or lies ahead.
 */
export async function issueInBulk(scope: TenantScope, input: BulkIssueInput, now: Ms): Promise<BulkReport> {
  permit(scope, "finance");
  const { ids, more } = await idsOf(scope, input);
  const items: BulkItem[] = [];
  for (let start = 0; start < ids.length; start += batchMax) {
    const batch = ids.slice(start, start + batchMax);
    items.push(...(await inTenant(scope, (tx) => issueTogether(tx, scope, batch, input, now))));
  }
  return bulkReport(items, input.dry_run, more);
}

async function idsOf(
  scope: TenantScope,
  { ids, filter = {} }: BulkIssueInput,
): Promise<{ ids: readonly string[]; more: boolean }> {
  if (ids) return { ids: [...new Set(ids)].sort(), more: false };
  const { customer_id: customerId, ...rest } = filter;
  const found = await inTenant(scope, (tx) => awaitingMemo(tx, { ...rest, customerId }, bulkMax + 1));
  return { ids: found.slice(0, bulkMax), more: found.length > bulkMax };
}

async function issueTogether(
  tx: TenantTx,
  scope: TenantScope,
  ids: readonly string[],
  { reason, posting_date: postingDate, dry_run: dryRun }: BulkIssueInput,
  now: Ms,
): Promise<BulkItem[]> {
  const rows = new Map((await lockCredits(tx, ids)).map((row) => [row.id, row]));
  const ready = [...rows.values()].filter((row) => refusalOf(row, now) === null);
  const statementIds = ready.map(({ statementId }) => statementId);
  if (dryRun) await bookingDay(tx, statementIds, postingDate, now);
  const issued = dryRun ? [] : await issueAll(tx, scope, ready, { reason, postingDate }, now);
  const numbers = new Map(issued.map(({ credit, memo }) => [credit.id, memo.number]));
  return ids.map((id): BulkItem => {
    const row = rows.get(id);
    const refusal = refusalOf(row, now);
    const { currency = null, amountMinor = 0 } = row ?? {};
    const memoNumber = numbers.get(id);
    return {
      ...{ id, currency, amountMinor },
      refusal: refusal && { code: refusal.code, message: refusal.message },
      ...(memoNumber === undefined ? {} : { memoNumber }),
    };
  });
}

function refusalOf(row: CreditRow | undefined, now: Ms): AppError | null {
  if (!row) return notFound("credit");
  const status = statusAt(row, now);
  if (status !== "approved") return wrongState("issue", status);
  return row.amountMinor === 0 ? withoutMemo() : null;
}

async function issueAll(
  tx: TenantTx,
  scope: TenantScope,
  rows: readonly CreditRow[],
  { reason, postingDate }: { reason: string | undefined; postingDate: string | undefined },
  now: Ms,
): Promise<Issued[]> {
  if (rows.length === 0) return [];
  const wishes = rows.map((row) => ({ row, kind: memoKindOf(row), reverses: null }));
  const memos = await writeMemos(tx, scope, wishes, postingDate, now);
  const issued = rows.map((credit, index): Issued => {
    const memo = memos[index];
    assert(memo, "every credit has its memo");
    return { credit, memo };
  });
  await saveIssued(
    tx,
    issued.map(({ credit, memo }) => ({ id: credit.id, memoId: memo.id })),
    now,
  );
  await tellIssued(tx, issued, now);
  const acts = issued.map(({ credit, memo }): Act => {
    const after = { status: "issued", memo: memo.number, posting_date: memo.postingDate };
    return {
      ...{ action: "credit.issue", objectType: "credit", objectId: credit.id },
      before: { status: "approved" },
      after: reason === undefined ? after : { ...after, reason },
    };
  });
  await auditAll(tx, scope, acts, now);
  return issued;
}
