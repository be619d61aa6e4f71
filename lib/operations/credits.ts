import { inTenant, type TenantTx } from "@/db/client";
import { actorNames } from "@/db/queries/actor";
import {
  type CreditChange,
  type CreditRow,
  type CreditTitle,
  creditTitles,
  findCredit,
  findCredits,
  findMemos,
  listCredits as listRows,
  lockCredit,
  type MemoRow,
  readSettings,
  sumCredits,
  updateCredit,
} from "@/db/queries/credit";
import { commitmentsNamed, memosNumbered } from "@/db/queries/finance-search";
import {
  type CreditListInput,
  type CreditStatus,
  type CreditSum,
  needsFourEyes,
  statusAt,
} from "@/lib/domain/credit";
import {
  approvalOf,
  type CreditAct,
  memoKindOf,
  withoutMemo,
  wrongState,
} from "@/lib/domain/credit-approval";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, assert, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { moneyText } from "@/lib/domain/money-text";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { tellIssued } from "./credit-news";
import { writeMemo } from "./memos";
import { audit } from "./record";

/** A credit with its documents; `status` is what it is now, expiry included. */
export type CreditView = CreditRow & {
  memo: MemoRow | null;
  reversal: MemoRow | null;
  /** One approval was given and the amount needs another. */
  awaitsSecond: boolean;
  /** The amount is above the organization's limit: two people approve. */
  needsTwo: boolean;
  title: Omit<CreditTitle, "statementId">;
  /** Names of those who approved or issued, by the text that is kept of them. */
  actors: ReadonlyMap<string, string>;
};

/** Newest first. */
export function listCredits(scope: TenantScope, input: CreditListInput, now: Ms): Promise<Page<CreditView>> {
  permit(scope, "finance");
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  const { customer_id: customerId, period, currency, status } = input;
  return inTenant(scope, async (tx) => {
    const named = await namedIn(tx, input.q);
    const filter = { customerId, period, currency, status, named, now };
    const rows = await listRows(tx, { limit: input.limit, before }, filter);
    const page = pageOf(rows, input.limit, (row) => [row.id]);
    return { ...page, items: await viewsOf(tx, page.items, now) };
  });
}

async function namedIn(tx: TenantTx, words: string | undefined) {
  if (!words) return undefined;
  return { commitmentIds: await commitmentsNamed(tx, words), memoIds: await memosNumbered(tx, words) };
}

/** What all credits of a list's filter sum to, per currency and status. */
export function summarizeCredits(scope: TenantScope, input: CreditListInput, now: Ms): Promise<CreditSum[]> {
  permit(scope, "finance");
  const { customer_id: customerId, period, currency, status } = input;
  return inTenant(scope, async (tx) => {
    const named = await namedIn(tx, input.q);
    return sumCredits(tx, { customerId, period, currency, status, named, now });
  });
}

/** Throws `not_found` for another tenant's credit as for none at all. */
export function getCredit(scope: TenantScope, id: string, now: Ms): Promise<CreditView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const row = await findCredit(tx, id);
    if (!row) throw notFound("credit");
    return viewOf(tx, row, now);
  });
}

/** These credits in the order they are named; unknown ones are left out. */
export function readCredits(scope: TenantScope, ids: readonly string[], now: Ms): Promise<CreditView[]> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const rows = new Map((await findCredits(tx, ids)).map((row) => [row.id, row]));
    return viewsOf(
      tx,
      ids.flatMap((id) => rows.get(id) ?? []),
      now,
    );
  });
}

async function viewOf(tx: TenantTx, row: CreditRow, now: Ms): Promise<CreditView> {
  const [view] = await viewsOf(tx, [row], now);
  if (!view) throw notFound("credit");
  return view;
}

async function viewsOf(tx: TenantTx, rows: readonly CreditRow[], now: Ms): Promise<CreditView[]> {
  const ids = rows.flatMap(({ memoId, reversalMemoId }) =>
    [memoId, reversalMemoId].filter((id) => id !== null),
  );
  const memos = new Map((await findMemos(tx, ids)).map((memo) => [memo.id, memo]));
  const titles = new Map(
    (
      await creditTitles(
        tx,
        rows.map(({ statementId }) => statementId),
      )
    ).map(({ statementId, ...title }) => [statementId, title]),
  );
  const limits = (await readSettings(tx))?.fourEyes ?? [];
  const acted = rows.flatMap(({ approvals }) => approvals.map(({ by }) => by));
  const actors = await actorNames(tx, [...acted, ...[...memos.values()].map(({ issuedBy }) => issuedBy)]);
  const memoOf = (id: string | null) => (id === null ? null : (memos.get(id) ?? null));
  return rows.map((row) => {
    const status = statusAt(row, now);
    const awaitsSecond = row.approvals.length > 0 && (status === "eligible" || status === "claimed");
    const documents = { memo: memoOf(row.memoId), reversal: memoOf(row.reversalMemoId) };
    const title = titles.get(row.statementId);
    assert(title, "a credit has its statement");
    return {
      ...row,
      status,
      ...documents,
      awaitsSecond,
      needsTwo: needsFourEyes(row, limits),
      title,
      actors,
    };
  });
}

/** What an act makes of a credit, and the words of its audit row beside the change of status. */
type Deed = { change: CreditChange; facts?: Record<string, unknown> };

/** One act on one credit: locked, allowed in these states only, written with who and why. */
export function actOn(
  scope: TenantScope,
  {
    id,
    reason,
    action,
    from,
  }: { id: string; reason?: string | undefined; action: CreditAct; from: readonly CreditStatus[] },
  now: Ms,
  decide: (tx: TenantTx, row: CreditRow) => Deed | Promise<Deed>,
): Promise<CreditView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const row = await lockCredit(tx, id);
    if (!row) throw notFound("credit");
    const status = statusAt(row, now);
    if (!from.includes(status)) throw wrongState(action, status);
    const { change, facts } = await decide(tx, row);
    const after = await updateCredit(tx, row, change, now);
    const act = { action: `credit.${action}`, objectType: "credit", objectId: id };
    const said = { status: after.status, ...facts, ...(reason === undefined ? {} : { reason }) };
    await audit(tx, scope, { ...act, before: { status }, after: said }, now);
    return viewOf(tx, after, now);
  });
}

/** Approves a credit; see `approvalOf` for who may (RULES R4.9). */
export function approveCredit(
  scope: TenantScope,
  { id, reason }: { id: string; reason?: string | undefined },
  now: Ms,
): Promise<CreditView> {
  const from = ["eligible", "claimed", "approved"] as const;
  return actOn(scope, { id, reason, action: "approve", from }, now, async (tx, row) => {
    const limits = (await readSettings(tx))?.fourEyes ?? [];
    const { change, given, needed } = approvalOf(row, { actor: scope.actor, reason, limits }, now);
    return { change, facts: { approvals: given, needed } };
  });
}

/** Says no, and why. */
export function denyCredit(
  scope: TenantScope,
  { id, reason }: { id: string; reason?: string | undefined },
  now: Ms,
): Promise<CreditView> {
  const from = ["eligible", "claimed", "approved"] as const;
  return actOn(scope, { id, reason, action: "deny", from }, now, () => ({
    change: { status: "denied", deniedReason: reason ?? null },
  }));
}

/** Makes the memo: its number is the next of its series and year, given in this very transaction (RULES R4.8). */
export function issueCredit(
  scope: TenantScope,
  input: { id: string; posting_date?: string | undefined; reason?: string | undefined },
  now: Ms,
): Promise<CreditView> {
  const { id, reason, posting_date: postingDate } = input;
  return actOn(scope, { id, reason, action: "issue", from: ["approved"] }, now, async (tx, row) => {
    if (row.amountMinor === 0) throw withoutMemo();
    const memo = await writeMemo(tx, scope, { row, kind: memoKindOf(row), reverses: null, postingDate }, now);
    await tellIssued(tx, [{ credit: row, memo }], now);
    const facts = { memo: memo.number, posting_date: memo.postingDate };
    return { change: { status: "issued", memoId: memo.id, issuedAt: now }, facts };
  });
}

/** Sets an issued credit off against an invoice, in part or whole; it is applied once nothing is left. */
export function applyCredit(
  scope: TenantScope,
  input: {
    id: string;
    invoice_number?: string | undefined;
    amount_minor?: number | undefined;
    reason?: string | undefined;
  },
  now: Ms,
): Promise<CreditView> {
  return actOn(
    scope,
    { id: input.id, reason: input.reason, action: "apply", from: ["issued"] },
    now,
    (_tx, row) => {
      const total = row.grossMinor ?? row.amountMinor;
      const left = total - row.appliedMinor;
      const amount = input.amount_minor ?? left;
      if (amount > left)
        throw new AppError("conflict", `Only ${moneyText(left, row.currency)} are left to apply.`);
      const isWhole = amount === left;
      const change: CreditChange = {
        appliedMinor: row.appliedMinor + amount,
        appliedInvoice: input.invoice_number ?? row.appliedInvoice,
        ...(isWhole ? { status: "applied", settledAt: now } : {}),
      };
      return { change, facts: { amount_minor: amount, invoice_number: input.invoice_number ?? null } };
    },
  );
}

/** Notes that an issued credit was paid in money. */
export function payOutCredit(
  scope: TenantScope,
  input: { id: string; reference?: string | undefined; reason?: string | undefined },
  now: Ms,
): Promise<CreditView> {
  const act = { id: input.id, reason: input.reason, action: "pay-out" as const, from: ["issued"] as const };
  return actOn(scope, act, now, (_tx, row) => {
    if (row.appliedMinor > 0)
      throw new AppError("conflict", "A part of this credit was applied to an invoice already.");
    return { change: { status: "paid_out", settledAt: now }, facts: { reference: input.reference ?? null } };
  });
}

/** Takes an issued credit back by a memo of the other kind; the number given stays given. */
export function voidCredit(
  scope: TenantScope,
  { id, reason }: { id: string; reason?: string | undefined },
  now: Ms,
): Promise<CreditView> {
  return actOn(scope, { id, reason, action: "void", from: ["issued"] }, now, async (tx, row) => {
    if (row.appliedMinor > 0)
      throw new AppError("conflict", "A part of this credit was applied to an invoice already.");
    const kind = row.kind === "adjustment_debit" ? "credit_memo" : "debit_memo";
    const memo = await writeMemo(tx, scope, { row, kind, reverses: row.memoId }, now);
    return { change: { status: "voided", reversalMemoId: memo.id }, facts: { memo: memo.number } };
  });
}
