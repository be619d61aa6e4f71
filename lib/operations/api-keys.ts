import { inTenant } from "@/db/client";
import {
  type ApiKeyRow,
  findApiKey,
  insertApiKey,
  listApiKeys as listApiKeyRows,
  revokeApiKey as revokeApiKeyRow,
} from "@/db/queries/api-key";
import { deleteToken, insertToken } from "@/db/queries/lookup";
import { keyPrefix } from "@/lib/auth/api-key";
import {
  type ApiKey,
  type CreateApiKeyInput,
  checkKeyExpiry,
  keyStatus,
  type ListApiKeysInput,
} from "@/lib/domain/api-key";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { checkMayGive } from "@/lib/domain/member";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { hashToken, newToken } from "@/lib/secret";
import { audit, newId } from "./record";

/** Makes a key that holds at most what its maker holds. `token` is told here and never again. */
export async function createApiKey(
  scope: TenantScope,
  input: CreateApiKeyInput,
  now: Ms,
): Promise<ApiKey & { token: string }> {
  permit(scope, "admin");
  checkMayGive(scope, input.scopes);
  checkKeyExpiry(input.expires_at ?? null, now);
  const token = newToken(keyPrefix);
  const row: ApiKeyRow = {
    id: newId("apiKey", now),
    name: input.name,
    tokenHash: hashToken(token),
    hint: token.slice(-4),
    grants: input.scopes,
    createdBy: actorText(scope.actor),
    createdAt: now,
    expiresAt: input.expires_at ?? null,
    revokedAt: null,
    lastUsedAt: null,
  };
  await inTenant(scope, async (tx) => {
    await insertApiKey(tx, row);
    await insertToken(tx, "api_key", row.tokenHash, row.id);
    const after = { name: row.name, scopes: row.grants, expires_at: row.expiresAt };
    await audit(tx, scope, { action: "api_key.create", objectType: "api_key", objectId: row.id, after }, now);
  });
  return { ...keyView(row, now), token };
}

/** Newest first, revoked and expired ones too unless `status` says otherwise. */
export async function listApiKeys(
  scope: TenantScope,
  input: ListApiKeysInput,
  now: Ms,
): Promise<Page<ApiKey>> {
  permit(scope, "admin");
  const { limit, cursor, status } = input;
  const before = cursor === undefined ? null : String(decodeCursor(cursor, ["string"])[0]);
  const rows = await inTenant(scope, (tx) =>
    listApiKeyRows(tx, { limit: limit + 1, before }, { status, now }),
  );
  const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
  return { items: items.map((row) => keyView(row, now)), nextCursor };
}

export async function getApiKey(scope: TenantScope, id: string, now: Ms): Promise<ApiKey> {
  permit(scope, "admin");
  const row = await inTenant(scope, (tx) => findApiKey(tx, id));
  if (!row) throw notFound("API key");
  return keyView(row, now);
}

/** From now on the key opens nothing; revoking again changes nothing. */
export async function revokeApiKey(scope: TenantScope, id: string, now: Ms): Promise<ApiKey> {
  permit(scope, "admin");
  return await inTenant(scope, async (tx) => {
    const revoked = await revokeApiKeyRow(tx, id, now);
    if (revoked) {
      await deleteToken(tx, revoked.tokenHash);
      const act = { action: "api_key.revoke", objectType: "api_key", objectId: id };
      await audit(tx, scope, { ...act, before: { name: revoked.name, scopes: revoked.grants } }, now);
    }
    const row = revoked ?? (await findApiKey(tx, id));
    if (!row) throw notFound("API key");
    return keyView(row, now);
  });
}

function keyView(row: ApiKeyRow, now: Ms): ApiKey {
  const { id, name, hint, grants, createdBy, createdAt, expiresAt, revokedAt, lastUsedAt } = row;
  const status = keyStatus(row, now);
  return { id, name, hint, scopes: grants, status, createdBy, createdAt, expiresAt, revokedAt, lastUsedAt };
}
