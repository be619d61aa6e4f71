import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { feedToken, passCookie, signPass } from "@/lib/auth/page-pass";
import { pageCreateInput, pagePatchInput } from "@/lib/domain/page";
import { type AccessInput, type PagePass, passLifeMs } from "@/lib/domain/page-access";
import { type Ms, minuteMs } from "@/lib/domain/time";
import { createPage, updatePage } from "@/lib/operations/pages";
import { routedBelowPage } from "@/lib/server/front";
import { append, day, newComponent, newScope, says } from "../operations/ledger-rig";
import { temporaryFolder } from "../temporary-folder";
import { publishAt, type RunningFront, startFront } from "./front-rig";

const scope = newScope();
const published: Ms = day(3);
let clock: Ms = published;
let folder: string;
let running: RunningFront;
const ids: Record<string, string> = {};

const accesses: Record<string, AccessInput> = {
  open: { mode: "public" },
  secret: { mode: "password", password: "correct horse" },
  mail: { mode: "email_domain", domains: ["acme.example"] },
  office: { mode: "ip", cidrs: ["198.51.100.0/24", "2001:db8::/32"] },
  staff: { mode: "members" },
};

beforeAll(async () => {
  const checkout = await newComponent(scope, "Hidden engine");
  await append(scope, [says(checkout, "major_outage", day(0))], day(0));
  for (const [slug, access] of Object.entries(accesses)) {
    const domain = slug === "secret" ? "secret.acme.test" : null;
    const page = await createPage(
      scope,
      pageCreateInput.parse({ slug, name: "Very private", access, domain }),
      day(1),
    );
    ids[slug] = page.id;
  }
  await publishAt(scope, published);
  folder = temporaryFolder();
  running = await startFront(folder, () => clock);
  await vi.waitFor(() => expect(running.front.stats.pages).toBe(5), { timeout: 15_000 });
});

afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const pass = (slug: string, changes: Partial<PagePass> = {}) => {
  const signed = signPass("pass", {
    ...{ pageId: ids[slug] ?? "", audience: "password", epoch: 1, expiresAt: clock + passLifeMs },
    ...changes,
  });
  return { cookie: `other=1; ${passCookie}=${signed}` };
};
const paths = [
  "",
  "/history",
  "/uptime",
  "/api/v2/summary.json",
  "/api/v2/nothing.json",
  "/badge.svg",
  "/embed",
];
const more = ["/history.rss", "/calendar.ics", "/ledger/x.ndjson", "/incidents/inc_1", "/subscribe", "/me"];

describe("R6.3 the gate of a private page", () => {
  it.each(["secret", "mail", "staff"])(
    "stands before every address of %s alike, published or not",
    async (slug) => {
      for (const path of [...paths, ...more]) {
        const program = await running.get(`/status/${slug}${path}`);
        expect([program.status, program.text]).toEqual([
          401,
          `This page is private. Open /status/${slug}/enter in a browser.\n`,
        ]);
        const browser = await running.get(`/status/${slug}${path}`, { accept: "text/html" });
        expect(browser.status).toBe(302);
        expect(browser.headers.location).toBe(`/status/${slug}/enter?to=${encodeURIComponent(path || "/")}`);
        for (const answer of [program, browser]) {
          expect(answer.headers["cache-control"]).toBe("private, no-store");
          expect(answer.headers.etag).toBeUndefined();
          expect(JSON.stringify(answer.headers) + answer.text).not.toMatch(/Very private|Hidden engine/);
        }
      }
    },
  );

  it("stands on a page's own domain too, and leaves only its own door to the application", async () => {
    const host = "secret.acme.test";
    const stopped = await running.get("/history", { host, accept: "text/html" });
    expect(stopped.headers.location).toBe("/enter?to=%2Fhistory");
    expect((await running.get("/enter", { host })).text).toBe("next: /status/secret/enter");
    expect((await running.get("/subscribe", { host })).status).toBe(401);
  });

  it("lets in who carries a pass, with bytes that nobody may keep", async () => {
    const page = await running.get("/status/secret", pass("secret"));
    expect(page.status).toBe(200);
    expect(page.text).toContain("Hidden engine");
    expect(page.headers).toMatchObject({ "cache-control": "private, no-store", "x-robots-tag": "noindex" });
    expect(page.headers.etag).toBeUndefined();
    const json = await running.get("/status/secret/api/v2/summary.json", pass("secret"));
    expect(json.headers["access-control-allow-origin"]).toBeUndefined();
    const again = await running.get("/status/secret", { ...pass("secret"), "if-none-match": "*" });
    expect(again.status).toBe(200);
  });

  it.each([
    ["of another page", () => pass("mail")],
    ["of before a change of access", () => pass("secret", { epoch: 0 })],
    ["that is over", () => pass("secret", { expiresAt: clock - 1 })],
    ["with a letter changed", () => ({ cookie: pass("secret").cookie.replace(/..$/, "AA") })],
    [
      "made for another use",
      () => ({
        cookie: `${passCookie}=${signPass("ticket", { pageId: ids.secret ?? "", audience: "x", epoch: 1, expiresAt: clock + 1e6 })}`,
      }),
    ],
    ["of garbage", () => ({ cookie: `${passCookie}=e30.` })],
  ])("refuses a pass %s", async (_, cookie) => {
    expect((await running.get("/status/secret", cookie())).status).toBe(401);
  });

  it("opens feeds, and only feeds, to the token in their address", async () => {
    const token = feedToken(ids.secret ?? "", 1);
    const feed = await running.get(`/status/secret/history.rss?token=${token}`);
    expect(feed.status).not.toBe(401);
    for (const path of ["", "/api/v2/summary.json", "/badge.svg"])
      expect((await running.get(`/status/secret${path}?token=${token}`)).status).toBe(401);
    expect((await running.get(`/status/mail/history.rss?token=${token}`)).status).toBe(401);
  });

  it("makes a page for some networks not exist for the others", async () => {
    for (const address of ["198.51.100.7", "2001:db8::1", "::ffff:198.51.100.9"])
      expect((await running.get("/status/office", { "x-forwarded-for": address })).status).toBe(200);
    for (const path of paths) {
      const answer = await running.get(`/status/office${path}`, { "x-forwarded-for": "203.0.113.7" });
      expect([answer.status, answer.text]).toEqual([404, `next: /status/office${path}`]);
    }
    expect((await running.get("/status/office", pass("office"))).status).toBe(404);
  });

  it("leaves such a page to Next as it leaves a slug that nobody has, by every method", async () => {
    const stranger = { "x-forwarded-for": "203.0.113.7", accept: "text/html" };
    for (const path of [...paths, ...more, "/enter", "/logo", "/?lang=de", "/history.rss?token=x"])
      for (const method of ["GET", "POST", "OPTIONS", "HEAD"]) {
        const hidden = await running.get(`/status/office${path}`, stranger, method);
        const none = await running.get(`/status/nobody${path}`, stranger, method);
        for (const { headers } of [hidden, none])
          for (const name of ["date", "content-length"]) delete headers[name];
        // Where Next looks for the slug, it finds none either way; where it only repeats the address, it is the one asked.
        const asked = routedBelowPage.test(path) ? "-" : "office";
        expect([path, method, hidden.status, hidden.headers, hidden.text]).toEqual([
          ...[path, method, none.status, none.headers, none.text.replace("/nobody", `/${asked}`)],
        ]);
      }
  });

  it("knows every route that Next has below a page", () => {
    const below = join(import.meta.dirname, "../../app/status/[page]");
    const routes = readdirSync(below, { recursive: true })
      .map(String)
      .filter((file) => file.endsWith("route.ts"));
    expect(routes.length).toBeGreaterThan(5);
    for (const route of routes)
      expect([route, routedBelowPage.test(`/${route.slice(0, -"/route.ts".length)}`)]).toEqual([route, true]);
  });

  it("leaves public pages as they were", async () => {
    const page = await running.get("/status/open");
    expect(page.headers["cache-control"]).toMatch(/^public/);
    expect(page.headers.etag).toBeDefined();
  });

  it("shuts at once when access changes, without waiting for new bytes", async () => {
    const patch = pagePatchInput.parse({ access: { mode: "password", password: "another horse" } });
    expect((await running.get("/status/open")).status).toBe(200);
    await updatePage(scope, { id: ids.open ?? "", patch }, published + minuteMs);
    clock = published + 2 * minuteMs;
    await vi.waitFor(async () => expect((await running.get("/status/open")).status).toBe(401), {
      timeout: 10_000,
    });
  });
});
