import { beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { emitEvent } from "@/lib/operations/events";
import { type Client, clientOf, clock, complaints, newTenant } from "./client";

let client: Client;
let organizationId: string;

beforeAll(async () => {
  ({ client, organizationId } = await newTenant("webhooks"));
});

const body = (more: Record<string, unknown> = {}) => ({
  url: "https://hooks.example.com/probity",
  event_types: ["incident.created", "maintenance.started"],
  ...more,
});

describe("/webhooks", () => {
  it("shows the secret once, when it is made or rotated, and never again", async () => {
    const made = await client.post("/webhooks", body({ description: "Pager" }));
    expect(made.status).toBe(201);
    const secret = String(made.json.secret);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const read = await client.get(`/webhooks/${made.json.id}`);
    expect(read.json).toMatchObject({ enabled: true, secret_hint: secret.slice(-4), description: "Pager" });
    expect(read.text).not.toContain(secret);
    const rotated = await client.post(`/webhooks/${made.json.id}/rotate-secret`, undefined);
    expect(rotated.json.secret).not.toBe(secret);
    expect(rotated.json.previous_secret_until).toBe("2026-11-21T12:00:00.000Z");
    expect((await client.get("/audit-log")).text).not.toContain(secret);
  });

  it("refuses what is no address or no event, with the path of the field", async () => {
    for (const url of [
      "ftp://example.com",
      "https://user:pass@example.com/",
      "https://example.com/#x",
      "example.com",
    ])
      expect(complaints(await client.post("/webhooks", body({ url })))).toEqual(["url"]);
    expect(complaints(await client.post("/webhooks", body({ event_types: ["incident.exploded"] })))).toEqual([
      "event_types.0",
    ]);
    expect(complaints(await client.post("/webhooks", body({ event_types: [] })))).toEqual(["event_types"]);
  });

  it("lets money be sent only by who may see it, and shows its events to nobody else", async () => {
    const admin = await clientOf(organizationId, ["admin"]);
    expect((await admin.post("/webhooks", body({ event_types: ["credit.issued"] }))).status).toBe(403);
    const { id } = (await client.post("/webhooks", body({ event_types: ["credit.issued"] }))).json;
    const event = { type: "credit.issued", data: { id: "crd_1", number: "CN-1" } };
    await inTenant(client.scope, (tx) => emitEvent(tx, event, clock.now));
    await inTenant(
      client.scope,
      (
        tx,
      ) => tx.sql`insert into outbound_attempts (organization_id, id, kind, target_id, message_id, attempt, at,
        duration_ms, outcome, request_headers)
        select organization_id, 'att_1', kind, target_id, message_id, 1, ${clock.now}, 12, 'delivered', '{}'
        from outbound_calls where target_id = ${String(id)}`,
    );
    const seen = async (who: Client) => (await who.get(`/webhooks/${id}/attempts`)).json.data;
    expect(await seen(admin)).toMatchObject([{ event_type: "credit.issued", request: { body: null } }]);
    expect(JSON.stringify(await seen(client))).toContain("CN-1");
    expect((await client.get(`/webhooks/${id}/attempts?limit=1`)).json.next_cursor).toBeNull();
  });

  it("is changed, switched off and deleted; other tenants and other scopes see nothing", async () => {
    const { id } = (await client.post("/webhooks", body())).json;
    const off = await client.patch(`/webhooks/${id}`, { enabled: false }, { headers: { "if-match": '"1"' } });
    expect(off.json).toMatchObject({ enabled: false, disabled_reason: "Switched off by hand.", version: 2 });
    expect((await client.post(`/webhooks/${id}/test`, undefined)).status).toBe(409);
    const { client: stranger } = await newTenant("webhooks-other");
    expect((await stranger.get(`/webhooks/${id}`)).status).toBe(404);
    expect((await stranger.get(`/webhooks/${id}/attempts`)).status).toBe(404);
    const writer = await clientOf(organizationId, ["write"]);
    expect((await writer.get("/webhooks")).status).toBe(403);
    expect((await client.delete(`/webhooks/${id}`)).status).toBe(204);
    expect((await client.get(`/webhooks/${id}`)).status).toBe(404);
  });

  it("has a catalogue whose schemas the OpenAPI document repeats as webhooks", async () => {
    const { data } = (await client.get("/event-types")).json as { data: { type: string; schema: object }[] };
    expect(data.map((each) => each.type)).toContain("incident.created");
    const document = (await client.get("/openapi.json")).json as { webhooks: Record<string, unknown> };
    expect(Object.keys(document.webhooks).sort()).toEqual(data.map((each) => each.type).sort());
  });
});
