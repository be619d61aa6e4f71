import type { TenantTx } from "@/db/client";
import { type DayRow, deleteDays, saveDays } from "@/db/queries/ledger-day";
import { loadWindows } from "@/db/queries/ledger-window";
import type { LedgerEntry } from "@/lib/domain/ledger";
import { bases } from "@/lib/domain/state";
import type { Interval } from "@/lib/domain/time";
import { foldTimeline } from "@/lib/domain/timeline";
import { totalsByUtcDay } from "@/lib/domain/uptime";

/** Whole UTC days of one chain whose totals an append has changed; `headSeq` is the head after it. */
export type DaysToProject = {
  componentId: string;
  headSeq: number;
  /** Made of others at any time: no days are kept. */
  composed: boolean;
  touched: readonly Interval[];
};

/**
 * Folds and stores the totals of touched days on every basis (RULES R1.8); the entries are stored already, the chains
 * locked. A component that is or was made of others keeps no days: every append to any member would have to lock
 * upwards through the tree, against the one order of locks. Its days are folded when read, from its members' chains.
 */
export async function projectDays(tx: TenantTx, chains: readonly DaysToProject[]): Promise<void> {
  const composed = chains.filter((chain) => chain.composed).map((chain) => chain.componentId);
  if (composed.length > 0) await deleteDays(tx, composed);
  const windows = chains.flatMap(({ componentId, headSeq, touched }) =>
    touched.map((days) => ({ ...days, componentId, headSeq })),
  );
  const entries = await loadWindows(tx, windows);
  await saveDays(
    tx,
    windows.flatMap((window, index) => projectedDays(window, entries[index] ?? [], window.headSeq)),
  );
}

/** The totals of each whole day of the window on every basis, as the projection holds them. */
export function projectedDays(
  window: Interval & { componentId: string },
  entries: readonly LedgerEntry[],
  headSeq: number,
): DayRow[] {
  const { componentId, from, to } = window;
  return bases.flatMap((basis) =>
    totalsByUtcDay(foldTimeline({ entries, basis, from, to })).map((day) => ({
      ...{ componentId, basis, headSeq },
      ...day,
    })),
  );
}
