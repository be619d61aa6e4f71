import type { LedgerEntry } from "@/lib/domain/ledger";
import { type Basis, type State, states, type TotalsMs } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { noTotals } from "@/lib/domain/uptime";
import { truthAt } from "../domain/fold-oracle";

export type Chains = ReadonlyMap<string, readonly LedgerEntry[]>;

/** A component's state by RULES R1, said for one instant from the whole chain. */
export function stateAt(chains: Chains, id: string, basis: Basis, at: Ms): State {
  return truthAt(chains.get(id) ?? [], basis, at, {}, (member) =>
    truthAt(chains.get(member) ?? [], basis, at),
  ).state;
}

/** Totals of [from, to), instant by instant between all edges of all chains. */
export function totalsBetween(chains: Chains, id: string, basis: Basis, from: Ms, to: Ms): TotalsMs {
  const all = [...chains.values()].flat();
  const inside = all
    .flatMap(({ effectiveFrom, effectiveTo }) => [effectiveFrom, effectiveTo ?? effectiveFrom])
    .filter((edge) => edge > from && edge < to);
  const edges = [from, ...[...new Set(inside)].sort((a, b) => a - b), to];
  const totals = noTotals();
  for (const [index, edge] of edges.slice(0, -1).entries())
    totals[stateAt(chains, id, basis, edge)] += (edges[index + 1] ?? edge) - edge;
  return totals;
}

export function sameTotals(a: TotalsMs | undefined, b: TotalsMs): boolean {
  return a !== undefined && states.every((state) => a[state] === b[state]);
}
