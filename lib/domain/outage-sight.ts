import type { Interval, Ms } from "./time";

/**
 * How an outage came to its end. Where no check has an answer to give it ends too (RULES R3.3), but nothing was seen to
 * recover: it is out of sight until its monitor is seen well (`recoveredAt`) or fails again.
 */
export type Sight = { endedAt: Ms | null; recoveredAt: Ms | null };

/** Whether it was seen to recover. */
export const isOver = ({ recoveredAt }: Sight) => recoveredAt !== null;

/** Whether it ended without being seen to recover. */
export const isUnseen = ({ endedAt, recoveredAt }: Sight) => endedAt !== null && recoveredAt === null;

/** The stretches between these outages in which sight of one was lost and no other was seen to last. */
export function blindStretches(outages: readonly (Sight & { startedAt: Ms })[]): Interval[] {
  const turns = outages
    .flatMap(({ startedAt, endedAt, recoveredAt }) => [
      { at: startedAt, failing: 1, blind: 0 },
      ...(endedAt === null ? [] : [{ at: endedAt, failing: -1, blind: 1 }]),
      ...(recoveredAt === null ? [] : [{ at: recoveredAt, failing: 0, blind: -1 }]),
    ])
    .sort((a, b) => a.at - b.at);
  let [failing, blind] = [0, 0];
  return turns.flatMap((turn, index) => {
    failing += turn.failing;
    blind += turn.blind;
    const to = turns[index + 1]?.at ?? turn.at;
    return failing === 0 && blind > 0 && turn.at < to ? [{ from: turn.at, to }] : [];
  });
}
