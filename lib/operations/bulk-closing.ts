import { inTenant } from "@/db/client";
import { readyStatements } from "@/db/queries/statement";
import { type BulkCloseInput, type BulkReport, bulkMax, bulkReport } from "@/lib/domain/bulk";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { sealHeads } from "./checkpoint";
import { type CloseOutcome, closeStatements, previewCloses } from "./closing";

/**
 * Closes many statements, or says what that would do. Each batch is a transaction, so that a crash leaves whole batches
 * and the same call goes on where it stopped; at the end one checkpoint vouches for what they rest on (RULES R5.2).
 */
export async function closeInBulk(scope: TenantScope, input: BulkCloseInput, now: Ms): Promise<BulkReport> {
  permit(scope, "finance");
  const { ids, more } = await idsOf(scope, input, now);
  const { dry_run: dryRun, reason } = input;
  const outcomes = dryRun
    ? await previewCloses(scope, ids, now)
    : await closeStatements(scope, ids, now, { reason });
  const report = bulkReport(outcomes.map(itemOf), dryRun, more);
  if (!dryRun && report.done > 0 && env().signingKey !== null)
    await inTenant(scope, (tx) => sealHeads(tx, now));
  return report;
}

async function idsOf(
  scope: TenantScope,
  { ids, filter = {} }: BulkCloseInput,
  now: Ms,
): Promise<{ ids: readonly string[]; more: boolean }> {
  if (ids) return { ids: [...new Set(ids)], more: false };
  const { period, customer_id: customerId, contract_id: contractId } = filter;
  const asked = { period, customerId, contractId };
  const rows = await inTenant(scope, (tx) => readyStatements(tx, asked, now, bulkMax + 1));
  return { ids: rows.slice(0, bulkMax), more: rows.length > bulkMax };
}

function itemOf({ id, refusal, currency, creditMinor }: CloseOutcome) {
  const said = refusal && { code: refusal.code, message: refusal.message };
  return { id, refusal: said, currency, amountMinor: creditMinor };
}
