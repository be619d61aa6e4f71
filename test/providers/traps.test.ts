import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProviderFormat, Reading } from "@/lib/domain/reading";
import { readProvider } from "@/lib/providers";

const summary = {
  page: { id: "abcdefghijkl", name: "X", url: "https://x.example" },
  status: { indicator: "minor", description: "-" },
  components: [{ id: "c1", name: "Söarch", status: "partial_outage", group: false }],
  incidents: [],
  scheduled_maintenances: [],
};
const json = JSON.stringify(summary);

function read(body: Uint8Array | string, format?: ProviderFormat, contentType?: string): Reading {
  const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
  return readProvider({ bytes, format, contentType, observedAt: Date.parse("2026-11-20T12:00:00Z") });
}

/** The words every spelling of {@link summary} must give. */
function gist({ overall, components, parseError }: Reading) {
  return [overall, components.map(({ name, state }) => [name, state]), parseError];
}

const plain = ["degraded_performance", [["Söarch", "partial_outage"]], false];

function utf16be(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

describe("the same document, however it is wrapped", () => {
  it.each<[string, () => Uint8Array | string, string?]>([
    ["UTF-16 big endian with a mark", () => utf16be(`\uFEFF${json}`), "application/json;charset=utf-8"],
    ["UTF-16 little endian with a mark", () => Buffer.from(`\uFEFF${json}`, "utf16le"), "application/json"],
    ["UTF-16 without a mark", () => utf16be(json), "application/json;charset=utf-16"],
    ["UTF-8 with a mark, called UTF-16", () => `\uFEFF${json}`, "application/json;charset=utf-16"],
    ["Latin-1 that says so", () => Buffer.from(json, "latin1"), "application/json; charset=iso-8859-1"],
    ["gzip that nobody announced", () => gzipSync(json), "application/json"],
    ["gzip around UTF-16", () => gzipSync(utf16be(`\uFEFF${json}`)), "text/plain"],
    ["JSONP", () => `jsonCallback(${json});`, "text/javascript"],
    ["JSONP with a comment and a test", () => `/**/ typeof cb === 'function' && cb(${json});`],
    ["JSONP called when defined", () => `cb && cb(${json})`],
    ["a guard against script tags", () => `)]}',\n${json}`],
    ["an endless loop before it", () => `while(1);${json}`],
    ["an assignment", () => `var status = ${json};\n`],
  ])("%s", (_, make, type) => {
    expect(gist(read(make(), undefined, type))).toEqual(plain);
  });

  it("refuses gzip inside gzip, broken gzip and a bomb with a reason", () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000, 0x20));
    for (const body of [gzipSync(gzipSync(json)), gzipSync(json).subarray(0, 40), bomb]) {
      const reading = read(body);
      expect([reading.overall, reading.parseError]).toEqual(["unknown", true]);
      expect(reading.reason).toMatch(/gzip/);
    }
  });
});

describe("words that nobody has seen yet", () => {
  const word = fc
    .string({ minLength: 1, maxLength: 20 })
    .filter((text) => !/^(none|mi|ma|cr|op|de|pa|un|fu)/i.test(text));

  it("become unknown, never operational", () => {
    fc.assert(
      fc.property(word, word, (indicator, status) => {
        const body = { ...summary, status: { indicator }, components: [{ id: "c1", name: "API", status }] };
        const reading = read(JSON.stringify(body));
        expect([reading.overall, reading.components[0]?.state]).toEqual(["unknown", "unknown"]);
      }),
      { numRuns: 200 },
    );
  });

  it("are compared without case and blanks around them", () => {
    const body = {
      ...summary,
      status: { indicator: " Major " },
      components: [{ id: "c", name: "A", status: "Operational" }],
    };
    const reading = read(JSON.stringify(body));
    expect([reading.overall, reading.components[0]?.state]).toEqual(["partial_outage", "operational"]);
  });
});

describe("what providers do to their own history", () => {
  const incident = (fields: object) => ({
    ...{
      id: "i1",
      name: "Slow",
      impact: "major",
      status: "investigating",
      created_at: "2026-11-20T10:00:00Z",
    },
    ...{ incident_updates: [], components: [], ...fields },
  });
  const withIncident = (fields: object) =>
    read(JSON.stringify({ ...summary, incidents: [incident(fields)] }));

  it("keeps an incident closed that was edited after its resolution", () => {
    for (const status of ["resolved", "postmortem", "Resolved", "completed"])
      expect(withIncident({ status, updated_at: "2026-11-20T11:59:00Z" }).openIncidents).toEqual([]);
  });

  it("follows an incident that was reopened", () => {
    const updates = [
      { status: "investigating", display_at: "2026-11-20T11:00:00Z" },
      { status: "resolved", display_at: "2026-11-20T10:30:00Z" },
    ];
    const [open] = withIncident({ incident_updates: updates }).openIncidents;
    expect([open?.latestStatus, open?.updatedAt]).toEqual([
      "investigating",
      Date.parse("2026-11-20T11:00:00Z"),
    ]);
  });

  it("reads an incident whose every other field is missing", () => {
    const body = { ...summary, incidents: [{ status: "identified" }, {}, null, 7, "x"] };
    const reading = read(JSON.stringify(body));
    expect(reading.parseError).toBe(false);
    expect(reading.openIncidents[0]).toMatchObject({
      title: "Untitled incident",
      latestStatus: "identified",
      startedAt: null,
    });
  });

  it("takes a start long before its publication as it stands", () => {
    const [open] = withIncident({ started_at: "2026-11-18T00:00:00Z" }).openIncidents;
    expect(open?.startedAt).toBe(Date.parse("2026-11-18T00:00:00Z"));
  });

  it("knows a component by its id when its name changes, and keeps equal names apart", () => {
    const components = [
      { id: "a", name: "Login", status: "operational" },
      { id: "b", name: "Login", status: "major_outage" },
    ];
    const reading = read(JSON.stringify({ ...summary, components }));
    expect(reading.components.map(({ id, state }) => [id, state])).toEqual([
      ["a", "operational"],
      ["b", "major_outage"],
    ]);
  });
});
