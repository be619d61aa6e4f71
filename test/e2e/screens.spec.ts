import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, expect, type Page, test } from "@playwright/test";
import { type FreshOrganization, freshOrganization, makeComponent } from "./fresh-organization";

// One organization before its first component and one in the middle of an outage: every screen of both.

let empty: FreshOrganization;
let shop: FreshOrganization;
let component = "";
let monitor = "";
let statusPage = "";

test.beforeAll(async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  empty = await freshOrganization(browser, baseURL ?? "");
  shop = await freshOrganization(browser, baseURL ?? "");
  const page = await shop.open(browser, { timezoneId: "UTC" });
  component = await makeComponent(page, shop.slug, "Checkout");
  statusPage = await makePage(page);
  await importHistory(page);
  await correctIt(page);
  monitor = await breakIt(page);
  await expect(async () => {
    await page.goto(`/${shop.slug}`);
    await expect(page.getByRole("heading", { name: "Checkout is down", level: 1 })).toBeVisible({
      timeout: 1_000,
    });
    await page.goto(`/status/${shop.slug}`);
    await expect(page.getByRole("heading", { name: /Checkout has been down since/ })).toBeVisible({
      timeout: 1_000,
    });
  }).toPass({ timeout: 60_000 });
  await verifyIt(page);
  await page.context().close();
});

async function makePage(page: Page): Promise<string> {
  await page.goto(`/${shop.slug}/pages/new`);
  await page.getByLabel("Name", { exact: true }).fill("Shop");
  await page.getByLabel("Slug").fill(shop.slug);
  await page.getByRole("button", { name: "Create and publish" }).click();
  await page.waitForURL(/\/pages\/pag_/);
  return new URL(page.url()).pathname;
}

async function importHistory(page: Page): Promise<void> {
  await page.goto(`/${shop.slug}/ledger/${component}/import`);
  await page.getByLabel("Source").fill("The former status page");
  await page
    .getByLabel("Stretches of time")
    .fill("from,to,state,reason\n2026-01-01T00:00:00Z,2026-03-01T00:00:00Z,operational,");
  await page.getByRole("button", { name: "Import history" }).click();
  await page.waitForURL(/\/ledger\/cmp_\w+$/);
}

async function correctIt(page: Page): Promise<void> {
  await page.goto(`/${shop.slug}/ledger/${component}/correct`);
  await page.getByLabel("From").fill("2026-02-01T00:00:00");
  await page.getByLabel("Until").fill("2026-02-01T01:00:00");
  await page.getByLabel("State").selectOption("partial_outage");
  await page.getByLabel("Reason").fill("Found in the gateway's log");
  await page.getByRole("button", { name: "Preview the effect" }).click();
  await page.getByRole("button", { name: "Write the correction" }).click();
  await page.waitForURL(/seq=2/);
}

/** A monitor that fails from its first run on: its target is an address nobody may ask. */
async function breakIt(page: Page): Promise<string> {
  await page.goto(`/${shop.slug}/monitors/new`);
  await page.getByLabel("Component", { exact: true }).selectOption({ label: "Checkout" });
  await page.getByLabel("Name", { exact: true }).fill("Checkout answers");
  await page.getByLabel("Target").fill("http://10.0.0.1/");
  await page.getByLabel("Interval (seconds)").fill("10");
  await page.getByLabel("Failures in a row").fill("1");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await page.waitForURL(/\/monitors\/mon_/);
  return new URL(page.url()).pathname;
}

/** Verifies the chain and takes it along, which seals a checkpoint over it. */
async function verifyIt(page: Page): Promise<void> {
  await page.goto(`/${shop.slug}/ledger/${component}`);
  await page.getByRole("button", { name: "Verify now" }).click();
  await expect(page.getByText("Verified: everything is as it was written")).toBeVisible();
  const taken = await page.request.get(`/${shop.slug}/ledger/${component}/export.ndjson`);
  expect(taken.ok()).toBe(true);
}

function screensOf({ slug }: FreshOrganization): string[] {
  const home = `/${slug}`;
  return [
    ...["", "/components", "/components/new", "/monitors", "/monitors/new", "/pages", "/pages/new"],
    ...[
      "/notices",
      "/notices/suppressions",
      "/ledger",
      "/audit",
      "/settings/members",
      "/settings/invitations",
    ],
    ...["/settings/api-keys", "/settings/organization"],
  ].map((path) => home + path);
}

function screens(): string[] {
  const [ofComponent, chain] = ["components", "ledger"].map((room) => `/${shop.slug}/${room}/${component}`);
  return [
    ...screensOf(empty),
    ...screensOf(shop),
    ...[`${ofComponent}`, `${ofComponent}/edit`],
    ...[monitor, `${monitor}/outcomes`, `${monitor}/history`, `${monitor}/edit`],
    ...[statusPage, `${statusPage}/edit`],
    ...[`${chain}`, `${chain}?seq=2`, `${chain}/correct`, `${chain}/import`],
    ...[`/status/${shop.slug}`, `/outbox?organization=${shop.slug}`],
    ...["/sign-in/sent", "/sign-in/error", "/sign-out"],
  ];
}

/** What leads nowhere: its own answer is 404, and nothing else may be amiss. */
function deadEnds(): string[] {
  return ["/nowhere", `/${shop.slug}/nothing`, `/${shop.slug}/components/cmp_0`, "/status/nowhere-at-all"];
}

/** Opens a page that keeps all a browser complains of. */
async function listening(browser: Browser, options: BrowserContextOptions) {
  const page = await shop.open(browser, options);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      complaints.push(`${page.url()}: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
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

for (const [colorScheme, width] of [
  ["light", 1440],
  ["dark", 390],
] as const)
  test(`no screen, empty or in an outage, has an error in the console or a WCAG 2.2 AA fault: ${colorScheme}, ${width} px`, async ({
    browser,
  }) => {
    test.setTimeout(300_000);
    const { page, complaints } = await listening(browser, { colorScheme, viewport: { width, height: 900 } });
    const member = await empty.open(browser, { colorScheme, viewport: { width, height: 900 } });
    const ofEmpty = await member.context().storageState();
    await member.context().close();
    const shopCookies = await page.context().cookies();
    for (const path of screens()) {
      await page.context().clearCookies();
      await page.context().addCookies(path.startsWith(`/${empty.slug}`) ? ofEmpty.cookies : shopCookies);
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(200);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await faultsOf(page)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

test("what leads nowhere says so, with a title, a way on and nothing else amiss", async ({ browser }) => {
  const { page, complaints } = await listening(browser, {});
  for (const path of deadEnds()) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expect(page).toHaveTitle(/\S/);
    await expect(page.getByRole("heading").first()).toBeVisible();
    expect(await faultsOf(page)).toEqual([]);
  }
  const others = complaints.filter(
    (complaint) =>
      !deadEnds().some((path) => complaint.includes(`404 (Not Found) (`) && complaint.endsWith(`${path})`)),
  );
  expect(others).toEqual([]);
  await page.context().close();
});

test("the evidence goes down to a signed checkpoint, and the outage stands in the chart", async ({
  browser,
}) => {
  const page = await shop.open(browser);
  await page.goto(`/${shop.slug}/ledger/${component}?seq=2`);
  await expect(page.getByText(/Checkpoint #\d+ names/)).toBeVisible();
  await expect(page.getByText("The checkpoint is signed:")).toBeVisible();
  await page.goto(`${monitor}?window=1h`);
  await expect(page.getByRole("listitem").filter({ hasText: /^Failed runs$/ })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: /^Outage$/ })).toBeVisible();
  await page.context().close();
});

test("without JavaScript every screen says what it says, and a destructive act asks and is done", async ({
  browser,
}) => {
  const page = await shop.open(browser, { javaScriptEnabled: false });
  await page.goto(`/${shop.slug}`);
  await expect(page.getByRole("heading", { name: "Checkout is down" })).toBeVisible();
  await page.goto(`/${shop.slug}/ledger/${component}?seq=2`);
  await expect(page.getByText("The checkpoint is signed:")).toBeVisible();
  await page.goto(`/${shop.slug}/components/${component}`);
  await expect(page.getByRole("table", { name: "Uptime and time in each state" })).toBeVisible();
  await page.goto(monitor);
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /archive/i })
    .click();
  await page.waitForURL(/\/monitors(\?|$)/);
  await page.goto(monitor);
  await expect(page.getByText("Archived", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Archive", exact: true })).toHaveCount(0);
  await page.context().close();
});
