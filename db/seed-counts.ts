import type { CountsInput } from "@/lib/domain/count";
import { dayMs, type Ms } from "@/lib/domain/time";

const lengthMs = 300_000;

/**
 * What the demo's API answered, every five minutes from an instant until now: busier by day than by night, a stray
 * error here and there, and one bad hour on the ninth day.
 */
export function demoCounts(from: Ms, now: Ms): CountsInput {
  const first = Math.ceil(from / lengthMs);
  const count = Math.max(1, Math.floor(now / lengthMs) - first);
  const entries = Array.from({ length: count }, (_, index) => {
    const at = (first + index) * lengthMs;
    const total = requestsAt(at);
    return { from: at, total, bad: badOf(total, at - from, index) };
  });
  return { interval_seconds: 300, entries };
}

/** A slow wave over the day, in whole numbers. */
function requestsAt(at: Ms): number {
  const minute = Math.floor((at % dayMs) / 60_000);
  const fromNoon = Math.abs(minute - 780);
  return 2_400 - fromNoon * 2 - ((minute * 7) % 41);
}

function badOf(total: number, since: Ms, index: number): number {
  const badHour = 8 * dayMs + 33 * lengthMs;
  if (since >= badHour && since < badHour + 12 * lengthMs) return Math.floor((total * 7) / 10);
  return index % 29 === 0 ? 3 : 0;
}
