import { inGlobal } from "@/db/client";
import { findToken, type TokenOwner } from "@/db/queries/lookup";
import type { TenantScope } from "@/lib/domain/scope";
import { hashToken } from "@/lib/secret";
import { systemScope } from "./scope";

export type BeatOwner = { scope: TenantScope; monitorId: string; tokenHash: string };

const knownMax = 10_000;
/** Addresses beat again and again, and never pass to another heartbeat: whoever uses one sees whether it is still good. */
const known = new Map<string, TokenOwner>();

/** Whose heartbeat a beat address belongs or belonged to, and the scope in which it is recorded; null when nobody's. */
export async function scopeForBeat(token: string): Promise<BeatOwner | null> {
  if (token.length > 100) return null;
  const tokenHash = hashToken(token);
  const owner = known.get(tokenHash) ?? (await inGlobal((tx) => findToken(tx, "beat", tokenHash)));
  if (owner === null) return null;
  if (known.size >= knownMax) known.clear();
  known.set(tokenHash, owner);
  return { scope: systemScope(owner.organizationId, "beat"), monitorId: owner.objectId, tokenHash };
}
