import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, extname, join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { mirroredDocument, mirroredSite, mirrorFiles } from "@/lib/domain/mirror";
import { viewPage } from "@/lib/domain/page-view";
import { renderPublication } from "@/lib/render/publication";
import { busySnapshot } from "../render/snapshot-rig";
import { temporaryFolder } from "../temporary-folder";

// The product is gone. What its mirror left in a folder is served by the plainest of hosts: files by their names, below
// a folder of its own, no index of a folder, no headers but a type.

const home = "https://product.test/status/acme";
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const below = "/kept/copies";
const types: Record<string, string> = {
  ".html": "text/html",
  ".svg": "image/svg+xml",
  ".js": "text/javascript",
  ".json": "application/json",
  ".rss": "application/rss+xml",
  ".atom": "application/atom+xml",
  ".ics": "text/calendar",
};
let server: Server;
let folder: string;
let origin: string;

test.beforeAll(async () => {
  folder = temporaryFolder();
  const busy = busySnapshot();
  const view = viewPage({ ...busy, page: { ...busy.page, locales: ["en", "de", "ar"] } });
  const published = renderPublication(view).map(({ path, contentType, body }) => ({
    ...{ path, contentType, etag: path, body },
  }));
  const site = mirroredSite(published, "acme", home);
  for (const [file, { path, contentType, body }] of mirrorFiles(published, { slug: "acme", host: null })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    const isDocument = contentType.startsWith("text/html");
    writeFileSync(join(folder, file), isDocument ? mirroredDocument(String(body), path, site) : body);
  }
  server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://host").pathname;
    const file = join(folder, path.slice(below.length));
    const isFile = path.startsWith(`${below}/`) && statSync(file, { throwIfNoEntry: false })?.isFile();
    if (!isFile) return void response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type }).end(readFileSync(file));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("every way through the copy stays in it or leads to the product, in every language", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const page = await browser.newPage({ javaScriptEnabled: false });
  const start = `${origin}${below}/status/acme/index.html`;
  const [seen, left] = [new Set([start]), [start]];
  const away = new Set<string>();
  for (let address = left.pop(); address !== undefined; address = left.pop()) {
    const answer = await page.goto(address);
    expect([address, answer?.status()]).toEqual([address, 200]);
    const links = await page
      .locator("a[href]")
      .evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
    for (const link of links.map((each) => each.split("#", 1)[0] ?? each)) {
      if (!link.startsWith(origin)) away.add(link);
      else if (!seen.has(link)) {
        seen.add(link);
        if (link.endsWith(".html")) left.push(link);
        else expect([link, (await page.request.get(link)).status()]).toEqual([link, 200]);
      }
    }
  }
  const walked = [...seen].map((each) => each.slice(`${origin}${below}/status/acme/`.length));
  expect(walked).toEqual(
    expect.arrayContaining([
      "index.de.html",
      "index.ar.html",
      "history/index.html",
      "history.atom",
      "calendar.ics",
    ]),
  );
  expect(walked.filter((each) => /^incidents\/\w+\/index\.html$/.test(each)).length).toBeGreaterThan(0);
  const ownHome = [...away].filter((each) => each.startsWith("https://product.test/"));
  expect(ownHome).toContain(`${home}/subscribe?lang=en`);
  expect(ownHome.filter((each) => !each.startsWith(home))).toEqual([]);
  await page.close();
});

test("it is as readable as the page itself, on a phone and on a desk, and says how old it is", async ({
  browser,
}) => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1440, height: 900 },
  ]) {
    const page = await (await browser.newContext({ viewport })).newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    for (const file of ["index.html", "history/index.de.html", "verify/index.html"]) {
      await page.goto(`${origin}${below}/status/acme/${file}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze();
      expect(violations.map(({ id, nodes }) => [file, id, nodes[0]?.html])).toEqual([]);
    }
    await page.goto(`${origin}${below}/status/acme/index.html`);
    await expect(page.locator("time[data-age]").first()).toContainText(/ago|year/);
    expect(complaints).toEqual([]);
    await page.context().close();
  }
});
