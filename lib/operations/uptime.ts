import type { TenantTx } from "@/db/client";
import { type HeadRow, readHeads } from "@/db/queries/ledger";
import { readTroubledDays, sumTroubledDays, type TroubledSum } from "@/db/queries/ledger-day";
import type { ChainWindow } from "@/db/queries/ledger-window";
import type { Basis, TotalsMs } from "@/lib/domain/state";
import { dayMs, type Interval, type Ms, startOfUtcDay } from "@/lib/domain/time";
import { foldTree } from "@/lib/domain/tree";
import { noTotals, sumTotals, totalsOf } from "@/lib/domain/uptime";
import { loadChains } from "./chains";
import { storedDays } from "./timeline";

/** What is known of a component without a fold, and the stretches on either side that want one; null: none does. */
type Plan = { known: TotalsMs[]; before: ChainWindow | null; after: ChainWindow | null };

/**
 * Totals of [from, min(to, now)) of many components: whole days from the projection and at most two folded edges
 * (RULES R1.8). They sum to the window and equal a fold of all of it. An edge is not folded either when the projection
 * knows all of its day to be of one state.
 */
export async function windowTotals(
  tx: TenantTx,
  componentIds: readonly string[],
  basis: Basis,
  asked: Interval,
  now: Ms,
): Promise<Map<string, TotalsMs>> {
  const window = { from: asked.from, to: Math.min(asked.to, now) };
  if (window.from >= window.to) return new Map(componentIds.map((id) => [id, noTotals()]));
  const heads = await readHeads(tx, componentIds);
  const simple = componentIds.filter((id) => heads.get(id)?.composed === false);
  const midnight = Math.ceil(window.from / dayMs) * dayMs;
  const edgeDay = { from: midnight - dayMs, to: midnight };
  const sums = await sumTroubledDays(tx, simple, { from: midnight, to: startOfUtcDay(window.to) }, basis);
  const sumOf = new Map(sums.map((sum) => [sum.componentId, sum]));
  const mixed = new Set((await readTroubledDays(tx, simple, edgeDay, basis)).map((day) => day.componentId));
  const plans = componentIds.map((id): Plan => {
    const head = heads.get(id);
    const days = daysPlan(id, head, { from: midnight, to: window.to }, sumOf.get(id));
    const edge = { from: window.from, to: Math.min(midnight, window.to) };
    const quiet = mixed.has(id) ? null : quietTotals(head, edgeDay, edge);
    if (quiet !== null) days.known.push(quiet);
    return { ...days, before: quiet === null ? orNull(id, edge) : null };
  });
  const before = await foldedTotals(
    tx,
    basis,
    plans.flatMap((plan) => plan.before ?? []),
  );
  const after = await foldedTotals(
    tx,
    basis,
    plans.flatMap((plan) => plan.after ?? []),
  );
  return new Map(
    componentIds.map((id, index) => {
      const parts = [before.get(id) ?? [], plans[index]?.known ?? [], after.get(id) ?? []].flat();
      return [id, sumTotals(parts)];
    }),
  );
}

/** The part of a window that begins at midnight, hence in whole days but for its end. */
function daysPlan(
  componentId: string,
  head: HeadRow | undefined,
  window: Interval,
  sum: TroubledSum | undefined,
): Omit<Plan, "before"> {
  if (window.from >= window.to) return { known: [], after: null };
  const stored = storedDays(head, window);
  const quietMs = stored.to - stored.from - (sum?.days ?? 0) * dayMs;
  const known = [{ ...noTotals(), unknown: stored.from - window.from, operational: quietMs }];
  if (sum !== undefined) known.push(sum.totalsMs);
  return { known, after: orNull(componentId, { from: stored.to, to: window.to }) };
}

/** The totals of an edge whose day has no trouble stored; null when that day is not stored at all. */
function quietTotals(head: HeadRow | undefined, day: Interval, edge: Interval): TotalsMs | null {
  const stored = storedDays(head, day);
  if (stored.to < day.to) return null;
  const state = stored.from > day.from ? "unknown" : "operational";
  return { ...noTotals(), [state]: edge.to - edge.from };
}

function orNull(componentId: string, { from, to }: Interval): ChainWindow | null {
  return from < to ? { componentId, from, to } : null;
}

async function foldedTotals(
  tx: TenantTx,
  basis: Basis,
  windows: readonly ChainWindow[],
): Promise<Map<string, TotalsMs>> {
  const chains = await loadChains(tx, windows);
  return new Map(
    windows.map((window) => [window.componentId, totalsOf(foldTree({ chains, basis, ...window }))]),
  );
}
