import type { TenantTx } from "@/db/client";
import { readWords } from "@/db/queries/ledger";
import { type DayRow, deleteDays, saveDays } from "@/db/queries/ledger-day";
import { type ChainWindow, loadWindows } from "@/db/queries/ledger-window";
import type { LedgerEntry } from "@/lib/domain/ledger";
import { type Ends, endsOf, type Unsettled } from "@/lib/domain/settled";
import { bases } from "@/lib/domain/state";
import type { Interval } from "@/lib/domain/time";
import { foldStates } from "@/lib/domain/timeline";
import { totalsByUtcDay } from "@/lib/domain/uptime";

/** Whole UTC days of one chain, and its end, that an append has changed; `headSeq` is the head after it. */
export type DaysToProject = {
  componentId: string;
  headSeq: number;
  /** Made of others at any time: no days are kept. */
  composed: boolean;
  touched: readonly Interval[];
  /** Null: the chain keeps no end. */
  unsettled: Unsettled | null;
  added: readonly LedgerEntry[];
};

/** Whether the append is to be folded from stored entries, its own among them, and not merely laid on the chain's end. */
export function reachesBack({ touched, unsettled }: DaysToProject): boolean {
  return touched.length > 0 || (unsettled !== null && unsettled.standing === null);
}

/**
 * Folds and stores the totals of touched days on every basis (RULES R1.8); what reaches back is stored already, the chains
 * locked. A component that is or was made of others keeps no days: every append to any member would have to lock
 * upwards through the tree, against the one order of locks. Its days are folded when read, from its members' chains.
 * Answers how each chain ends, for its head to keep.
 */
export async function projectDays(
  tx: TenantTx,
  chains: readonly DaysToProject[],
): Promise<Map<string, Ends | null>> {
  const composed = chains.filter((chain) => chain.composed).map((chain) => chain.componentId);
  if (composed.length > 0) await deleteDays(tx, composed);
  const windows = chains.flatMap(({ componentId, headSeq, touched }) =>
    touched.map((days) => ({ ...days, componentId, headSeq })),
  );
  const open = chains.flatMap(({ componentId, unsettled, added }) =>
    unsettled === null ? [] : [{ componentId, added, ...unsettled }],
  );
  const anew = open.filter((end) => end.standing === null);
  const entries = await loadWindows(tx, [...windows, ...anew.map(endWindow)]);
  await saveDays(
    tx,
    windows.flatMap((window, index) => projectedDays(window, entries[index] ?? [], window.headSeq)),
  );
  const words = await readWords(
    tx,
    open.map(({ componentId, standing }) => ({ componentId, seqs: standing?.words ?? [] })),
  );
  const loaded = new Map(
    anew.map(({ componentId }, index) => [componentId, entries[windows.length + index] ?? []]),
  );
  return new Map(
    open.map((end) => {
      const known = loaded.get(end.componentId) ?? [...(words.get(end.componentId) ?? []), ...end.added];
      return [end.componentId, endsOf(known, end)];
    }),
  );
}

/** What has to be loaded to fold an end: its last instant included. */
export function endWindow({ componentId, from, to }: Interval & { componentId: string }): ChainWindow {
  return { componentId, from, to: to + 1 };
}

/** The totals of each whole day of the window on every basis, as the projection holds them. */
export function projectedDays(
  window: Interval & { componentId: string },
  entries: readonly LedgerEntry[],
  headSeq: number,
): DayRow[] {
  const { componentId, from, to } = window;
  return bases.flatMap((basis) =>
    totalsByUtcDay(foldStates({ entries, basis, from, to })).map((day) => ({
      ...{ componentId, basis, headSeq },
      ...day,
    })),
  );
}
