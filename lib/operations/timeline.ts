import { inTenant, type TenantTx } from "@/db/client";
import { type HeadRow, readHeads } from "@/db/queries/ledger";
import {
  lastMixedDays,
  type ProjectedChain,
  type ProjectedRun,
  readProjectedRuns,
} from "@/db/queries/ledger-day";
import type { ChainWindow } from "@/db/queries/ledger-window";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { settledTotals } from "@/lib/domain/settled";
import type { Basis, State, TotalsMs } from "@/lib/domain/state";
import { dayMs, type Interval, type Ms, startOfUtcDay } from "@/lib/domain/time";
import type { Segment } from "@/lib/domain/timeline";
import { type TimelineInput, timelineWindow } from "@/lib/domain/timeline-input";
import { foldTree } from "@/lib/domain/tree";
import {
  type DayTotals,
  formatPercent,
  noTotals,
  totalsByUtcDay,
  totalsOf,
  uptimeOf,
} from "@/lib/domain/uptime";
import { type TitledCause, titleCauses } from "./causes";
import { type Chains, loadChains } from "./chains";
import { requireComponent } from "./ledger";

/** The figures shown for a window; `percent` has six decimals, truncated, and is null when nothing was measured. */
export type UptimeFigures = {
  percent: string | null;
  downtimeMs: number;
  unknownMs: number;
  maintenanceMs: number;
};

export type TimelineView = Interval & {
  componentId: string;
  basis: Basis;
  asOf: Ms | null;
  segments: (Omit<Segment, "causes"> & { causes: TitledCause[] })[];
  /** All six states; they sum to the window. */
  totalsMs: TotalsMs;
  uptime: UptimeFigures;
};

/** Decimals of a percentage in the API (RULES R2). */
const percentDigits = 6;

/** The figures of totals; `digits` after the point, as many as the reader asks. */
export function uptimeFigures(totalsMs: TotalsMs, digits: number = percentDigits): UptimeFigures {
  const { upMs, downMs } = uptimeOf(totalsMs);
  return {
    percent: formatPercent(upMs, downMs, digits),
    downtimeMs: downMs,
    unknownMs: totalsMs.unknown,
    maintenanceMs: totalsMs.under_maintenance,
  };
}

/**
 * A component's timeline over [from, min(to, now)), as known at `as_of` when given. Throws `not_found` for another
 * tenant's component as for none at all.
 */
export function readTimeline(
  scope: TenantScope,
  input: TimelineInput & { component_id: string },
  now: Ms,
): Promise<TimelineView> {
  permit(scope, "read");
  const { component_id: componentId, basis, as_of: asOf } = input;
  return inTenant(scope, async (tx) => {
    await requireComponent(tx, componentId);
    const window = timelineWindow(input, now);
    const chains = await loadChains(tx, [{ componentId, ...window }], { asOf });
    const segments = foldTree({ componentId, chains, basis, asOf, ...window });
    const totalsMs = totalsOf(segments);
    return {
      ...{ componentId, basis, ...window, asOf: asOf ?? null },
      segments: await titleCauses(tx, segments),
      totalsMs,
      uptime: uptimeFigures(totalsMs),
    };
  });
}

/** What a component is now; `state` by basis `worst`, `since` null when nothing was ever said. */
export type CurrentState = {
  state: State;
  measured: State;
  declared: State;
  since: Ms | null;
  causes: TitledCause[];
};

/**
 * A component of which nothing was ever said, and which nothing ever measured, follows `declared`, and nothing
 * declared is operational (RULES R1.4). Its past stays unknown in every figure (R2): nobody vouches for it.
 */
const neverSpoken: CurrentState = {
  state: "operational",
  measured: "unknown",
  declared: "operational",
  since: null,
  causes: [],
};

type Found = { componentId: string; segment: Segment; since: Ms | null; chains: Chains };
type Pending = ChainWindow & { state: State };

/**
 * The states of components at `now`, one for every id asked. Looks back only as far as the state reaches: over the days
 * not yet projected first, then to the last projected day that had another state too.
 */
export async function currentStates(
  tx: TenantTx,
  componentIds: readonly string[],
  now: Ms,
): Promise<Map<string, CurrentState>> {
  const heads = await readHeads(tx, componentIds);
  const found: Found[] = [];
  let asked = componentIds.map((id) => firstLook(id, heads.get(id), now));
  for (let round = 1; asked.length > 0; round += 1) {
    const chains = await loadChains(tx, asked);
    const pending: Pending[] = [];
    for (const window of asked) {
      const head = heads.get(window.componentId);
      const { segment, from } = lastStretch(window, chains);
      if (from > window.from || window.from <= (head?.firstFrom ?? now)) {
        const since = head?.firstFrom == null ? null : Math.max(from, head.firstFrom);
        found.push({ componentId: window.componentId, segment, since, chains });
      } else pending.push({ ...window, state: segment.state });
    }
    asked = await fartherLook(tx, pending, heads, round);
  }
  return present(tx, found, now);
}

function firstLook(componentId: string, head: HeadRow | undefined, now: Ms): ChainWindow {
  const today = startOfUtcDay(now);
  return { componentId, from: Math.min(head?.projectedTo ?? today, today), to: now + 1 };
}

/** The last segment, and since when its state has held within the window. */
function lastStretch({ componentId, from, to }: ChainWindow, chains: Chains): { segment: Segment; from: Ms } {
  const segments = foldTree({ componentId, chains, basis: "worst", from, to });
  const segment = segments.at(-1) ?? { from, to, state: "unknown", observed: "unknown", causes: [] };
  const other = segments.findLast(({ state }) => state !== segment.state);
  return { segment, from: other?.to ?? from };
}

/** A composed component has no days to look up: it is looked at 32 times as far each round. */
async function fartherLook(
  tx: TenantTx,
  pending: readonly Pending[],
  heads: ReadonlyMap<string, HeadRow>,
  round: number,
): Promise<ChainWindow[]> {
  const simple = pending.filter(({ componentId }) => !heads.get(componentId)?.composed);
  const mixed = await lastMixedDays(
    tx,
    simple.map((each) => ({ ...each, before: each.from })),
  );
  const dayOf = new Map(simple.map(({ componentId }, index) => [componentId, mixed[index] ?? null]));
  return pending.map(({ componentId, from, to }) => {
    const head = heads.get(componentId);
    const first = startOfUtcDay(head?.firstFrom ?? from);
    const day = head?.composed ? startOfUtcDay(to) - 32 ** round * dayMs : dayOf.get(componentId);
    return { componentId, from: Math.max(first, day ?? first), to };
  });
}

async function present(tx: TenantTx, found: readonly Found[], now: Ms): Promise<Map<string, CurrentState>> {
  const titled = await titleCauses(
    tx,
    found.map(({ segment }) => ({ causes: segment.causes })),
  );
  const stateAt = ({ componentId, chains }: Found, basis: Basis) =>
    foldTree({ componentId, chains, basis, from: now, to: now + 1 })[0]?.state ?? "unknown";
  return new Map(
    found.map((each, index): [string, CurrentState] => {
      const { componentId, segment, since } = each;
      if (since === null) return [componentId, neverSpoken];
      const [measured, declared] = [stateAt(each, "measured"), stateAt(each, "declared")];
      return [
        componentId,
        { state: segment.state, measured, declared, since, causes: titled[index]?.causes ?? [] },
      ];
    }),
  );
}

/**
 * Totals per UTC day of [fromDay, toDay), both at midnight, for many components in one query or two; days to come
 * are left out, the running one ends now. Of the days the projection holds only the troubled ones are read, those beyond
 * it follow from the chain's end or are folded (RULES R1.8). For bars: a component of no chain is unknown throughout.
 */
export async function dayTotals(
  tx: TenantTx,
  componentIds: readonly string[],
  basis: Basis,
  fromDay: Ms,
  toDay: Ms,
  now: Ms,
): Promise<Map<string, DayTotals[]>> {
  const window = { from: fromDay, to: Math.min(toDay, now) };
  if (window.from >= window.to) return new Map(componentIds.map((id) => [id, []]));
  const runs = await readProjectedRuns(tx, componentIds, window, basis);
  const begun = new Map(componentIds.map((id) => [id, knownRun(runs.get(id), window)]));
  const rest = [...begun].flatMap(([componentId, days]) => restOf(componentId, days, window));
  const chains = await loadChains(tx, rest);
  for (const { componentId, ...part } of rest) {
    const days = totalsByUtcDay(foldTree({ componentId, chains, basis, ...part }));
    begun.get(componentId)?.push(...days);
  }
  return begun;
}

/** Days from the window's start that need no fold: those the projection holds, and all others when the end tells them. */
function knownRun(run: ProjectedRun | undefined, window: Interval): DayTotals[] {
  const days = storedRun(run, window);
  const behind: DayTotals[] = [];
  for (let dayStart = window.from + days.length * dayMs; dayStart < window.to; dayStart += dayMs) {
    const totalsMs = behindDays(run, { from: dayStart, to: Math.min(dayStart + dayMs, window.to) });
    if (totalsMs === null) return days;
    behind.push({ dayStart, totalsMs });
  }
  return [...days, ...behind];
}

/** Totals of a window behind the days that are stored, without a fold; null when only a fold can tell. */
export function behindDays(head: ProjectedChain | undefined, window: Interval): TotalsMs | null {
  if (!head?.composed && (head?.firstFrom ?? null) === null)
    return { ...noTotals(), unknown: window.to - window.from };
  return head === undefined ? null : settledTotals(head, window);
}

/** Days from the window's start that are over: those before the chain, and those the projection holds. */
function storedRun(run: ProjectedRun | undefined, window: Interval): DayTotals[] {
  const stored = storedDays(run, window);
  const known = new Map(run?.troubled.map(({ dayStart, totalsMs }) => [dayStart, totalsMs]));
  const days: DayTotals[] = [];
  for (let dayStart = window.from; dayStart < stored.to; dayStart += dayMs) {
    const state = dayStart < stored.from ? "unknown" : "operational";
    days.push({ dayStart, totalsMs: known.get(dayStart) ?? { ...noTotals(), [state]: dayMs } });
  }
  return days;
}

/**
 * The whole days of a window that need no fold end at `to`: from `from` on the projection holds them, before it there
 * is no chain and all is unknown. What is or was composed keeps no days. `window.from` is a midnight.
 */
export function storedDays(head: ProjectedChain | undefined, window: Interval): Interval {
  const end = startOfUtcDay(window.to);
  if (head?.composed) return { from: window.from, to: window.from };
  const from = Math.min(end, startOfUtcDay(head?.firstFrom ?? end));
  const to = Math.min(end, Math.max(from, head?.projectedTo ?? from));
  return { from: Math.max(window.from, from), to: Math.max(window.from, to) };
}

function restOf(componentId: string, days: readonly DayTotals[], window: Interval) {
  const from = window.from + days.length * dayMs;
  return from < window.to ? [{ componentId, from, to: window.to }] : [];
}
