import {
  type Approval,
  type CreditKind,
  type CreditState,
  type CreditStatus,
  type MemoKind,
  needsFourEyes,
  statusAt,
} from "./credit";
import { AppError } from "./errors";
import type { FourEyesLimit } from "./finance-settings";
import { type Actor, actorText } from "./scope";
import type { Ms } from "./time";

type Approvable = CreditState & { currency: string; amountMinor: number; approvedAt: Ms | null };

/** What an approval makes of a credit, and how many it has of how many it needs. */
export type Approved = {
  change: { status?: CreditStatus; approvals: readonly Approval[]; approvedAt?: Ms };
  given: number;
  needed: number;
};

const pastOf = {
  claim: "claimed",
  approve: "approved",
  deny: "denied",
  appeal: "taken up again",
  issue: "issued",
  apply: "applied",
  "pay-out": "paid out",
  void: "taken back",
} as const;
export type CreditAct = keyof typeof pastOf;

/** "A credit that is paid out cannot be taken back." */
export function wrongState(act: CreditAct, status: CreditStatus): AppError {
  return new AppError("conflict", `A credit that is ${status.replace("_", " ")} cannot be ${pastOf[act]}.`);
}

/** A credit that extends the service has nothing to put on a memo. */
export function withoutMemo(): AppError {
  return new AppError("conflict", "A credit in days has no memo: extend the service instead.");
}

/** The memo that a credit is issued with. */
export function memoKindOf({ kind }: { kind: CreditKind }): MemoKind {
  return kind === "adjustment_debit" ? "debit_memo" : "credit_memo";
}

const approvable: ReadonlySet<CreditStatus> = new Set(["eligible", "claimed", "approved"]);

/**
 * One more yes to a credit: one person's, two above the organization's limit, of whom the second is another member and
 * never an API key (RULES R4.9). A credit that the contract's rule approved may be confirmed once by a person. Throws
 * `conflict` in any other state, `forbidden` when this actor may not be the second.
 */
export function approvalOf(
  row: Approvable,
  { actor, reason, limits }: { actor: Actor; reason: string | undefined; limits: readonly FourEyesLimit[] },
  now: Ms,
): Approved {
  const status = statusAt(row, now);
  if (!approvable.has(status)) throw wrongState("approve", status);
  if (status === "approved" && row.approvals.some(({ by }) => by !== "rule"))
    throw wrongState("approve", "approved");
  const unclaimed = row.claimRequired && row.claimedAt === null && row.kind === "credit";
  if (status === "eligible" && unclaimed)
    throw new AppError("conflict", "The customer has to claim this credit first.");
  if (status !== "approved" && row.approvals.length > 0) refuseSecond(actor, row.approvals);
  const needed = status !== "approved" && needsFourEyes(row, limits) ? 2 : 1;
  const approvals = [...row.approvals, { by: actorText(actor), at: now, note: reason ?? null }];
  const given = approvals.filter(({ by }) => by !== "rule").length;
  const done = status === "approved" || given >= needed;
  const change = done
    ? { status: "approved" as const, approvals, approvedAt: row.approvedAt ?? now }
    : { approvals };
  return { change, given, needed };
}

function refuseSecond(actor: Actor, given: readonly Approval[]): void {
  if (actor.type !== "user")
    throw new AppError("forbidden", "The second approval is a member's: an API key cannot give it.");
  if (given.some(({ by }) => by === actorText(actor)))
    throw new AppError("forbidden", "The second approval is another member's.");
}
