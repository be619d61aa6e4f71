import { beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf, complaints, newTenant } from "./client";

let client: Client;
let path: string;
let customer: string;

beforeAll(async () => {
  ({ client } = await newTenant("contacts"));
  customer = String((await client.post("/customers", { name: "Northwind" })).json.id);
  path = `/customers/${customer}/contacts`;
});

describe("/customers/{id}/contacts", () => {
  it("makes, changes, lists and archives the people who are told a customer's numbers", async () => {
    const made = await client.post(path, { name: "Ana", email: "ana@BÜCHER.example", topics: ["outages"] });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ customer_id: customer, topics: ["outages"], unsubscribed_at: null });
    const again = await client.post(path, { name: "Ana two", email: "ana@xn--bcher-kva.example" });
    expect([again.status, complaints(again)]).toEqual([409, ["email"]]);
    const changed = await client.patch(`${path}/${made.json.id}`, { email: "ana@other.example" });
    expect(changed.json).toMatchObject({ email: "ana@other.example", version: 2 });
    expect((await client.get(path)).json).toMatchObject({ data: [{ id: made.json.id }] });
    expect((await client.delete(`${path}/${made.json.id}`)).status).toBe(204);
    expect((await client.get(path)).json).toMatchObject({ data: [] });
    expect((await client.get(`${path}/${made.json.id}`)).json.archived_at).not.toBeNull();
    expect((await client.patch(`${path}/${made.json.id}`, { name: "x" })).status).toBe(409);
  });

  it("lets no name or address become a header", async () => {
    const refused = await client.post(path, { name: "A\r\nBcc: x@x.test", email: "a@x.test\nBcc: y@x.test" });
    expect(complaints(refused).toSorted()).toEqual(["email", "name"]);
  });

  it("is finance's alone, and does not exist for another tenant or another customer", async () => {
    const writer = await clientOf(client.scope.organizationId, ["write"]);
    expect((await writer.get(path)).status).toBe(403);
    const other = String((await client.post("/customers", { name: "Other" })).json.id);
    const made = await client.post(path, { name: "Bo", email: "bo@example.com" });
    expect((await client.get(`/customers/${other}/contacts/${made.json.id}`)).status).toBe(404);
    const { client: stranger } = await newTenant("contacts-other");
    expect((await stranger.get(`${path}/${made.json.id}`)).status).toBe(404);
  });
});

describe("/warning-settings and /customers/{id}/warnings", () => {
  it("ask a person first and keep credits to themselves until somebody chooses otherwise", async () => {
    expect((await client.get("/warning-settings")).json).toEqual({
      mode: "draft",
      tells_credit: false,
      next_steps: null,
    });
    const chosen = { mode: "automatic", tells_credit: true, next_steps: "We call you." };
    expect((await client.send("PUT", "/warning-settings", chosen)).json).toEqual(chosen);
    expect((await client.get("/warning-settings")).json).toEqual(chosen);
    expect((await client.get(`/customers/${customer}/warnings`)).json).toEqual({ mode: null });
    await client.send("PUT", `/customers/${customer}/warnings`, { mode: "off" });
    expect((await client.get(`/customers/${customer}/warnings`)).json).toEqual({ mode: "off" });
    expect((await client.get("/warnings?state=waiting")).json).toEqual({ data: [], next_cursor: null });
    expect((await client.post("/warnings/wrn_none/approve", {})).status).toBe(404);
  });
});
