import { describe, expect, it } from "vitest";
import { isWellWhenAbsent } from "@/lib/domain/dependency";
import type { ProviderFormat } from "@/lib/domain/reading";
import { readProvider } from "@/lib/providers";

function read(document: unknown, format?: ProviderFormat) {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  const { over = [], reachesTo = null, openIncidents } = readProvider({ bytes: Buffer.from(text), format });
  return { open: openIncidents.map(({ id }) => id), over, reachesTo };
}

const day = (date: string) => Date.parse(`${date}T10:00:00Z`);
const entry = (id: string, label: string, date: string) =>
  `<item><guid>${id}</guid><title>${label}: Slow ${id}</title><description>-</description><pubDate>${new Date(day(date)).toUTCString()}</pubDate></item>`;

describe("what a list says of incidents beyond those that are open", () => {
  it("names those that it holds to be over, and how far back a list of the newest reaches", () => {
    const incident = (id: string, status: string, date: string) => ({
      ...{ id, name: id, status, impact: "minor", created_at: `${date}T10:00:00Z`, incident_updates: [] },
    });
    const incidents = [
      incident("a", "investigating", "2026-11-20"),
      incident("b", "resolved", "2026-11-18"),
      incident("c", "postmortem", "2026-11-12"),
    ];
    const page = { id: "abcdefghijkl" };
    expect(read({ page, incidents })).toEqual({
      open: ["a"],
      over: ["b", "c"],
      reachesTo: day("2026-11-12"),
    });
    // A summary holds everything that is open: nothing rolls out of it.
    const summary = { page, status: { indicator: "minor" }, components: [], incidents };
    expect(read(summary)).toEqual({ open: ["a"], over: ["b", "c"], reachesTo: null });
    const feed = `<rss><channel><title>X</title>${entry("1", "Investigating", "2026-11-20")}${entry("2", "Resolved", "2026-11-11")}</channel></rss>`;
    expect(read(feed)).toEqual({ open: ["1"], over: ["2"], reachesTo: day("2026-11-11") });
    const google = [
      { id: "g", begin: "2026-11-20T10:00:00Z", external_desc: "x" },
      { id: "h", begin: "2026-11-01T10:00:00Z", end: "2026-11-01T11:00:00Z", external_desc: "y" },
    ];
    expect(read(google)).toEqual({ open: ["g"], over: ["h"], reachesTo: null });
  });

  it("names AWS's feed by runs of updates, so that an event that came back is another", () => {
    const post = (title: string, epoch: number) =>
      `<item><title>${title}</title><guid>https://status.aws.amazon.com/#ec2-eu-west-1_${epoch}</guid><pubDate>Fri, 20 Nov 2026 02:00:00 PST</pubDate></item>`;
    const posts = [
      post("Service disruption: Again", 1_795_168_800),
      post("Service is operating normally: [RESOLVED] Errors", 1_795_000_600),
      post("Service degradation: Errors", 1_795_000_000),
    ].join("");
    const head =
      "<title>Amazon Web Services Service Status</title><link>https://status.aws.amazon.com/</link>";
    const { open, over } = read(`<rss><channel>${head}${posts}</channel></rss>`);
    expect([open, over]).toEqual([["ec2-eu-west-1_1795168800"], ["ec2-eu-west-1_1795000000"]]);
  });

  it("tells apart lists of trouble and lists of everything under one format's name", () => {
    const widget = { ongoing_incidents: [], in_progress_maintenances: [], scheduled_maintenances: [] };
    const page = { summary: { components: [{ id: "c", name: "API" }], affected_components: [] } };
    const wellWhenAbsent = (document: unknown) =>
      isWellWhenAbsent(readProvider({ bytes: Buffer.from(JSON.stringify(document)) }));
    expect(wellWhenAbsent(widget)).toBe(true);
    expect(wellWhenAbsent(page)).toBe(false);
    expect(wellWhenAbsent({ incidents: [{ id: "i", status_summaries: [] }] })).toBe(true);
  });
});
