import { type KeyObject, randomBytes } from "node:crypto";
import { inTenant, type TenantTx } from "@/db/client";
import {
  headsSinceCheckpoint,
  insertCheckpoint,
  lockCheckpoints,
  newestCheckpoint,
  type StoredCheckpoint,
} from "@/db/queries/checkpoint";
import { type Checkpoint, sealCheckpoint } from "@/lib/domain/checkpoint";
import { publicKeyFrom, toHex } from "@/lib/domain/hash";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { env, required } from "@/lib/env";

/** Signs every chain's head if any moved since the last checkpoint (RULES R5.2); the newest checkpoint, or null. */
export function makeCheckpoint(scope: TenantScope, now: Ms): Promise<Checkpoint | null> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => (await sealHeads(tx, now))?.checkpoint ?? null);
}

/** The same inside a transaction; the newest checkpoint with its secret. */
export async function sealHeads(tx: TenantTx, now: Ms): Promise<StoredCheckpoint | null> {
  await lockCheckpoints(tx);
  const previous = await newestCheckpoint(tx);
  const heads = await headsSinceCheckpoint(tx);
  const moved = heads.filter((head) => head.moved);
  if (moved.length === 0) return previous;
  const treeSecret = randomBytes(32);
  const leaves = heads.map(({ componentId, seq, hash }) => ({ componentId, seq, hash }));
  const draft = { organizationId: tx.organizationId, recordedAt: now, leaves, treeSecret };
  const checkpoint = sealCheckpoint(draft, previous?.checkpoint ?? null, seedOf(required("signingKey")));
  await insertCheckpoint(tx, { checkpoint, treeSecret }, moved);
  return { checkpoint, treeSecret };
}

/** Hex of the key that this installation signs with; null where it has none (a command that only reads). */
export function ownPublicKey(): string | null {
  const { signingKey } = env();
  return signingKey === null ? null : toHex(publicKeyFrom(seedOf(signingKey)));
}

/** The seed that this installation signs with, or null where it has none. */
export function signingSeed(): Uint8Array | null {
  const { signingKey } = env();
  return signingKey === null ? null : seedOf(signingKey);
}

function seedOf(key: KeyObject): Uint8Array {
  return Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url");
}
