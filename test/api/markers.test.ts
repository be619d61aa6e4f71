import { beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf, complaints, newTenant } from "./client";

let client: Client;
let organizationId: string;
let [shop, search] = ["", ""];

beforeAll(async () => {
  ({ client, organizationId } = await newTenant("markers"));
  [shop, search] = [await component("Shop"), await component("Search")];
});

async function component(name: string): Promise<string> {
  return String((await client.post("/components", { name })).json.id);
}

const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, "0")}:00:00.000Z`;

const mark = (title: string, hour: number, more: Record<string, unknown> = {}) =>
  client.post("/markers", { title, at: at(hour), ...more });

async function titles(query = ""): Promise<string[]> {
  const { json } = await client.get(`/markers${query}`);
  return (json.data as { title: string }[]).map(({ title }) => title);
}

describe("/markers", () => {
  it("notes a deployment of some components or of all, and finds it by time and component", async () => {
    const url = "https://ci.example.com/builds/7";
    const made = await mark("Shop 7", 3, { component_ids: [shop, shop], url });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ title: "Shop 7", at: at(3), component_ids: [shop], url });
    expect((await mark("Kernel", 5)).json).toMatchObject({ component_ids: null, url: null });
    await mark("Search 2", 7, { component_ids: [search] });
    expect(await titles()).toEqual(["Search 2", "Kernel", "Shop 7"]);
    expect(await titles(`?component_id=${shop}`)).toEqual(["Kernel", "Shop 7"]);
    expect(await titles(`?from=${at(5)}&to=${at(7)}`)).toEqual(["Kernel"]);
    const first = await client.get("/markers?limit=2");
    expect(await titles(`?limit=2&cursor=${first.json.next_cursor}`)).toEqual(["Shop 7"]);
  });

  it("refuses what cannot be, with the path of the field", async () => {
    expect(complaints(await mark("", 3))).toEqual(["title"]);
    expect(complaints(await mark("Far off", 3, { at: "2027-11-20T00:00:00Z" }))).toEqual(["at"]);
    expect(complaints(await mark("Script", 3, { url: "javascript:alert(1)" }))).toEqual(["url"]);
    expect(complaints(await mark("Nowhere", 3, { component_ids: [shop, "cmp_none"] }))).toEqual([
      "component_ids.1",
    ]);
    expect(complaints(await client.get(`/markers?from=${at(7)}&to=${at(5)}`))).toEqual(["to"]);
  });

  it("goes once, on record, and only by who may write", async () => {
    const { json } = await mark("Mistake", 9);
    const reader = await clientOf(organizationId, ["read"]);
    expect((await reader.delete(`/markers/${json.id}`)).status).toBe(403);
    expect((await client.delete(`/markers/${json.id}`)).status).toBe(204);
    expect((await client.delete(`/markers/${json.id}`)).status).toBe(404);
    expect(await titles()).not.toContain("Mistake");
    const { text } = await client.get("/audit-log");
    expect(text).toContain("marker.delete");
  });
});
