import { beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf, clock, complaints, newTenant } from "./client";

let client: Client;
let path: string;
let component: string;

beforeAll(async () => {
  ({ client } = await newTenant("subscribers"));
  component = String((await client.post("/components", { name: "Checkout" })).json.id);
  const page = await client.post("/pages", { slug: "subscribers-page", name: "Acme" });
  path = `/pages/${page.json.id}/subscribers`;
});

const consent = { basis: "import", note: "signed up at the fair in May" };
type List = { data: { address: string; state: string }[]; next_cursor: string | null };

describe("/pages/{id}/subscribers", () => {
  it("asks the mailbox first unless somebody vouches for its consent", async () => {
    const asked = await client.post(path, { email: "asked@example.com" });
    expect(asked.status).toBe(201);
    expect(asked.json).toMatchObject({ state: "pending", channel: "email", address: "asked@example.com" });
    const given = await client.post(path, {
      address: "given@example.com",
      consent,
      components: [component],
      least_impact: "major",
    });
    expect(given.json).toMatchObject({
      state: "active",
      components: [component],
      least_impact: "major",
      consent: { ...consent, at: new Date(clock.now).toISOString() },
    });
    expect((await client.get(String(given.headers.get("location")).replace("/api/v1", ""))).json).toEqual(
      given.json,
    );
  });

  it("says a known address is known, and that only its owner undoes an end", async () => {
    await client.post(path, { email: "twice@example.com", consent });
    const again = await client.post(path, { email: "twice@EXAMPLE.com", consent });
    expect(again.status).toBe(409);
    expect(complaints(again)).toEqual(["address"]);
    const list = (await client.get(`${path}?q=twice`)).json as unknown as List & { data: { id: string }[] };
    const id = (list.data[0] as { id: string } | undefined)?.id;
    expect((await client.delete(`${path}/${id}`)).status).toBe(204);
    expect((await client.delete(`${path}/${id}`)).status).toBe(204);
    expect((await client.get(`${path}/${id}`)).json).toMatchObject({ state: "unsubscribed" });
    expect((await client.post(path, { email: "twice@example.com", consent })).status).toBe(409);
    const file = await client.post(`${path}/import`, { csv: "email\ntwice@example.com", consent });
    expect(file.json).toMatchObject({ added: 0, known: 1 });
  });

  it("names what is wrong by its field", async () => {
    const refused = async (body: object) => complaints(await client.post(path, body));
    expect(await refused({ email: "no address" })).toEqual(["email"]);
    expect(await refused({ email: "a@example.com\r\nBcc: b@example.com" })).toEqual(["email"]);
    expect(await refused({ channel: "slack", address: "https://example.com/hook" })).toEqual(["address"]);
    expect(await refused({ channel: "webhook", address: "http://example.com/hook" })).toEqual(["address"]);
    expect(await refused({ channel: "webhook", address: "https://169.254.169.254/latest" })).toEqual([
      "address",
    ]);
    expect(await refused({ channel: "webhook", address: "https://u:p@example.com/" })).toEqual(["address"]);
    expect(await refused({ email: "a@example.com", components: ["cmp_none"] })).toEqual(["components.0"]);
    expect(await refused({ email: "a@example.com", kinds: ["gossip"] })).toEqual(["kinds.0"]);
    expect(await refused({ email: "a@example.com", consent: { basis: "import" } })).toEqual(["consent.note"]);
    expect(await refused({ email: "a@example.com", colour: "red" })).toEqual(["colour"]);
  });

  it("shows of a hook its host and nothing else", async () => {
    const secret = "https://hooks.slack.com/services/T0/B0/verysecret";
    const made = await client.post(path, { channel: "slack", address: secret, consent });
    expect(made.json).toMatchObject({ address: "hooks.slack.com", state: "active" });
    expect(made.text).not.toContain("verysecret");
    expect((await client.get(`${path}.csv`)).text).not.toContain("verysecret");
  });

  it("takes a file whole or not at all, and gives it back with the consent of each", async () => {
    const bad = await client.post(`${path}/import`, {
      csv: "email,locale\nok@example.com,en\nnot one,en",
      consent,
    });
    expect(bad.status).toBe(400);
    expect(complaints(bad)).toEqual(["csv.3.address"]);
    const csv = `email,components,timezone\r\nfirst@example.com,${component},Europe/Berlin\r\n"=cmd@example.com",,`;
    const taken = await client.post(`${path}/import`, { csv, consent });
    expect(taken.json).toEqual({ added: 2, known: 0, skipped: 0, ignored_columns: [] });
    expect((await client.post(`${path}/import`, { csv, consent })).json).toMatchObject({
      added: 0,
      known: 2,
    });
    const text = (await client.get(`${path}.csv`)).text;
    expect(text).toContain(`email,first@example.com,active,${component},`);
    expect(text).toContain("email,'=cmd@example.com,active");
    expect(text).toContain("import,signed up at the fair in May");
  });

  it("takes no end in one place for consent in another: what it exports, it takes back as it was", async () => {
    const csv = (await client.get(`${path}.csv`)).text;
    const other = await client.post("/pages", { slug: "subscribers-second", name: "Second" });
    const away = `/pages/${(other.json as { id: string }).id}/subscribers`;
    const lines = csv.trim().split("\r\n");
    const silent = lines.filter((line) => !/^channel,|^email,[^,]*,active,/.test(line)).length;
    expect(silent).toBeGreaterThan(0);
    const plain = lines.map((line) => line.replace(component, "")).join("\n");
    const { json } = await client.post(`${away}/import`, { csv: plain, consent });
    expect(json).toEqual({
      added: lines.length - 1 - silent,
      known: 0,
      skipped: silent,
      ignored_columns: [],
    });
    expect((await client.get(`${away}.csv`)).text).toContain("email,'=cmd@example.com,active");
  });

  it("lists by state, channel and words, page by page, newest first", async () => {
    const first = (await client.get(`${path}?limit=2&channel=email&state=active`)).json as unknown as List;
    expect(first.data).toHaveLength(2);
    const rest = await client.get(`${path}?limit=200&channel=email&state=active&cursor=${first.next_cursor}`);
    const all = [...first.data, ...(rest.json as unknown as List).data].map(({ address }) => address);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain("given@example.com");
  });

  it("does not exist for another tenant, and is read and written by those who may", async () => {
    const { client: stranger } = await newTenant("subscribers-other");
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.post(path, { email: "x@example.com" })).status).toBe(404);
    const reader = await clientOf(client.scope.organizationId, ["read"]);
    expect((await reader.get(path)).status).toBe(200);
    expect((await reader.post(path, { email: "x@example.com" })).status).toBe(403);
    expect((await reader.get(`${path}.csv`)).status).toBe(403);
  });
});
