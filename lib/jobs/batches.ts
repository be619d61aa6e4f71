import { setTimeout as pause } from "node:timers/promises";
import { type EngineTx, inEngine } from "@/db/client";
import {
  type ClaimedBatch,
  claimBatches,
  countWaiting,
  endUntaken,
  insertBatches,
  postponeBatch,
  releaseBatches,
} from "@/db/queries/batch";
import { findPace, lockPace, writePace } from "@/db/queries/pace";
import { engineScope } from "@/lib/auth/scope";
import { type BatchFate, type BatchResult, decideBatch, mayAttempt } from "@/lib/domain/batch";
import { lanes } from "@/lib/domain/delivery";
import { learn, type Pace, type PaceHeard, takeFrom, unknownPace } from "@/lib/domain/pace";
import { type Ms, secondMs } from "@/lib/domain/time";
import { logger } from "@/lib/log";
import type { BatchSender } from "@/lib/mail/sender";
import { type DeliveryChances, realChances } from "./claims";
import { freezeDue, thawed } from "./freeze";
import { writeTaken } from "./taken";

const idleMs = 500;
/** So that one writes mails while the database works for the other. */
const loops = 2;
/** Of each loop. Enough to keep a fast provider busy, few enough that who unsubscribes now is still heard. */
const batchesAtOnce = 8;
/** Made ready while the provider wants silence: a second's work for us, and never more than it takes in one. */
const readyMax = 192;
/** Places kept for mail that somebody waits for, whatever hangs. */
const urgentAtOnce = 2;

/** Hands batches over as fast as the provider lets us, until the signal; what is under way then finishes. */
export async function sendBatches(sender: BatchSender, signal: AbortSignal): Promise<void> {
  await Promise.all(Array.from({ length: loops }, () => sendInTurn(sender, signal)));
}

async function sendInTurn(sender: BatchSender, signal: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>();
  while (!signal.aborted) {
    const room = {
      usual: batchesAtOnce - underWay.size,
      urgent: batchesAtOnce + urgentAtOnce - underWay.size,
    };
    const { batches, waitMs } = await takeBatches(sender, room, realChances);
    for (const batch of batches) {
      const sending = send(sender, batch, realChances)
        .catch((error: unknown) =>
          logger("deliveries").error({ err: error, batch: batch.id }, "a batch is left to its lease"),
        )
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
    }
    const isFull = underWay.size > batchesAtOnce / 2;
    if (isFull || batches.length === 0) {
      const nap = pause(isFull ? idleMs : waitMs || idleMs, undefined, { signal }).catch(() => {});
      await Promise.race([...underWay, nap]);
    }
  }
  await Promise.all(underWay);
}

/** Takes what is due once and hands it over; how many batches that were. */
export async function deliverBatches(
  sender: BatchSender,
  chances: DeliveryChances = realChances,
): Promise<number> {
  const { batches } = await takeBatches(sender, { usual: batchesAtOnce, urgent: batchesAtOnce }, chances);
  await Promise.all(batches.map((batch) => send(sender, batch, chances)));
  return batches.length;
}

/** Longer than a call may take: whoever finds a batch after it knows that its worker is gone. */
const leaseOf = ({ timeoutMs }: BatchSender) => 2 * timeoutMs;

type Taken = {
  batches: ClaimedBatch[];
  /** Until the pace may allow more. */
  waitMs: number;
};

/** What the provider is known to grant; a worker's own copy, so that only news is written. */
const paces = new Map<string, Pace>();

type Room = { usual: number; urgent: number };

/** What somebody waits for, then batches that wait for another attempt, then all else; as many as the pace allows. */
async function takeBatches(sender: BatchSender, room: Room, chances: DeliveryChances): Promise<Taken> {
  if (room.urgent <= 0) return { batches: [], waitMs: 0 };
  const now = chances.clock();
  return await inEngine(engineScope(), async (tx) => {
    const pace = await findPace(tx, sender.name);
    const { granted, waitMs } = takeFrom(pace, room.urgent, now);
    if (granted === 0) {
      const hasMore = await makeReady(tx, sender, { pace, places: room.usual, dueAt: now + waitMs }, now);
      return { batches: [], waitMs: hasMore ? 1 : waitMs };
    }
    const claimedUntil = now + leaseOf(sender);
    const urgent = await freezeDue(tx, sender, { lane: lanes.urgent, places: granted }, now);
    const usual = Math.min(room.usual, granted - urgent.length);
    const again = usual > 0 ? await claimBatches(tx, { limit: usual, claimedUntil }, now) : [];
    const others = await freezeDue(tx, sender, { lane: lanes.mail, places: usual - again.length }, now);
    const frozen = [...urgent, ...others];
    await insertBatches(tx, frozen, { claimedUntil, dueAt: claimedUntil }, now);
    const first = { attempts: 1, firstAttemptAt: now, maybeAccepted: false, claimedUntil };
    return await spend(tx, sender, [...frozen.map((batch) => ({ ...batch, ...first })), ...again], now);
  });
}

/**
 * Pays for these batches out of the pace that all workers share, locked only now that the mails are written. Those that
 * others were faster than wait for the next window.
 */
async function spend(tx: EngineTx, sender: BatchSender, taken: ClaimedBatch[], now: Ms): Promise<Taken> {
  if (taken.length === 0) return { batches: [], waitMs: 0 };
  const { pace, granted, waitMs } = takeFrom(await lockPace(tx, sender.name), taken.length, now);
  paces.set(sender.name, pace);
  await writePace(tx, sender.name, pace);
  await releaseBatches(tx, taken.slice(granted), now + waitMs);
  return { batches: taken.slice(0, granted), waitMs };
}

/** Freezes what may leave as soon as the provider hears us again; whether there may be more of it. */
async function makeReady(
  tx: EngineTx,
  sender: BatchSender,
  { pace, places, dueAt }: { pace: Pace; places: number; dueAt: Ms },
  now: Ms,
): Promise<boolean> {
  const most = Math.min(readyMax, Math.floor((pace.limit * secondMs) / pace.windowMs));
  const free = Math.min(places, most - (await countWaiting(tx)));
  const ready = await freezeDue(tx, sender, { lane: lanes.mail, places: free }, now);
  await insertBatches(tx, ready, { claimedUntil: null, dueAt }, now);
  for (const { bytes } of ready) if (bytes) sender.letGo(bytes);
  return ready.length > 0;
}

async function send(sender: BatchSender, batch: ClaimedBatch, chances: DeliveryChances): Promise<void> {
  const { result, pace } = await attempt(sender, batch, chances);
  const now = chances.clock();
  if (pace) await heed(sender, pace, now);
  const fate = decideBatch({ ...batch, size: batch.members.length }, result, now, chances.jitter());
  if (fate.status === "taken") await writeTaken({ ...batch, results: fate.members, sentAt: now });
  else await inEngine(engineScope(), (tx) => finish(tx, batch, fate, now));
  if (fate.status !== "taken")
    logger("deliveries").warn({ batch: batch.id, fate }, "a batch did not get through");
}

type Answered = { result: BatchResult; pace: PaceHeard | null };

async function attempt(
  sender: BatchSender,
  batch: ClaimedBatch,
  chances: DeliveryChances,
): Promise<Answered> {
  if (!mayAttempt(batch, chances.clock()))
    return {
      result: { outcome: "retry", failure: "23 hours are over", maybeAccepted: batch.maybeAccepted },
      pace: null,
    };
  try {
    return await sender.send(batch.id, batch.members.length, thawed(batch));
  } catch (error) {
    // Only bytes that cannot be read any more: nothing was sent now, and nobody knows about before.
    const failure = error instanceof Error ? error.message : String(error);
    return { result: { outcome: batch.maybeAccepted ? "uncertain" : "refused", failure }, pace: null };
  }
}

type Untaken = Exclude<BatchFate, { status: "taken" }>;

async function finish(tx: EngineTx, batch: ClaimedBatch, fate: Untaken, now: Ms): Promise<void> {
  if (fate.status === "open") await postponeBatch(tx, batch, fate, now);
  else await endUntaken(tx, batch, fate.status, fate.failure, now);
}

/** Remembers for all workers what an answer said about the pace, if it is news. */
async function heed(sender: BatchSender, heard: PaceHeard, now: Ms): Promise<void> {
  const known = paces.get(sender.name) ?? unknownPace;
  if (learn(known, heard, now) === known) return;
  await inEngine(engineScope(), async (tx) => {
    const next = learn(await lockPace(tx, sender.name), heard, now);
    await writePace(tx, sender.name, next);
    paces.set(sender.name, next);
  });
}
