import type { Ms } from "../time";
import type { Claim } from "./rows";

type Entry = { rank: number; to: Ms };

/** The highest rank among claims still running; ended ones are dropped when they come to the top. */
type Highest = Entry[];

function push(heap: Highest, entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (!parent || parent.rank >= entry.rank) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = entry;
}

function top(heap: Highest, now: Ms): number {
  for (let first = heap[0]; first; first = heap[0]) {
    if (first.to > now) return first.rank;
    removeTop(heap);
  }
  return -1;
}

function removeTop(heap: Highest): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    const left = heap[below];
    const right = heap[below + 1];
    if (left && right && right.rank > left.rank) below++;
    const larger = heap[below];
    if (!larger || larger.rank <= last.rank) break;
    heap[at] = larger;
    at = below;
  }
  heap[at] = last;
}

/**
 * What is running for one component (or for all, under "*") as time moves forward. Rows enter in order of `from`, so
 * that "until" alone says whether one is still running.
 */
export type Track = {
  owed: Highest;
  excused: Highest;
  claimedUntil: Ms;
  unknownUntil: Ms;
  maintainedUntil: Ms;
};

export function newTrack(): Track {
  const never = Number.NEGATIVE_INFINITY;
  return { owed: [], excused: [], claimedUntil: never, unknownUntil: never, maintainedUntil: never };
}

export function enter(track: Track, claim: Claim): void {
  push(claim.excused ? track.excused : track.owed, { rank: claim.rank, to: claim.to });
  track.claimedUntil = Math.max(track.claimedUntil, claim.to);
}

/** The highest rank running on either track and not excused; -1 for none. */
export function owedRank(own: Track, all: Track, now: Ms): number {
  return Math.max(top(own.owed, now), top(all.owed, now));
}

export function excusedRank(own: Track, all: Track, now: Ms): number {
  return Math.max(top(own.excused, now), top(all.excused, now));
}
