import { lt } from "drizzle-orm";
import type { EngineTx, TenantTx } from "@/db/client";
import { rateBuckets } from "@/db/schema/audit";
import type { Ms } from "@/lib/domain/time";

/** A bucket of `capacity` tokens, refilled at `perSecond`. */
export type Bucket = { name: string; capacity: number; perSecond: number };

/**
 * Takes one token: how many are left (a fraction counts as none), and whether there was one to take. One statement
 * takes, so that two web processes never spend the same token; a clock that went back refills nothing.
 */
export async function takeToken(
  tx: TenantTx,
  bucket: Bucket,
  now: Ms,
): Promise<{ taken: boolean; left: number }> {
  const { name, capacity, perSecond } = bucket;
  const refilled = tx.sql`
    least(${capacity}::float8, held.tokens + greatest(0, ${now} - held.refilled_at) * ${perSecond / 1_000}::float8)`;
  const [row] = await tx.sql<{ tokens: number }[]>`
    insert into rate_buckets as held (organization_id, bucket, tokens, refilled_at)
    values (${tx.organizationId}, ${name}, ${capacity - 1}, ${now})
    on conflict (organization_id, bucket) do update
      set tokens = ${refilled} - 1, refilled_at = greatest(held.refilled_at, ${now})
      where ${refilled} >= 1
    returning tokens`;
  if (row) return { taken: true, left: row.tokens };
  const [held] = await tx.sql<{ tokens: number }[]>`
    select ${refilled} as tokens from rate_buckets held
    where organization_id = ${tx.organizationId} and bucket = ${name}`;
  return { taken: false, left: held?.tokens ?? 0 };
}

/** Counting requests may be forgotten by a crash; waiting for the disk on every request may not be afforded. */
export async function forgoDurability(tx: TenantTx): Promise<void> {
  await tx.sql`select set_config('synchronous_commit', 'off', true)`;
}

/** Forgets buckets untouched since `before`, across tenants: by then they are full again, as none at all is. */
export async function deleteBucketsBefore(tx: EngineTx, before: Ms): Promise<void> {
  await tx.orm.delete(rateBuckets).where(lt(rateBuckets.refilledAt, before));
}
