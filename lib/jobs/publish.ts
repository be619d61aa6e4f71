import { setTimeout as pause } from "node:timers/promises";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { viewPage } from "@/lib/domain/page-view";
import { secondMs } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { renewPublications, storePublication, takeSnapshots } from "@/lib/operations/publish";
import { encodePublication } from "@/lib/render/publication";
import type { Handler } from "./handlers";
import type { Service } from "./services";

/** Two publications of one organization begin at least this far apart, however fast things change. */
const gapMs = 500;
/** How often another worker may come first before the job is left to its next try. */
const attemptsMax = 5;

type Flight = { startedAt: number; done: Promise<void>; next: Promise<void> | null };

/** Per organization what is being published here; the next flight waits for the running one and for the gap. */
const flights = new Map<string, Flight>();

/** Job "publish" {organizationId}: new bytes for all its pages. What is asked during a flight is one more flight. */
export const publish: Handler = (payload, { signal }) => fly(String(payload.organizationId), signal);

function fly(organizationId: string, signal: AbortSignal): Promise<void> {
  const running = flights.get(organizationId);
  if (running) {
    running.next ??= after(running, organizationId, signal);
    return running.next;
  }
  const flight: Flight = { startedAt: performance.now(), done: publishAll(organizationId), next: null };
  flights.set(organizationId, flight);
  const land = async () => {
    await flight.done.catch(() => {});
    await pause(Math.max(0, flight.startedAt + gapMs - performance.now()), undefined, { ref: false });
    if (flights.get(organizationId) === flight) flights.delete(organizationId);
  };
  void land();
  return flight.done;
}

async function after(running: Flight, organizationId: string, signal: AbortSignal): Promise<void> {
  await running.done.catch(() => {});
  await pause(Math.max(0, running.startedAt + gapMs - performance.now()), undefined, { signal });
  flights.delete(organizationId);
  await fly(organizationId, signal);
}

async function publishAll(organizationId: string): Promise<void> {
  const scope = systemScope(organizationId, "publish");
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const snapshots = await takeSnapshots(scope, env().publicUrl, Date.now());
    let isOutrun = false;
    for (const snapshot of snapshots) {
      const view = viewPage(snapshot);
      const representations = await encodePublication(view);
      const isTroubled = view.problems.length > 0;
      const isStored = await storePublication(scope, snapshot, { isTroubled, representations });
      isOutrun ||= !isStored;
    }
    if (!isOutrun) return;
  }
  throw new Error("other workers keep publishing the same pages; trying again later");
}

/** The clock's part: pages are renewed although nothing happened, so that their age says whether we live. */
export const renewals: Service = {
  name: "renewals",
  async run(signal) {
    while (!signal.aborted) {
      await renewPublications(engineScope(), Date.now());
      await pause(secondMs, undefined, { signal }).catch(() => {});
    }
  },
};
