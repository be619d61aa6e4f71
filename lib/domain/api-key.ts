import { z } from "zod";
import { invalid } from "./errors";
import { instantInput, nameInput, pageInput } from "./input";
import { type Grant, grants } from "./permission";
import type { Ms } from "./time";

const keyScopesInput = z
  .array(z.enum(grants, `must be one of ${grants.join(", ")}`))
  .min(1, "needs at least one scope")
  .refine((scopes) => new Set(scopes).size === scopes.length, "names a scope twice");

export const createApiKeyInput = z.strictObject({
  name: nameInput,
  scopes: keyScopesInput,
  expires_at: instantInput.nullable().optional(),
});
export type CreateApiKeyInput = z.output<typeof createApiKeyInput>;

export const keyStatuses = ["active", "expired", "revoked"] as const;
export type KeyStatus = (typeof keyStatuses)[number];

export const listApiKeysInput = pageInput.extend({ status: z.enum(keyStatuses).optional() });
export type ListApiKeysInput = z.output<typeof listApiKeysInput>;

/** Everything about a key but the key; `hint` is its last four characters. */
export type ApiKey = {
  id: string;
  name: string;
  hint: string;
  scopes: readonly Grant[];
  status: KeyStatus;
  createdBy: string;
  createdAt: Ms;
  expiresAt: Ms | null;
  revokedAt: Ms | null;
  lastUsedAt: Ms | null;
};

export function keyStatus(key: { revokedAt: Ms | null; expiresAt: Ms | null }, now: Ms): KeyStatus {
  if (key.revokedAt !== null) return "revoked";
  return key.expiresAt !== null && key.expiresAt <= now ? "expired" : "active";
}

/** Throws `invalid` for a key that would be born dead. */
export function checkKeyExpiry(expiresAt: Ms | null, now: Ms): void {
  if (expiresAt !== null && expiresAt <= now) throw invalid("expires_at", "must be in the future");
}
