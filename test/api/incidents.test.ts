import { beforeAll, describe, expect, it } from "vitest";
import { type Client, clock, newTenant } from "./client";

let client: Client;

beforeAll(async () => {
  ({ client } = await newTenant("incidents"));
});

async function component(name: string): Promise<string> {
  const made = await client.post("/components", { name });
  return String(made.json.id);
}

const words = { title: "Payments fail", body: "About 1 in 5 payments fail.", notify: false };

describe("incidents", () => {
  it("R7.4 are published at once, with Location and ETag, and read back alike", async () => {
    const id = await component("Checkout");
    const made = await client.post("/incidents", {
      ...words,
      status: "identified",
      impact: "major",
      components: [{ id, state: "partial_outage" }],
    });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      title: "Payments fail",
      status: "identified",
      impact: "major",
      draft: false,
      published_at: "2026-11-20T12:00:00.000Z",
      components: [{ id, name: "Checkout", state: "partial_outage" }],
      updates: [{ status: "identified", body: words.body, private: false, components: [{ id }] }],
    });
    expect(made.headers.get("location")).toBe(`/api/v1/incidents/${made.json.id}`);
    expect(made.headers.get("etag")).toBe('"1"');
    const read = await client.get(`/incidents/${made.json.id}`);
    expect(read.json).toEqual(made.json);
    const now = clock.now + 1;
    const said = await client.get(`/components/${id}`, { now });
    expect(said.json).toMatchObject({ state: "partial_outage", states: { declared: "partial_outage" } });
  });

  it("say nothing in the ledger while they are drafts", async () => {
    const id = await component("Search");
    const draft = { ...words, draft: true, components: [{ id, state: "major_outage" }] };
    const made = await client.post("/incidents", draft);
    expect(made.json).toMatchObject({ draft: true, published_at: null });
    const ledger = await client.get(`/components/${id}/ledger`);
    expect(ledger.json.data).toEqual([]);
  });
});
