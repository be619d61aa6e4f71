import { inGlobal } from "@/db/client";
import { findToken } from "@/db/queries/lookup";
import type { TenantScope } from "@/lib/domain/scope";
import { hashToken } from "@/lib/secret";
import { systemScope } from "./scope";

/** Whose heartbeat a beat address belongs to, and the scope in which it is recorded; null when nobody's. */
export async function scopeForBeat(token: string): Promise<{ scope: TenantScope; monitorId: string } | null> {
  if (token.length > 100) return null;
  const owner = await inGlobal((tx) => findToken(tx, "beat", hashToken(token)));
  return owner && { scope: systemScope(owner.organizationId, "beat"), monitorId: owner.objectId };
}
