import { inEngine, inTenant, type TenantTx } from "@/db/client";
import { type Bucket, deleteBucketsBefore, forgoDurability, takeToken } from "@/db/queries/rate-bucket";
import { AppError } from "@/lib/domain/errors";
import { actorText, type EngineScope, type TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms } from "@/lib/domain/time";

/** 600 requests a minute, 200 of them at once (API.md). */
export const rateLimit = { perMinute: 600, burst: 200 } as const;

/** What is left of a caller's allowance; `retryAfterSeconds` is set when there was nothing to take. */
export type Allowance = {
  remaining: number;
  /** Seconds until the allowance is whole again. */
  resetSeconds: number;
  retryAfterSeconds: number | null;
};

/** Counts one request of the acting key, over all web processes. */
export function spendRequest(scope: TenantScope, now: Ms): Promise<Allowance> {
  const bucket: Bucket = {
    name: actorText(scope.actor),
    capacity: rateLimit.burst,
    perSecond: rateLimit.perMinute / 60,
  };
  return inTenant(scope, async (tx) => {
    await forgoDurability(tx);
    const { taken, left } = await takeToken(tx, bucket, now);
    return {
      remaining: taken ? Math.floor(left) : 0,
      resetSeconds: Math.ceil((bucket.capacity - left) / bucket.perSecond),
      retryAfterSeconds: taken ? null : waitFor(left, bucket),
    };
  });
}

/** Takes a token of a bucket, or throws `limit` with what `refusal` says to who has to wait so many minutes. */
export async function spendToken(
  tx: TenantTx,
  bucket: Bucket,
  refusal: (minutes: number) => string,
  now: Ms,
): Promise<void> {
  const { taken, left } = await takeToken(tx, bucket, now);
  if (taken) return;
  const retryAfterSeconds = waitFor(left, bucket);
  throw new AppError("limit", refusal(Math.ceil(retryAfterSeconds / 60)), { retryAfterSeconds });
}

/** Seconds until there is a whole token again. */
function waitFor(left: number, { perSecond }: Bucket): number {
  return Math.max(1, Math.ceil((1 - left) / perSecond));
}

/** Forgets allowances that are whole again: whoever asks for sign-in links names as many as they like. */
export function forgetAllowances(scope: EngineScope, now: Ms): Promise<void> {
  return inEngine(scope, (tx) => deleteBucketsBefore(tx, now - dayMs));
}
