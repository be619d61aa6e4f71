import type { TenantTx } from "@/db/client";
import { type CreditRow, insertMemo, type MemoRow, nextSequence, readSettings } from "@/db/queries/credit";
import { type MemoKind, memoNumber } from "@/lib/domain/credit";
import { defaultSeries, defaultZone } from "@/lib/domain/finance-settings";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { localDate } from "@/lib/domain/sla/calendar";
import type { Ms } from "@/lib/domain/time";
import { bookingDay } from "./accounting-periods";
import { newId } from "./record";

/** Writes a memo under the next number of its series and year, in the transaction that issues it (RULES R4.8). */
export async function writeMemo(
  tx: TenantTx,
  scope: TenantScope,
  row: CreditRow,
  {
    kind,
    reverses,
    postingDate: asked,
  }: { kind: MemoKind; reverses: string | null; postingDate?: string | undefined },
  now: Ms,
): Promise<MemoRow> {
  const postingDate = await bookingDay(tx, asked, now);
  const settings = await readSettings(tx);
  const year = Number(localDate(now, settings?.timezone ?? defaultZone).slice(0, 4));
  const series = (settings?.series ?? defaultSeries)[kind];
  const sequence = await nextSequence(tx, series, year);
  const { customerId, currency, amountMinor, taxMinor, grossMinor } = row;
  const memo: MemoRow = {
    ...{ customerId, currency, amountMinor, taxMinor, grossMinor, kind, reverses, series, year, sequence },
    id: newId("memo", now),
    number: memoNumber(series, year, sequence),
    issuedAt: now,
    issuedBy: actorText(scope.actor),
    postingDate,
  };
  await insertMemo(tx, memo);
  return memo;
}
