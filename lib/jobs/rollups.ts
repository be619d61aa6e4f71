import { inEngine } from "@/db/client";
import { rollHour } from "@/db/queries/rollup";
import { engineScope } from "@/lib/auth/scope";
import { hourMs, type Ms } from "@/lib/domain/time";
import type { Handler } from "./handlers";

/** Outcomes of a remote probe may come this many hours late and still be summed by the hourly job. */
const hoursBack = 6;

/** Sums the last hours anew, the one under way included. */
export const rollUp: Handler = async (_payload, { now, signal }) => {
  const hour = Math.floor(now / hourMs) * hourMs;
  await rollHours(hour - hoursBack * hourMs, hour + hourMs, signal);
};

/** Sums every hour in [from, to), each in a transaction of its own; may be repeated. */
export async function rollHours(from: Ms, to: Ms, signal: AbortSignal): Promise<void> {
  for (let hour = from; hour < to && !signal.aborted; hour += hourMs)
    await inEngine(engineScope(), (tx) => rollHour(tx, hour));
}
