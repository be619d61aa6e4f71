import { setImmediate as othersTurn, setTimeout as pause } from "node:timers/promises";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { isTroubled, viewPage } from "@/lib/domain/page-view";
import type { TenantScope } from "@/lib/domain/scope";
import { secondMs } from "@/lib/domain/time";
import { env } from "@/lib/env";
import {
  type PublishedSnapshot,
  renewPublications,
  storePublication,
  takeSnapshots,
} from "@/lib/operations/publish";
import { tellStates } from "@/lib/operations/state-events";
import { encodePublication } from "@/lib/render/publication";
import type { Handler } from "./handlers";
import type { Service } from "./services";

/** Two publications of one organization begin at least this far apart, however fast things change. */
const gapMs = 500;
/** How often another worker may come first before the job is left to its next try. */
const attemptsMax = 5;

/** So many pages of one organization are made at once: one is drawn while another's bytes are compressed. */
const pagesAtOnce = 2;

/** `landed` when the bytes are stored, or failed, and the gap is over; `next` is the one flight that waits for that. */
type Flight = { landed: Promise<unknown>; next: Promise<void> | null };

/** Per organization what is being published in this process. */
const flights = new Map<string, Flight>();

/**
 * Job "publish" {organizationId}: integrators hear which states changed, and all its pages have new bytes. Whatever is
 * asked during a flight is one more flight.
 */
export const publish: Handler = async (payload, { now }) => {
  const organizationId = String(payload.organizationId);
  await tellStates(systemScope(organizationId, "events"), now);
  await fly(organizationId);
};

function fly(organizationId: string): Promise<void> {
  const running = flights.get(organizationId);
  if (!running) return begin(organizationId);
  running.next ??= running.landed.then(() => begin(organizationId));
  return running.next;
}

function begin(organizationId: string): Promise<void> {
  const published = publishAll(organizationId);
  const flight: Flight = { landed: Promise.allSettled([published, pause(gapMs)]), next: null };
  flights.set(organizationId, flight);
  void flight.landed.then(() => {
    if (flight.next === null) flights.delete(organizationId);
  });
  return published;
}

async function publishAll(organizationId: string): Promise<void> {
  const scope = systemScope(organizationId, "publish");
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const snapshots = await takeSnapshots(scope, env().publicUrl, Date.now());
    const results = await publishInTurn(scope, snapshots);
    // One page that fails keeps no other from its readers.
    const failure = results.find((result) => result.status === "rejected");
    if (failure) throw failure.reason;
    if (results.every((result) => result.status === "fulfilled" && result.value)) return;
  }
  throw new Error("other workers keep publishing the same pages; trying again later");
}

/**
 * Page after page, those that nobody can read yet first. Between two pages whoever else waits has a turn: an incident
 * of a small organization must not wait until a large one has all its pages.
 */
async function publishInTurn(
  scope: TenantScope,
  snapshots: readonly PublishedSnapshot[],
): Promise<PromiseSettledResult<boolean>[]> {
  const waiting = snapshots.toSorted((a, b) => Number(a.publication > 0) - Number(b.publication > 0));
  const results: PromiseSettledResult<boolean>[] = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      results.push(...(await Promise.allSettled([publishOne(scope, next)])));
      await othersTurn();
    }
  };
  await Promise.all(Array.from({ length: pagesAtOnce }, lane));
  return results;
}

/** False when another worker's publication came first. */
async function publishOne(scope: TenantScope, snapshot: PublishedSnapshot): Promise<boolean> {
  const view = viewPage(snapshot);
  const encoded = await encodePublication(view, snapshot.known);
  return storePublication(scope, snapshot, { isTroubled: isTroubled(view), ...encoded });
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
