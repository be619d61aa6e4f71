import type { TenantTx } from "@/db/client";
import { type CreditRow, insertMemos, type MemoRow, readSettings, takeSequences } from "@/db/queries/credit";
import { type MemoKind, memoNumber } from "@/lib/domain/credit";
import { assert } from "@/lib/domain/errors";
import { defaultSeries, defaultZone } from "@/lib/domain/finance-settings";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { localDate } from "@/lib/domain/sla/calendar";
import type { Ms } from "@/lib/domain/time";
import { bookingDay } from "./accounting-periods";
import { newId } from "./record";

/** A memo to make: of which credit, of which kind, and which memo it takes back. */
export type MemoWish = { row: CreditRow; kind: MemoKind; reverses: string | null };

/** Writes a memo under the next number of its series and year, in the transaction that issues it (RULES R4.8). */
export async function writeMemo(
  tx: TenantTx,
  scope: TenantScope,
  { postingDate, ...wish }: MemoWish & { postingDate?: string | undefined },
  now: Ms,
): Promise<MemoRow> {
  const [memo] = await writeMemos(tx, scope, [wish], postingDate, now);
  assert(memo, "one wish has one memo");
  return memo;
}

/** The memos of many credits in their order: numbers of one series follow each other without a gap. */
export async function writeMemos(
  tx: TenantTx,
  scope: TenantScope,
  wishes: readonly MemoWish[],
  asked: string | undefined,
  now: Ms,
): Promise<MemoRow[]> {
  const statementIds = wishes.map(({ row }) => row.statementId);
  const postingDate = await bookingDay(tx, statementIds, asked, now);
  const settings = await readSettings(tx);
  const year = Number(localDate(now, settings?.timezone ?? defaultZone).slice(0, 4));
  const seriesOf = ({ kind }: MemoWish) => (settings?.series ?? defaultSeries)[kind];
  const next = await firstNumbers(tx, wishes.map(seriesOf), year);
  const made = wishes.map((wish): MemoRow => {
    const { customerId, currency, amountMinor, taxMinor, grossMinor } = wish.row;
    const { kind, reverses } = wish;
    const series = seriesOf(wish);
    const sequence = next.get(series) ?? 1;
    next.set(series, sequence + 1);
    return {
      ...{ customerId, currency, amountMinor, taxMinor, grossMinor, kind, reverses, series, year, sequence },
      id: newId("memo", now),
      number: memoNumber(series, year, sequence),
      issuedAt: now,
      issuedBy: actorText(scope.actor),
      postingDate,
    };
  });
  await insertMemos(tx, made);
  return made;
}

/** Per series the first of as many numbers as it is named; counters are taken in one order, so that nobody waits in a ring. */
async function firstNumbers(
  tx: TenantTx,
  named: readonly string[],
  year: number,
): Promise<Map<string, number>> {
  const first = new Map<string, number>();
  for (const series of [...new Set(named)].sort())
    first.set(series, await takeSequences(tx, series, year, named.filter((each) => each === series).length));
  return first;
}
