import { inEngine, inTenant, joinTransaction } from "@/db/client";
import {
  claimKey,
  deleteAnswersBefore,
  findAnswer,
  type KeptAnswer,
  type KeyPlace,
  keepAnswer,
  releaseKey,
} from "@/db/queries/idempotency";
import { AppError } from "@/lib/domain/errors";
import { actorText, type EngineScope, type TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms, minuteMs } from "@/lib/domain/time";
import { open, seal } from "@/lib/secret";

/** For how long the first answer is given again (API.md). */
const keptMs = dayMs;
/** How long a request that leaves the house may take before its key is free again. */
const leaseMs = 2 * minuteMs;
/** How long a second request waits for the first one's answer. */
const waitMs = 5_000;

/** The key as sent, and a hash of everything the request asks. */
export type KeyedRequest = { key: string; hash: string };

/** An answer as it left the house. */
export type SentAnswer = { status: number; headers: Record<string, string>; body: string | null };

export type Once = { answer: SentAnswer; replayed: boolean };

/**
 * Runs a request at most once per key: claim, effect and answer are one transaction, so a crash leaves all of them or
 * none, and a second request under the key waits for the first. `run` gets a scope that takes part in that
 * transaction; what it throws rolls everything back, the claim included.
 */
export function answerOnce(
  scope: TenantScope,
  request: KeyedRequest,
  run: (scope: TenantScope) => Promise<SentAnswer>,
  now: Ms,
): Promise<Once> {
  const place = placeOf(scope, request);
  return inTenant(scope, async (tx) => {
    if (!(await claimKey(tx, place, claimOf(request, now), now)))
      return { answer: firstAnswer(await findAnswer(tx, place), request), replayed: true };
    const answer = await run(joinTransaction(scope, tx));
    await keepAnswer(tx, place, sealed(answer));
    return { answer, replayed: false };
  });
}

/**
 * The same for a run that goes out to the network between its transactions (law 2): the key is leased first. A second
 * request meanwhile is told to come back; after a crash the key is free again when the lease is over.
 */
export async function answerLeased(
  scope: TenantScope,
  request: KeyedRequest,
  run: (scope: TenantScope) => Promise<SentAnswer>,
  now: Ms,
): Promise<Once> {
  const place = placeOf(scope, request);
  const first = await inTenant(scope, async (tx) => {
    const isOurs = await claimKey(tx, place, claimOf(request, now), now);
    return isOurs ? null : firstAnswer(await findAnswer(tx, place), request);
  });
  if (first) return { answer: first, replayed: true };
  try {
    const answer = await run(scope);
    await inTenant(scope, (tx) => keepAnswer(tx, place, sealed(answer)));
    return { answer, replayed: false };
  } catch (error) {
    await inTenant(scope, (tx) => releaseKey(tx, place));
    throw error;
  }
}

/** Forgets what nobody may ask for any more. */
export function forgetAnswers(scope: EngineScope, now: Ms): Promise<void> {
  return inEngine(scope, (tx) => deleteAnswersBefore(tx, now - keptMs));
}

function placeOf(scope: TenantScope, request: KeyedRequest): KeyPlace {
  return { actor: actorText(scope.actor), key: request.key };
}

function claimOf(request: KeyedRequest, now: Ms) {
  return { requestHash: request.hash, freshSince: now - keptMs, leaseSince: now - leaseMs, waitMs };
}

/** Answers may show a secret that is shown only once, so they lie sealed. */
function sealed(answer: SentAnswer): SentAnswer {
  return { ...answer, body: answer.body === null ? null : seal(answer.body) };
}

function firstAnswer(kept: KeptAnswer | undefined, request: KeyedRequest): SentAnswer {
  if (kept && kept.requestHash !== request.hash)
    throw keyConflict("This Idempotency-Key was used for another request. Use a new key for a new request.");
  if (!kept || kept.status === null)
    throw keyConflict("The first request with this Idempotency-Key is still being answered. Try again.", 1);
  return {
    status: kept.status,
    headers: kept.headers ?? {},
    body: kept.body === null ? null : open(kept.body),
  };
}

function keyConflict(message: string, retryAfterSeconds?: number): AppError {
  const errors = [{ path: "Idempotency-Key", message }];
  return new AppError("conflict", message, retryAfterSeconds ? { errors, retryAfterSeconds } : { errors });
}
