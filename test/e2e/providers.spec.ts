import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type FakeProvider, startFakeProvider } from "./fake-provider";
import { type Instance, startInstance } from "./instance";

// A component stands on a provider that fails: found by its address, tied, seen, judged, claimed.

let provider: FakeProvider;
let instance: Instance;
let page: Page;
let home = "";
let claim = "";

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  provider = await startFakeProvider();
  instance = await startInstance();
  page = await (await browser.newContext({ baseURL: instance.baseURL })).newPage();
  await page.goto(instance.signInLink);
  home = `${instance.baseURL}/acme`;
  await instance.api("POST", "/components", { name: "Checkout" });
});

test.afterAll(async () => {
  await page.context().close();
  await instance.stop();
  await provider.close();
});

test("a provider is found by its address, looked at, and tied to a component", async () => {
  await page.goto(`${home}/providers`);
  await expect(page.getByText("No component depends on a provider")).toBeVisible();
  await page.getByRole("link", { name: "Add a provider" }).click();
  await page.getByLabel("Address").fill(provider.url);
  await page.getByRole("button", { name: "Look at it" }).click();
  await expect(page.getByRole("status")).toContainText("2 components, 0 open incidents");
  await page.getByLabel("Component", { exact: true }).selectOption({ label: "Checkout" });
  await page.getByLabel("Name of the provider").fill("Fake Cloud");
  await page.getByLabel("Part of the provider").selectOption({ label: "Payments API: Operational" });
  await page.getByLabel("Effect on the component").selectOption("mirror");
  await page.getByRole("button", { name: "Add dependency" }).click();
  await expect(page.getByRole("heading", { name: "Fake Cloud", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Payments API" })).toBeVisible();
});

test("an address without a status document is refused beside its field", async () => {
  await page.goto(`${home}/providers/add`);
  await page.getByLabel("Address").fill(`${provider.url}/nothing.json`);
  await page.getByRole("button", { name: "Look at it" }).click();
  await expect(page.locator("#url-error")).toContainText("No status document was found");
});

test("what it says reaches the component, with its incident by both clocks", async () => {
  test.setTimeout(150_000);
  provider.say("major_outage", "Payments fail");
  await expect(async () => {
    await page.goto(`${home}/providers`);
    await page.getByRole("link", { name: "Fake Cloud" }).click();
    await expect(page.getByText("Payments fail")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 130_000 });
  await page.goto(`${home}/components`);
  await page.getByRole("link", { name: "Checkout" }).click();
  await expect(page.getByRole("region", { name: "Providers" })).toContainText("Outage");
});

test("the catalogue is searched, the graph is drawn and told as a table", async () => {
  await page.goto(`${home}/providers/catalogue?q=git`);
  await expect(page.getByRole("link", { name: "GitHub" })).toBeVisible();
  await page.goto(`${home}/providers/graph`);
  await expect(page.getByRole("img", { name: /2 things and 1 ties/ })).toBeVisible();
  await expect(page.getByRole("table", { name: "What stands on what" })).toContainText(
    "Fake Cloud: Payments API",
  );
});

test("what it promised is kept, and a month that is over is assessed", async () => {
  await page.goto(`${home}/providers/claims`);
  await page.getByRole("link", { name: "Add a contract with a provider" }).click();
  await page.waitForURL(/\/claims\/new$/);
  await page.getByLabel("Provider", { exact: true }).selectOption({ label: "Fake Cloud" });
  await page.getByLabel("Name of the contract").fill("Payments SLA");
  await page.getByLabel("Measured on").selectOption({ label: "Checkout" });
  const month = new Date();
  month.setUTCMonth(month.getUTCMonth() - 2, 1);
  await page.getByLabel("From", { exact: true }).fill(month.toISOString().slice(0, 10));
  await page.getByLabel("Fee a month").fill("1,000.00");
  await page.getByRole("button", { name: "Keep this contract" }).click();
  await expect(page.getByText("Fake Cloud, Payments SLA").first()).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("cell", { name: "Promise kept" }).first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  const table = page.getByRole("table", { name: "Claims" });
  claim = (await table.getByRole("link").first().getAttribute("href")) ?? "";
  await table.getByRole("link").first().click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Evidence pack" }).click();
  expect((await download).suggestedFilename()).toMatch(/^claim-clm_.*\.zip$/);
});

test("no screen of it has an accessibility fault, wide or narrow", async () => {
  test.setTimeout(120_000);
  await page.goto(`${home}/providers`);
  const detail = await page.getByRole("link", { name: "Fake Cloud" }).getAttribute("href");
  const paths = ["", "/catalogue", "/add", "/graph", "/claims", "/claims/new"].map(
    (path) => `/acme/providers${path}`,
  );
  for (const width of [1_440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of [...paths, claim, detail ?? "", `${detail}/readings`, `${detail}/readings/1`]) {
      await page.goto(instance.baseURL + path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect([path, width, violations.map(({ id }) => id)]).toEqual([path, width, []]);
      const overflows = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect([path, width, overflows]).toEqual([path, width, false]);
    }
  }
});
