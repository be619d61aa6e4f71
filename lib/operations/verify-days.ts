import type { TenantTx } from "@/db/client";
import { type HeadRow, lockHeads, readEntries } from "@/db/queries/ledger";
import { type DayRow, readDays } from "@/db/queries/ledger-day";
import { loadWindows } from "@/db/queries/ledger-window";
import { type Ends, endsOf, settledFrom } from "@/lib/domain/settled";
import { bases, states, type TotalsMs } from "@/lib/domain/state";
import { dayMs, type Ms, startOfUtcDay, utcDate } from "@/lib/domain/time";
import { endWindow, projectedDays } from "./projection";

/** Days folded at a time. */
const spanMs = 64 * dayMs;

/**
 * Why the stored day totals of a chain, or its end, do not follow from its entries, or null (RULES R1.8). A finding is
 * looked at again with the chain locked, so that an append in between is not mistaken for one.
 */
export async function projectionComplaint(tx: TenantTx, head: HeadRow, now: Ms): Promise<string | null> {
  if ((await difference(tx, head, now)) === null) return null;
  const locked = (await lockHeads(tx, [head.componentId])).get(head.componentId) ?? head;
  return difference(tx, locked, now);
}

async function difference(tx: TenantTx, head: HeadRow, now: Ms): Promise<string | null> {
  const day = await differingDay(tx, head, now);
  if (day !== null) return `The stored totals of ${utcDate(day)} do not follow from the entries.`;
  return (await isEndSame(tx, head)) ? null : "What is kept of the end does not follow from the entries.";
}

/** No end is no claim: who reads the chain folds it. */
async function isEndSame(tx: TenantTx, { componentId, ends, ...head }: HeadRow): Promise<boolean> {
  if (ends === null) return true;
  const to = settledFrom(head);
  if (to === null || head.projectedTo === null) return false;
  const end = { componentId, from: head.projectedTo, to };
  const [entries = []] = await loadWindows(tx, [endWindow(end)]);
  const folded = endsOf(entries, { ...end, standing: null });
  if (folded === null || !areSameEnds(ends, folded)) return false;
  // What the next append builds on must tell the same state.
  const told = endsOf(await readEntries(tx, componentId, ends.words), { from: to, to, standing: null });
  return told !== null && bases.every((basis) => told[basis].state === ends[basis].state);
}

function areSameEnds(one: Ends, other: Ends): boolean {
  return bases.every(
    (basis) => one[basis].state === other[basis].state && areSame(one[basis].totalsMs, other[basis].totalsMs),
  );
}

async function differingDay(tx: TenantTx, head: HeadRow, now: Ms): Promise<Ms | null> {
  const { componentId, seq } = head;
  const ever = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
  const stored = new Map((await readDays(tx, [componentId], ever, null)).map((day) => [keyOf(day), day]));
  const end = head.projectedTo ?? 0;
  const start = startOfUtcDay(head.firstFrom ?? now);
  for (let from = start; from < end; from += spanMs) {
    const window = { componentId, from, to: Math.min(from + spanMs, end) };
    const [entries = []] = await loadWindows(tx, [window]);
    for (const day of projectedDays(window, entries, seq)) {
      if (!isSame(stored.get(keyOf(day)), day)) return day.dayStart;
      stored.delete(keyOf(day));
    }
  }
  return [...stored.values()][0]?.dayStart ?? null;
}

function keyOf({ basis, dayStart }: DayRow): string {
  return `${basis} ${dayStart}`;
}

function isSame(stored: DayRow | undefined, day: DayRow): boolean {
  return stored !== undefined && areSame(stored.totalsMs, day.totalsMs);
}

function areSame(one: TotalsMs, other: TotalsMs): boolean {
  return states.every((state) => one[state] === other[state]);
}
