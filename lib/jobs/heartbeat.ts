import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { inEngine } from "@/db/client";
import { recordHeartbeat } from "@/db/queries/heartbeat";
import { engineScope } from "@/lib/auth/scope";
import { secondMs } from "@/lib/domain/time";
import type { Service } from "./services";

/** How often a worker says that it lives; /readyz takes three missed ones for death. */
export const heartbeatEveryMs = 5 * secondMs;

export const heartbeat: Service = {
  name: "heartbeat",
  async run(signal) {
    const workerId = `${hostname()}:${process.pid}`;
    while (!signal.aborted) {
      await inEngine(engineScope(), (tx) => recordHeartbeat(tx, workerId, Date.now()));
      await pause(heartbeatEveryMs, undefined, { signal }).catch(() => {});
    }
  },
};
