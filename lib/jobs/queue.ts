import type { EngineTx, GlobalTx, TenantTx } from "@/db/client";
import { formatInstant, type Ms } from "@/lib/domain/time";

export type JobPayload = { readonly [name: string]: string | number | boolean | null };

export type EnqueueOptions = {
  now: Ms;
  /** Default: at once. */
  runAt?: Ms;
  /** A waiting job of the same key is replaced, so that many causes make one job. */
  jobKey?: string;
  /** Default 25, which with the queue's back-off spans some three days. */
  maxAttempts?: number;
};

/**
 * Adds a job inside the caller's transaction: it exists exactly if the business fact does. `name` is a key of
 * `handlers`.
 */
export async function enqueue(
  tx: TenantTx | EngineTx | GlobalTx,
  name: string,
  payload: JobPayload,
  options: EnqueueOptions,
): Promise<void> {
  const runAt = formatInstant(options.runAt ?? options.now);
  await tx.sql`select probity_enqueue(
    ${name}, ${JSON.stringify(payload)}::text::json, ${options.jobKey ?? null}::text,
    ${runAt}::text::timestamptz, ${options.maxAttempts ?? 25}::int)`;
}
