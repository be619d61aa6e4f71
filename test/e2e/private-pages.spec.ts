import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { systemBrowser } from "../browser";
import { contractBody } from "../operations/contract-rig";
import { type Instance, startInstance } from "./instance";
import { startTlsProxy } from "./tls-proxy";

// Whoever may not read a page learns nothing from it; whoever may gets in by one door, on every screen.

type Made = { id: string };

const sizes = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
let instance: Instance;
let incident: Made;
/** What a reader's browser kept of the page while it was public. */
let publicTag = "";
let owner: BrowserContext;

test.describe.configure({ mode: "serial", timeout: 240_000 });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  instance = await startInstance({ PROBITY_TRUSTED_PROXIES: "127.0.0.0/8" });
  const engine = await instance.api<Made>("POST", "/components", { name: "Hidden engine" });
  for (const [slug, access] of Object.entries({
    shut: { mode: "public" },
    mail: { mode: "email_domain", domains: ["acme.example"] },
    staff: { mode: "members" },
    own: { mode: "password", password: "correct horse" },
  }))
    await instance.api("POST", "/pages", { slug, name: `Page ${slug}`, access });
  incident = await instance.api<Made>("POST", "/incidents", {
    ...{ title: "Engine on fire", body: "Smoke.", status: "investigating" },
    components: [{ id: engine.id, state: "major_outage" }],
  });
  await expect
    .poll(async () => (await instance.get("/status/shut")).body, { timeout: 30_000 })
    .toContain("Engine on fire");
  publicTag = (await fetch(`${instance.baseURL}/status/shut`)).headers.get("etag") ?? "";
  owner = await signedIn(browser, instance.signInLink);
});
test.afterAll(async () => {
  await owner?.close();
  await instance?.stop();
});

async function signedIn(browser: Browser, link: string): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: instance.baseURL });
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.close();
  return context;
}

/** Looks at what is open on a phone and on a desk: no WCAG fault, and nothing to scroll sideways. */
async function looksRight(page: Page): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    // What has scrolled below a bar that stays is no target, nor is what has not been drawn anew.
    await page.evaluate(() => {
      window.scrollTo(0, 0);
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
    const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze();
    expect(violations.map(({ id, nodes }) => [page.url(), id, nodes[0]?.html])).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
  }
}

const visitor = async (browser: Browser) =>
  (await browser.newContext({ baseURL: instance.baseURL })).newPage();

/** The newest mail with this subject, opened in the viewer of the outbox; follows the one link that it is about. */
async function followMail(page: Page, to: string, subject: string, link: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look into your mailbox");
  await expect(async () => {
    await page.goto(`/outbox?q=${encodeURIComponent(to)}`);
    await page.getByRole("link", { name: subject }).first().click({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await page.frameLocator("iframe").getByRole("link", { name: link }).click();
}

const below = (slug: string) =>
  [
    ...[
      "",
      "/history",
      "/uptime",
      `/incidents/${incident.id}`,
      "/incidents/inc_none",
      "/verify",
      "/subscribe",
    ],
    ...["/badge.svg", "/embed", "/embed.js", "/api/v2/summary.json", "/api/v2/incidents.json", "/nothing"],
    ...["/history.rss", "/history.atom", "/calendar.ics", "/history.rss?token=guessed", "/me", "/logo"],
  ].map((path) => `/status/${slug}${path}`);

test("an editor shuts a page by a password in its form; what is wrong with it is said at the field", async () => {
  const page = await owner.newPage();
  await page.goto("/acme/pages");
  await page.getByRole("link", { name: "Page shut" }).click();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await page.getByRole("radio", { name: "Who knows a password" }).check();
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Save and publish" }).click();
  await expect(page.locator("[id='access.password-error']")).toContainText("at least 8 characters");
  await looksRight(page);
  await page.getByLabel("Password", { exact: true }).fill("correct horse");
  await page.getByRole("button", { name: "Save and publish" }).click();
  await expect(page.getByText("Who knows a password")).toBeVisible();
  await expect(page.getByText("correct horse")).toHaveCount(0);
  await expect.poll(async () => (await instance.get("/status/shut")).status, { timeout: 30_000 }).toBe(401);
  await page.close();
});

test("every address of a shut page gives a stranger the same closed answer", async () => {
  const answers = new Set<string>();
  for (const path of below("shut"))
    for (const headers of [{}, { "if-none-match": publicTag }, { range: "bytes=0-9" }] as HeadersInit[]) {
      const answer = await fetch(instance.baseURL + path, { headers, redirect: "manual" });
      const { date: _, ...said } = Object.fromEntries(answer.headers);
      answers.add(JSON.stringify([answer.status, said, await answer.text()]));
    }
  expect([...answers]).toHaveLength(1);
  expect([...answers][0]).toMatch(/^\[401,/);
  expect([...answers][0]).not.toMatch(/etag|last-modified|engine|fire|Page shut/i);
});

test("a visitor sees the gate and nothing else, is told of a wrong password, and reads on with the right one", async ({
  browser,
}) => {
  const page = await visitor(browser);
  await page.goto(`/status/shut/incidents/${incident.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Page shut is private");
  expect(await page.content()).not.toMatch(/engine|fire/i);
  await looksRight(page);
  await page.getByLabel("Password").fill("wrong horse");
  await page.getByRole("button", { name: "Open the page" }).click();
  await expect(page.getByRole("alert")).toHaveText("That is not the password. Check it and try again.");
  await looksRight(page);
  await page.getByLabel("Password").fill("correct horse");
  await page.getByRole("button", { name: "Open the page" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Engine on fire");
  await page.goto("/status/shut");
  await looksRight(page);

  const feed = (await page.locator("a[href*='history.atom']").getAttribute("href")) ?? "";
  expect(feed).toContain("?token=");
  const [withToken, without] = [
    await instance.get(feed),
    await instance.get(feed.replace(/token=./, "token=!")),
  ];
  expect(withToken.body).toContain("Engine on fire");
  expect(without.status).toBe(401);
  const elsewhere = await instance.get(feed.replace("history.atom", "api/v2/summary.json"));
  expect(elsewhere.status).toBe(401);
  await page.context().close();
});

test("a mailbox of the domain opens the page by a link from the outbox, once; another hears the same and gets none", async ({
  browser,
}) => {
  const page = await visitor(browser);
  for (const address of ["eve@other.example", "ana@acme.example"]) {
    await page.goto("/status/mail/history");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Page mail is private");
    await looksRight(page);
    await page.getByLabel("E-mail address").fill(address);
    await page.getByRole("button", { name: "Mail me a link" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look into your mailbox");
    await looksRight(page);
  }
  await followMail(page, "ana@acme.example", "Open Page mail", "Open the page");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Open Page mail");
  await looksRight(page);
  const link = page.url();
  await page.getByRole("button", { name: "Open the page" }).click();
  await expect(page).toHaveURL(/\/status\/mail\/history$/);
  await expect(page.getByRole("heading", { level: 1 })).not.toContainText("private");

  const other = await visitor(browser);
  await other.goto(link);
  await other.getByRole("button", { name: "Open the page" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("This link opens nothing any more");
  await looksRight(other);
  const { data } = await instance.api<{ data: unknown[] }>("GET", "/outbox?to=eve%40other.example");
  expect(data).toEqual([]);
  for (const each of [page, other]) await each.context().close();
});

test("members open a page with their own account; a stranger is asked to sign in, another organization's owner finds nothing", async ({
  browser,
}) => {
  const member = await owner.newPage();
  await member.goto("/status/staff");
  await expect(member.getByRole("heading", { level: 1 })).toHaveText("Page staff is private");
  await looksRight(member);
  await member.getByRole("link", { name: "Sign in as a member" }).click();
  await expect(member).toHaveURL(/\/status\/staff$/);
  await expect(member.getByText("Hidden engine").first()).toBeVisible();
  await member.close();

  const stranger = await visitor(browser);
  await stranger.goto("/status/staff");
  await stranger.getByRole("link", { name: "Sign in as a member" }).click();
  await expect(stranger).toHaveURL(/\/sign-in\?callbackUrl=%2Fstatus%2Fstaff%2Fenter%2Fmember/);
  await stranger.context().close();

  const words = ["org", "create", "--slug", "rival", "--name", "Rival", "--owner", "eve@rival.example"];
  const link = /https?:\S+/.exec(instance.run("lib/server/cli.ts", ...words))?.[0] ?? "";
  const rival = await signedIn(browser, link);
  const answer = await rival.request.get("/status/staff/enter/member");
  expect([answer.status(), await answer.text()]).toEqual([404, "Not found\n"]);
  await rival.close();
});

test("a page on its own domain: readers are sent there once it is proven, and its gate and passes are that host's", async ({
  browser,
}) => {
  const [page] = (await instance.api<{ data: { id: string; slug: string }[] }>("GET", "/pages?q=own")).data;
  await instance.api("PATCH", `/pages/${page?.id}`, { domain: "status.acme.example" });
  instance.run("test/e2e/prove-domain.ts", "own");
  const asked = { headers: { accept: "text/html" }, redirect: "manual" } as const;
  const sentTo = async () =>
    (await fetch(`${instance.baseURL}/status/own/history?x=1`, asked)).headers.get("location");
  await expect.poll(sentTo, { timeout: 30_000 }).toBe("https://status.acme.example/history?x=1");

  const proxy = await startTlsProxy(instance.baseURL);
  const executablePath = systemBrowser();
  const own = await browser.browserType().launch({
    args: ["--no-sandbox", `--host-resolver-rules=MAP status.acme.example:443 127.0.0.1:${proxy.port}`],
    ...(executablePath ? { executablePath } : {}),
  });
  const reader = await (await own.newContext({ ignoreHTTPSErrors: true })).newPage();
  await reader.goto(`${instance.baseURL}/status/own/history`);
  await expect(reader).toHaveURL("https://status.acme.example/enter?to=%2Fhistory");
  await looksRight(reader);
  await reader.getByLabel("Password").fill("correct horse");
  await reader.getByRole("button", { name: "Open the page" }).click();
  await expect(reader).toHaveURL("https://status.acme.example/history");
  await reader.goto("https://status.acme.example/");
  await expect(reader.getByText("Hidden engine").first()).toBeVisible();
  await looksRight(reader);
  const [pass] = await reader.context().cookies("https://status.acme.example/");
  expect(pass).toMatchObject({ name: "probity_page", httpOnly: true, secure: true, path: "/" });
  expect((await reader.goto("https://status.acme.example/acme/pages"))?.status()).toBe(404);
  await own.close();
  proxy.stop();
});

/** Last month one component failed for ten hours; a customer was promised it, and its statement is closed. */
async function customerWith(component: string, name: string): Promise<{ email: string; memo: string }> {
  const customer = await instance.api<Made>("POST", "/customers", { name });
  const email = `${name.toLowerCase()}@customers.example`;
  await instance.api("POST", `/customers/${customer.id}/contacts`, { name, email });
  const body = contractBody(customer.id, component, month, { settle_hours: 0 });
  const contract = await instance.api<Made>("POST", "/contracts", body);
  let ready: { id: string; status: string } | undefined;
  await expect
    .poll(
      async () => {
        const path = `/statements?contract_id=${contract.id}&status=ready`;
        [ready] = (await instance.api<{ data: { id: string; status: string }[] }>("GET", path)).data;
        return ready?.status;
      },
      { timeout: 30_000 },
    )
    .toBe("ready");
  const closed = await instance.api<{ credit_id: string }>("POST", `/statements/${ready?.id}/close`);
  await instance.api("POST", `/credits/${closed.credit_id}/approve`);
  const issued = await instance.api<{ memo: { number: string } }>(
    "POST",
    `/credits/${closed.credit_id}/issue`,
  );
  return { email, memo: issued.memo.number };
}

/** The first instant of the month before this one, in UTC. */
const month = (() => {
  const now = new Date();
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1);
})();

test("a customer's contact signs in on the page and sees its own components, standing, credits and papers; another's sees its own", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const component = await instance.api<Made>("POST", "/components", { name: "Promised part" });
  const at = (hours: number) => new Date(month + hours * 3_600_000).toISOString();
  const past = (from: number, to: number, state: string) => ({ from: at(from), to: at(to), state });
  await instance.api("POST", `/components/${component.id}/ledger/import`, {
    source: "text",
    entries: [past(0, 50, "operational"), past(50, 60, "major_outage"), past(60, 600, "operational")],
  });
  const [mine, theirs] = [
    await customerWith(component.id, "Northwind"),
    await customerWith(component.id, "Southwind"),
  ];
  await instance.api("POST", "/pages", { slug: "layered", name: "Layered", customer_layer: true });
  await expect
    .poll(async () => (await instance.get("/status/layered")).status, { timeout: 30_000 })
    .toBe(200);

  const page = await visitor(browser);
  await page.goto("/status/layered");
  await expect(page.locator("#me")).toBeHidden();
  await page.getByRole("link", { name: "Your services" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("See your own services");
  await looksRight(page);
  await page.getByLabel("E-mail address").fill(mine.email);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await followMail(page, mine.email, "Open Layered", "Open the page");
  await page.getByRole("button", { name: "Open the page" }).click();
  await expect(page).toHaveURL(/\/status\/layered\/me$/);
  await expect(page.getByText("this is for Northwind alone")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Promised part" })).toBeVisible();
  await expect(page.getByRole("row", { name: /99.9/ }).first()).toBeVisible();
  await expect(page.getByRole("rowheader", { name: mine.memo })).toBeVisible();
  expect(await page.content()).not.toMatch(new RegExp(`Southwind|${theirs.memo}`));
  await looksRight(page);
  for (const link of await page.getByRole("link", { name: /\(PDF\)/ }).all()) {
    const file = await page.request.get((await link.getAttribute("href")) ?? "");
    expect([file.status(), (await file.body()).subarray(0, 4).toString()]).toEqual([200, "%PDF"]);
    expect((await fetch(file.url())).status).toBe(404);
  }
  await page.goto("/status/layered");
  await expect(page.locator("#me")).toContainText(mine.memo);
  await looksRight(page);

  const other = await visitor(browser);
  await other.goto("/status/layered/enter?as=customer&to=/me");
  await other.getByLabel("E-mail address").fill(theirs.email);
  await other.getByRole("button", { name: "Mail me a link" }).click();
  await followMail(other, theirs.email, "Open Layered", "Open the page");
  await other.getByRole("button", { name: "Open the page" }).click();
  await expect(other.getByText("this is for Southwind alone")).toBeVisible();
  expect(await other.content()).not.toContain(mine.memo);
  const file = (await page.getByRole("link", { name: `${mine.memo} (PDF)` }).getAttribute("href")) ?? "";
  expect((await other.request.get(file)).status()).toBe(404);

  await other.getByRole("button", { name: "Sign out of this page" }).click();
  await expect(other).toHaveURL(/\/status\/layered$/);
  await other.goto("/status/layered/me");
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("See your own services");
  for (const each of [page, other]) await each.context().close();
});
