import { AppError } from "@/lib/domain/errors";

type Lane = { running: number; waiting: (() => void)[] };

/** Runs work when its lane has room. */
export type InTurn = <T>(lane: string, work: () => Promise<T>) => Promise<T>;

/**
 * Lanes in which at most `width` run at once and up to `waitingMax` wait, first come, first served; beyond that throws
 * `limit`. So that one tenant never holds every connection to the database, however many requests it sends.
 */
export function createTurns(width: number, waitingMax: number): InTurn {
  const lanes = new Map<string, Lane>();
  return async (name, work) => {
    const lane = lanes.get(name) ?? { running: 0, waiting: [] };
    lanes.set(name, lane);
    if (lane.running < width) lane.running += 1;
    else await waitIn(lane, waitingMax);
    try {
      return await work();
    } finally {
      const next = lane.waiting.shift();
      if (next) next();
      else lane.running -= 1;
      if (lane.running === 0) lanes.delete(name);
    }
  };
}

function waitIn({ waiting }: Lane, waitingMax: number): Promise<void> {
  if (waiting.length >= waitingMax)
    throw new AppError("limit", "Too many requests of your organization are being answered. Try again.", {
      retryAfterSeconds: 1,
    });
  return new Promise((go) => waiting.push(go));
}
