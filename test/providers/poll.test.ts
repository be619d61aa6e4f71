import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Poll } from "@/lib/domain/provider-source";
import type { ProviderFormat } from "@/lib/domain/reading";
import { detectProvider } from "@/lib/providers/detect";
import type { FetchDeps } from "@/lib/providers/fetch";
import { pollProvider, readHere } from "@/lib/providers/poll";
import { Reader } from "@/lib/providers/reader";
import { type FakeProvider, fakeProvider, fetchDeps, json, summary } from "./provider-server";

let provider: FakeProvider;
let other: FakeProvider;
const raw: Server[] = [];

beforeAll(async () => {
  provider = await fakeProvider();
  other = await fakeProvider();
});

afterAll(async () => {
  await Promise.all([provider.close(), other.close()]);
  for (const server of raw) server.close();
});

const limits = { timeoutMs: 700, maxBytes: 8_000_000 };
const good = summary("none", [{ id: "c1", name: "API", status: "operational" }]);
const format: ProviderFormat = "statuspage-v2-summary";

function poll(
  url: string,
  changes: { deps?: FetchDeps; etag?: string; lastModified?: string; format?: ProviderFormat | null } = {},
): Promise<Poll> {
  const { deps = fetchDeps([provider.url, other.url]), etag = null, lastModified = null } = changes;
  const order = { url, format: changes.format === undefined ? format : changes.format, etag, lastModified };
  return pollProvider(order, readHere, deps, new AbortController().signal, limits);
}

/** The sentence that a failed poll gives; a poll that did not fail fails the test. */
async function reasonOf(url: string, changes: Parameters<typeof poll>[1] = {}): Promise<string> {
  const came = await poll(url, changes);
  if (came.kind !== "failed") throw new Error(`expected a failure, came ${came.kind}`);
  return came.reason;
}

describe("a provider that answers", () => {
  it("is read, with what it gave to ask again by", async () => {
    const url = provider.at("/good", json(good, { etag: '"v1"', "cache-control": "public, max-age=90" }));
    const came = await poll(url);
    expect(came).toMatchObject({ kind: "read", etag: '"v1"', freshForMs: 90_000 });
    expect(came.kind === "read" && came.reading.components).toHaveLength(1);
  });

  it("is asked only for what changed, and 304 means it still says the same", async () => {
    const url = provider.at("/cond", (request, response) => {
      const known = request.headers["if-none-match"] === '"v1"' && "if-modified-since" in request.headers;
      response.writeHead(known ? 304 : 500).end();
    });
    const came = await poll(url, { etag: '"v1"', lastModified: "Thu, 26 Nov 2026 10:00:00 GMT" });
    expect(came).toEqual({ kind: "unchanged", freshForMs: null });
  });

  it("is followed to where it moved", async () => {
    other.at("/new", json(good));
    provider.at("/moved", (_, response) => response.writeHead(301, { location: `${other.url}/new` }).end());
    expect((await poll(`${provider.url}/moved`)).kind).toBe("read");
  });

  it("is read when its encoding is not the one it names", async () => {
    const lie = provider.at("/lie", json(good, { "content-encoding": "gzip" }));
    const silent = provider.at("/silent", (_, response) => response.end(gzipSync(good)));
    const utf16 = provider.at("/utf16", (_, response) => {
      response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
      response.end(Buffer.from(`\uFEFF${good}`, "utf16le").swap16());
    });
    for (const url of [lie, silent, utf16]) expect((await poll(url)).kind).toBe("read");
  });

  it("is read under its new shape when its page moved to another product", async () => {
    const body = JSON.stringify({ page: { name: "X", url: "x", status: "UP" }, activeIncidents: [] });
    const came = await poll(provider.at("/schema", json(body)));
    expect(came.kind === "read" && [came.reading.format, came.reading.overall]).toEqual([
      "instatus",
      "operational",
    ]);
  });

  it("joins what is spread over documents: names and heartbeats, and further pages", async () => {
    const page = { config: {}, publicGroupList: [{ name: "G", monitorList: [{ id: 1, name: "Site" }] }] };
    provider.at("/api/status-page/demo", json(JSON.stringify(page)));
    const beats = { heartbeatList: { "1": [{ status: 1 }, { status: 0 }] }, uptimeList: {} };
    provider.at("/api/status-page/heartbeat/demo", json(JSON.stringify(beats)));
    const kuma = await poll(`${provider.url}/api/status-page/demo`, { format: "uptime-kuma" });
    expect(kuma.kind === "read" && kuma.reading.components).toMatchObject([
      { name: "Site", state: "major_outage" },
    ]);

    provider.at("/api/v1/components", (request, response) => {
      const second = request.url?.includes("page=2");
      const row = { id: second ? 2 : 1, name: second ? "B" : "A", status: second ? 4 : 1, status_name: "-" };
      const next = second ? null : `${provider.url}/api/v1/components?page=2`;
      response.end(JSON.stringify({ meta: { pagination: { links: { next_page: next } } }, data: [row] }));
    });
    const cachet = await poll(`${provider.url}/api/v1/components`, { format: "cachet" });
    expect(cachet.kind === "read" && cachet.reading.components.map(({ name }) => name)).toEqual(["A", "B"]);

    provider.at("/v3/summary.json", json(JSON.stringify({ page: { name: "X", status: "UP" } })));
    const parts = { components: [{ id: "a", name: "API", status: "DEGRADEDPERFORMANCE" }] };
    provider.at("/v3/components.json", json(JSON.stringify(parts)));
    const instatus = await poll(`${provider.url}/v3/summary.json`, { format: "instatus" });
    expect(instatus.kind === "read" && instatus.reading).toMatchObject({
      overall: "operational",
      components: [{ name: "API", state: "degraded_performance" }],
    });
  });

  it("turns three pages of history and no more, and says how far back that reaches", async () => {
    const asked: string[] = [];
    const row = { id: 1, name: "A", status: 1, status_name: "-" };
    provider.at("/long/components", json(JSON.stringify({ data: [row] })));
    provider.at("/long/incidents", (request, response) => {
      const page = Number(/page=(\d+)$/.exec(request.url ?? "")?.[1] ?? 1) % 100 || 1;
      asked.push(request.url ?? "");
      const open = {
        id: page,
        name: `I${page}`,
        human_status: "-",
        created_at: `2026-11-0${9 - page} 10:00:00`,
      };
      const links = { next_page: `${provider.url}/long/incidents?page=${page + 1}` };
      response.end(
        JSON.stringify({ meta: { pagination: { links } }, data: [{ ...open, status: page === 2 ? 4 : 1 }] }),
      );
    });
    const came = await poll(`${provider.url}/long/components`, { format: "cachet" });
    expect(asked).toHaveLength(3);
    expect(came.kind === "read" && came.reading).toMatchObject({
      openIncidents: [{ title: "I1" }, { title: "I3" }],
      over: ["2"],
      reachesTo: Date.parse("2026-11-06T10:00:00Z"),
    });
  });
});

describe("a provider that does not", () => {
  it.each<[string, number, RegExp]>([
    ["/s401", 401, /private/],
    ["/s403", 403, /refuses/],
    ["/s404", 404, /no status document/],
    ["/s429", 429, /more seldom/],
    ["/s500", 500, /HTTP 500/],
    ["/s204", 204, /HTTP 204/],
  ])("answers %s: a sentence", async (path, status, sentence) => {
    provider.at(path, (_, response) => response.writeHead(status, { "retry-after": "120" }).end());
    const came = await poll(`${provider.url}${path}`);
    expect(came).toMatchObject({ kind: "failed", retryAfterMs: 120_000 });
    expect(came.kind === "failed" && came.reason).toMatch(sentence);
  });

  it("hangs before its answer, in the middle of it, or drips it: ends in time", async () => {
    provider.at("/hang", () => {});
    provider.at("/stall", (_, response) => response.writeHead(200).write('{"page":'));
    provider.at("/drip", (_, response) => {
      const timer = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(timer));
    });
    const began = performance.now();
    const reasons = await Promise.all(
      ["/hang", "/stall", "/drip"].map((path) => reasonOf(`${provider.url}${path}`)),
    );
    expect(new Set(reasons)).toEqual(new Set(["The provider did not answer completely in time."]));
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it("sends 50 MB: is cut off at what a document may be", async () => {
    const chunk = Buffer.alloc(1_000_000, 0x20);
    let sent = 0;
    provider.at("/flood", (_, response) => {
      const pump = () => {
        while (sent < 50 && !response.destroyed) {
          sent += 1;
          if (!response.write(chunk)) return void response.once("drain", pump);
        }
        response.end();
      };
      pump();
    });
    expect(await reasonOf(`${provider.url}/flood`)).toMatch(/larger than 8 MB/);
  });

  it("sends a small bomb: it stays small", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20));
    const url = provider.at("/bomb", (_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
    );
    expect(await reasonOf(url)).toMatch(/larger than 8 MB/);
  });

  it("sends garbage, a sign-in page or half a document: each with its reason", async () => {
    const cases = ["\u0000\u0001garbage", "<!doctype html><title>Sign in</title>", good.slice(0, 60), ""];
    for (const [index, text] of cases.entries()) {
      const reason = await reasonOf(provider.at(`/bad${index}`, json(text)));
      expect(reason).toMatch(/^The (document|server|XML)/);
    }
  });

  it("speaks no HTTP at all, or hangs up: a sentence", async () => {
    const server = createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
    raw.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const door = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await reasonOf(door, { deps: fetchDeps([door]) })).toMatch(/protocol/);
    provider.at("/hangup", (_, response) => response.socket?.destroy());
    expect(await reasonOf(`${provider.url}/hangup`)).toMatch(/closed/);
    const nobody = "http://127.0.0.1:9/";
    expect(await reasonOf(nobody, { deps: fetchDeps([nobody]) })).toMatch(/refused/);
  });

  it("redirects in a circle, nowhere, or to another scheme: a sentence", async () => {
    provider.at("/circle", (_, response) => response.writeHead(302, { location: "/circle" }).end());
    provider.at("/nowhere", (_, response) => response.writeHead(302).end());
    provider.at("/file", (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end());
    expect(await reasonOf(`${provider.url}/circle`)).toMatch(/more than 3 times/);
    expect(await reasonOf(`${provider.url}/nowhere`)).toMatch(/without saying where/);
    expect(await reasonOf(`${provider.url}/file`)).toMatch(/cannot be followed/);
  });

  it("leads into a private network, by itself, by a redirect or by a name: is not followed", async () => {
    const asked = other.asked.length;
    provider.at("/inward", (_, response) =>
      response.writeHead(302, { location: `${other.url}/secret` }).end(),
    );
    const deps = fetchDeps([provider.url], { resolve: async () => ({ addresses: ["10.0.0.1"] }) });
    for (const url of [
      `${provider.url}/inward`,
      `${other.url}/secret`,
      "http://intra.example/",
      "http://169.254.169.254/latest",
    ])
      expect(await reasonOf(url, { deps })).toMatch(/private or reserved/);
    expect(other.asked.length).toBe(asked);
  });

  it("never sends its validators to another host", async () => {
    other.at("/elsewhere", json(good));
    provider.at("/away", (_, response) =>
      response.writeHead(302, { location: `${other.url}/elsewhere` }).end(),
    );
    await poll(`${provider.url}/away`, { etag: '"secret"' });
    expect(other.asked.at(-1)?.headers["if-none-match"]).toBeUndefined();
  });
});

describe("an address that somebody pasted", () => {
  const look = (url: string) =>
    detectProvider(url, readHere, fetchDeps([provider.url, other.url]), new AbortController().signal, limits);

  it("leads to the document behind the page", async () => {
    const page = await fakeProvider();
    page.at("/summary.json", json(JSON.stringify({ page: { name: "X", url: "x", status: "HASISSUES" } })));
    const found = await detectProvider(
      `${page.url}/`,
      readHere,
      fetchDeps([page.url]),
      new AbortController().signal,
    );
    expect(found).toMatchObject({ url: `${page.url}/summary.json`, format: "instatus" });
    await page.close();
  });

  it("leads to the feed that the page names when there is nothing better", async () => {
    const page = await fakeProvider();
    page.at("/", (_, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end(
        '<!doctype html><html><link rel="alternate" type="application/rss+xml" href="/odd/feed"></html>',
      );
    });
    const item = "<item><title>[Resolved] API slow</title><guid>1</guid></item>";
    page.at("/odd/feed", (_, response) =>
      response.end(`<rss><channel><title>x</title>${item}</channel></rss>`),
    );
    const found = await detectProvider(
      page.url,
      readHere,
      fetchDeps([page.url]),
      new AbortController().signal,
    );
    expect(found).toMatchObject({ url: `${page.url}/odd/feed`, format: "rss-atom-plain" });
    await page.close();
  });

  it("is refused with a sentence when nothing is there or it may not be read", async () => {
    expect(await look(`${provider.url}/nothing-here.json`)).toEqual({
      reason: "No status document was found at this address.",
    });
    expect(await look("http://10.1.2.3/")).toMatchObject({ reason: expect.stringMatching(/private/) });
  });
});

describe("the thread that documents are read on", () => {
  it("reads, gives up a document that takes too long, and reads the next", async () => {
    const reader = new Reader(4_000);
    expect((await reader.read({ bytes: Buffer.from(good) })).overall).toBe("operational");
    await reader.stop();
    const hasty = new Reader(1);
    const late = await hasty.read({ bytes: Buffer.from(good) });
    expect([late.overall, late.parseError, late.reason]).toEqual([
      "unknown",
      true,
      "The document takes too long to read.",
    ]);
    await hasty.stop();
  });
});
