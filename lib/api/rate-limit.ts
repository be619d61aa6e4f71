import { AppError } from "@/lib/domain/errors";
import { type Allowance, rateLimit } from "@/lib/operations/rate-limits";

/** The fields of draft-ietf-httpapi-ratelimit-headers, and the three older ones that clients still read. */
export function rateHeaders(allowance: Allowance): Record<string, string> {
  const { remaining, resetSeconds } = allowance;
  return {
    ratelimit: `"key";r=${remaining};t=${resetSeconds}`,
    "ratelimit-policy": `"key";q=${rateLimit.perMinute};w=60;burst=${rateLimit.burst}`,
    "ratelimit-limit": String(rateLimit.burst),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(resetSeconds),
  };
}

/** Throws `limit` when the allowance was spent. */
export function refuseBeyond(allowance: Allowance): void {
  if (allowance.retryAfterSeconds === null) return;
  throw new AppError(
    "limit",
    `This key sent more than ${rateLimit.perMinute} requests a minute. Wait ${allowance.retryAfterSeconds} s.`,
    { retryAfterSeconds: allowance.retryAfterSeconds },
  );
}
