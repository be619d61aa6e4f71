import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { revokeApiKey } from "@/lib/operations/api-keys";
import { type Client, clientOf, clock, complaints, newTenant, send } from "./client";

let client: Client;
let organizationId: string;

beforeAll(async () => {
  ({ client, organizationId } = await newTenant("door"));
});

describe("authentication", () => {
  it.each([
    ["no header", {}],
    ["another scheme", { authorization: "Basic cGI6cGI=" }],
    ["an unknown key", { authorization: `Bearer pb_${"x".repeat(43)}` }],
    ["an empty key", { authorization: "Bearer " }],
    ["something else", { authorization: "Bearer §" }],
  ])("answers 401 to %s", async (_name, headers) => {
    const reply = await send(null, "GET", "/components", undefined, {
      headers: headers as Record<string, string>,
    });
    expect(reply.status).toBe(401);
    expect(reply.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(reply.json).toMatchObject({ code: "unauthenticated", status: 401, errors: [] });
  });

  it("answers 401 to a key that has expired or was revoked", async () => {
    const made = await client.post("/api-keys", {
      name: "short",
      scopes: ["read"],
      expires_at: "2026-11-20T13:00:00.000Z",
    });
    expect(made.status).toBe(201);
    const key = String(made.json.key);
    expect(key).toMatch(/^pb_/);
    expect((await send(key, "GET", "/components")).status).toBe(200);
    const later = Date.parse("2026-11-20T13:00:00.000Z");
    expect((await send(key, "GET", "/components", undefined, { now: later })).status).toBe(401);
    expect((await client.delete(`/api-keys/${made.json.id}`)).status).toBe(204);
    expect((await send(key, "GET", "/components")).status).toBe(401);
    expect((await client.get(`/api-keys/${made.json.id}`)).json).toMatchObject({ status: "revoked" });
    expect((await client.get(`/api-keys/${made.json.id}`)).text).not.toContain(key);
  });

  it("takes the scheme in any case", async () => {
    const headers = { authorization: `bearer ${client.key}` };
    expect((await send(null, "GET", "/components", undefined, { headers })).status).toBe(200);
  });
});

describe("paths and methods", () => {
  it("answers 404 to what is not in the table, as a problem", async () => {
    for (const path of ["", "/", "/nothing", "/components/", "/components/a/b", "/components/%00"]) {
      const reply = await client.get(path);
      expect([path, reply.status]).toEqual([path, 404]);
      expect(reply.headers.get("content-type")).toBe("application/problem+json");
    }
  });

  it("answers 405 with Allow to another method, and OPTIONS with the same list", async () => {
    const reply = await client.send("PUT", "/components/cmp_1", {});
    expect(reply.status).toBe(405);
    expect(reply.headers.get("allow")).toBe("GET, PATCH, DELETE, HEAD, OPTIONS");
    const options = await send(null, "OPTIONS", "/components");
    expect([options.status, options.headers.get("allow")]).toEqual([204, "POST, GET, HEAD, OPTIONS"]);
  });

  it("answers HEAD as GET without a body", async () => {
    const reply = await client.send("HEAD", "/components");
    expect([reply.status, reply.text]).toEqual([200, ""]);
    expect(reply.headers.get("content-type")).toContain("application/json");
    expect((await client.send("HEAD", "/components/cmp_none")).status).toBe(404);
  });

  it("lets nobody between keep an answer", async () => {
    expect((await client.get("/components")).headers.get("cache-control")).toBe("no-store");
  });
});

describe("bodies", () => {
  it("answers 413 to 2 MB, 415 to what is no JSON, 400 to what is half of it; nothing is written", async () => {
    const before = (await client.get("/audit-log?limit=1")).json.data;
    const large = JSON.stringify({ name: "x".repeat(2_000_000) });
    const json = { "content-type": "application/json" };
    const replies = [
      await client.post("/components", undefined, { raw: large, headers: json }),
      await client.post("/components", undefined, {
        raw: "name=a",
        headers: { "content-type": "text/plain" },
      }),
      await client.post("/components", undefined, { raw: '{"name":', headers: json }),
      await client.post("/components", undefined, { raw: "", headers: json }),
    ];
    expect(replies.map((reply) => reply.status)).toEqual([413, 415, 400, 400]);
    expect(replies.every((reply) => reply.json.code === "invalid")).toBe(true);
    expect((await client.get("/audit-log?limit=1")).json.data).toEqual(before);
  });

  it("says all complaints at once", async () => {
    const reply = await client.post("/api-keys", { name: "", scopes: ["everything"], expires_at: "soon" });
    expect(reply.status).toBe(400);
    expect(complaints(reply).sort()).toEqual(["expires_at", "name", "scopes.0"]);
  });
});

describe("Idempotency-Key", () => {
  const keyed = (key: string) => ({ headers: { "idempotency-key": key } });
  const count = async (name: string) =>
    ((await client.get(`/components?q=${name}`)).json.data as unknown[]).length;

  it("gives the first answer again byte for byte, with its status and Location", async () => {
    const first = await client.post("/components", { name: "once-a", group: "x" }, keyed("a"));
    const again = await client.post("/components", { group: "x", name: "once-a" }, keyed("a"));
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(again.headers.get("etag")).toBe('"1"');
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await count("once-a")).toBe(1);
  });

  it("answers 409 to another body or another path under the same key", async () => {
    await client.post("/components", { name: "once-b" }, keyed("b"));
    const other = await client.post("/components", { name: "once-b2" }, keyed("b"));
    expect(other.status).toBe(409);
    expect(complaints(other)).toEqual(["Idempotency-Key"]);
    const elsewhere = await client.post("/api-keys", { name: "once-b", scopes: ["read"] }, keyed("b"));
    expect(elsewhere.status).toBe(409);
    expect(await count("once-b2")).toBe(0);
  });

  it("has one effect when the same request comes ten times at once", async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => client.post("/components", { name: "once-c" }, keyed("c"))),
    );
    expect(new Set(replies.map((reply) => reply.text)).size).toBe(1);
    expect(replies.every((reply) => reply.status === 201)).toBe(true);
    expect(await count("once-c")).toBe(1);
  });

  it("keeps a refusal that would stay one, without its effect, and forgets what was never run", async () => {
    const missing = { name: "once-d", composition: { rule: "all", of: ["cmp_missing"] } };
    const first = await client.post("/components", missing, keyed("d"));
    const again = await client.post("/components", missing, keyed("d"));
    expect([first.status, again.status, again.text]).toEqual([404, 404, first.text]);
    expect((await client.post("/components", { name: "" }, keyed("e"))).status).toBe(400);
    expect((await client.post("/components", { name: "once-e" }, keyed("e"))).status).toBe(201);
  });

  it("is forgotten after 24 h and belongs to one API key", async () => {
    await client.post("/components", { name: "once-f" }, keyed("f"));
    const other = await clientOf(organizationId, ["write"]);
    expect((await other.post("/components", { name: "once-g" }, keyed("f"))).status).toBe(201);
    const nextDay = { ...keyed("f"), now: clock.now + 86_400_001 };
    const late = await client.post("/components", { name: "once-h" }, nextDay);
    expect([late.status, late.headers.get("idempotent-replayed")]).toEqual([201, null]);
  });

  it("shows a secret again to its owner without leaving it in the clear", async () => {
    const body = { name: "secret", scopes: ["read"] };
    const first = await client.post("/api-keys", body, keyed("s"));
    const again = await client.post("/api-keys", body, keyed("s"));
    expect(again.json.key).toBe(first.json.key);
    const { inTenant } = await import("@/db/client");
    const rows = await inTenant(
      client.scope,
      (tx) => tx.sql`select body from idempotency_keys where key = 's'`,
    );
    expect(rows.map((row) => row.body).join()).not.toContain(String(first.json.key));
  });

  it("answers 400 to a key that is none", async () => {
    expect((await client.post("/components", { name: "x" }, keyed("a b"))).status).toBe(400);
  });
});

describe("rate limit", () => {
  it("lets 200 at once and 600 a minute through, then answers 429 with Retry-After, per key", async () => {
    const { client: busy } = await newTenant("busy");
    const at = (now: number) => busy.get("/components?limit=1", { now });
    const start = clock.now + 1_000;
    const burst = await Promise.all(Array.from({ length: 205 }, () => at(start)));
    expect(burst.filter((reply) => reply.status === 200)).toHaveLength(200);
    const refused = burst.find((reply) => reply.status === 429);
    expect(refused?.json).toMatchObject({ code: "limit", status: 429 });
    expect(refused?.headers.get("retry-after")).toBe("1");
    expect(refused?.headers.get("ratelimit")).toBe('"key";r=0;t=20');
    expect((await at(start + 99)).status).toBe(429);
    expect((await at(start + 100)).status).toBe(200);
    expect((await at(start + 100)).status).toBe(429);
    expect((await at(start - 60_000)).status).toBe(429);
    const rested = await at(start + 30_000);
    expect(rested.headers.get("ratelimit-remaining")).toBe("199");
    expect((await client.get("/components")).status).toBe(200);
  });
});

describe("what nobody foresaw", () => {
  it("answers 500 with Retry-After, an id to quote, and not a word of the cause", async () => {
    const { inTenant } = await import("@/db/client");
    const { client: broken } = await newTenant(`broken-${randomUUID().slice(0, 8)}`);
    await inTenant(
      broken.scope,
      (tx) =>
        tx.sql`insert into components (organization_id, id, name, position, publish, created_at, updated_at, version)
        values (${tx.organizationId}, 'cmp_broken', 'x', 0, 'manual', 99999999999999999, 0, 1)`,
    );
    const reply = await broken.get("/components/cmp_broken");
    expect(reply.status).toBe(500);
    expect(reply.headers.get("retry-after")).toBe("1");
    expect(reply.json).toMatchObject({
      code: "internal",
      instance: expect.stringMatching(/^urn:probity:error:err_/),
    });
    expect(reply.text).not.toMatch(/RangeError|stack|toISOString/);
  });

  it("does not take a revoked key's last request for an error", async () => {
    const other = await clientOf(organizationId, ["read"]);
    const keys = (await client.get("/api-keys?status=active")).json.data as { id: string; hint: string }[];
    const id = keys.find((key) => other.key.endsWith(key.hint))?.id ?? "";
    await revokeApiKey(client.scope, id, clock.now);
    expect((await other.get("/components")).status).toBe(401);
  });
});
