import { setTimeout as pause } from "node:timers/promises";
import { minuteMs, secondMs } from "@/lib/domain/time";
import type { Setback } from "./control-plane";
import type { RemoteProbe } from "./remote-probe";

const everyMs = secondMs;
const backOffMaxMs = 30 * secondMs;
const askedMaxMs = 5 * minuteMs;

/** Exchanges with the control plane until told to stop: every second, after setbacks further and further apart. */
export async function keepProbing(
  probe: RemoteProbe,
  signal: AbortSignal,
  complain: (error: unknown) => void,
): Promise<void> {
  for (let setbacks = 0; !signal.aborted; ) {
    const setback = await probe.turn().catch((error: unknown) => {
      complain(error);
      return "failed" as const;
    });
    setbacks = setback === null ? 0 : setbacks + 1;
    const restMs = restAfter(setbacks, setback === "failed" ? null : setback, Math.random());
    await pause(restMs, undefined, { signal }).catch(() => {});
  }
}

/**
 * Milliseconds until the next exchange after so many setbacks in a row; `random` in [0, 1) spreads probes that lost
 * the same server. Never sooner than the server asked.
 */
export function restAfter(setbacks: number, setback: Setback | null, random: number): number {
  if (setbacks === 0) return everyMs;
  const longest = Math.min(backOffMaxMs, everyMs * 2 ** Math.min(setbacks, 10));
  const asked = Math.min(setback?.retryAfterMs ?? 0, askedMaxMs);
  return Math.round(Math.max(asked, longest * (0.5 + random / 2)));
}
