import type { Interval, Ms } from "./time";

/** One item where it is on top. */
export type Piece<T> = Interval & { item: T };

/**
 * Lays intervals over each other in the order given: where they overlap the later one wins. The pieces come back
 * in time order, without overlap; pieces of one item that touch are one piece. O(n log n).
 */
export function layOver<T extends Interval>(items: readonly T[]): Piece<T>[] {
  return isSuccession(items) ? succession(items) : paint(items);
}

/** The common case, a source that only ever speaks on: nobody begins or ends before the one before. */
function isSuccession(items: readonly Interval[]): boolean {
  return items.every((item, index) => {
    const before = items[index - 1];
    return before === undefined || (before.from <= item.from && before.to <= item.to);
  });
}

function succession<T extends Interval>(items: readonly T[]): Piece<T>[] {
  return items
    .map((item, index) => ({
      from: item.from,
      to: Math.min(item.to, items[index + 1]?.from ?? item.to),
      item,
    }))
    .filter((piece) => piece.from < piece.to);
}

/** From the last to the first, each takes the cells that are still bare. */
function paint<T extends Interval>(items: readonly T[]): Piece<T>[] {
  const bounds = [...new Set(items.flatMap((item) => [item.from, item.to]))].sort((a, b) => a - b);
  const cellAt = new Map(bounds.map((bound, cell) => [bound, cell]));
  const tops = new Array<T | undefined>(bounds.length);
  const bare = nextBareCell(bounds.length);
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index];
    if (item === undefined || item.from >= item.to) continue;
    const end = cellAt.get(item.to) ?? 0;
    for (let cell = bare.from(cellAt.get(item.from) ?? 0); cell < end; cell = bare.from(cell)) {
      tops[cell] = item;
      bare.cover(cell);
    }
  }
  return piecesOf(bounds, tops);
}

/** Finds the first uncovered cell at or after one, skipping covered runs in near-constant time (a disjoint set). */
function nextBareCell(count: number): { from(cell: number): number; cover(cell: number): void } {
  const next = Int32Array.from({ length: count + 1 }, (_, cell) => cell);
  return {
    from(cell) {
      let root = cell;
      while (next[root] !== root) root = next[root] ?? count;
      for (let step = cell; step !== root; ) {
        const after = next[step] ?? count;
        next[step] = root;
        step = after;
      }
      return root;
    },
    cover(cell) {
      next[cell] = cell + 1;
    },
  };
}

function piecesOf<T>(bounds: readonly Ms[], tops: readonly (T | undefined)[]): Piece<T>[] {
  const pieces: Piece<T>[] = [];
  for (const [cell, item] of tops.entries()) {
    const from = bounds[cell];
    const to = bounds[cell + 1];
    if (item === undefined || from === undefined || to === undefined) continue;
    const last = pieces.at(-1);
    if (last?.item === item && last.to === from) last.to = to;
    else pieces.push({ from, to, item });
  }
  return pieces;
}

/**
 * Walks `window` from change to change: each step names the stretch and the items that hold all through it (none in
 * a gap). The set is the sweep's own and changes with the next step. O(n log n) for n items.
 */
export function* sweep<T extends Interval>(
  items: readonly T[],
  window: Interval,
): Generator<Interval & { active: ReadonlySet<T> }> {
  const inside = items.filter(
    (item) => item.from < window.to && item.to > window.from && item.from < item.to,
  );
  const starts = inside.toSorted((a, b) => a.from - b.from);
  const ends = inside.toSorted((a, b) => a.to - b.to);
  const active = new Set<T>();
  let from = window.from;
  for (let start = 0, end = 0; from < window.to; ) {
    for (let item = starts[start]; item !== undefined && item.from <= from; item = starts[start]) {
      active.add(item);
      start += 1;
    }
    for (let item = ends[end]; item !== undefined && item.to <= from; item = ends[end]) {
      active.delete(item);
      end += 1;
    }
    const to = Math.min(window.to, starts[start]?.from ?? window.to, ends[end]?.to ?? window.to);
    yield { from, to, active };
    from = to;
  }
}
