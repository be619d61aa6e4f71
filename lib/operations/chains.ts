import type { TenantTx } from "@/db/client";
import { type ChainWindow, type Cut, loadWindows } from "@/db/queries/ledger-window";
import type { LedgerEntry } from "@/lib/domain/ledger";
import type { Interval } from "@/lib/domain/time";

/** Entries by component id, as `foldTree` wants them. */
export type Chains = ReadonlyMap<string, readonly LedgerEntry[]>;

/**
 * The entries that folds of these windows need (each component once), and those of everything the components are made
 * of: one query per level of the tree. Members are loaded over the hull of all windows.
 */
export async function loadChains(
  tx: TenantTx,
  windows: readonly ChainWindow[],
  cut: Cut = {},
): Promise<Chains> {
  const hull = hullOf(windows);
  const chains = new Map<string, readonly LedgerEntry[]>();
  const wide = new Set<string>();
  for (let level = [...windows]; level.length > 0; ) {
    const loaded = await loadWindows(tx, level, cut);
    for (const [index, { componentId }] of level.entries()) chains.set(componentId, loaded[index] ?? []);
    const members = new Set(loaded.flat().flatMap((entry) => entry.definition?.of ?? []));
    const missing = [...members].filter((id) => !wide.has(id));
    for (const id of missing) wide.add(id);
    level = missing.map((componentId) => ({ ...hull, componentId }));
  }
  return chains;
}

function hullOf(windows: readonly Interval[]): Interval {
  return {
    from: windows.reduce((from, window) => Math.min(from, window.from), Number.POSITIVE_INFINITY),
    to: windows.reduce((to, window) => Math.max(to, window.to), Number.NEGATIVE_INFINITY),
  };
}
