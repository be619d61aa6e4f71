import { inTenant, type TenantTx } from "@/db/client";
import {
  findPeriod,
  holdBooks,
  insertAccountingLines,
  insertPeriod,
  listPeriods,
  type PeriodRow,
} from "@/db/queries/accounting";
import { creditTitles, readSettings } from "@/db/queries/credit";
import { ownOrganization } from "@/db/queries/organization";
import { readRegister } from "@/db/queries/register";
import {
  type AccountingPeriod,
  type LockPeriodInput,
  monthField,
  postingDateAt,
} from "@/lib/domain/accounting-period";
import { AppError, invalid } from "@/lib/domain/errors";
import { defaultZone } from "@/lib/domain/finance-settings";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { localDate } from "@/lib/domain/sla/calendar";
import type { Ms } from "@/lib/domain/time";
import { audit } from "./record";

/** Locked months, latest first. */
export function listAccountingPeriods(scope: TenantScope): Promise<AccountingPeriod[]> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => (await listPeriods(tx)).map(viewOf));
}

function viewOf({ month, lockedAt, lockedBy, reason, lines }: PeriodRow): AccountingPeriod {
  return { month, lockedAt, lockedBy, reason, lines };
}

/** Credits copied at once. */
const batchSize = 500;

/**
 * Locks a month of the books for good: it takes no more postings, and its exports are made of what stood then. Throws
 * `conflict` for a month that is locked already or has not begun.
 */
export function lockAccountingPeriod(
  scope: TenantScope,
  input: LockPeriodInput & { month: string },
  now: Ms,
): Promise<AccountingPeriod> {
  permit(scope, "finance");
  const { month, reason = null } = input;
  if (!monthField.safeParse(month).success) throw invalid("month", "must be a month such as 2026-10");
  return inTenant(scope, async (tx) => {
    await holdBooks(tx, true);
    if (await findPeriod(tx, month))
      throw new AppError("conflict", `The books of ${month} are locked already.`);
    const zone = (await readSettings(tx))?.timezone ?? defaultZone;
    if (month > localDate(now, zone).slice(0, 7))
      throw new AppError("conflict", `${month} has not begun: lock a month when its books are done.`);
    const lines = await copyLines(tx, month, now);
    const organizationName = (await ownOrganization(tx))?.name ?? "";
    const row = { month, lockedAt: now, lockedBy: actorText(scope.actor), reason, organizationName, lines };
    await insertPeriod(tx, row);
    const act = { action: "accounting-period.lock", objectType: "accounting_period", objectId: month };
    await audit(tx, scope, { ...act, before: null, after: { month, lines, reason } }, now);
    return viewOf(row);
  });
}

async function copyLines(tx: TenantTx, month: string, now: Ms): Promise<number> {
  const filter = { period: null, customerId: null, upTo: now, accountingPeriod: month };
  let lines = 0;
  for (let after = ""; ; ) {
    const batch = await readRegister(tx, filter, { after, limit: batchSize });
    await insertAccountingLines(tx, month, batch);
    lines += batch.length;
    const last = batch.at(-1);
    if (last === undefined || batch.length < batchSize) return lines;
    after = last.id;
  }
}

/**
 * The day that memos of these statements are booked on, the books held open for it until the transaction ends: the day
 * asked for, else today or the first day after what is locked. Throws `conflict` for a day in a locked month, for one
 * that lies ahead, and for one before the month of a period that is credited.
 */
export async function bookingDay(
  tx: TenantTx,
  statementIds: readonly string[],
  asked: string | undefined,
  now: Ms,
): Promise<string> {
  await holdBooks(tx, false);
  const zone = (await readSettings(tx))?.timezone ?? defaultZone;
  const locked = new Set((await listPeriods(tx)).map(({ month }) => month));
  if (asked === undefined) return postingDateAt(now, zone, locked);
  const refused = (message: string, said: string) =>
    new AppError("conflict", said, { errors: [{ path: "posting_date", message }] });
  if (locked.has(asked.slice(0, 7)))
    throw refused("lies in a locked accounting period", `The books of ${asked.slice(0, 7)} are locked.`);
  if (asked > localDate(now, zone))
    throw refused("lies ahead", "A memo cannot be booked on a day that lies ahead.");
  const months = (await creditTitles(tx, statementIds)).map(({ month }) => month).sort();
  const latest = months.at(-1) ?? "";
  if (asked.slice(0, 7) < latest)
    throw refused(
      "lies before the period it credits",
      `A memo of ${latest} cannot be booked in a month before it.`,
    );
  return asked;
}
