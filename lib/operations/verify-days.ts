import type { TenantTx } from "@/db/client";
import { type HeadRow, lockHeads } from "@/db/queries/ledger";
import { type DayRow, readDays } from "@/db/queries/ledger-day";
import { loadWindows } from "@/db/queries/ledger-window";
import { states } from "@/lib/domain/state";
import { dayMs, type Ms, startOfUtcDay, utcDate } from "@/lib/domain/time";
import { projectedDays } from "./projection";

/** Days folded at a time. */
const spanMs = 64 * dayMs;

/**
 * Why the stored day totals of a chain do not follow from its entries, or null (RULES R1.8). A finding is looked at
 * again with the chain locked, so that an append in between is not mistaken for one.
 */
export async function projectionComplaint(tx: TenantTx, head: HeadRow, now: Ms): Promise<string | null> {
  if ((await differingDay(tx, head, now)) === null) return null;
  const locked = (await lockHeads(tx, [head.componentId])).get(head.componentId) ?? head;
  const day = await differingDay(tx, locked, now);
  return day === null ? null : `The stored totals of ${utcDate(day)} do not follow from the entries.`;
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
  return stored !== undefined && states.every((state) => stored.totalsMs[state] === day.totalsMs[state]);
}
