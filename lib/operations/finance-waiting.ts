import { inTenant } from "@/db/client";
import { countWaiting, type FinanceWaiting } from "@/db/queries/finance-waiting";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms } from "@/lib/domain/time";

/** Claims whose deadline is nearer than this are named. */
const soonMs = 7 * dayMs;

/** What of the money waits for a person: closes, approvals, memos, claims about to expire. */
export function readFinanceWaiting(scope: TenantScope, now: Ms): Promise<FinanceWaiting> {
  permit(scope, "finance");
  return inTenant(scope, (tx) => countWaiting(tx, now, now + soonMs));
}
