import { beforeAll, describe, expect, it } from "vitest";
import { inGlobal, inTenant } from "@/db/client";
import { scopeForKey } from "@/lib/auth/api-key";
import { keyScope, memberScope } from "@/lib/auth/scope";
import { decodeCursor } from "@/lib/domain/cursor";
import type { Grant } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { minuteMs, secondMs } from "@/lib/domain/time";
import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from "@/lib/operations/api-keys";
import { noon, tenant } from "./people";

let owner: TenantScope;
let stranger: TenantScope;

beforeAll(async () => {
  ({ owner } = await tenant("acme"));
  ({ owner: stranger } = await tenant("other"));
});

const make = (scopes: Grant[], by = owner, expires_at: number | null = null) =>
  createApiKey(by, { name: "CI", scopes, expires_at }, noon);

describe("an API key", () => {
  it("opens its own organization with its scopes and what they include", async () => {
    const key = await make(["admin"]);
    expect(key.token).toMatch(/^pb_/);
    const scope = await scopeForKey(key.token, noon);
    expect(scope?.organizationId).toBe(owner.organizationId);
    expect(scope?.actor).toEqual({ type: "api_key", id: key.id });
    expect(scope?.grants).toEqual(new Set(["read", "write", "admin"]));
  });

  it("opens nothing once it is revoked, expired, or one character off", async () => {
    const key = await make(["read"], owner, noon + minuteMs);
    expect(await scopeForKey(key.token, noon + minuteMs - 1)).not.toBeNull();
    expect(await scopeForKey(key.token, noon + minuteMs)).toBeNull();
    expect(await scopeForKey(`${key.token}x`, noon)).toBeNull();
    expect(await scopeForKey("pb_", noon)).toBeNull();
    await revokeApiKey(owner, key.id, noon);
    expect(await scopeForKey(key.token, noon)).toBeNull();
    expect((await getApiKey(owner, key.id, noon)).status).toBe("revoked");
  });

  it("remembers its last use at most once a minute", async () => {
    const { token, id } = await make(["read"]);
    const lastUse = async () => (await getApiKey(owner, id, noon)).lastUsedAt;
    await scopeForKey(token, noon);
    await scopeForKey(token, noon + 59 * secondMs);
    expect(await lastUse()).toBe(noon);
    await scopeForKey(token, noon + minuteMs);
    expect(await lastUse()).toBe(noon + minuteMs);
  });

  it("R8.3 is nowhere stored in clear, nor in the audit log", async () => {
    const { token } = await make(["read"]);
    const stored = await inTenant(owner, async (tx) =>
      JSON.stringify([await tx.sql`select * from api_keys`, await tx.sql`select * from audit_entries`]),
    );
    const index = await inGlobal(async (tx) => JSON.stringify(await tx.sql`select * from token_index`));
    expect(stored + index).not.toContain(token);
    expect(stored).toContain("api_key.create");
  });

  it("cannot hold more than its maker", async () => {
    const admin = memberScope(owner.organizationId, "usr_admin", "admin");
    await expect(make(["read", "finance"], admin)).rejects.toMatchObject({ code: "forbidden" });
    await expect(make(["read", "write", "admin", "probe"], admin)).resolves.toBeDefined();
    const limited = keyScope(owner.organizationId, "key_x", ["write"]);
    await expect(make(["read"], limited)).rejects.toMatchObject({ code: "forbidden" });
    const finance = memberScope(owner.organizationId, "usr_f", "finance");
    await expect(make(["finance"], finance)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("cannot be born expired", async () => {
    await expect(make(["read"], owner, noon)).rejects.toMatchObject({ code: "invalid" });
  });

  it("of another tenant does not exist", async () => {
    const { id } = await make(["read"]);
    await expect(getApiKey(stranger, id, noon)).rejects.toMatchObject({ code: "not_found" });
    await expect(revokeApiKey(stranger, id, noon)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the list of keys", () => {
  it("pages newest first and filters by status", async () => {
    const { owner: fresh } = await tenant("paging");
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1)
      ids.unshift((await createApiKey(fresh, { name: `k${index}`, scopes: ["read"] }, noon + index)).id);
    const first = await listApiKeys(fresh, { limit: 3 }, noon);
    const rest = await listApiKeys(fresh, { limit: 3, cursor: first.nextCursor ?? "" }, noon);
    expect([...first.items, ...rest.items].map((key) => key.id)).toEqual(ids);
    expect(rest.nextCursor).toBeNull();
    await revokeApiKey(fresh, ids[0] ?? "", noon);
    const status = async (wanted: "active" | "revoked" | "expired") =>
      (await listApiKeys(fresh, { limit: 50, status: wanted }, noon)).items.length;
    expect([await status("active"), await status("revoked"), await status("expired")]).toEqual([4, 1, 0]);
    expect(() => decodeCursor("nonsense", ["string"])).toThrow();
  });
});
