import { inGlobal, inTenant } from "@/db/client";
import { findApiKey, touchApiKey } from "@/db/queries/api-key";
import { findToken } from "@/db/queries/lookup";
import type { TenantScope } from "@/lib/domain/scope";
import { type Ms, minuteMs } from "@/lib/domain/time";
import { hashToken } from "@/lib/secret";
import { keyScope } from "./scope";

/** What every API key begins with. */
export const keyPrefix = "pb_";

/**
 * The scope of an API key as sent after `Bearer `, or null when it is unknown, revoked or expired. Notes the use
 * at most once a minute.
 */
export async function scopeForKey(bearer: string, now: Ms): Promise<TenantScope | null> {
  if (!bearer.startsWith(keyPrefix)) return null;
  const owner = await inGlobal((tx) => findToken(tx, "api_key", hashToken(bearer)));
  if (!owner) return null;
  const unproven = keyScope(owner.organizationId, owner.objectId, []);
  return inTenant(unproven, async (tx) => {
    const key = await findApiKey(tx, owner.objectId);
    if (!key || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) return null;
    if (key.lastUsedAt === null || key.lastUsedAt <= now - minuteMs)
      await touchApiKey(tx, key.id, now, now - minuteMs + 1);
    return keyScope(owner.organizationId, key.id, key.grants);
  });
}
