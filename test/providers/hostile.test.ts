import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { providerFormats, type Reading } from "@/lib/domain/reading";
import { states } from "@/lib/domain/state";
import { readProvider } from "@/lib/providers";
import { cpuMsOf } from "../cpu-time";

/** Enough that anything worse than linear would take minutes. */
const mega = 400_000;
const limitMs = 5_000;

function bytes(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}

function filled(text: string, size: number): string {
  return text.repeat(Math.ceil(size / text.length));
}

/** What must hold of any reading, whatever the bytes were. */
function expectSound(reading: Reading): void {
  expect(states).toContain(reading.overall);
  if (reading.parseError) expect([reading.overall, typeof reading.reason]).toEqual(["unknown", "string"]);
  for (const { name, state } of reading.components.slice(0, 100)) {
    expect(name.length).toBeLessThanOrEqual(500);
    expect(states).toContain(state);
  }
  const instants = [
    ...reading.openIncidents.flatMap((each) => [each.startedAt, each.updatedAt]),
    ...reading.scheduled.flatMap((each) => [each.from, each.to]),
  ];
  for (const instant of instants) expect(instant === null || instant % 1000 === 0).toBe(true);
}

/** Words that the formats are made of, so that arbitrary values wander deep into the adapters. */
const keys = fc.constantFrom(
  ...`page status indicator components incidents id name url updated_at group group_id incident_updates display_at
  scheduled_maintenances scheduled_for services serviceName events eventStatus statusType arn event_log timestamp date
  impacted_services current max summary archive service data type attributes included aggregate_state relationships
  status_updates meta pagination latest_status severity lastUpdateStatus systems unresolvedIssues summaryStatus results
  success key external_desc begin end affected_products currently_affected_locations most_recent_update system state
  updates ongoing_incidents activeIncidents activeMaintenances started duration value issues regionHealthReports
  serviceHealthReports Incidents IncidentImpacts instanceKeys isActive active_incidents notes result status_overall
  containers messages maintenance status_page current_incident_type children largestatus time slug uptime
  heartbeatList publicGroupList monitorList geographies health __proto__ constructor`.split(/\s+/),
);
const words = fc.oneof(
  fc.constantFrom(
    "operational",
    "resolved",
    "active",
    "ok",
    "none",
    "major",
    "3",
    "UP",
    "open",
    "__proto__",
    "toString",
  ),
  fc.string({ maxLength: 12 }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const shapes = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 6 }, words, tie("list"), tie("record")),
  list: fc.array(tie("value"), { maxLength: 4 }),
  record: fc.dictionary(keys, tie("value"), { maxKeys: 6 }),
})).value;

describe("any bytes", () => {
  it("become a reading", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.option(fc.string({ maxLength: 40 })),
        (body, type) => {
          expectSound(readProvider({ bytes: body, contentType: type ?? undefined }));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("in any JSON shape become a reading, under every format's name and under none", () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(undefined, ...providerFormats), (value, format) => {
        expectSound(readProvider({ bytes: bytes(JSON.stringify(value) ?? ""), format, observedAt: 1.8e12 }));
      }),
      { numRuns: 2_000 },
    );
  });

  it("in any feed become a reading, under every format's name and under none", () => {
    const pieces = fc.constantFrom(
      ...[
        "<rss>",
        "</rss>",
        "<channel>",
        "</channel>",
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<feed>",
        "</feed>",
      ],
      ...[
        "<entry>",
        "</entry>",
        "<guid>#ec2-us-east-1_1446633147",
        "</guid>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&amp;",
      ],
      ...[
        "<description>",
        "</description>",
        "&#0;",
        "&bogus;",
        "<small>Feb 30, 25:99 UTC</small><br>",
        "Resolved - ",
        "<a b='",
      ],
      ...[
        "<pubDate>Thu, 23 Jul 2026 16:29:09 Z</pubDate>",
        "THIS IS A SCHEDULED EVENT",
        "<category term='x'/>",
        "<?xml ?>",
      ],
    );
    const feeds = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(feeds, fc.constantFrom(undefined, ...providerFormats), (text, format) => {
        expectSound(readProvider({ bytes: bytes(`<rss><channel>${text}</channel></rss>`), format }));
        expectSound(readProvider({ bytes: bytes(text), format }));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a hostile document ends within its time", () => {
  const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
  const rss = (inner: string) => `<rss><channel><title>x</title>${inner}</channel></rss>`;
  const documents: [string, () => Uint8Array][] = [
    ["arrays nested deep", () => bytes(nested("[", "]", mega))],
    ["objects nested 300,000 deep", () => bytes(nested('{"a":', "", 300_000))],
    ["elements nested 300,000 deep", () => bytes(nested("<a>", "</a>", 300_000))],
    ["elements nested inside a feed", () => bytes(rss(nested("<item>", "</item>", 200_000)))],
    [
      "components without end",
      () =>
        bytes(
          `{"page":{"id":"x"},"status":{"indicator":"none"},"components":[${filled("{},", 6 * mega)}{}]}`,
        ),
    ],
    [
      "groups without end",
      () =>
        bytes(
          `{"status":{"indicator":"none"},"components":[${filled('{"id":1,"name":"a","group":true},', 7 * mega)}{}]}`,
        ),
    ],
    [
      "30,000 products in as many places",
      () => {
        const many = Array.from(
          { length: 30_000 },
          (_, index) => `{"title":"p${index}","id":"i${index}"}`,
        ).join();
        return bytes(
          `[{"external_desc":"x","begin":"2026-01-01T00:00:00Z","affected_products":[${many}],"currently_affected_locations":[${many}]}]`,
        );
      },
    ],
    [
      "20,000 times the same product in the same place",
      () => {
        const many = filled('{"title":"p","id":"i"},', mega);
        return bytes(
          `[{"external_desc":"x","begin":"2026-01-01T00:00:00Z","affected_products":[${many}1],"currently_affected_locations":[${many}1]}]`,
        );
      },
    ],
    [
      "20,000 systems beside 20,000 incidents",
      () =>
        bytes(
          `{"status":[${filled('{"system":"a","status":"red"},', 2 * mega)}1],"incidents":[${filled('{"state":"open"},', 2 * mega)}1]}`,
        ),
    ],
    [
      "services by regions in a hundred Azure items",
      () => {
        const names = Array.from(
          { length: 60 },
          (_, index) => `<category>West US${index < 3 ? ` ${index + 1}` : index}</category>`,
        );
        const regions = ["East US", "West US", "North Europe", "West Europe", "UK South", "Japan East"].map(
          (name) => `<category>${name}</category>`,
        );
        const item = `<item><title>x</title>${[...names, ...regions].join("")}</item>`;
        return bytes(`<rss><channel><title>Azure Status</title>${item.repeat(600)}</channel></rss>`);
      },
    ],
    ["items without end", () => bytes(rss(filled("<item><title>Resolved: a</title></item>", 7 * mega)))],
    [
      "one AWS key posted 20,000 times",
      () => {
        const item = (index: number) => `<item><guid>#ec2-us-east-1_${1446633147 + index}</guid></item>`;
        const items = Array.from({ length: 20_000 }, (_, index) => item(index)).join("");
        return bytes(`<rss><channel><generator>AWS Service Health</generator>${items}</channel></rss>`);
      },
    ],
    [
      "a body of opening brackets",
      () => bytes(rss(`<item><description>${filled("&lt;", 6 * mega)}</description></item>`)),
    ],
    [
      "a body of blanks",
      () =>
        bytes(
          rss(
            `<item><description>a${" ".repeat(6 * mega)}b</description><title>${" ".repeat(mega)}x</title></item>`,
          ),
        ),
    ],
    [
      "a body of times",
      () =>
        bytes(
          rss(
            `<item><pubDate>Thu, 23 Jul 2026 16:29:09 Z</pubDate><description>${filled("May 22, 15:26 UTC&lt;br&gt;Update - x&lt;br&gt;", 6 * mega)}</description></item>`,
          ),
        ),
    ],
    ["opening brackets alone", () => bytes(filled("<", 6 * mega))],
    ["tags that never close", () => bytes(filled("<a ", 6 * mega))],
    ["comments that never close", () => bytes(`<rss>${filled("<!-- ", 6 * mega)}`)],
    ["one tag with attributes without end", () => bytes(`<rss ${filled('a="b" ', 6 * mega)}></rss>`)],
    [
      "a tag with an endless attribute of blanks",
      () => bytes(`<rss a${" ".repeat(6 * mega)}=${" ".repeat(mega)}"></rss>`),
    ],
    ["CDATA that never closes", () => bytes(`<rss>${filled("<![CDATA[", 6 * mega)}`)],
    [
      "an entity bomb",
      () => {
        const lines = Array.from(
          { length: 30 },
          (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
        ).join("");
        return bytes(
          `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">${lines}]><rss><channel><title>&l30;</title></channel></rss>`,
        );
      },
    ],
    [
      "an external entity",
      () =>
        bytes(
          '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
        ),
    ],
    ["a flood of character references", () => bytes(rss(`<title>${filled("&amp;", 6 * mega)}</title>`))],
    [
      "a flood of UTF-16",
      () => Buffer.from(`\uFEFF[${filled('{"arn":"arn:aws:health:us-east-1::e"},', 3 * mega)}{}]`, "utf16le"),
    ],
    ["an identifier and parentheses", () => bytes(`${filled("a", 4 * mega)}${filled("(", 2 * mega)}`)],
    ["blanks alone", () => bytes(" ".repeat(7 * mega))],
    ["invalid UTF-8", () => Buffer.alloc(6 * mega, 0xff)],
    ["zero bytes", () => Buffer.alloc(6 * mega)],
    ["control characters in a string", () => bytes(`{"a":"${filled("\u0001", 6 * mega)}`)],
    [
      "half a summary",
      () =>
        bytes(
          `{"page":{"id":"x"},"status":{"indicator":"none"},"components":[${filled('{"name":"a"},', 6 * mega)}`,
        ),
    ],
    ["a sign-in page", () => bytes(`<html><body>${filled("<div>", 6 * mega)}`)],
    [
      "an endless name",
      () =>
        bytes(`{"cStateVersion":"1","summaryStatus":"ok","systems":[{"name":"${filled("\t ", 7 * mega)}"}]}`),
    ],
  ];

  it.each(documents)("%s", (_, make) => {
    const body = make();
    expect(body.length).toBeLessThanOrEqual(8_000_000);
    const tookMs = cpuMsOf(() => {
      const reading = readProvider({ bytes: body });
      expectSound(reading);
      expect(reading.components.length).toBeLessThanOrEqual(20_000);
      expect(reading.openIncidents.length).toBeLessThanOrEqual(20_000);
    });
    expect(tookMs).toBeLessThan(limitMs);
  });
});
