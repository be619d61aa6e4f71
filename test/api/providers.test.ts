import { beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf, complaints, newTenant } from "./client";

let client: Client;
let organizationId: string;

beforeAll(async () => {
  ({ organizationId, client } = await newTenant("providers"));
});

function encoded(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}

const verdict = '{"page":{"id":"abcdefghijkl","name":"X"},"status":{"indicator":"minor","description":"-"}}';

describe("POST /providers/read", () => {
  it("answers the reading in exactly the shape of the contract", async () => {
    const document = {
      incidents: [
        {
          id: "1",
          name: "Audio API slow",
          severity: "MAJOR",
          created_at: "2026-07-27T14:32:53.607Z",
          lastUpdateStatus: "IDENTIFIED",
          services: [{ id: "s", name: "Audio API" }],
          incidentUpdates: [],
        },
      ],
    };
    const reply = await client.post("/providers/read", { body_base64: encoded(JSON.stringify(document)) });
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({
      format: "checkly",
      overall: "partial_outage",
      components: [{ name: "Audio API", group: null, region: null, state: "partial_outage" }],
      open_incidents: [
        {
          title: "Audio API slow",
          impact: "major",
          started_at: "2026-07-27T14:32:53.000Z",
          updated_at: null,
          latest_status: "identified",
          affected: ["Audio API"],
        },
      ],
      scheduled: [],
      counts: { components: 1, incidents: 1 },
    });
  });

  it("answers 200 with unknown and parse_error to what cannot be read", async () => {
    for (const text of ["<!doctype html><title>Sign in</title>", "{", "", "true", "\u001f\u008b"]) {
      const reply = await client.post("/providers/read", { body_base64: encoded(text) });
      expect([reply.status, reply.json.overall, reply.json.parse_error, reply.json.format]).toEqual([
        200,
        "unknown",
        true,
        null,
      ]);
      expect(reply.json.reason).toMatch(/\.$|JSON: /);
    }
  });

  it("judges age only against observed_at", async () => {
    const feed = `<rss version="2.0"><channel><title>Azure Status</title>
      <lastBuildDate>Sat, 01 Aug 2026 23:02:00 Z</lastBuildDate></channel></rss>`;
    const overall = async (observed_at?: string) =>
      (await client.post("/providers/read", { body_base64: encoded(feed), observed_at })).json.overall;
    expect(await overall()).toBe("operational");
    expect(await overall("2026-08-01T23:30:00Z")).toBe("operational");
    expect(await overall("2026-08-02T00:30:00Z")).toBe("unknown");
  });

  it("takes the content type's charset", async () => {
    const latin = Buffer.from(
      '<?xml version="1.0"?><feed><title>Stör Incident History</title></feed>',
      "latin1",
    );
    const reply = await client.post("/providers/read", {
      body_base64: latin.toString("base64"),
      content_type: "application/atom+xml; charset=ISO-8859-1",
    });
    expect(reply.json).toMatchObject({ format: "statuspage-history-feed", overall: "operational" });
  });

  it.each([
    [{}, "body_base64"],
    [{ body_base64: "not base64!" }, "body_base64"],
    [{ body_base64: "YWI" }, "body_base64"],
    [{ body_base64: "", format: "teletext" }, "format"],
    [{ body_base64: "", observed_at: "yesterday" }, "observed_at"],
    [{ body_base64: "", url: "https://status.example" }, "url"],
  ])("answers 400 to %j, naming %s", async (body, path) => {
    const reply = await client.post("/providers/read", body);
    expect([reply.status, complaints(reply)]).toEqual([400, [path]]);
  });

  it("takes 8 MB of document, refuses more, and refuses a body over 12 MB", async () => {
    const send = (bytes: number) =>
      client.post("/providers/read", { body_base64: Buffer.alloc(bytes, " ").toString("base64") });
    expect((await send(7_999_998)).status).toBe(200);
    expect((await send(8_000_001)).status).toBe(413);
    expect((await send(9_000_001)).status).toBe(413);
  });

  it("takes base64 with line breaks, as the command of that name writes it", async () => {
    const body_base64 = encoded(verdict).replace(/.{76}/g, "$&\n");
    expect((await client.post("/providers/read", { body_base64 })).json.overall).toBe("degraded_performance");
  });

  it("needs the permission to write", async () => {
    const reader = await clientOf(organizationId, ["read"]);
    const body = { body_base64: encoded(verdict) };
    expect((await reader.post("/providers/read", body)).status).toBe(403);
    const writer = await clientOf(organizationId, ["write"]);
    expect((await writer.post("/providers/read", body)).json.overall).toBe("degraded_performance");
  });
});

describe("GET /providers", () => {
  it("searches some sixty known providers by name, by what they do and by address, page by page", async () => {
    const all = await client.get("/providers?limit=200");
    expect((all.json.data as unknown[]).length).toBeGreaterThanOrEqual(60);
    const slugs = async (q: string) =>
      ((await client.get(`/providers?q=${q}`)).json.data as { slug: string }[]).map(({ slug }) => slug);
    expect(await slugs("git")).toEqual(expect.arrayContaining(["github", "gitlab", "bitbucket"]));
    expect((await slugs("git"))[0]).toMatch(/^git/);
    expect(await slugs("www.githubstatus.com")).toEqual(["github"]);
    expect(await slugs("no+such+thing")).toEqual([]);
    const first = await client.get("/providers?limit=40");
    const second = await client.get(`/providers?limit=40&cursor=${first.json.next_cursor}`);
    const both = [first, second].flatMap((reply) =>
      (reply.json.data as { slug: string }[]).map(({ slug }) => slug),
    );
    expect(new Set(both).size).toBe(both.length);
  });
});

describe("dependencies", () => {
  const url = "https://status.example.org/api/v2/summary.json";
  const provider = { url, format: "statuspage-v2-summary" };

  async function component(): Promise<string> {
    return String((await client.post("/components", { name: "Checkout" })).json.id);
  }

  it("are made, listed, changed by version and ended", async () => {
    const component_id = await component();
    const made = await client.post("/dependencies", {
      component_id,
      provider: { slug: "github" },
      remote_component: "Git Operations",
      effect: "degrade",
      shown: true,
    });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`/api/v1/dependencies/${made.json.id}`);
    expect(made.json).toMatchObject({
      component_id,
      component_name: "Checkout",
      provider: { slug: "github", name: "GitHub", format: "statuspage-v2-summary" },
      remote_component: { id: null, name: "Git Operations", region: null },
      effect: "degrade",
      state: "unknown",
      stale_reason: "This provider has not been read yet.",
    });
    const listed = await client.get(`/dependencies?component_id=${component_id}&q=git`);
    expect((listed.json.data as unknown[]).length).toBe(1);
    const path = `/dependencies/${made.json.id}`;
    const changed = await client.patch(
      path,
      { effect: "mirror", remote_component: null },
      { headers: { "if-match": '"1"' } },
    );
    expect(changed.json).toMatchObject({ effect: "mirror", remote_component: null, version: 2 });
    expect((await client.patch(path, { shown: false }, { headers: { "if-match": '"1"' } })).status).toBe(412);
    expect((await client.delete(path)).status).toBe(204);
    expect((await client.get(path)).status).toBe(404);
  });

  it("are refused with the field that is wrong", async () => {
    const component_id = await component();
    const bad = (body: object) =>
      client.post("/dependencies", { component_id, provider, ...body }).then(complaints);
    expect(await bad({ provider: { slug: "no-such" } })).toEqual(["provider.slug"]);
    expect(await bad({ effect: "break" })).toEqual(["effect"]);
    expect((await bad({ provider: { url: "ftp://x" } }))[0]).toMatch(/^provider/);
    expect(await bad({ provider: { url: "http://10.0.0.1/" } })).toEqual(["provider.url"]);
    expect((await client.post("/dependencies", { component_id: "cmp_none", provider })).status).toBe(404);
  });

  it("want a key that may write, and another tenant's component does not exist", async () => {
    const component_id = await component();
    const reader = await clientOf(organizationId, ["read"]);
    expect((await reader.post("/dependencies", { component_id, provider })).status).toBe(403);
    const { client: stranger } = await newTenant("providers-stranger");
    expect((await stranger.post("/dependencies", { component_id, provider })).status).toBe(404);
  });
});
