import { and, desc, eq, gt, isNotNull, isNull, lt, lte, or, type SQL } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { apiKeys } from "@/db/schema/organization";
import type { KeyStatus } from "@/lib/domain/api-key";
import type { Ms } from "@/lib/domain/time";

export type ApiKeyRow = Omit<typeof apiKeys.$inferSelect, "organizationId">;

export async function insertApiKey(tx: TenantTx, row: ApiKeyRow): Promise<void> {
  await tx.orm.insert(apiKeys).values({ ...row, organizationId: tx.organizationId });
}

export async function findApiKey(tx: TenantTx, id: string): Promise<ApiKeyRow | null> {
  const [row] = await tx.orm
    .select()
    .from(apiKeys)
    .where(own(tx, eq(apiKeys.id, id)));
  return row ?? null;
}

/** Newest first; `before` is the last id of the page before. */
export function listApiKeys(
  tx: TenantTx,
  page: { limit: number; before: string | null },
  filter: { status?: KeyStatus | undefined; now: Ms },
): Promise<ApiKeyRow[]> {
  return tx.orm
    .select()
    .from(apiKeys)
    .where(
      own(
        tx,
        page.before ? lt(apiKeys.id, page.before) : undefined,
        filter.status ? inStatus(filter.status, filter.now) : undefined,
      ),
    )
    .orderBy(desc(apiKeys.id))
    .limit(page.limit);
}

/** The key as it is from now on, or null when it was revoked already. */
export async function revokeApiKey(tx: TenantTx, id: string, now: Ms): Promise<ApiKeyRow | null> {
  const [row] = await tx.orm
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(own(tx, eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning();
  return row ?? null;
}

/** Remembers a use unless one after `since` is remembered already. */
export async function touchApiKey(tx: TenantTx, id: string, now: Ms, since: Ms): Promise<void> {
  await tx.orm
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(own(tx, eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, since))));
}

function inStatus(status: KeyStatus, now: Ms): SQL | undefined {
  if (status === "revoked") return isNotNull(apiKeys.revokedAt);
  const isLive = or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now));
  return and(isNull(apiKeys.revokedAt), status === "active" ? isLive : lte(apiKeys.expiresAt, now));
}

function own(tx: TenantTx, ...conditions: (SQL | undefined)[]): SQL | undefined {
  return and(eq(apiKeys.organizationId, tx.organizationId), ...conditions);
}
