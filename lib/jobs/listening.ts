import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { listenEveryMs } from "@/lib/operations/beats";
import { noteWebListening } from "./verdicts";

/**
 * Says every other second that this web process can hear heartbeats and write them down, until the signal aborts.
 * A stretch ends with the last word that reached the database: without it a beat could not have been kept either.
 */
export async function keepListening(signal: AbortSignal): Promise<void> {
  const listenerId = randomUUID();
  let startedAt = Date.now();
  let seenAt = startedAt;
  while (!signal.aborted) {
    const now = Date.now();
    if (now < seenAt || now - seenAt > 2 * listenEveryMs) startedAt = now;
    await noteWebListening(listenerId, startedAt, now).then(
      () => {
        seenAt = now;
      },
      () => {},
    );
    await pause(listenEveryMs, undefined, { signal }).catch(() => {});
  }
}
