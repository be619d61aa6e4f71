import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { firstDay, viewPage } from "@/lib/domain/page-view";
import { minuteMs } from "@/lib/domain/time";
import { renderPublication } from "@/lib/render/publication";
import { component, now, snapshot } from "../render/snapshot-rig";

// Ten thousand services on one page, from its bytes to a reader's fingers: nothing else runs here.

const total = 10_000;
let server: Server;
let origin = "";
let weight = 0;
let asked = 0;

const pageAt = (at: number, count = total) => {
  const components = Array.from({ length: count }, (_, index) =>
    component({
      id: `cmp_${String(index).padStart(26, "0")}`,
      name: index === 7_777 ? "Réservations" : `Store ${index} in a town with a rather long name`,
      group: `Region ${index % 40}`,
      ...(index === 4_321 ? { state: "major_outage" as const, since: now - minuteMs } : {}),
    }),
  );
  const given = { ...snapshot(components), historyFrom: firstDay(now), now: at };
  return renderPublication(viewPage(given)).find(({ path }) => path === "/");
};

test.beforeAll(async () => {
  const [first, renewed] = [pageAt(now), pageAt(now + minuteMs)];
  const bodies = [first, renewed, pageAt(now, 400)].map((each) => gzipSync(String(each?.body)));
  weight = bodies[0]?.length ?? 0;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-encoding": "gzip",
    ...first?.headers,
  };
  server = createServer((request, response) => {
    if (request.url === "/short") return void response.writeHead(200, headers).end(bodies[2]);
    if (request.url !== "/") return void response.writeHead(204).end();
    asked += 1;
    response.writeHead(200, headers).end(bodies[Math.min(asked, 2) - 1]);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
test.afterAll(() => server.close());
test.beforeEach(() => {
  asked = 0;
});

for (const size of [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
])
  test(`a page of ten thousand services can be used at ${size.width} px`, async ({ browser }) => {
    const page = await (await browser.newContext({ viewport: size })).newPage();
    await page.goto(origin);
    const paint = await page.evaluate(
      () =>
        new Promise<{ first: number; largest: number }>((done) =>
          new PerformanceObserver((list) => {
            const [first] = performance.getEntriesByName("first-contentful-paint");
            done({
              first: first?.startTime ?? Number.NaN,
              largest: list.getEntries().at(-1)?.startTime ?? 0,
            });
          }).observe({ type: "largest-contentful-paint", buffered: true }),
        ),
    );
    expect(weight).toBeLessThan(120_000);
    expect(paint.largest).toBeLessThan(15_000);
    await expect(page.locator("details.group")).toHaveCount(40);
    await expect(page.locator("details.group[open]")).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Store 4321");

    const box = page.getByRole("searchbox", { name: "Find a service" });
    await box.fill("reservations");
    await expect(page.locator("#found")).toHaveText("1 / 10,000");
    await expect(page.getByText("Réservations")).toBeVisible();
    await expect(page.locator("details.group:visible")).toHaveCount(1);
    const typingMs = await box.evaluate(async (input: HTMLInputElement) => {
      const begun = performance.now();
      input.value = "r";
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return performance.now() - begun;
    });
    test
      .info()
      .annotations.push({ type: "figures", description: JSON.stringify({ ...paint, weight, typingMs }) });
    await box.fill("region 7 store 87 ");
    await expect(page.locator("li.l:visible").first()).toBeVisible();
    await box.fill("no such place");
    await expect(page.locator("#found")).toHaveText("0 / 10,000");
    await box.fill("");
    await expect(page.locator("details.group:visible")).toHaveCount(40);
    await expect(page.locator("details.group[open]")).toHaveCount(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await page.context().close();
  });

test("a page of groups that open is for everybody", async ({ page }) => {
  await page.goto(`${origin}short`);
  await page.getByRole("searchbox").fill("store 39");
  await expect(page.locator("#found")).toHaveText(/^\d+ \/ 400$/);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test("what was typed outlives a renewal of the page", async ({ page }) => {
  await page.goto(origin);
  const box = page.getByRole("searchbox", { name: "Find a service" });
  await box.fill("store 99");
  await expect(page.locator("#found")).toHaveText("280 / 10,000");
  await box.blur();
  await page.evaluate(() => dispatchEvent(new Event("visibilitychange")));
  await expect.poll(() => asked).toBe(2);
  await expect(page.locator("body")).toHaveAttribute(
    "data-published",
    new Date(now + minuteMs).toISOString(),
  );
  await expect(box).toHaveValue("store 99");
  await expect(page.locator("#found")).toHaveText("280 / 10,000");
});

test("without JavaScript groups open by hand", async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(origin);
  await expect(page.getByRole("searchbox")).toBeHidden();
  await page.getByText("Region 5", { exact: true }).click();
  await expect(page.getByText("Store 5 in a town")).toBeVisible();
  await page.context().close();
});
