import { beforeAll, describe, expect, it } from "vitest";
import { verifyExport } from "@/lib/domain/export";
import { sha256Hex } from "@/lib/domain/hash";
import { type Client, complaints, newTenant } from "./client";

let client: Client;

beforeAll(async () => {
  ({ client } = await newTenant("ledger"));
});

async function component(name: string): Promise<string> {
  return String((await client.post("/components", { name })).json.id);
}

const october = [
  { from: "2026-10-01T00:00:00Z", to: "2026-10-11T00:00:00Z", state: "operational" },
  {
    from: "2026-10-11T00:00:00Z",
    to: "2026-10-11T06:00:00.500Z",
    state: "major_outage",
    reason: "a cut cable",
  },
  { from: "2026-10-11T06:00:00.500Z", to: "2026-11-01T00:00:00Z", state: "operational" },
];

async function imported(name: string): Promise<string> {
  const id = await component(name);
  const reply = await client.post(`/components/${id}/ledger/import`, {
    source: "old page",
    entries: october,
  });
  expect(reply.status).toBe(201);
  return id;
}

describe("ledger import", () => {
  it("writes history that the timeline, the component and its ledger tell alike", async () => {
    const id = await component("Imported");
    const reply = await client.post(`/components/${id}/ledger/import`, {
      source: "old page",
      entries: october,
    });
    expect(reply.json).toMatchObject({
      component_id: id,
      source: "old page",
      entries: 3,
      first_seq: 1,
      last_seq: 3,
    });
    expect(reply.headers.get("location")).toBe(`/api/v1/components/${id}/ledger`);
    const window = "from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z";
    const timeline = await client.get(`/components/${id}/timeline?${window}`);
    expect(timeline.json).toMatchObject({
      component_id: id,
      basis: "worst",
      segments: [
        { state: "operational", to: "2026-10-11T00:00:00.000Z" },
        {
          state: "major_outage",
          observed: "major_outage",
          from: "2026-10-11T00:00:00.000Z",
          to: "2026-10-11T06:00:00.500Z",
          causes: [{ type: "import", title: "old page", entry_seq: 2 }],
        },
        { state: "operational", to: "2026-11-01T00:00:00.000Z" },
      ],
      totals_ms: { operational: 2_656_799_500, major_outage: 21_600_500, unknown: 0 },
      uptime: { percent: "99.193529", downtime_ms: 21_600_500, unknown_ms: 0, maintenance_ms: 0 },
    });
    const whole = (await client.get(`/components/${id}/timeline`)).json;
    const sum = Object.values(whole.totals_ms as Record<string, number>).reduce((a, b) => a + b, 0);
    expect(sum).toBe(Date.parse(String(whole.to)) - Date.parse(String(whole.from)));
  });

  it("is all or nothing: 409 against known time and the future, naming the entries, and nothing is written", async () => {
    const id = await imported("Known");
    const path = `/components/${id}/ledger/import`;
    const overlap = { from: "2026-10-05T00:00:00Z", to: "2026-10-06T00:00:00Z", state: "major_outage" };
    const free = { from: "2026-09-05T00:00:00Z", to: "2026-09-06T00:00:00Z", state: "major_outage" };
    const future = { from: "2026-11-20T11:00:00Z", to: "2026-11-20T12:00:00.001Z", state: "operational" };
    const clash = await client.post(path, { source: "again", entries: [free, overlap] });
    expect([clash.status, complaints(clash)]).toEqual([409, ["entries.1.from"]]);
    const ahead = await client.post(path, { source: "again", entries: [free, future] });
    expect([ahead.status, complaints(ahead)]).toEqual([409, ["entries.1.to"]]);
    expect((await client.get(`/components/${id}/ledger`)).json.data).toHaveLength(3);
  });

  it.each([
    [{ from: "2026-10-01", to: "2026-10-02T00:00:00Z", state: "operational" }, "entries.0.from"],
    [{ from: "2026-10-01T00:00:00Z", to: "2026-02-30T00:00:00Z", state: "operational" }, "entries.0.to"],
    [{ from: "2026-10-02T00:00:00Z", to: "2026-10-01T00:00:00Z", state: "operational" }, "entries.0.to"],
    [{ from: "2026-10-01T00:00:00Z", to: "2026-10-02T00:00:00Z", state: "broken" }, "entries.0.state"],
    [{ from: "2026-10-01T00:00:00Z", to: "2026-10-02T00:00:00Z", state: "unknown", x: 1 }, "entries.0.x"],
    [{ from: 1, to: "2026-10-02T00:00:00Z", state: "unknown" }, "entries.0.from"],
  ])("answers 400 to %j, naming %s", async (entry, path) => {
    const reply = await client.post(`/components/${await component("x")}/ledger/import`, {
      source: "s",
      entries: [entry],
    });
    expect([reply.status, complaints(reply)]).toEqual([400, [path]]);
  });

  it("takes bodies of more than 1 MB, up to 8 MB and 50,000 entries", async () => {
    const id = await component("Large");
    const start = Date.parse("2020-01-01T00:00:00Z");
    const at = (minute: number) => new Date(start + minute * 60_000).toISOString();
    const entries = Array.from({ length: 800 }, (_, index) => ({
      from: at(index),
      to: at(index + 1),
      state: index % 2 ? "operational" : "major_outage",
      reason: "because ".repeat(240),
    }));
    const reply = await client.post(`/components/${id}/ledger/import`, { source: "large", entries });
    expect([reply.status, reply.json.entries]).toEqual([201, 800]);
    const tooMany = { source: "s", entries: Array.from({ length: 50_001 }, () => 1) };
    expect((await client.post(`/components/${id}/ledger/import`, tooMany)).status).toBe(400);
    const tooLarge = { source: "x".repeat(8_000_000), entries: [] };
    expect((await client.post(`/components/${id}/ledger/import`, tooLarge)).status).toBe(413);
  });

  it("has one effect under an Idempotency-Key", async () => {
    const id = await component("Once");
    const send = () =>
      client.post(
        `/components/${id}/ledger/import`,
        { source: "once", entries: october },
        { headers: { "idempotency-key": "import-once" } },
      );
    const replies = await Promise.all([send(), send(), send()]);
    expect(replies.map((reply) => reply.status)).toEqual([201, 201, 201]);
    expect(new Set(replies.map((reply) => reply.text)).size).toBe(1);
    expect((await client.get(`/components/${id}/ledger`)).json.data).toHaveLength(3);
  });
});

describe("ledger entries", () => {
  it("come oldest first, page by page, each with the hash of its exact canonical text", async () => {
    const id = await imported("Read");
    const first = await client.get(`/components/${id}/ledger?limit=2`);
    const rest = await client.get(`/components/${id}/ledger?limit=2&cursor=${first.json.next_cursor}`);
    const entries = [first, rest].flatMap(
      (reply) => reply.json.data as { seq: number; prev_hash: string; hash: string; canonical: string }[],
    );
    expect(entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect(rest.json.next_cursor).toBeNull();
    expect(entries[0]?.prev_hash).toBe("0".repeat(64));
    for (const [index, entry] of entries.entries()) {
      expect(sha256Hex(entry.canonical)).toBe(entry.hash);
      expect(entry.prev_hash).toBe(entries[index - 1]?.hash ?? "0".repeat(64));
      const { hash, canonical, ...fields } = entry;
      expect(JSON.parse(canonical)).toEqual(fields);
      expect(hash).not.toBe(canonical);
    }
  });

  it("of a component that is not there are 404", async () => {
    for (const path of ["ledger", "timeline"])
      expect((await client.get(`/components/cmp_0000000000000000000000000z/${path}`)).status).toBe(404);
  });
});

describe("timeline", () => {
  it.each([
    ["from=yesterday", "from"],
    ["to=2026-13-01T00:00:00Z", "to"],
    ["from=2026-10-02T00:00:00Z&to=2026-10-01T00:00:00Z", "to"],
    ["basis=best", "basis"],
    ["as_of=2026-10-02", "as_of"],
    ["until=2026-10-02T00:00:00Z", "until"],
  ])("answers 400 to ?%s, naming %s", async (query, path) => {
    const reply = await client.get(`/components/${await component("t")}/timeline?${query}`);
    expect([reply.status, complaints(reply)]).toEqual([400, [path]]);
  });
});

describe("corrections", () => {
  const word = {
    from: "2026-10-11T00:00:00Z",
    to: "2026-10-11T06:00:00.500Z",
    state: "operational",
    reason: "the probe's own cable",
  };

  it("are previewed by dry_run, which writes nothing, and then written with the same effect", async () => {
    const id = await imported("Corrected");
    const path = `/components/${id}/ledger/corrections`;
    const preview = await client.post(`${path}?dry_run=true`, word);
    expect(preview.status).toBe(200);
    expect(preview.json).toEqual({
      effect: {
        statements: [],
        before: [
          {
            month: "2026-10",
            percent: "99.193529",
            downtime_ms: 21_600_500,
            unknown_ms: 0,
            maintenance_ms: 0,
          },
        ],
        after: [
          { month: "2026-10", percent: "100.000000", downtime_ms: 0, unknown_ms: 0, maintenance_ms: 0 },
        ],
      },
    });
    expect((await client.get(`/components/${id}/ledger`)).json.data).toHaveLength(3);
    const written = await client.post(path, word);
    expect(written.status).toBe(201);
    expect(written.json).toMatchObject({ entry: { seq: 4, kind: "correction", state: "operational" } });
    expect(written.json.effect).toEqual(preview.json.effect);
    expect(written.text).not.toContain("own cable");
  });

  it.each([
    [{ ...word, state: undefined }, 400, "state"],
    [{ ...word, reason: "" }, 400, "reason"],
    [{ ...word, to: word.from }, 400, "to"],
    [{ ...word, supersedes: 1 }, 400, "supersedes"],
    [{ ...word, to: "2027-01-01T00:00:00Z" }, 409, "to"],
  ])("answer %j with %i, naming %s", async (body, status, path) => {
    const reply = await client.post(`/components/${await imported("c")}/ledger/corrections`, body);
    expect([reply.status, complaints(reply)]).toEqual([status, [path]]);
  });
});

describe("proof", () => {
  it("verifies every chain, and an export offline", async () => {
    const id = await imported("Proven");
    const one = await client.get(`/ledger/verify?component_id=${id}`);
    expect(one.json).toMatchObject({
      ok: true,
      components: [{ id, entries: 3, first_bad_seq: null, head: { seq: 3 } }],
    });
    const all = await client.get("/ledger/verify");
    expect(all.json.ok).toBe(true);
    expect((all.json.components as unknown[]).length).toBeGreaterThan(1);
    const file = await client.get(`/ledger/export.ndjson?component_id=${id}`);
    expect(file.headers.get("content-type")).toBe("application/x-ndjson");
    expect(verifyExport(file.text)).toMatchObject({
      status: "good",
      chains: [{ componentId: id, entries: 3 }],
    });
    expect(verifyExport(file.text.replace("major_outage", "operational"))).toMatchObject({
      status: "bad",
      componentId: id,
      firstBadSeq: 2,
    });
    const everything = await client.get("/ledger/export.ndjson");
    expect(verifyExport(everything.text).status).toBe("good");
  });

  it("of what is not there is 404, before the first line", async () => {
    const missing = "component_id=cmp_0000000000000000000000000z";
    expect((await client.get(`/ledger/verify?${missing}`)).status).toBe(404);
    expect((await client.get(`/ledger/export.ndjson?${missing}`)).status).toBe(404);
  });
});
