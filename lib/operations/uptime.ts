import type { TenantTx } from "@/db/client";
import { type ProjectedSum, sumProjectedDays } from "@/db/queries/ledger-day";
import type { ChainWindow } from "@/db/queries/ledger-window";
import type { Basis, TotalsMs } from "@/lib/domain/state";
import { dayMs, type Interval, type Ms, startOfUtcDay } from "@/lib/domain/time";
import { foldTree } from "@/lib/domain/tree";
import { noTotals, sumTotals, totalsOf } from "@/lib/domain/uptime";
import { loadChains } from "./chains";
import { behindDays, storedDays } from "./timeline";

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
  const midnight = Math.ceil(window.from / dayMs) * dayMs;
  const whole = { from: midnight, to: Math.max(midnight, startOfUtcDay(window.to)) };
  const sums = await sumProjectedDays(tx, componentIds, whole, basis);
  const plans = componentIds.map((id): Plan => {
    const sum = sums.get(id);
    const days = daysPlan(id, sum, { from: midnight, to: window.to });
    const edge = { from: window.from, to: Math.min(midnight, window.to) };
    const known = edgeTotals(sum, midnight, edge);
    if (known !== null) days.known.push(known);
    return { ...days, before: known === null ? orNull(id, edge) : null };
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
  sum: ProjectedSum | undefined,
  window: Interval,
): Omit<Plan, "before"> {
  if (window.from >= window.to) return { known: [], after: null };
  const stored = storedDays(sum, window);
  const quietMs = stored.to - stored.from - (sum?.days ?? 0) * dayMs;
  const known = [{ ...noTotals(), unknown: stored.from - window.from, operational: quietMs }];
  if (sum !== undefined) known.push(sum.totalsMs);
  const rest = { from: stored.to, to: window.to };
  const end = behindDays(sum, rest);
  if (end === null) return { known, after: orNull(componentId, rest) };
  return { known: [...known, end], after: null };
}

/**
 * The totals of an edge before `midnight` whose day is stored and has no trouble, or lies behind the stored days; null
 * when only a fold can tell.
 */
function edgeTotals(sum: ProjectedSum | undefined, midnight: Ms, edge: Interval): TotalsMs | null {
  if (sum?.edgeTroubled) return null;
  const day = { from: midnight - dayMs, to: midnight };
  const stored = storedDays(sum, day);
  if (stored.to < day.to) return behindDays(sum, edge);
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
