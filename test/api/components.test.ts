import { beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf, clock, complaints, newTenant } from "./client";

let client: Client;
let organizationId: string;

beforeAll(async () => {
  ({ client, organizationId } = await newTenant("components"));
});

async function make(name: string, more: Record<string, unknown> = {}): Promise<string> {
  const reply = await client.post("/components", { name, ...more });
  expect(reply.status).toBe(201);
  return String(reply.json.id);
}

describe("components", () => {
  it("are made with 201, Location and ETag, and read back alike", async () => {
    const body = { name: " Checkout ", description: "Takes the money", group: "Shop", publish: "automatic" };
    const made = await client.post("/components", body);
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      name: "Checkout",
      description: "Takes the money",
      group: "Shop",
      publish: "automatic",
      composition: null,
      archived_at: null,
      created_at: "2026-11-20T12:00:00.000Z",
      version: 1,
    });
    expect(made.json.id).toMatch(/^cmp_[0-9a-z]{26}$/);
    expect(made.headers.get("location")).toBe(`/api/v1/components/${made.json.id}`);
    expect(made.headers.get("etag")).toBe('"1"');
    const read = await client.get(`/components/${made.json.id}`);
    expect(read.status).toBe(200);
    expect(read.json).toEqual(made.json);
    expect(read.headers.get("etag")).toBe('"1"');
  });

  it("R1.4 follow what is declared while nothing ever measured them, and R2 have no uptime yet", async () => {
    const id = await make("Silent");
    const read = await client.get(`/components/${id}`);
    const states = { measured: "unknown", declared: "operational" };
    expect(read.json).toMatchObject({ state: "operational", states, since: null });
    const past = await client.get(`/components/${id}/timeline`);
    expect(past.json).toMatchObject({ segments: [{ state: "unknown" }], uptime: { percent: null } });
  });

  it("write no state entry when made, but a definition when they are made of others (R1.5)", async () => {
    const a = await make("Plain");
    const b = await make("Made of one", { composition: { rule: "all", of: [a] } });
    const plain = await client.get(`/components/${a}/ledger`);
    const composed = await client.get(`/components/${b}/ledger`);
    expect(plain.json.data).toEqual([]);
    expect(composed.json.data).toMatchObject([{ seq: 1, kind: "definition" }]);
  });

  it("answer a patch with the next version and leave alone what it does not name", async () => {
    const id = await make("Old name", { group: "Shop", description: "Text" });
    const changed = await client.patch(`/components/${id}`, { name: "New name", description: null });
    expect(changed.status).toBe(200);
    expect(changed.json).toMatchObject({ name: "New name", description: null, group: "Shop", version: 2 });
    expect(changed.headers.get("etag")).toBe('"2"');
    const same = await client.patch(`/components/${id}`, { name: "New name" });
    expect(same.json.version).toBe(2);
  });

  it("answer 412 to an If-Match of another version, and change nothing", async () => {
    const id = await make("Guarded");
    const change = (tag: string) =>
      client.patch(`/components/${id}`, { name: "Changed" }, { headers: { "if-match": tag } });
    for (const tag of ['"2"', 'W/"1"', '"x"']) {
      const refused = await change(tag);
      expect(refused.status).toBe(412);
      expect(refused.json).toMatchObject({ code: "conflict", status: 412 });
    }
    expect((await client.get(`/components/${id}`)).json.name).toBe("Guarded");
    expect((await change('"1"')).status).toBe(200);
    expect((await change("*")).status).toBe(200);
  });

  it("are archived by DELETE: 204, still readable, out of the list, closed to writes", async () => {
    const id = await make("Short-lived");
    const gone = await client.delete(`/components/${id}`);
    expect([gone.status, gone.text]).toEqual([204, ""]);
    const read = await client.get(`/components/${id}`);
    expect(read.status).toBe(200);
    expect(read.json.archived_at).toBe("2026-11-20T12:00:00.000Z");
    const live = await client.get("/components?q=Short-lived");
    const archived = await client.get("/components?q=Short-lived&archived=true");
    expect([live.json.data, archived.json.data]).toMatchObject([[], [{ id }]]);
    expect((await client.patch(`/components/${id}`, { name: "Again" })).status).toBe(409);
    expect((await client.delete(`/components/${id}`)).status).toBe(204);
  });

  it("are composed of each other without a way back: 409 to a cycle, 400 to oneself", async () => {
    const a = await make("A");
    const b = await make("B", { composition: { rule: "any", of: [a] } });
    const c = await make("C", { composition: { rule: "k_of_n", k: 1, of: [a, b] } });
    const cycle = await client.patch(`/components/${a}`, { composition: { rule: "all", of: [c] } });
    expect(cycle.status).toBe(409);
    expect(complaints(cycle)).toEqual(["composition.of"]);
    const self = await client.patch(`/components/${a}`, { composition: { rule: "all", of: [a] } });
    expect(self.status).toBe(400);
    expect((await client.delete(`/components/${a}`)).status).toBe(409);
    expect((await client.patch(`/components/${c}`, { composition: null })).status).toBe(200);
    expect((await client.get(`/components/${c}/ledger`)).json.data).toMatchObject([
      { kind: "definition", seq: 1 },
      { kind: "definition", seq: 2 },
    ]);
  });

  it("close no cycle between two changes at the same time", async () => {
    const [a, b] = [await make("Left"), await make("Right")];
    const replies = await Promise.all([
      client.patch(`/components/${a}`, { composition: { rule: "all", of: [b] } }),
      client.patch(`/components/${b}`, { composition: { rule: "all", of: [a] } }),
    ]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
  });

  it.each([
    [{}, ["name"]],
    [{ name: "" }, ["name"]],
    [{ name: "a\nb" }, ["name"]],
    [{ name: "x".repeat(201) }, ["name"]],
    [{ name: 7 }, ["name"]],
    [{ name: "a", colour: "red", size: 1 }, ["colour", "size"]],
    [{ name: "a", composition: { rule: "k_of_n", of: ["cmp_x"] } }, ["composition.k"]],
    [{ name: "a", composition: { rule: "all", of: [] } }, ["composition.of"]],
    [{ name: "a", composition: { rule: "all", k: 1, of: ["cmp_x"] } }, ["composition.k"]],
    [{ name: "a", publish: "sometimes" }, ["publish"]],
    [null, [""]],
    [[], [""]],
    ["text", [""]],
  ])("answer 400 to %j, naming %j", async (body, paths) => {
    const reply = await client.post("/components", body);
    expect(reply.status).toBe(400);
    expect(reply.headers.get("content-type")).toBe("application/problem+json");
    expect(reply.json).toMatchObject({ code: "invalid", status: 400 });
    expect(complaints(reply)).toEqual(paths);
  });

  it("answer 404 to a composition of what is not there", async () => {
    const reply = await client.post("/components", {
      name: "Of nothing",
      composition: { rule: "all", of: ["cmp_0000000000000000000000000x"] },
    });
    expect(reply.status).toBe(404);
    expect(complaints(reply)).toEqual(["composition.of"]);
  });

  it("are listed page by page, each once, in order, and filtered", async () => {
    const other = await newTenant("component-list");
    for (let index = 0; index < 7; index += 1)
      await other.client.post("/components", {
        name: `Part ${index}`,
        group: index % 2 ? "odd" : "even",
        position: 7 - index,
      });
    const names: unknown[] = [];
    let path: string | null = "/components?limit=3";
    while (path !== null) {
      const reply = await other.client.get(path);
      expect(reply.status).toBe(200);
      names.push(...(reply.json.data as { name: string }[]).map((item) => item.name));
      const next: unknown = reply.json.next_cursor;
      path = next === null ? null : `/components?limit=3&cursor=${next}`;
    }
    expect(names).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `Part ${index}`));
    const odd = await other.client.get("/components?group=odd");
    expect(odd.json.data).toHaveLength(3);
    expect((await other.client.get("/components?q=art%205")).json.data).toMatchObject([{ name: "Part 5" }]);
    expect((await other.client.get("/components?q=%25")).json.data).toEqual([]);
  });

  it.each([
    ["limit=0", "limit"],
    ["limit=201", "limit"],
    ["limit=ten", "limit"],
    ["cursor=%00", "cursor"],
    ["cursor=bm9uc2Vuc2U", "cursor"],
    ["cursor=WzFlOTksImEiXQ", "cursor"],
    ["archived=yes", "archived"],
    ["colour=red", "colour"],
    ["q=a&q=b", "q"],
    ["q=%00", "q"],
  ])("answer 400 to ?%s, naming %s", async (query, path) => {
    const reply = await client.get(`/components?${query}`);
    expect(reply.status).toBe(400);
    expect(complaints(reply)).toEqual([path]);
  });

  it("say how far a limit may go", async () => {
    const complaint = async (limit: string) => (await client.get(`/components?limit=${limit}`)).json.detail;
    expect(await complaint("201")).toBe("limit must be at most 200.");
    expect(await complaint("0")).toBe("limit must be at least 1.");
    expect(await complaint("ten")).toBe("limit must be a whole number.");
  });

  it("leave an audit row per write in the same transaction, with who, before and after", async () => {
    const writer = await clientOf(organizationId, ["write"]);
    const at = (seconds: number) => ({ now: clock.now + seconds * 1_000 });
    const made = await writer.post("/components", { name: "Audited" }, at(1));
    const id = String(made.json.id);
    await writer.patch(`/components/${id}`, { name: "Renamed" }, at(2));
    await writer.patch(`/components/${id}`, { name: "Renamed" }, at(3));
    await writer.delete(`/components/${id}`, at(4));
    const log = await client.get(`/audit-log?object_id=${id}`);
    expect(log.json.data).toMatchObject([
      { action: "component.archive", before: { archived_at: null } },
      { action: "component.update", before: { name: "Audited" }, after: { name: "Renamed" } },
      { action: "component.create", before: null, after: { name: "Audited" }, object_type: "component" },
    ]);
    const actors = (log.json.data as { actor: string }[]).map(({ actor }) => actor);
    expect(new Set(actors).size).toBe(1);
    expect(actors[0]).toMatch(/^api_key:key_/);
    const first = await client.get(`/audit-log?object_id=${id}&limit=2`);
    const rest = await client.get(`/audit-log?object_id=${id}&cursor=${first.json.next_cursor}`);
    expect(rest.json).toMatchObject({ data: [{ action: "component.create" }], next_cursor: null });
    expect((await client.get("/audit-log?from=yesterday")).status).toBe(400);
  });
});
