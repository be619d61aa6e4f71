import type { TenantTx } from "@/db/client";
import { findContracts } from "@/db/queries/contract";
import type { CreditRow } from "@/db/queries/credit";
import { grantedBeside, restatementsOf } from "@/db/queries/statement";
import type { ClaimInput } from "@/lib/domain/credit";
import { AppError } from "@/lib/domain/errors";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { actOn, type CreditView } from "./credits";

/**
 * Files the customer's claim. `filed_at` is when it came in, now when left out; a claim at or after the deadline is a
 * conflict, unless it is accepted late: a decision with its reason in the audit log, never another date.
 */
export function claimCredit(
  scope: TenantScope,
  input: { id: string } & Partial<ClaimInput>,
  now: Ms,
): Promise<CreditView> {
  const filedAt = input.filed_at ?? now;
  const inTime = { action: "claim" as const, from: ["eligible", "expired"] as const };
  return actOn(scope, { ...inTime, id: input.id, reason: input.reason }, now, (_tx, row) => {
    if (!row.claimRequired) throw new AppError("conflict", "This contract credits without a claim.");
    if (filedAt > now) throw new AppError("conflict", "A claim cannot come in later than now.");
    const isLate = row.claimDeadline !== null && filedAt >= row.claimDeadline;
    if (isLate && row.claimDeadline !== null && !input.accept_late)
      throw new AppError("conflict", `The deadline for claims was ${formatInstant(row.claimDeadline)}.`);
    const change = { status: "claimed" as const, claimedAt: filedAt, evidence: input.evidence ?? null };
    return { change, facts: { filed_at: filedAt, ...(isLate ? { accepted_late: true } : {}) } };
  });
}

/**
 * Takes up a denied credit again, because the customer appealed: it is decided anew, by approvals of its own. Throws
 * `conflict` once the period was restated, whose credit already makes up for this one, and where another promise of
 * the contract was credited meanwhile and only the best counts.
 */
export function appealCredit(
  scope: TenantScope,
  { id, reason }: { id: string; reason: string },
  now: Ms,
): Promise<CreditView> {
  return actOn(scope, { id, reason, action: "appeal", from: ["denied"] }, now, async (tx, row) => {
    if ((await restatementsOf(tx, [row.statementId])).size > 0)
      throw new AppError("conflict", "The period was restated since: decide about the restatement’s credit.");
    if ((await grantedSince(tx, row)) > 0)
      throw new AppError(
        "conflict",
        "Another promise of this contract was credited since: only the best counts.",
      );
    const status = row.claimedAt === null ? "eligible" : "claimed";
    return {
      change: { status, approvals: [], approvedAt: null, deniedReason: null },
      facts: { denied_for: row.deniedReason },
    };
  });
}

/** What other promises of a contract that pays only the best one are credited for the credit's period by now. */
async function grantedSince(tx: TenantTx, { statementId, contractId }: CreditRow): Promise<number> {
  const [contract] = await findContracts(tx, [contractId]);
  if (contract?.stacking !== "best_only") return 0;
  const beside = await grantedBeside(tx, [statementId]);
  return beside.reduce((total, { grantedMinor }) => total + grantedMinor, 0);
}
