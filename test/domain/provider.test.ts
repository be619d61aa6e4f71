import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coincidencesOf, type Listened, type TheirIncident } from "@/lib/domain/coincidence";
import { graphOf, layOutGraph, standingOn } from "@/lib/domain/dependency-graph";
import {
  accuracyOf,
  type SaidStretch,
  stretchesOf,
  sumAccuracy,
  utcMonthsOf,
} from "@/lib/domain/provider-accuracy";
import { addressesToTry, feedsNamedBy, providerUrl } from "@/lib/domain/provider-address";
import { knownProviderAt, knownProviders } from "@/lib/domain/provider-catalogue";
import { isDown, states } from "@/lib/domain/state";
import { hourMs, minuteMs } from "@/lib/domain/time";

describe("the catalogue", () => {
  it("names each provider once, at a full address, and finds it again by page and document", () => {
    expect(knownProviders.length).toBeGreaterThanOrEqual(60);
    expect(new Set(knownProviders.map(({ slug }) => slug)).size).toBe(knownProviders.length);
    expect(new Set(knownProviders.map(({ url }) => url)).size).toBe(knownProviders.length);
    for (const { slug, url, homepage } of knownProviders) {
      expect(providerUrl(url)).toBe(url);
      expect([slug, knownProviderAt(url)?.slug]).toEqual([slug, slug]);
      expect([slug, knownProviderAt(homepage)?.slug]).toEqual([slug, slug]);
    }
  });
});

describe("an address to look for a document at", () => {
  it("is tried as it is when it looks like a document, else where products keep theirs", () => {
    expect(addressesToTry("https://x.example/api/v2/summary.json")[0]).toBe(
      "https://x.example/api/v2/summary.json",
    );
    expect(addressesToTry("https://x.example/")[0]).toBe("https://x.example/api/v2/summary.json");
    expect(addressesToTry("https://x.example/status/demo")).toContain(
      "https://x.example/api/status-page/demo",
    );
    expect(addressesToTry("https://github.com/o/r")[0]).toBe(
      "https://raw.githubusercontent.com/o/r/master/history/summary.json",
    );
  });

  it("may be named by a page, as its own feed and nothing else", () => {
    const html = `<link rel="alternate" type="application/atom+xml" href="/a.atom"><link rel=stylesheet href=/x.css>
      <link type='application/rss+xml' rel='alternate' href='https://y.example/r.rss?a=1&amp;b=2'>
      <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">`;
    expect(feedsNamedBy(html, "https://x.example/p/")).toEqual([
      "https://x.example/a.atom",
      "https://y.example/r.rss?a=1&b=2",
    ]);
  });

  it("is refused when it is none", () => {
    for (const text of ["", "ftp://x", "http://u:p@x", "http://", "javascript:alert(1)"])
      expect(providerUrl(text)).toBeNull();
    expect(providerUrl("Status.Example.org#x")).toBe("https://status.example.org/");
  });
});

describe("what they said beside what we saw", () => {
  const from = Date.UTC(2026, 10, 20, 12);
  const window = { from, to: from + hourMs };
  const theirs = (changes: Partial<TheirIncident>): TheirIncident => ({
    ...{ title: "Git slow", impact: "major", status: "investigating", affected: ["Git"] },
    ...{ claimedFrom: from, firstSeenAt: from, endedSeenAt: null, ...changes },
  });
  const listened = (incidents: TheirIncident[], changes: Partial<Listened> = {}): Listened => ({
    ...{ componentId: "c", dependencyId: "d", provider: "GitHub", remote: "Git", heardAt: from + minuteMs },
    ...{ incidents, ...changes },
  });
  const words = (...each: Listened[]) => coincidencesOf(each, window).map((found) => found.words);

  it("is told by how long after us, before us, or with us it came", () => {
    const at = (minutes: number) => listened([theirs({ firstSeenAt: from + minutes * minuteMs })]);
    expect(words(at(14))).toEqual(["GitHub said it 14 min after we saw it: “Git slow”."]);
    expect(words(at(-3))).toEqual(["GitHub said it 3 min before we saw it: “Git slow”."]);
    expect(words(at(0))).toEqual(["GitHub said it within a minute of us: “Git slow”."]);
  });

  it("leaves out incidents about other parts, those that were over, and those that came later", () => {
    const others = [
      theirs({ affected: ["Pages"] }),
      theirs({ firstSeenAt: from - 9 * hourMs, claimedFrom: null, endedSeenAt: from - 8 * hourMs }),
      theirs({ firstSeenAt: window.to, claimedFrom: window.to }),
    ];
    expect(words(listened(others))).toEqual(["GitHub has said nothing while we saw failure."]);
    expect(words(listened([theirs({ affected: [] })]))[0]).toMatch(/within a minute/);
    expect(words(listened([theirs({ affected: ["Pages"] })], { remote: null }))[0]).toMatch(
      /within a minute/,
    );
  });

  it("says that a provider could not be read rather than that it was silent, and puts speakers first", () => {
    const deaf = listened([], { provider: "AWS", heardAt: from - hourMs });
    expect(words(deaf, listened([theirs({})]))).toEqual([
      "GitHub said it within a minute of us: “Git slow”.",
      "AWS could not be read while we saw failure.",
    ]);
  });
});

describe("what they declared against what we measured", () => {
  const track = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom(...states)), { maxLength: 12 })
    .map((points) =>
      [...new Map(points)].sort((a, b) => a[0] - b[0]).map(([from, state]) => ({ from, state })),
    );

  it("sums to the window and agrees, millisecond by millisecond, with looking", () => {
    fc.assert(
      fc.property(
        track,
        track,
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 40 }),
        (a, b, from, length) => {
          const window = { from, to: from + length };
          const [declared, measured] = [stretchesOf(a, window), stretchesOf(b, window)];
          const totals = accuracyOf(declared, measured, window);
          const at = (said: SaidStretch[], ms: number) =>
            said.find((each) => each.from <= ms && ms < each.to)?.state ?? "unknown";
          const seen = { admittedMs: 0, silentMs: 0, unmetMs: 0, agreedMs: 0, unknownMs: 0 };
          for (let ms = window.from; ms < window.to; ms += 1) {
            const [theirs, ours] = [at(declared, ms), at(measured, ms)];
            if (theirs === "unknown" || ours === "unknown" || ours === "under_maintenance")
              seen.unknownMs += 1;
            else if (isDown(ours)) seen[theirs === "operational" ? "silentMs" : "admittedMs"] += 1;
            else seen[theirs === "operational" ? "agreedMs" : "unmetMs"] += 1;
          }
          expect(totals).toEqual(seen);
          expect(Object.values(sumAccuracy([totals])).reduce((sum, ms) => sum + ms, 0)).toBe(length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is cut at the months of UTC, leap years included", () => {
    const window = { from: Date.UTC(2028, 0, 31, 23), to: Date.UTC(2028, 2, 1, 1) };
    expect(utcMonthsOf(window)).toEqual([
      { month: "2028-03", from: Date.UTC(2028, 2, 1), to: window.to },
      { month: "2028-02", from: Date.UTC(2028, 1, 1), to: Date.UTC(2028, 2, 1) },
      { month: "2028-01", from: window.from, to: Date.UTC(2028, 1, 1) },
    ]);
  });
});

describe("the graph of what stands on what", () => {
  const component = (id: string, of: string[] | null = null) => ({
    ...{ id, name: id.toUpperCase(), state: "operational" as const },
    composition: of && { rule: "all" as const, of },
  });
  const dependency = (componentId: string) => ({
    ...{ componentId, sourceId: "s", provider: "GitHub", remote: "Git", effect: "mirror" },
    state: "partial_outage" as const,
  });

  it("draws providers before components before what is made of them, each once", () => {
    const graph = graphOf(
      [component("top", ["a", "b"]), component("a"), component("b"), component("alone")],
      [dependency("a"), dependency("b")],
    );
    const { nodes, columns } = layOutGraph(graph);
    expect(columns).toBe(3);
    expect(nodes.map(({ label, column }) => [label, column])).toEqual([
      ["GitHub", 0],
      ["A", 1],
      ["B", 1],
      ["TOP", 2],
    ]);
    expect(graph.edges).toHaveLength(4);
  });

  it("never puts a thing left of what it stands on, nor two in one place, whatever the order given", () => {
    const ids = ["a", "b", "c", "d", "e", "f"];
    const made = fc.array(fc.subarray(ids), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(made, (members) => {
        const all = ids.map((id, index) =>
          component(
            id,
            (members[index] ?? []).filter((other) => other > id),
          ),
        );
        const graph = graphOf(all, [dependency("f")]);
        const { nodes } = layOutGraph(graph);
        const columnOf = new Map(nodes.map((node) => [node.id, node.column]));
        for (const { from, to } of graph.edges)
          expect(columnOf.get(from) ?? 0).toBeLessThan(columnOf.get(to) ?? 0);
        expect(new Set(nodes.map(({ column, row }) => `${column} ${row}`)).size).toBe(nodes.length);
        const mixed = layOutGraph({ nodes: graph.nodes.toReversed(), edges: graph.edges.toReversed() });
        expect(mixed.nodes.map(({ id, column }) => [id, column]).sort()).toEqual(
          nodes.map(({ id, column }) => [id, column]).sort(),
        );
      }),
    );
  });

  it("reaches everything above, through any number of compositions", () => {
    const compositions = [
      { id: "mid", of: ["leaf"] },
      { id: "top", of: ["mid", "other"] },
      { id: "else", of: ["other"] },
    ];
    expect([...standingOn(["leaf"], compositions)].sort()).toEqual(["leaf", "mid", "top"]);
  });
});
