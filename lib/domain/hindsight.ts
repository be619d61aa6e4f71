import type { EvidenceOutcome } from "./ledger";
import { layOver } from "./overlay";
import type { State } from "./state";
import type { Interval, Ms } from "./time";
import type { Transition, Verdict } from "./verdict";

/** What a source said over a stretch; the last one ends at Infinity. */
export type Said = Interval & { state: State | null };

/** What the evidence says over a stretch, and the outcomes that decided it. */
export type Believed = Interval & { verdict: Verdict; state: State; evidence: readonly EvidenceOutcome[] };

/** The stretches of a fold that began with nothing known at `from`, in order and without a gap. */
export function believed(
  from: Ms,
  transitions: readonly Transition[],
  stateOf: (verdict: Verdict) => State,
): Believed[] {
  const start = { from, verdict: "unknown" as const, evidence: [] };
  const turns = [start, ...transitions];
  return turns
    .map(({ verdict, evidence, ...turn }, index) => ({
      from: turn.from,
      to: turns[index + 1]?.from ?? Number.POSITIVE_INFINITY,
      verdict,
      state: stateOf(verdict),
      evidence,
    }))
    .filter((stretch) => stretch.from < stretch.to);
}

/** The stretch that holds at an instant. */
export function holdingAt<Stretch extends Interval>(
  stretches: readonly Stretch[],
  at: Ms,
): Stretch | undefined {
  return stretches.find((stretch) => stretch.from <= at && at < stretch.to);
}

/** Where, from `from` on, the evidence says other than what was said; of several words the later one stands (R1.1). */
export function differences(said: readonly Said[], truth: readonly Believed[], from: Ms): Believed[] {
  const standing = layOver(said);
  return truth
    .filter((stretch) => stretch.to > from)
    .flatMap((stretch) => {
      const parts: Believed[] = [];
      let open = Math.max(from, stretch.from);
      for (const piece of standing) {
        if (piece.item.state !== stretch.state || piece.to <= open || piece.from >= stretch.to) continue;
        if (piece.from > open) parts.push({ ...stretch, from: open, to: piece.from });
        open = piece.to;
      }
      return open < stretch.to ? [...parts, { ...stretch, from: open }] : parts;
    });
}
