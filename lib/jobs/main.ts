import { setTimeout as pause } from "node:timers/promises";
import { closeDatabase } from "@/db/client";
import { logger } from "@/lib/log";
import { untilAskedToStop } from "@/lib/server/child";
import { type Service, services } from "./services";

const log = logger("worker");
/** A loop that fails at once and for ever is tried again at most this seldom. */
const longestPauseMs = 10_000;
const stopTimeoutMs = 8_000;

const signal = untilAskedToStop();
const loops = services.map((service) => keepRunning(service, signal));
log.info({ services: services.map((service) => service.name) }, "worker started");
await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
await Promise.race([Promise.all(loops), pause(stopTimeoutMs)]);
await closeDatabase();
log.info("worker stopped");
process.exit(0);

/** Starts the service again whenever it ends by itself, with a growing pause that a good minute resets. */
async function keepRunning(service: Service, stop: AbortSignal): Promise<void> {
  for (let failures = 0; !stop.aborted; ) {
    const startedAt = Date.now();
    try {
      await service.run(stop);
      if (!stop.aborted) log.warn({ service: service.name }, "service ended by itself");
    } catch (error) {
      log.error({ service: service.name, err: error }, "service failed; starting it again");
    }
    failures = Date.now() - startedAt > 60_000 ? 1 : failures + 1;
    const pauseMs = Math.min(longestPauseMs, 250 * 2 ** (failures - 1));
    await pause(pauseMs, undefined, { signal: stop }).catch(() => {});
  }
}
