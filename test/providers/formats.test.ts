import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type ProviderFormat, providerFormats } from "@/lib/domain/reading";
import { readProvider } from "@/lib/providers";
import { spoken } from "./spoken";

/** Small documents made for the traps of each format; every one holds something open, planned or odd. */
const folder = resolve(import.meta.dirname, "../fixtures/providers");
const files = new Map(readdirSync(folder).map((name) => [name.replace(/\.\w+$/, ""), join(folder, name)]));

const none = { components: [], open: [], scheduled: [] };

const expected: Record<ProviderFormat, ReturnType<typeof spoken>> = {
  apple: {
    overall: "major_outage",
    components: ["Maps / major_outage", "Mail / operational", "Pay / operational"],
    open: ["Maps: Outage | critical | 2026-05-28 20:26:40 | 2026-05-28 21:00 | open | Maps"],
    scheduled: ["Pay: Maintenance | 2026-09-21 14:13:20 | 2026-09-21 15:13:20"],
    counts: [3, 3],
  },
  "aws-currentevents": {
    overall: "degraded_performance",
    components: ["EC2 / eu-west-9 / degraded_performance", "Grafana / eu-west-9 / operational"],
    open: ["Launch errors | minor | 2026-05-28 20:26:40 | 2026-05-28 21:26:40 | open | EC2+Grafana"],
    scheduled: [],
    counts: [2, 2],
  },
  "aws-data-json": {
    overall: "degraded_performance",
    components: ["Simple Queue Service (Paris) / eu-west-3 / degraded_performance"],
    open: ["Delays | minor | 2022-06-12 02:13:20 | 2022-06-12 02:13:20 | open | sqs-eu-west-3"],
    scheduled: [],
    counts: [1, 2],
  },
  "aws-rss": {
    overall: "partial_outage",
    components: ["s3 / eu-west-1 / major_outage"],
    open: ["Errors again | critical | 2026-05-28 21:00 | 2026-05-28 21:16:40 | open | s3-eu-west-1"],
    scheduled: [],
    counts: [1, 1],
  },
  "azure-devops-health": {
    overall: "degraded_performance",
    components: ["Boards / US / major_outage", "Boards / EU / operational", "Boards / XX / unknown"],
    open: [],
    scheduled: [],
    counts: [3, 0],
  },
  "azure-rss": {
    overall: "degraded_performance",
    components: [
      "Storage / North Europe / degraded_performance",
      "Storage / West Europe / degraded_performance",
    ],
    open: ["Network | unknown | 2026-05-28 13:05 | 2026-05-28 18:00 | open | Storage"],
    scheduled: [],
    counts: [2, 1],
  },
  betterstack: {
    overall: "partial_outage",
    components: ["Core / API / major_outage", "Core / Web / operational"],
    open: ["API down | major | 2026-05-28 10:59 | 2026-05-28 11:30 | open | API"],
    scheduled: [],
    counts: [2, 2],
  },
  cachet: {
    overall: "degraded_performance",
    components: [],
    open: ["Mail queue | unknown | 2026-05-28 10:00 | 2026-05-28 11:00 | monitoring | "],
    scheduled: ["Move | 2026-06-01 02:00 | -"],
    counts: [0, 3],
  },
  checkly: {
    overall: "major_outage",
    components: ["API / major_outage", "Web / major_outage"],
    open: [
      "API | critical | 2026-05-28 10:00 | 2026-05-28 10:05 | monitoring | API+Web",
      "Web | minor | 2026-05-28 09:00 | 2026-05-28 09:30 | identified | Web",
    ],
    scheduled: [],
    counts: [2, 2],
  },
  cstate: {
    overall: "major_outage",
    components: ["Core / API / major_outage", "Core / Web / major_outage", "Core / Docs / operational"],
    open: ["API down | critical | 2026-05-28 10:00 | 2026-05-28 11:00 | open | API+Web"],
    scheduled: [],
    counts: [3, 1],
  },
  gatus: {
    overall: "partial_outage",
    components: ["core / api / operational", "web / major_outage", "new / unknown"],
    open: [],
    scheduled: [],
    counts: [3, 0],
  },
  "google-cloud": {
    overall: "partial_outage",
    components: ["Cloud Storage / us-east1 / major_outage", "Cloud Storage / us-east4 / major_outage"],
    open: ["Storage errors | critical | 2026-05-28 10:00 | 2026-05-28 12:00 | open | Cloud Storage"],
    scheduled: [],
    counts: [2, 2],
  },
  "heroku-v3": {
    overall: "major_outage",
    components: ["Production / major_outage", "Development / operational"],
    open: ["Routing | critical | 2012-05-01 10:00 | - | open | Production"],
    scheduled: [],
    counts: [2, 1],
  },
  "heroku-v4": {
    overall: "major_outage",
    components: ["Apps / major_outage", "Data / operational", "Tools / under_maintenance"],
    open: ["Routing | critical | 2026-05-28 10:00 | 2026-05-28 10:20 | monitoring | Apps+Tools"],
    scheduled: ["Upgrade | - | -"],
    counts: [3, 2],
  },
  "incidentio-compat-summary": {
    overall: "under_maintenance",
    components: ["Login / operational", "Login / under_maintenance"],
    open: [],
    scheduled: ["Move | 2026-05-28 10:00 | 2026-05-28 12:00"],
    counts: [2, 0],
  },
  "incidentio-proxy-incidents": {
    overall: "major_outage",
    components: ["DB / major_outage", "UI / degraded_performance"],
    open: ["Slow | critical | 2026-05-28 10:00 | 2026-05-28 10:30 | identified | DB+UI"],
    scheduled: ["Move | 2026-06-01 10:00 | 2026-06-01 11:00"],
    counts: [2, 2],
  },
  instatus: {
    overall: "major_outage",
    components: [],
    open: ["Slow | major | 2026-05-28 10:00 | - | identified | "],
    scheduled: ["Move | 2026-05-28 10:00 | 2026-05-28 11:30"],
    counts: [0, 1],
  },
  "m365-servicehealth": {
    overall: "major_outage",
    components: ["Exchange Online / major_outage", "Teams / unknown"],
    open: ["Mail | minor | 2026-05-28 10:00 | 2026-05-28 11:00 | identified | Exchange Online"],
    scheduled: [],
    counts: [2, 2],
  },
  "oracle-oci": {
    overall: "partial_outage",
    components: ["Core / Compute / us-ashburn-1 / major_outage", "DNS / us-ashburn-1 / operational"],
    open: [],
    scheduled: [],
    counts: [2, 0],
  },
  "rss-atom-plain": {
    overall: "partial_outage",
    components: [],
    open: ["[Investigating] API & Web slow | major | 2026-05-28 08:00 | 2026-05-28 11:00 | investigating | "],
    scheduled: ["Scheduled maintenance of the store | 2026-06-01 02:00 | -"],
    counts: [0, 3],
  },
  "salesforce-trust": {
    overall: "partial_outage",
    components: ["NA1 / NA / major_outage", "NA2 / NA / degraded_performance", "NA0 / NA / major_outage"],
    open: [
      "Service Disruption - coreService, search | critical | 2026-05-28 10:00 | 2026-05-28 13:30 | open | NA1+NA2",
    ],
    scheduled: ["Release | 2026-06-01 04:00 | 2026-06-01 05:00"],
    counts: [3, 1],
  },
  slack: {
    overall: "major_outage",
    components: ["Messaging / major_outage"],
    open: [
      "Down | critical | 2026-05-28 10:00 | 2026-05-28 10:30 | open | Messaging",
      "Note | none | 2026-05-28 10:00 | 2026-05-28 10:00 | open | ",
    ],
    scheduled: [],
    counts: [1, 2],
  },
  sorry: {
    overall: "degraded_performance",
    components: [],
    open: ["Mail | unknown | 2026-05-28 10:00 | 2026-05-28 10:30 | identified | "],
    scheduled: ["Move | 2026-06-01 10:00 | 2026-06-01 11:00"],
    counts: [0, 1],
  },
  statusio: {
    overall: "major_outage",
    components: ["API / EU / major_outage", "API / US / under_maintenance", "Docs / operational"],
    open: ["API down | major | 2026-05-28 10:00 | 2026-05-28 11:00 | monitoring | API"],
    scheduled: ["Move | 2026-06-01 10:00 | 2026-06-01 11:00"],
    counts: [3, 1],
  },
  "statusio-rss": {
    overall: "degraded_performance",
    components: [],
    open: ["Push slow | unknown | 2026-05-28 10:00 | 2026-05-28 10:40:08 | identified | "],
    scheduled: [],
    counts: [0, 1],
  },
  "statuspage-history-feed": {
    overall: "degraded_performance",
    components: [],
    open: ["Year's end | unknown | 2025-12-31 23:50 | 2026-01-01 00:20:14 | monitoring | "],
    scheduled: ["Move | 2026-01-03 18:00 | 2026-01-03 19:30"],
    counts: [0, 2],
  },
  "statuspage-v2-incidents": {
    overall: "partial_outage",
    components: ["API / partial_outage"],
    open: ["Open | major | 2026-05-28 10:00 | 2026-05-28 13:00 | monitoring | API"],
    scheduled: [],
    counts: [1, 2],
  },
  "statuspage-v2-status": { overall: "unknown", ...none, counts: [0, 0] },
  "statuspage-v2-summary": {
    overall: "operational",
    components: ["Europe / Paris / major_outage", "Odd / unknown"],
    open: ["Open <b> | none | 2026-05-28 10:00 | 2026-05-28 10:10 | open | "],
    scheduled: ["Move | 2026-05-28 10:00 | 2026-05-28 11:00"],
    counts: [2, 1],
  },
  statuspal: {
    overall: "degraded_performance",
    components: ["EU / API / degraded_performance", "EU / Web / operational"],
    open: ["Slow | minor | 2026-05-28 10:00 | 2026-05-28 10:30 | open | API"],
    scheduled: ["Move | 2026-06-01 10:00 | 2026-06-01 11:00"],
    counts: [2, 1],
  },
  stripe: { overall: "unknown", ...none, counts: [0, 0] },
  upptime: {
    overall: "major_outage",
    components: ["A / major_outage", "B / major_outage"],
    open: [],
    scheduled: [],
    counts: [2, 0],
  },
  "uptime-kuma": {
    overall: "partial_outage",
    components: ["G / A / major_outage", "G / B / operational", "G / C / unknown"],
    open: ["Note | unknown | 2026-05-28 10:00 | 2026-05-28 10:00 | open | "],
    scheduled: ["Move | 2026-06-01 10:00 | 2026-06-01 11:00"],
    counts: [3, 1],
  },
};

function fixture(format: ProviderFormat): Buffer {
  const file = files.get(format);
  if (file === undefined) throw new Error(`no fixture for ${format}`);
  return readFileSync(file);
}

describe("a document of each format", () => {
  it.each(providerFormats)("%s is recognised by its shape and read by its rules", (format) => {
    const reading = readProvider({ bytes: fixture(format) });
    expect([reading.format, reading.parseError]).toEqual([format, false]);
    expect(spoken(reading)).toEqual(expected[format]);
  });

  it.each(providerFormats)("%s is never read as operational when it breaks off", (format) => {
    const bytes = fixture(format);
    for (const part of [0.2, 0.5, 0.8, 0.97]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * part));
      expect(readProvider({ bytes: cut, format })).toMatchObject({ overall: "unknown", parseError: true });
      expect(readProvider({ bytes: cut })).toMatchObject({ overall: "unknown", parseError: true });
    }
  });
});

const text = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
const read = (value: unknown, format?: ProviderFormat) => readProvider({ bytes: text(value), format });

describe("detection", () => {
  it.each([
    ["[]", "aws-currentevents", "operational"],
    ['{"incidents":[]}', "checkly", "operational"],
    ['{"page":{"id":"kctbh9vrtdwd"},"incidents":[]}', "statuspage-v2-incidents", "unknown"],
    ['{"page":{"name":"OCI"},"status":{"indicator":"minor"}}', "oracle-oci", "degraded_performance"],
    ['{"page":{"name":"X","url":"u","status":"UP"}}', "instatus", "operational"],
    ['{"components":[{"id":"1","name":"A","status":"MINOROUTAGE"}]}', "instatus", "partial_outage"],
    ['{"data":{"status":"success","message":"System operational"}}', "cachet", "operational"],
    [
      '{"ongoing_incidents":[],"in_progress_maintenances":[],"scheduled_maintenances":[]}',
      "incidentio-compat-summary",
      "operational",
    ],
    [
      '{"status":"ok","active_incidents":[],"date_created":"2026-01-01T00:00:00-08:00"}',
      "slack",
      "operational",
    ],
    ['{"heartbeatList":{}}', "uptime-kuma", "unknown"],
    [
      "<rss><channel><title>News</title><item><title>We hire</title></item></channel></rss>",
      "rss-atom-plain",
      "unknown",
    ],
    ["<feed><title>X - Incident History</title></feed>", "statuspage-history-feed", "operational"],
  ])("%s is %s and says %s", (document, format, overall) => {
    expect(read(document)).toMatchObject({ format, overall, parseError: false });
  });

  it("of nothing known is no format and a parse error", () => {
    for (const document of ["{}", "null", "17", '"ok"', '{"status":"ok"}', "<svg></svg>", "hello"])
      expect(read(document)).toMatchObject({ format: null, overall: "unknown", parseError: true });
  });

  it("is overruled by a name, and a name that does not fit is a parse error", () => {
    expect(read('{"incidents":[]}', "statuspage-v2-incidents").overall).toBe("unknown");
    expect(read("[]", "google-cloud")).toMatchObject({ format: "google-cloud", overall: "operational" });
    expect(read("[]", "slack")).toMatchObject({ format: "slack", overall: "unknown" });
    expect(read('{"x":1}', "betterstack")).toMatchObject({ format: "betterstack", parseError: true });
    expect(read("<rss><channel></channel></rss>", "slack")).toMatchObject({
      format: "slack",
      parseError: true,
    });
  });
});

describe("encodings", () => {
  const body =
    '<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><item><title>Resolved: Störung</title></item></channel></rss>';
  const open = body.replace("Resolved:", "Investigating:");

  it("are told by mark, then charset, then declaration; a lie about UTF-16 is seen through", () => {
    const title = (bytes: Buffer, contentType?: string) =>
      readProvider({ bytes, contentType }).openIncidents[0]?.title;
    expect(title(Buffer.from(open, "latin1"))).toBe("Investigating: Störung");
    expect(title(Buffer.from(open, "utf8"), "text/xml; charset=utf-8")).toBe("Investigating: Störung");
    expect(title(Buffer.from(`\uFEFF${open}`, "utf16le"), "text/xml; charset=utf-8")).toBe(
      "Investigating: Störung",
    );
    expect(title(Buffer.from(open, "utf16le").swap16())).toBe("Investigating: Störung");
    expect(title(Buffer.from(open, "utf8"), "text/xml; charset=utf-16")).toBe("Investigating: Störung");
    expect(title(Buffer.from(open, "utf8"), "text/xml; charset=klingon")).toBe("Investigating: Störung");
  });
});

describe("age", () => {
  it("is judged against observed_at alone", () => {
    const said = '{"largestatus":"up","time":"March 01, 2023 @ 06:08PM +00:00"}';
    const at = (day: string) => readProvider({ bytes: text(said), observedAt: Date.parse(day) }).overall;
    expect(readProvider({ bytes: text(said) }).overall).toBe("operational");
    expect(at("2023-03-02T00:00:00Z")).toBe("operational");
    expect(at("2023-03-03T00:00:00Z")).toBe("unknown");
  });
});
