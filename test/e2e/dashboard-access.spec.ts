import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type FreshOrganization, freshOrganization, makeComponent } from "./fresh-organization";
import { pressUntilFocused } from "./keys";

let organization: FreshOrganization;
const screens: string[] = [];

test.beforeAll(async ({ browser, baseURL }) => {
  organization = await freshOrganization(browser, baseURL ?? "");
  const page = await organization.open(browser);
  await makeComponent(page, organization.slug, "Checkout");
  const monitor = await makeMonitor(page);
  const statusPage = await makePage(page);
  const home = `/${organization.slug}`;
  screens.push(
    ...["/monitors", "/monitors/new", "/pages", "/pages/new", "/audit"].map((path) => home + path),
    ...["members", "invitations", "api-keys", "organization"].map((view) => `${home}/settings/${view}`),
    ...[
      monitor,
      `${monitor}/outcomes`,
      `${monitor}/history`,
      `${monitor}/edit`,
      statusPage,
      `${statusPage}/edit`,
    ],
  );
  await page.context().close();
});

async function makeMonitor(page: Page): Promise<string> {
  await page.goto(`/${organization.slug}/monitors/new`);
  await page.getByLabel("Name", { exact: true }).fill("Checkout answers");
  await page.getByLabel("Target").fill("http://10.0.0.1/");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await page.waitForURL(/\/monitors\/mon_/);
  await page.getByRole("button", { name: "Run now" }).click();
  await expect(page.getByText("Private address").first()).toBeVisible();
  return new URL(page.url()).pathname;
}

async function makePage(page: Page): Promise<string> {
  await page.goto(`/${organization.slug}/pages/new`);
  await page.getByLabel("Name", { exact: true }).fill("Status");
  await page.getByLabel("Slug").fill(organization.slug);
  await page.getByRole("button", { name: "Create and publish" }).click();
  await page.waitForURL(/\/pages\/pag_/);
  return new URL(page.url()).pathname;
}

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [390, 1440])
    test(`no screen has a WCAG 2.2 AA fault or scrolls sideways: ${colorScheme}, ${width} px`, async ({
      browser,
    }) => {
      test.setTimeout(240_000);
      const page = await organization.open(browser, { colorScheme, viewport: { width, height: 900 } });
      for (const path of screens) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        const { violations } = await new AxeBuilder({ page })
          .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
          .analyze();
        expect(violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html}`)).toEqual([]);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, path).toBeLessThanOrEqual(0);
      }
      await page.context().close();
    });

test("no style attribute and no foreign script is in the markup of any screen", async ({ browser }) => {
  const page = await organization.open(browser);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) complaints.push(message.text());
  });
  for (const path of screens) await page.goto(path);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("the list is walked, searched and opened by keys alone", async ({ browser }) => {
  const page = await organization.open(browser);
  await page.goto(`/${organization.slug}/monitors`);
  await pressUntilFocused(page, "/", page.locator("input[data-search]"));
  await page.keyboard.type("nothing like it");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No monitor matches")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("link", { name: "Checkout answers" })).toBeVisible();
  await pressUntilFocused(page, "j", page.getByRole("link", { name: "Checkout answers" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Checkout answers", level: 1 })).toBeVisible();
  await page.context().close();
});
