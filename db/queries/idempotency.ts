import { and, eq, lt } from "drizzle-orm";
import type { EngineTx, TenantTx } from "@/db/client";
import { idempotencyKeys } from "@/db/schema/audit";
import type { Ms } from "@/lib/domain/time";

export type KeptAnswer = Pick<
  typeof idempotencyKeys.$inferSelect,
  "requestHash" | "status" | "headers" | "body" | "createdAt"
>;

/** Whose key it is: keys of two actors never meet. */
export type KeyPlace = { actor: string; key: string };

const at = (tx: TenantTx, place: KeyPlace) =>
  and(
    eq(idempotencyKeys.organizationId, tx.organizationId),
    eq(idempotencyKeys.actor, place.actor),
    eq(idempotencyKeys.key, place.key),
  );

/**
 * Takes the key for this request, or says false when another has it since `freshSince`. While another transaction is
 * about to decide, this waits for it, at most `waitMs`.
 */
export async function claimKey(
  tx: TenantTx,
  place: KeyPlace,
  claim: { requestHash: string; freshSince: Ms; leaseSince: Ms; waitMs: number },
  now: Ms,
): Promise<boolean> {
  await tx.sql`select set_config('lock_timeout', ${String(claim.waitMs)}, true)`;
  const rows = await tx.sql`
    insert into idempotency_keys as held (organization_id, actor, key, request_hash, created_at)
    values (${tx.organizationId}, ${place.actor}, ${place.key}, ${claim.requestHash}, ${now})
    on conflict (organization_id, actor, key) do update
      set request_hash = excluded.request_hash, created_at = excluded.created_at,
        status = null, headers = null, body = null
      where held.created_at < ${claim.freshSince}
        or (held.status is null and held.request_hash = excluded.request_hash and held.created_at < ${claim.leaseSince})
    returning 1`;
  await tx.sql`select set_config('lock_timeout', '0', true)`;
  return rows.length > 0;
}

export async function findAnswer(tx: TenantTx, place: KeyPlace): Promise<KeptAnswer | undefined> {
  const [row] = await tx.orm.select().from(idempotencyKeys).where(at(tx, place));
  return row;
}

export async function keepAnswer(
  tx: TenantTx,
  place: KeyPlace,
  answer: { status: number; headers: Record<string, string>; body: string | null },
): Promise<void> {
  await tx.orm.update(idempotencyKeys).set(answer).where(at(tx, place));
}

/** The request failed without an effect: the next one under this key starts afresh. */
export async function releaseKey(tx: TenantTx, place: KeyPlace): Promise<void> {
  await tx.orm.delete(idempotencyKeys).where(at(tx, place));
}

/** Forgets answers older than `before`, across tenants. */
export async function deleteAnswersBefore(tx: EngineTx, before: Ms): Promise<void> {
  await tx.orm.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before));
}
