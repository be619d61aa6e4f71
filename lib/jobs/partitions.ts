import { inEngine } from "@/db/client";
import { dropDaysBefore, ensureDays, firstOutcomeAt } from "@/db/queries/rollup";
import { engineScope } from "@/lib/auth/scope";
import { dayMs, type Ms, startOfUtcDay } from "@/lib/domain/time";
import type { Handler } from "./handlers";
import { rollHours } from "./rollups";
import { chainCountsTo } from "./statements";

const retentionDays = 30;
const daysAhead = 7;

/** Makes the days to come and drops those past retention; once a day, and the first part at every start. */
export const keepPartitions: Handler = async (_payload, { now, signal }) => {
  await makePartitions(now);
  await dropOldOutcomes(now, signal);
};

/** Yesterday, today and a week ahead, so that no outcome ever lacks a place. */
export async function makePartitions(now: Ms): Promise<void> {
  const yesterday = startOfUtcDay(now) - dayMs;
  await inEngine(engineScope(), (tx) => ensureDays(tx, yesterday, daysAhead + 2));
}

/**
 * Drops outcomes past retention, after every hour of theirs was summed and what contracts count of them is chained
 * (RULES R4.7); an interrupted run drops nothing.
 */
export async function dropOldOutcomes(now: Ms, signal: AbortSignal, keepDays = retentionDays): Promise<void> {
  const before = startOfUtcDay(now) - keepDays * dayMs;
  const first = await inEngine(engineScope(), (tx) => firstOutcomeAt(tx));
  if (first === null || first >= before) return;
  await rollHours(startOfUtcDay(first), before, signal);
  await chainCountsTo(before, now, signal);
  if (!signal.aborted) await inEngine(engineScope(), (tx) => dropDaysBefore(tx, before));
}
