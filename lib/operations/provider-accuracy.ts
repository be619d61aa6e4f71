import { inTenant, type TenantTx } from "@/db/client";
import { listDependencies, wordsWithin } from "@/db/queries/dependency";
import { loadWindows } from "@/db/queries/ledger-window";
import { contractRows } from "@/lib/domain/fold";
import type { LedgerEntry } from "@/lib/domain/ledger";
import { sweep } from "@/lib/domain/overlay";
import { permit } from "@/lib/domain/permission";
import {
  type AccuracyTotals,
  accuracyOf,
  accuracyWindow,
  type SaidStretch,
  stretchesOf,
  sumAccuracy,
  utcMonthsOf,
} from "@/lib/domain/provider-accuracy";
import type { TenantScope } from "@/lib/domain/scope";
import { type SourceState, worseState } from "@/lib/domain/state";
import type { Interval, Ms } from "@/lib/domain/time";
import { sourceOf } from "./dependency-view";

export type AccuracyMonth = { month: string; totals: AccuracyTotals };

const monthsShown = 13;
const dependenciesMax = 200;

/**
 * Month by month what a provider declared against what our own checks measured, over everything of ours that depends on
 * it. Only monitors count as our measurement: what we merely took over from it proves nothing.
 */
export function readProviderAccuracy(
  scope: TenantScope,
  sourceId: string,
  now: Ms,
): Promise<AccuracyMonth[]> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    await sourceOf(tx, sourceId);
    const rows = await listDependencies(tx, { limit: dependenciesMax, after: null }, { source_id: sourceId });
    const since = rows.reduce((least, row) => Math.min(least, row.createdAt), now);
    const window = accuracyWindow(now, monthsShown);
    const seen = { from: Math.max(window.from, since), to: now };
    if (rows.length === 0 || seen.from >= seen.to) return [];
    const declared = await declaredBy(
      tx,
      rows.map((row) => row.id),
      seen,
    );
    const measured = await measuredOf(tx, [...new Set(rows.map((row) => row.componentId))], seen);
    return utcMonthsOf(seen).map(({ month, ...part }) => ({
      month,
      totals: sumAccuracy(
        rows.map((row) => accuracyOf(declared.get(row.id) ?? [], measured.get(row.componentId) ?? [], part)),
      ),
    }));
  });
}

async function declaredBy(
  tx: TenantTx,
  dependencyIds: readonly string[],
  window: Interval,
): Promise<Map<string, SaidStretch[]>> {
  const words = Map.groupBy(await wordsWithin(tx, dependencyIds, window), (word) => word.dependencyId);
  return new Map([...words].map(([id, own]) => [id, stretchesOf(own, window)]));
}

/** What monitors alone say of each component; nothing where there is none. */
async function measuredOf(
  tx: TenantTx,
  componentIds: readonly string[],
  window: Interval,
): Promise<Map<string, SaidStretch[]>> {
  const chains = await loadWindows(
    tx,
    componentIds.map((componentId) => ({ componentId, ...window })),
  );
  return new Map(componentIds.map((id, index) => [id, monitoredStretches(chains[index] ?? [], window)]));
}

function monitoredStretches(entries: readonly LedgerEntry[], window: Interval): SaidStretch[] {
  const { rows, maintenance } = contractRows({ entries, basis: "measured", ...window });
  const words = rows.filter((row) => row.source.type === "monitor" || row.source.type === "correction");
  const stretches: SaidStretch[] = [];
  for (const { from, to, active } of sweep(words, window)) {
    let worst: SourceState = "unknown";
    for (const row of active) worst = worseState(worst, row.state);
    stretches.push({ from, to, state: worst });
  }
  return underMaintenance(stretches, maintenance, window);
}

/** Our own maintenance proves nothing about anybody. */
function underMaintenance(
  stretches: readonly SaidStretch[],
  works: readonly Interval[],
  window: Interval,
): SaidStretch[] {
  if (works.length === 0) return [...stretches];
  const tracks = [
    ...stretches.map((each) => ({ ...each, isWork: false })),
    ...works.map(({ from, to }) => ({ from, to, state: "under_maintenance" as const, isWork: true })),
  ];
  return [...sweep(tracks, window)].flatMap(({ from, to, active }) => {
    const on = [...active];
    const top = on.find((each) => each.isWork) ?? on[0];
    return top === undefined ? [] : [{ from, to, state: top.state }];
  });
}
