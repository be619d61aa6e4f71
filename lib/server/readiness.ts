import { setTimeout as pause } from "node:timers/promises";
import { inEngine } from "@/db/client";
import { lastHeartbeat } from "@/db/queries/heartbeat";
import { engineScope } from "@/lib/auth/scope";
import type { Ms } from "@/lib/domain/time";
import { heartbeatEveryMs } from "@/lib/jobs/heartbeat";

export type Readiness = {
  ready: boolean;
  database: "ok" | "unreachable";
  /** How long ago a worker was last seen; null if never, or if the database does not say. */
  workerSeenMsAgo: number | null;
};

const queryTimeoutMs = 2_000;

/** Whether the product can do its whole work: the database answers and a worker was seen lately. */
export async function readiness(now: Ms): Promise<Readiness> {
  const query = inEngine(engineScope(), lastHeartbeat);
  // Once the time is up its late failure is nobody's news.
  query.catch(() => {});
  try {
    const seenAt = await Promise.race([query, timeout()]);
    const workerSeenMsAgo = seenAt === null ? null : Math.max(0, now - seenAt);
    const ready = workerSeenMsAgo !== null && workerSeenMsAgo <= 3 * heartbeatEveryMs;
    return { ready, database: "ok", workerSeenMsAgo };
  } catch {
    return { ready: false, database: "unreachable", workerSeenMsAgo: null };
  }
}

async function timeout(): Promise<never> {
  await pause(queryTimeoutMs, undefined, { ref: false });
  throw new Error("the database does not answer in time");
}
