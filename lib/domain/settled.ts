import type { LedgerEntry } from "./ledger";
import { type ChainFacts, measuring } from "./projection";
import { type Basis, bases, type State, type TotalsMs } from "./state";
import type { Interval, Ms } from "./time";
import { foldStates } from "./timeline";
import { noTotals, sumTotals, totalsOf } from "./uptime";

/** How a chain ends by one basis: the totals between its whole days and its last change, and the state from then on. */
type End = { state: State; totalsMs: TotalsMs };
/** `words`: seqs of the entries that a fold from the end on needs, whatever is appended behind it. */
export type Ends = Record<Basis, End> & { words: readonly number[] };

/** When a chain's end is settled; what is or was composed has none, for it changes with other chains. */
export type EndFacts = Pick<ChainFacts, "composed" | "projectedTo" | "changesTo">;

/**
 * From when on a chain says the same for ever, unless something is appended: nothing in it begins or ends later. Null
 * when that follows from other chains too, or when there is no chain.
 */
export function settledFrom({ composed, projectedTo, changesTo }: EndFacts): Ms | null {
  return composed || projectedTo === null || changesTo === null ? null : Math.max(projectedTo, changesTo);
}

/** A chain in which more sources speak keeps no end, so that an append never reads or folds more than a few words. */
const wordsMax = 32;

/** What of a chain's end an append leaves to fold, both ends included, and what stands before it. */
export type Unsettled = Interval & { standing: Ends | null };

/**
 * Only what comes after the end that stood when the append reaches no farther back, so that a chain which changes all
 * day is not read and folded from midnight each time. `added` includes the superseded entries. Null: none is kept, as
 * where too many spoke earlier on this day.
 */
export function unsettledBy(
  before: ChainFacts & { ends: Ends | null },
  after: ChainFacts,
  added: readonly LedgerEntry[],
): Unsettled | null {
  const to = settledFrom(after);
  if (to === null || after.projectedTo === null) return null;
  const stood = settledFrom(before);
  const isSameDay = stood !== null && before.projectedTo === after.projectedTo;
  if (isSameDay && before.ends === null) return null;
  const isOnTop =
    isSameDay && before.measured === after.measured && added.every((entry) => entry.effectiveFrom >= stood);
  return isOnTop
    ? { from: stood, to, standing: before.ends }
    : { from: after.projectedTo, to, standing: null };
}

/** The end on every basis, unless too many speak; `entries` are those that a fold over [from, to] needs. */
export function endsOf(entries: readonly LedgerEntry[], { from, to, standing }: Unsettled): Ends | null {
  const words = lastingWords(entries).map((entry) => entry.seq);
  if (words.length > wordsMax) return null;
  const end = (basis: Basis): End => {
    // The last millisecond begins where all is settled: it tells the state, and is no part of the totals.
    const segments = [...foldStates({ entries, basis, from, to: to + 1 })];
    const state = segments.at(-1)?.state ?? "unknown";
    const totalsMs = totalsOf(segments);
    totalsMs[state] -= 1;
    return { state, totalsMs: sumTotals([standing?.[basis].totalsMs ?? noTotals(), totalsMs]) };
  };
  const [measured, declared, worst] = bases.map(end) as [End, End, End];
  return { measured, declared, worst, words };
}

/**
 * Every source's last word, and one witness each for the chain's beginning and for its having been measured; with a
 * witness comes the last word of its source, which otherwise the witness would take back.
 */
function lastingWords(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const open = entries.filter((entry) => entry.effectiveTo === null);
  const last = new Map(open.map((entry) => [sourceKey(entry), entry]));
  const first = entries.reduce<LedgerEntry | undefined>(
    (found, entry) => (found && found.effectiveFrom <= entry.effectiveFrom ? found : entry),
    undefined,
  );
  const measured = entries.find((entry) => measuring.has(entry.source.type));
  const witnesses = [first, measured].filter((entry) => entry !== undefined);
  const wanted = new Set([
    ...witnesses.flatMap((entry) => [entry, last.get(sourceKey(entry))]),
    ...[...last.values()].filter(isHeard),
  ]);
  return entries.filter((entry) => wanted.has(entry));
}

function sourceKey({ source }: LedgerEntry): string {
  return `${source.type} ${source.id}`;
}

/** A source that fell silent, or whose work is over, has no part in what comes. */
function isHeard({ state, source }: LedgerEntry): boolean {
  return state !== null && (source.type !== "maintenance" || state === "under_maintenance");
}

/** What is kept of one chain's end for one basis; null: only a fold can tell. */
export type SettledEnd = EndFacts & { end: End | null };

/**
 * Totals of a window behind the whole days by the settled end alone; null when only a fold can tell: the window ends
 * before the last change, or begins between midnight and it.
 */
export function settledTotals(chain: SettledEnd, { from, to }: Interval): TotalsMs | null {
  const since = settledFrom(chain);
  if (since === null || chain.end === null || to < since) return null;
  const { state, totalsMs } = chain.end;
  if (from >= since) return { ...noTotals(), [state]: to - from };
  if (from !== chain.projectedTo) return null;
  return { ...totalsMs, [state]: totalsMs[state] + to - since };
}
