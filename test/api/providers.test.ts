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
