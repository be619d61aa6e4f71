import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, expect, type Page, test } from "@playwright/test";
import { verifyExport } from "@/lib/domain/export";
import { locales } from "@/lib/domain/page";
import { viewPage } from "@/lib/domain/page-view";
import { dayMs } from "@/lib/domain/time";
import { renderPublication } from "@/lib/render/publication";
import { chainFor, exported } from "../domain/export-rig";
import { busySnapshot, component, incident, now, snapshot } from "../render/snapshot-rig";

// A viewer's story over the published bytes themselves: they need nothing else, so nothing else runs here.

const ledger = exported([chainFor("cmp_a", 4), chainFor("cmp_b", 3)], [2, 3]);
let server: Server;
let origin = "";
let firstComponent = "";

test.beforeAll(async () => {
  const busy = busySnapshot();
  firstComponent = busy.components[0]?.id ?? "";
  const view = viewPage({
    ...busy,
    page: { ...busy.page, locales: [...locales], timezone: "Europe/Berlin" },
  });
  const pages = new Map(renderPublication(view).map((each) => [each.path, each]));
  const long = new Map(renderPublication(longView()).map((each) => [each.path, each]));
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://page");
    if (url.pathname === "/host") return void response.writeHead(200, hostHeaders).end(hostPage);
    if (url.pathname === "/favicon.ico") return void response.writeHead(204).end();
    const path = url.pathname.replace("/status/acme", "") || "/";
    if (path.startsWith("/ledger/")) return void response.end(ledger);
    if (path === "/verify/check") {
      let sent = "";
      for await (const piece of request) sent += piece;
      return void response.end(JSON.stringify(verifyExport(sent)));
    }
    if (path.startsWith("/long")) return void response.end(long.get(path.slice("/long".length) || "/")?.body);
    const found = pages.get(`${path}?lang=${url.searchParams.get("lang")}`) ?? pages.get(path);
    if (!found) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": found.contentType, ...found.headers }).end(found.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => server.close());

/** What no layout expects: names without a space that go on and on. */
function longView() {
  const endless = "Verylongnamewithoutanyspace".repeat(8);
  const only = component({
    name: endless,
    group: `Group ${endless}`,
    description: endless,
    state: "major_outage",
  });
  const told = incident({ id: "inc_long", title: endless }, `${endless} <${origin}/${endless}>`);
  const over = incident(
    { id: "inc_over", title: endless, startedAt: now - 3 * dayMs },
    endless,
    "b",
    "c",
    "d",
  );
  const given = { ...snapshot([only]), incidents: [told, over] };
  return viewPage({ ...given, page: { ...given.page, name: endless } });
}

/** A page of somebody's own under a strict policy: scripts and frames from here alone, no inline style at all. */
const hostHeaders = {
  "content-type": "text/html",
  "content-security-policy": "default-src 'none'; script-src 'self'; frame-src 'self'; img-src 'self'",
};
const hostPage = `<!doctype html><html lang=en><title>Host</title><main><h1>Host</h1><p><script src="/status/acme/embed.js"></script></p>
<iframe title="Status" src="/status/acme/embed"></iframe><img alt="Status" src="/status/acme/badge.svg"></main></html>`;

async function opened(browser: Browser, path: string, options: BrowserContextOptions = {}) {
  const page = await (await browser.newContext({ timezoneId: "America/New_York", ...options })).newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(origin + path);
  return { page, complaints };
}

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const faults = violations.map(({ id, nodes }) => `${page.url()}: ${id} ${nodes[0]?.html}`);
  return over > 0 ? [...faults, `${page.url()}: ${over} px too wide`] : faults;
}

const paths = [
  "",
  "/history",
  "/history/2026-10",
  "/uptime",
  "/verify",
  "/embed",
  "/incidents/inc_checkout",
  "/maintenances/mnt_database",
];

for (const [width, colorScheme] of [
  [320, "light"],
  [390, "dark"],
  [1_440, "light"],
  [1_440, "dark"],
] as const)
  test(`every page is whole at ${width} px, ${colorScheme}`, async ({ browser }) => {
    const viewport = { width, height: width < 500 ? 844 : 900 };
    const { page, complaints } = await opened(browser, "/status/acme", { viewport, colorScheme });
    for (const path of paths) {
      await page.goto(`${origin}/status/acme${path}`);
      expect(await faultsOf(page)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

test("the page mirrors in Arabic, and its languages lead to one another", async ({ browser }) => {
  const { page, complaints } = await opened(browser, "/status/acme?lang=ar");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Deutsch" }).click();
  await expect(page.locator("h1 + p")).toContainText("arbeiten daran");
  await page.getByRole("link", { name: "Verlauf" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Verlauf");
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("one request is enough to read it, and nothing moves while it is read", async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, timezoneId: "UTC" });
  const page = await context.newPage();
  const requests: string[] = [];
  // On a fast machine all is read before anything is painted, whatever the page says of it.
  await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: 6 });
  page.on("request", (request) => requests.push(request.url()));
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        document.documentElement.dataset.shift = String(
          Number(document.documentElement.dataset.shift ?? 0) + (entry as unknown as { value: number }).value,
        );
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${origin}/status/acme`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Checkout fails");
  await page.waitForLoadState("networkidle");
  expect(requests.filter((url) => !url.startsWith("data:"))).toEqual([`${origin}/status/acme`]);
  expect(Number((await page.locator("html").getAttribute("data-shift")) ?? 0)).toBe(0);
  await context.close();
});

test("times are the viewer's own, and the page's without JavaScript, where all of it reads too", async ({
  browser,
}) => {
  const { page } = await opened(browser, "/status/acme/incidents/inc_checkout");
  const time = page.locator("time").first();
  await expect(time).toContainText("08:03 GMT-5");
  await page.context().close();
  const plain = await opened(browser, "/status/acme", { javaScriptEnabled: false });
  await expect(plain.page.locator("h1 + p time")).toContainText("14:03 CET");
  await expect(plain.page.getByRole("table", { name: /^Checkout, last 90 days/ })).toHaveCount(1);
  await plain.page.context().close();
});

test("the days of a bar answer to the keyboard", async ({ browser }) => {
  const { page } = await opened(browser, "/status/acme");
  const bars = page.getByRole("slider", { name: /^Checkout, last 90 days/ });
  await bars.focus();
  await page.keyboard.press("End");
  await expect(bars).toHaveAttribute("aria-valuenow", "89");
  await page.keyboard.press("ArrowLeft");
  await expect(bars).toHaveAttribute("aria-valuetext", /2026/);
  await page.context().close();
});

test("a ledger is verified by the browser and by the server, and a changed one is found by both", async ({
  browser,
}) => {
  const { page, complaints } = await opened(browser, "/status/acme/verify");
  await page.getByLabel("Ledger of").selectOption(`/status/acme/ledger/${firstComponent}.ndjson`);
  await page.getByRole("button", { name: "Fetch and verify" }).click();
  await expect(page.locator("#browser")).toHaveText(/All is as it was written. Entries: 7/);
  await expect(page.locator("#server")).toHaveText("7 entries in 2 ledgers are as they were written.");
  const lines = ledger.split("\n");
  const place = lines.findIndex((line) => line.includes('"major_outage"'));
  const changed = lines
    .with(place, (lines[place] ?? "").replaceAll("major_outage", "operational"))
    .join("\n");
  const faults: [string, RegExp][] = [
    [changed, /Not as it was written: cmp_a 2/],
    [lines.toSpliced(place, 1).join("\n"), /Not as it was written: cmp_a/],
    [lines.toSpliced(lines.length - 2, 1).join("\n"), /Not as it was written: cmp_b/],
    ["Hello", /not a ledger export/],
  ];
  for (const [text, said] of faults) {
    await page.getByLabel("Ledger export (NDJSON)").fill(text);
    await page.getByRole("button", { name: "Verify", exact: true }).click();
    await expect(page.locator("#browser")).toHaveText(said);
    await expect(page.locator("#server")).toHaveText(
      /changed|missing|not as it was written|does not belong|not a ledger/,
    );
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("the embed, its frame and the badge stand in a page with a strict policy", async ({ browser }) => {
  const { page, complaints } = await opened(browser, "/host");
  await expect(page.locator("a.probity-status")).toContainText("Checkout fails for some customers");
  await expect(page.frameLocator("iframe").getByRole("link", { name: "Open the status page" })).toBeVisible();
  expect(
    await page.getByRole("img", { name: "Status" }).evaluate((image: HTMLImageElement) => image.naturalWidth),
  ).toBeGreaterThan(50);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("without its stylesheet a page reads from top to bottom, and no drawing outgrows its words", async ({
  browser,
}) => {
  const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await bare.route(/\/status\/acme/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({
      response: answer,
      body: (await answer.text()).replace(/<style>[\s\S]*?<\/style>/g, ""),
    });
  });
  for (const path of ["", "/history", "/uptime", "/incidents/inc_checkout"]) {
    await bare.goto(`${origin}/status/acme${path}`);
    const drawings = await bare
      .locator("svg")
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
    expect([path, Math.max(...drawings) <= 160]).toEqual([path, true]);
    await expect(bare.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await bare.goto(`${origin}/status/acme`);
  const text = await bare.locator("body").innerText();
  const order = [
    "Checkout fails for some customers",
    "We know the cause",
    "Running incidents",
    "Shop",
    "Past incidents",
  ];
  const places = order.map((each) => text.indexOf(each));
  expect(places.every((place, at) => place > (places[at - 1] ?? -1))).toBe(true);
  await bare.context().close();
});

test("very long names of services, groups and incidents break no page on the smallest phone", async ({
  browser,
}) => {
  const { page } = await opened(browser, "/long", { viewport: { width: 320, height: 640 } });
  for (const path of ["", "/history", "/uptime", "/incidents/inc_long"]) {
    await page.goto(`${origin}/long${path}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect([path, over]).toEqual([path, 0]);
  }
  await page.context().close();
});

test("on paper there are words and bars and no controls", async ({ browser }) => {
  const { page } = await opened(browser, "/status/acme");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation").first()).toBeHidden();
  await expect(page.getByRole("contentinfo")).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.context().close();
});
