import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { pageCreateInput } from "@/lib/domain/page";
import { type Ms, minuteMs } from "@/lib/domain/time";
import { archivePage, createPage, updatePage } from "@/lib/operations/pages";
import { append, day, newComponent, newScope, says } from "../operations/ledger-rig";
import { temporaryFolder } from "../temporary-folder";
import { publishAt, type RunningFront, startFront } from "./front-rig";

const scope = newScope();
const rival = newScope();
const published: Ms = day(3) + 5 * minuteMs;
let clock: Ms = published;
let folder: string;
let running: RunningFront;
let pageId: string;

beforeAll(async () => {
  const checkout = await newComponent(scope, "Checkout");
  await append(scope, [says(checkout, "operational", day(0))], day(0));
  await append(scope, [says(checkout, "major_outage", day(3))], day(3) + minuteMs);
  const domain = "status.acme.test";
  const page = await createPage(scope, pageCreateInput.parse({ slug: "acme", name: "Acme", domain }), day(1));
  pageId = page.id;
  await createPage(rival, pageCreateInput.parse({ slug: "rival", name: "Rival" }), day(1));
  await publishAt(scope, published);
  await publishAt(rival, published);
  folder = temporaryFolder();
  running = await startFront(folder, () => clock);
  await vi.waitFor(() => expect(running.front.stats.pages).toBe(2), { timeout: 15_000 });
});

afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("published bytes", () => {
  it("tells the outage with the second it began, in whatever encoding is asked for", async () => {
    const identity = await running.get("/status/acme");
    const gzip = await running.get("/status/acme", { "accept-encoding": "gzip, deflate" });
    const brotli = await running.get("/status/acme", { "accept-encoding": "gzip, deflate, br" });
    expect(identity.text).toContain("Checkout has been down since <time");
    expect(identity.text).toContain(`datetime="2026-10-04T00:00:00.000Z"`);
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(gzip.body).toString()).toBe(identity.text);
    expect(brotli.headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(brotli.body).toString()).toBe(identity.text);
    expect(identity.headers.vary).toBe("Accept-Encoding");
    expect(identity.headers["cache-control"]).toMatch(
      /^public, max-age=\d+, stale-while-revalidate=\d+, stale-if-error=\d+$/,
    );
  });

  it.each([
    ["br;q=0, gzip", "gzip"],
    ["*", "br"],
    ["gzip;q=0", undefined],
    ["GZIP", "gzip"],
    ["identity", undefined],
  ])("honours Accept-Encoding %s", async (header, encoding) => {
    const answer = await running.get("/status/acme", { "accept-encoding": header });
    expect(answer.headers["content-encoding"]).toBe(encoding);
  });

  it("R6.5 allows its own inline style and script by hash and nothing else", async () => {
    const { text, headers } = await running.get("/status/acme");
    const policy = String(headers["content-security-policy"]);
    for (const [tag, count] of [
      ["style", 1],
      ["script", 2],
    ] as const) {
      const inline = [...text.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, "g"))].map(
        (match) => match[1] ?? "",
      );
      expect(inline).toHaveLength(count);
      const allowed = new RegExp(`${tag}-src ([^;]*)`).exec(policy)?.[1] ?? "";
      for (const each of inline)
        expect(allowed).toContain(`'sha256-${createHash("sha256").update(each).digest("base64")}'`);
    }
    expect(policy).not.toContain("unsafe");
    expect(text).not.toMatch(/\sstyle=/);
  });

  it("answers 304 to whoever has the same words, in any encoding", async () => {
    const { headers } = await running.get("/status/acme", { "accept-encoding": "br" });
    const etag = String(headers.etag);
    for (const tags of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const answer = await running.get("/status/acme", { "if-none-match": tags, "accept-encoding": "gzip" });
      expect(answer.status).toBe(304);
      expect(answer.body).toHaveLength(0);
    }
    expect((await running.get("/status/acme", { "if-none-match": `"other-br"` })).status).toBe(200);
    const since = { "if-modified-since": String(headers["last-modified"]) };
    expect((await running.get("/status/acme", since)).status).toBe(304);
    const long = { "if-modified-since": new Date(published - minuteMs).toUTCString() };
    expect((await running.get("/status/acme", long)).status).toBe(200);
  });

  it("answers HEAD without a body and refuses what would change something", async () => {
    const head = await running.get("/status/acme", {}, "HEAD");
    const get = await running.get("/status/acme");
    expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([
      200,
      0,
      String(get.body.length),
    ]);
    const post = await running.get("/status/acme", {}, "POST");
    expect([post.status, post.headers.allow]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });

  it("opens Statuspage's API to every origin", async () => {
    const answer = await running.get("/status/acme/api/v2/summary.json?cb=1");
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(JSON.parse(answer.text).status).toEqual({
      indicator: "critical",
      description: "Major Service Outage",
    });
    const preflight = await running.get("/status/acme/api/v2/summary.json", {}, "OPTIONS");
    expect([preflight.status, preflight.headers["access-control-allow-origin"]]).toEqual([204, "*"]);
  });

  it.each(["/", "/status", "/status/", "/status/nobody", "/status/acme/none", "/statusacme", "/status/ACME"])(
    "leaves %s to Next",
    async (path) => {
      expect((await running.get(path)).text).toBe(`next: ${path}`);
    },
  );
});

describe("a page's own domain", () => {
  const host = { host: "Status.Acme.Test:3000" };

  it("shows the page at its root and by its slug", async () => {
    const bySlug = await running.get("/status/acme");
    for (const path of ["/", "/status/acme", "/?utm=1"])
      expect((await running.get(path, host)).text).toBe(bySlug.text);
    expect((await running.get("/api/v2/status.json", host)).status).toBe(200);
  });

  it("shows nothing else: other pages and the app are not there", async () => {
    expect((await running.get("/status/rival", host)).text).toBe("next: /status/acme/status/rival");
    expect((await running.get("/sign-in?x=1", host)).text).toBe("next: /status/acme/sign-in?x=1");
    expect((await running.get("/_next/static/a.js", host)).text).toBe("next: /_next/static/a.js");
  });

  it("R6.6 leaves hosts that nobody claimed to the app", async () => {
    expect((await running.get("/", { host: "other.test" })).text).toBe("next: /");
  });
});

describe("R6.1 age", () => {
  it("serves the second body once the publication is ten minutes old, and not to those who have the first", async () => {
    const fresh = await running.get("/status/acme");
    clock = published + 10 * minuteMs - 1;
    expect((await running.get("/status/acme")).text).toBe(fresh.text);
    clock = published + 10 * minuteMs;
    const known = { "if-none-match": String(fresh.headers.etag) };
    const stale = await running.get("/status/acme", known);
    expect(stale.status).toBe(200);
    expect(stale.text).toContain("Not updated since 00:05 UTC on 4 Oct 2026.");
    const modified = { "if-modified-since": String(fresh.headers["last-modified"]) };
    expect((await running.get("/status/acme", modified)).status).toBe(200);
    const { status } = JSON.parse((await running.get("/status/acme/api/v2/status.json")).text);
    expect(status.description).toBe("Major Service Outage. Not updated since 00:05 UTC on 4 Oct 2026");
    clock = published;
  });
});

describe("news", () => {
  it("arrives by itself, moves with the slug, and goes when the page is archived", async () => {
    await updatePage(scope, { id: pageId, patch: { slug: "acme-2", name: "Acme Two" } }, published);
    await publishAt(scope, published + 1);
    await expect.poll(async () => (await running.get("/status/acme-2")).status).toBe(200);
    expect((await running.get("/status/acme")).status).toBe(404);
    await archivePage(scope, { id: pageId }, published + 2);
    await expect.poll(async () => (await running.get("/status/acme-2")).status).toBe(404);
    expect(running.front.stats.pages).toBe(1);
  });
});
