import { type Interval, type Ms, secondMs } from "../time";
import { spent } from "./downtime";
import { type Finding, type Outage, totalDown } from "./outage";
import { whole } from "./rational";
import type { Piece } from "./service-level";
import type { Measurement } from "./terms";

type BucketTerms = Extract<Measurement, { method: "bucket_count" }>;
type Kind = "out_of_hours" | "excluded" | "up" | "down";

/** Neighbouring buckets of one kind, and the milliseconds in hours that they count with. */
type Batch = Interval & { kind: Kind; count: number; inHoursMs: number };

/**
 * Method "bucket_count": the active part in buckets aligned to `origin`, each counted whole as its seconds decide: with
 * all of its seconds that lie in the active part and in hours.
 */
export function measureBuckets(pieces: readonly Piece[], origin: Ms, terms: BucketTerms): Finding {
  const batches = bucketsOf(pieces, origin, terms);
  const outages = outagesOf(batches, terms.min_consecutive);
  const { inHoursMs, outOfHoursMs, unknownMs } = spent(pieces);
  return {
    inHoursMs,
    outOfHoursMs,
    excludedMs: lengthOf(batches, "excluded"),
    removedMs: 0,
    unknownMs,
    downMs: totalDown(outages),
    outages,
  };
}

function lengthOf(batches: readonly Batch[], kind: Kind): number {
  return batches.reduce((total, batch) => total + (batch.kind === kind ? batch.inHoursMs : 0), 0);
}

/** One bucket as it fills: milliseconds in hours, of these not excluded, of these down. */
type Filling = { from: Ms; inHoursMs: number; restMs: number; downMs: number };

function bucketsOf(
  pieces: readonly Piece[],
  origin: Ms,
  { bucket_seconds, bucket_rule }: BucketTerms,
): Batch[] {
  const sizeMs = bucket_seconds * secondMs;
  const batches: Batch[] = [];
  let filling: Filling | null = null;
  for (const piece of pieces) {
    if (piece.place === "outside") continue;
    for (let at = piece.from; at < piece.to; ) {
      const edge = origin + (Math.floor((at - origin) / sizeMs) + 1) * sizeMs;
      const wholeBuckets: number =
        filling === null && edge - at === sizeMs ? Math.floor((piece.to - at) / sizeMs) : 0;
      if (wholeBuckets > 0) {
        const one = fill(newFilling(at), piece, at, at + sizeMs);
        push(batches, batchOf(one, bucket_rule, at + wholeBuckets * sizeMs, wholeBuckets));
        at += wholeBuckets * sizeMs;
        continue;
      }
      const to = Math.min(edge, piece.to);
      filling = fill(filling ?? newFilling(at), piece, at, to);
      if (to === edge) {
        push(batches, batchOf(filling, bucket_rule, to, 1));
        filling = null;
      }
      at = to;
    }
  }
  const end = pieces.findLast(({ place }) => place !== "outside")?.to ?? 0;
  if (filling) push(batches, batchOf(filling, bucket_rule, end, 1));
  return batches;
}

function newFilling(from: Ms): Filling {
  return { from, inHoursMs: 0, restMs: 0, downMs: 0 };
}

function fill(filling: Filling, { place, level }: Piece, from: Ms, to: Ms): Filling {
  const ms = to - from;
  if (place === "counted") filling.inHoursMs += ms;
  if (place === "counted" && level !== null) filling.restMs += ms;
  if (place === "counted" && level !== null && level.n > 0n) filling.downMs += ms;
  return filling;
}

function kindOf({ inHoursMs, restMs, downMs }: Filling, rule: BucketTerms["bucket_rule"]): Kind {
  if (inHoursMs === 0) return "out_of_hours";
  if (restMs === 0) return "excluded";
  const isDown = { any: downMs > 0, majority: 2 * downMs > restMs, full: downMs === restMs }[rule];
  return isDown ? "down" : "up";
}

/** `count` buckets that fill alike. */
function batchOf(filling: Filling, rule: BucketTerms["bucket_rule"], to: Ms, count: number): Batch {
  return {
    kind: kindOf(filling, rule),
    from: filling.from,
    to,
    count,
    inHoursMs: filling.inHoursMs * count,
  };
}

function push(batches: Batch[], next: Batch): void {
  const last = batches.at(-1);
  if (last?.kind !== next.kind) {
    batches.push(next);
    return;
  }
  last.to = next.to;
  last.count += next.count;
  last.inHoursMs += next.inHoursMs;
}

/** Runs of enough down buckets; a bucket out of hours neither lengthens nor breaks one. */
function outagesOf(batches: readonly Batch[], minConsecutive: number): Outage[] {
  const outages: Outage[] = [];
  let run: Batch[] = [];
  const close = () => {
    const outage = outageOf(run);
    if (outage && run.reduce((total, { count }) => total + count, 0) >= minConsecutive) outages.push(outage);
    run = [];
  };
  for (const batch of batches) {
    if (batch.kind === "down") run.push(batch);
    else if (batch.kind !== "out_of_hours") close();
  }
  close();
  return outages;
}

function outageOf(run: readonly Batch[]): Outage | null {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return null;
  const wallMs = lengthOf(run, "down");
  return { from: first.from, to: last.to, wallMs, downMs: whole(wallMs) };
}
