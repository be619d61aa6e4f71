import { setTimeout as pause } from "node:timers/promises";
import { logger } from "@/lib/log";
import type { Service } from "./services";

/** A loop that fails at once and for ever is tried again this seldom; also the delay after a lost database. */
const longestPauseMs = 3_000;
/** After that long a life, the next failure counts as the first. */
const healthyAfterMs = 60_000;

/** Runs the service until `stop`, starting it again whenever it ends by itself, with a growing pause. Never throws. */
export async function keepRunning(service: Service, stop: AbortSignal): Promise<void> {
  const log = logger("worker");
  for (let failures = 0; !stop.aborted; ) {
    const startedAt = Date.now();
    try {
      await service.run(stop);
      if (!stop.aborted) log.warn({ service: service.name }, "service ended by itself; starting it again");
    } catch (error) {
      log.error({ service: service.name, err: error }, "service failed; starting it again");
    }
    failures = Date.now() - startedAt > healthyAfterMs ? 1 : failures + 1;
    const pauseMs = Math.min(longestPauseMs, 250 * 2 ** (failures - 1));
    await pause(pauseMs, undefined, { signal: stop }).catch(() => {});
  }
}
