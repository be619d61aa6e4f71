import { beforeAll, describe, expect, it } from "vitest";
import { type Client, clock, complaints, newTenant } from "./client";

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

  it("are listed newest start first, by status, impact, component, words and draft, page by page", async () => {
    const { client: own } = await newTenant("incidents-list");
    const id = String((await own.post("/components", { name: "API" })).json.id);
    const tell = async (title: string, more: object) =>
      (await own.post("/incidents", { ...words, title, ...more })).json.id;
    const at = (hour: number) => `2026-11-20T0${hour}:00:00.000Z`;
    const old = await tell("Old", {
      started_at: at(1),
      impact: "critical",
      components: [{ id, state: "major_outage" }],
    });
    const over = await tell("Over", {
      started_at: at(2),
      status: "resolved",
      resolved_at: at(3),
      body: "A cable was cut.",
    });
    const draft = await tell("Draft", { started_at: at(4), draft: true });
    const ids = async (query: string) =>
      ((await own.get(`/incidents${query}`)).json.data as { id: string }[]).map((each) => each.id);
    expect(await ids("")).toEqual([draft, over, old]);
    expect(await ids("?status=open")).toEqual([old]);
    expect(await ids("?status=resolved")).toEqual([over]);
    expect(await ids("?draft=true")).toEqual([draft]);
    expect(await ids("?impact=critical")).toEqual([old]);
    expect(await ids(`?component=${id}`)).toEqual([old]);
    expect(await ids("?q=CABLE")).toEqual([over]);
    const first = await own.get("/incidents?limit=2");
    expect(await ids(`?limit=2&cursor=${first.json.next_cursor}`)).toEqual([old]);
    expect((await own.get("/incidents?cursor=x")).status).toBe(400);
    expect((await own.delete(`/incidents/${draft}`)).status).toBe(204);
    expect(await ids("")).toEqual([over, old]);
    expect(await ids("?archived=true")).toEqual([draft]);
    expect((await own.get(`/incidents/${draft}`)).json).toMatchObject({
      archived_at: "2026-11-20T12:00:00.000Z",
    });
  });

  it.each([
    [{ title: "" }, ["title"]],
    [{ title: "a\u0000b" }, ["title"]],
    [{ body: "" }, ["body"]],
    [{ body: "a\u0007b" }, ["body"]],
    [{ body: "x".repeat(20_001) }, ["body"]],
    [{ status: "postmortem" }, ["status"]],
    [{ impact: "huge" }, ["impact"]],
    [{ started_at: "yesterday" }, ["started_at"]],
    [{ started_at: "2026-11-20T12:00:01.000Z" }, ["started_at"]],
    [{ started_at: "2024-11-20T12:00:00.000Z" }, ["started_at"]],
    [{ resolved_at: "2026-11-20T11:00:00.000Z" }, ["resolved_at"]],
    [
      { status: "resolved", started_at: "2026-11-20T11:00:00Z", resolved_at: "2026-11-20T11:00:00Z" },
      ["resolved_at"],
    ],
    [{ components: [{ id: "cmp_none", state: "major_outage" }] }, ["components.0.id"]],
    [{ components: [{ id: "cmp_a", state: "unknown" }] }, ["components.0.state"]],
    [
      {
        components: [
          { id: "a", state: "operational" },
          { id: "a", state: "operational" },
        ],
      },
      ["components.1.id"],
    ],
    [{ severity: 1 }, ["severity"]],
  ])("refuse %j with 400 and the place", async (wrong, paths) => {
    const reply = await client.post("/incidents", { ...words, ...wrong });
    expect([reply.status, complaints(reply)]).toEqual([400, paths]);
  });

  it("take back what a retried request said only once", async () => {
    const headers = { "idempotency-key": "same" };
    const first = await client.post("/incidents", words, { headers });
    const again = await client.post("/incidents", words, { headers });
    expect(again.json.id).toBe(first.json.id);
    const other = await client.post("/incidents", { ...words, title: "Other" }, { headers });
    expect(other.status).toBe(409);
  });
});

describe("updates", () => {
  it("are posted, edited with their words before, and noted for the team alone", async () => {
    const { json } = await client.post("/incidents", words);
    const path = `/incidents/${json.id}`;
    const posted = await client.post(`${path}/updates`, { status: "identified", body: "We know why." });
    expect(posted.status).toBe(201);
    expect(posted.json).toMatchObject({ incident_id: json.id, status: "identified", private: false });
    expect(posted.headers.get("etag")).toBe('"2"');
    const note = await client.post(`${path}/updates`, { body: "It was me.", private: true });
    expect(note.json).toMatchObject({ private: true, published_at: null });
    const edited = await client.patch(`${path}/updates/${posted.json.id}`, {
      body: "We know why and mend it.",
    });
    expect(edited.json).toMatchObject({
      body: "We know why and mend it.",
      earlier: [{ body: "We know why." }],
    });
    expect((await client.patch(`${path}/updates/upd_none`, { body: "x" })).status).toBe(404);
    expect((await client.post(`${path}/updates`, { body: "" })).status).toBe(400);
    const { json: whole } = await client.get(path);
    expect(whole).toMatchObject({ status: "identified" });
    expect(whole.updates).toHaveLength(3);
  });

  it("meet If-Match with 412 and change nothing", async () => {
    const { json } = await client.post("/incidents", words);
    const headers = { "if-match": '"1"' };
    const update = { body: "Mine." };
    expect((await client.post(`/incidents/${json.id}/updates`, update, { headers })).status).toBe(201);
    expect((await client.post(`/incidents/${json.id}/updates`, update, { headers })).status).toBe(412);
    expect((await client.patch(`/incidents/${json.id}`, { title: "Yours" }, { headers })).status).toBe(412);
  });

  it("of a draft wait until it is published: 409", async () => {
    const { json } = await client.post("/incidents", { ...words, draft: true });
    expect((await client.post(`/incidents/${json.id}/updates`, { body: "Words." })).status).toBe(409);
    const patch = await client.patch(`/incidents/${json.id}`, { status: "identified", body: "Known." });
    expect(patch.json).toMatchObject({ status: "identified", updates: [{ body: "Known." }] });
    const published = await client.post(`/incidents/${json.id}/publish`, undefined);
    expect(published.json).toMatchObject({ draft: false, status: "identified" });
    expect((await client.post(`/incidents/${json.id}/publish`, undefined)).status).toBe(409);
    expect((await client.patch(`/incidents/${json.id}`, { body: "Other." })).status).toBe(400);
  });

  it("are undone within ten seconds and not after", async () => {
    const { json } = await client.post("/incidents", words);
    const late = { now: clock.now + 10_000 };
    const soon = { now: clock.now + 9_999 };
    expect((await client.post(`/incidents/${json.id}/undo`, undefined, late)).status).toBe(409);
    const undone = await client.post(`/incidents/${json.id}/undo`, undefined, soon);
    expect([undone.status, undone.json.draft]).toEqual([200, true]);
  });

  it("200 fit one incident", async () => {
    const { json } = await client.post("/incidents", words);
    for (let count = 1; count <= 200; count += 1) {
      const now = clock.now + count * 1_000;
      const update = { body: `Word ${count}`, notify: false };
      expect((await client.post(`/incidents/${json.id}/updates`, update, { now })).status).toBe(201);
    }
    const { json: whole } = await client.get(`/incidents/${json.id}`);
    expect(whole.updates).toHaveLength(201);
  });
});
