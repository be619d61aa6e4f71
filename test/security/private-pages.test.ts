import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { passCookie, signPass } from "@/lib/auth/page-pass";
import { pageCreateInput } from "@/lib/domain/page";
import type { AccessInput } from "@/lib/domain/page-access";
import { provingText } from "@/lib/domain/page-domain";
import { hourMs, type Ms } from "@/lib/domain/time";
import { recordDomainEvidence } from "@/lib/operations/page-domains";
import { createPage } from "@/lib/operations/pages";
import { append, day, newComponent, newScope, says } from "../operations/ledger-rig";
import { publishAt, type RunningFront, startFront } from "../server/front-rig";
import { temporaryFolder } from "../temporary-folder";

const scope = newScope();
const now: Ms = day(3);
let folder: string;
let running: RunningFront;
const ids: Record<string, string> = {};

const pages: Record<string, { access: AccessInput; domain?: string }> = {
  "sec-open": { access: { mode: "public" }, domain: "open.sec.test" },
  "sec-shut": { access: { mode: "password", password: "correct horse" }, domain: "shut.sec.test" },
  "sec-other": { access: { mode: "password", password: "battery staple" } },
  "sec-office": { access: { mode: "ip", cidrs: ["198.51.100.0/24"] }, domain: "office.sec.test" },
};

beforeAll(async () => {
  const component = await newComponent(scope, "Hidden engine");
  await append(scope, [says(component, "major_outage", day(0))], day(0));
  for (const [slug, { access, domain = null }] of Object.entries(pages)) {
    const input = pageCreateInput.parse({ slug, name: "Very private", access, domain });
    const { id } = await createPage(scope, input, day(1));
    ids[slug] = id;
    if (domain !== null)
      await recordDomainEvidence(scope, id, { texts: [provingText(id)], pointsHere: true }, day(1));
  }
  await publishAt(scope, now);
  folder = temporaryFolder();
  running = await startFront(folder, () => now);
  await vi.waitFor(() => expect(running.front.stats.pages).toBe(4), { timeout: 15_000 });
});
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

function passOf(slug: string) {
  const pass = { pageId: ids[slug] ?? "", audience: "password", epoch: 1, expiresAt: now + hourMs };
  return { cookie: `${passCookie}=${signPass("pass", pass)}` };
}

const secrets = /Very private|Hidden engine/;
const html = { accept: "text/html" };

describe("R6.3 tricks with the address of a private page", () => {
  it.each([
    "/status/sec-shut",
    "/status/sec-shut/",
    "/status/sec-shut//",
    "/status/sec-shut/history/",
    "/status/sec-shut//history",
    "/status/sec-shut/./history",
    "/status/sec-shut/../sec-shut/history",
    "/status/sec-shut/%2e%2e/history",
    "/status/sec-shut/..%2fsec-open",
    "/status/sec-shut/HISTORY",
    "/status/sec-shut/history;x=1",
    "/status/sec-shut/history%00",
    "/status/sec-shut/history.rss?token=",
    "/status/sec-shut/history.rss?token=a&token=b",
    "/status/sec-shut/enter2",
    "/status/sec-shut/me/memo/crd_1.pdf",
  ])("%s is stopped at the gate", async (path) => {
    const answer = await running.get(path);
    expect([answer.status, answer.text]).toEqual([
      401,
      "This page is private. Open /status/sec-shut/enter in a browser.\n",
    ]);
  });

  it.each([
    "//status/sec-shut",
    "/status//sec-shut",
    "/status/%73ec-shut",
    "/STATUS/sec-shut",
    "/status/SEC-SHUT",
    "/status/sec-shut%2fhistory",
    "/status/sec-shut.",
    "/status/sec-open/../sec-shut",
    "/status/sec-open/..%2fsec-shut",
    "http://127.0.0.1/status/sec-shut",
  ])("%s is no published address", async (path) => {
    expect((await running.get(path)).text).not.toMatch(secrets);
  });

  it("answers every method and every condition alike", async () => {
    for (const method of ["HEAD", "OPTIONS", "POST", "PUT", "DELETE"]) {
      const answer = await running.get("/status/sec-shut", {}, method);
      expect([method, answer.status, answer.headers.allow]).toEqual([method, 401, undefined]);
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    }
    const conditions = [
      { "if-none-match": "*" },
      { "if-modified-since": new Date(now + hourMs).toUTCString() },
      { range: "bytes=0-1" },
      { "if-range": "x", range: "bytes=0-" },
    ];
    for (const headers of conditions) {
      const shut = await running.get("/status/sec-shut", headers);
      expect([shut.status, shut.headers.etag, shut.headers["last-modified"]]).toEqual([
        401,
        undefined,
        undefined,
      ]);
      const inside = await running.get("/status/sec-shut", { ...headers, ...passOf("sec-shut") });
      expect([inside.status, inside.headers["cache-control"]]).toEqual([200, "private, no-store"]);
      expect(inside.headers.etag).toBeUndefined();
    }
  });

  it("takes a pass for its own page alone, on its own domain too, and finds it among others", async () => {
    const host = "shut.sec.test";
    expect((await running.get("/", { host, ...passOf("sec-other") })).status).toBe(401);
    const both = `${passOf("sec-other").cookie}; ${passOf("sec-shut").cookie}`;
    expect((await running.get("/", { host, cookie: both })).text).toMatch(secrets);
    expect((await running.get("/status/sec-other", passOf("sec-shut"))).status).toBe(401);
  });
});

describe("R6.6 tricks with the name in Host", () => {
  it.each(["shut.sec.test", "SHUT.sec.test", "shut.sec.test.", "shut.sec.test:8443", "shut.sec.test.:80"])(
    "%s is the page's own domain, and its gate stands",
    async (host) => {
      const answer = await running.get("/", { host });
      expect([answer.status, answer.text]).toEqual([
        401,
        "This page is private. Open /enter in a browser.\n",
      ]);
      const inside = await running.get("/", { host, ...passOf("sec-shut") });
      expect(inside.text).toMatch(secrets);
    },
  );

  it.each([
    "shut.sec.test@open.sec.test",
    "open.sec.test, shut.sec.test",
    "x.shut.sec.test",
    "shut.sec.test..",
    "",
  ])("%j is nobody's", async (host) => {
    expect((await running.get("/history", { host, ...passOf("sec-shut") })).text).toBe("next: /history");
  });

  it("leads to no other page than the one the domain is of, whatever slug the path names", async () => {
    const host = "open.sec.test";
    for (const path of ["/status/sec-shut", "/status/sec-shut/history", "/../sec-shut", "//sec-shut"]) {
      const answer = await running.get(path, { host, ...passOf("sec-shut") });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.text).toMatch(/^next: \/status\/sec-open\//);
    }
  });
});

describe("R6.3 a page for some networks only", () => {
  it("is not told of by the redirect to its own domain, nor on that domain", async () => {
    const outside = { "x-forwarded-for": "203.0.113.7" };
    const bySlug = await running.get("/status/sec-office/history", { ...html, ...outside });
    expect([bySlug.status, bySlug.headers.location, bySlug.text]).toEqual([
      404,
      undefined,
      "next: /status/sec-office/history",
    ]);
    const byHost = await running.get("/history", { ...html, ...outside, host: "office.sec.test" });
    expect(byHost.text).toBe("next: /status/-/history");
    const inside = { ...html, "x-forwarded-for": "198.51.100.7" };
    const sent = await running.get("/status/sec-office/history", inside);
    expect([sent.status, sent.headers.location]).toEqual([308, "https://office.sec.test/history"]);
  });

  it("believes one address alone: the one that the door left", async () => {
    for (const client of ["198.51.100.7, 203.0.113.7", "[198.51.100.7]", "0x c6336407", ""]) {
      const answer = await running.get("/status/sec-office", { "x-forwarded-for": client });
      expect([client, answer.text]).toEqual([client, "next: /status/sec-office"]);
    }
  });
});

describe("redirects of a page lead to the page", () => {
  it.each(["//evil.test", "/\\evil.test", "/%2f%2fevil.test", "/@evil.test", "/?x=//evil.test"])(
    "%s",
    async (rest) => {
      const sent = await running.get(`/status/sec-open${rest}`, html);
      expect(new URL(sent.headers.location ?? "", "http://x.test").host).toBe("open.sec.test");
      const gate = await running.get(`/status/sec-other${rest}`, html);
      expect(gate.headers.location).toMatch(/^\/status\/sec-other\/enter\?to=/);
    },
  );
});
