import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type FreshOrganization, freshOrganization, makeComponent } from "./fresh-organization";

let organization: FreshOrganization;
let ledger = "";

const history = `from,to,state,reason
2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,operational,
2026-02-01T00:00:00Z,2026-02-01T01:00:00Z,major_outage,Database failover
2026-02-01T01:00:00Z,2026-03-01T00:00:00Z,operational,`;

test.beforeAll(async ({ browser, baseURL }) => {
  organization = await freshOrganization(browser, baseURL ?? "");
  const page = await organization.open(browser);
  await makeComponent(page, organization.slug, "Checkout");
  await page.goto(`/${organization.slug}/components`);
  await page.getByRole("link", { name: "Checkout" }).click();
  await page.waitForURL(/\/components\/cmp_/);
  const component = new URL(page.url()).pathname.split("/").at(-1);
  ledger = `/${organization.slug}/ledger/${component}`;
  await page.context().close();
});

async function fillCorrection(page: Page): Promise<void> {
  await page.goto(`${ledger}/correct`);
  await page.getByLabel("From").fill("2026-02-01T00:00:00");
  await page.getByLabel("Until").fill("2026-02-01T01:00:00");
  await page.getByLabel("State").selectOption("operational");
  await page.getByLabel("Reason").fill("The probe was at fault");
}

test("history is pasted, and a mistake is told by its line with nothing written", async ({ browser }) => {
  const page = await organization.open(browser, { timezoneId: "UTC" });
  await page.goto(`${ledger}/import`);
  await page.getByLabel("Source").fill("The former status page");
  await page.getByLabel("Stretches of time").fill(history.replace("major_outage", "broken"));
  await page.getByRole("button", { name: "Import history" }).click();
  await expect(page.getByText("Line 3, state: must be one of")).toBeVisible();
  await page.getByLabel("Stretches of time").fill(history);
  await page.getByRole("button", { name: "Import history" }).click();
  await page.waitForURL(/\/ledger\/cmp_\w+$/);
  await expect(page.getByText("The chain has 3 entries.")).toBeVisible();
  await page.context().close();
});

test("a correction shows its effect before it is written, and what it covers stays readable", async ({
  browser,
}) => {
  const page = await organization.open(browser, { timezoneId: "UTC" });
  await fillCorrection(page);
  await expect(page.getByRole("button", { name: "Write the correction" })).toHaveCount(0);
  await page.getByRole("button", { name: "Preview the effect" }).click();
  const effect = page.getByRole("region", { name: "Effect of the correction" });
  await expect(effect.getByRole("row", { name: /2026-02/ })).toContainText("100.000000");
  await page.getByRole("button", { name: "Write the correction" }).click();
  await page.waitForURL(/seq=4/);
  await expect(
    page.getByText("Its text gives its hash, and it follows from the entry before."),
  ).toBeVisible();
  await expect(page.getByText("The probe was at fault")).toBeVisible();
  await page.getByRole("link", { name: "#2", exact: true }).click();
  await expect(page.getByText('"state":"major_outage"')).toBeVisible();
  await page.context().close();
});

test("the chain verifies on demand, with and without JavaScript", async ({ browser }) => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await organization.open(browser, { javaScriptEnabled });
    await page.goto(ledger);
    await page.getByRole("button", { name: "Verify now" }).click();
    await expect(page.getByText("Verified: everything is as it was written")).toBeVisible();
    await page.context().close();
  }
});

test("as of a moment before anything was recorded, nothing is known", async ({ browser }) => {
  const page = await organization.open(browser, { timezoneId: "UTC" });
  await page.goto(`${ledger}?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z`);
  await expect(page.getByText("Uptime100.000000 %")).toBeVisible();
  await page.goto(`${ledger}?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z&as_of=2026-03-02T00:00:00Z`);
  await expect(page.getByText("The past is shown as it was known then")).toBeVisible();
  await expect(page.getByText("UptimeNo data")).toBeVisible();
  await page.context().close();
});

test("everything is reached by keys alone: skip link, palette, list, row", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await organization.open(browser);
  await page.goto(`/${organization.slug}`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  const palette = page.getByRole("dialog", { name: "Find or do" });
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(palette).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.keyboard.type("check");
  // A development server builds the search's route at its first call.
  await expect(page.getByRole("option", { name: "Checkout" })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("ledg");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/ledger$/);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/ledger\/cmp_/);
  await page.context().close();
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [390, 1440])
    test(`Now, components and ledger have no WCAG 2.2 AA fault and do not scroll sideways: ${colorScheme}, ${width} px`, async ({
      browser,
    }) => {
      test.setTimeout(120_000);
      const page = await organization.open(browser, { colorScheme, viewport: { width, height: 900 } });
      const home = `/${organization.slug}`;
      const component = ledger.replace("/ledger/", "/components/");
      const paths = [home, `${home}/components`, `${home}/components/new`, component, `${component}/edit`];
      for (const path of [
        ...paths,
        `${home}/ledger`,
        `${ledger}?seq=2`,
        `${ledger}/correct`,
        `${ledger}/import`,
      ]) {
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
