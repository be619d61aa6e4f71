import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { freshOrganization } from "./fresh-organization";

async function expectAccessible(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
}

test("what was told can be followed to each recipient, and an address that wants nothing gets nothing", async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const { slug, open } = await freshOrganization(browser, baseURL ?? "");
  const page = await open(browser);
  await page.goto(`/${slug}/settings/invitations`);
  await page.getByLabel("Address").fill(`ana@${slug}.example`);
  await page.getByRole("button", { name: /invite/i }).click();
  await expect(page.getByText(`ana@${slug}.example`).first()).toBeVisible();

  const row = page.getByRole("row", { name: /Invitation/ }).first();
  await expect(async () => {
    await page.goto(`/${slug}/notices`);
    await expect(row).toContainText("1 of 1", { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await expectAccessible(page);
  await row.getByRole("link", { name: "Invitation" }).click();
  await expect(page.getByRole("heading", { name: "Invitation", level: 1 })).toBeVisible();
  const recipients = page.getByRole("table", { name: "Recipients" });
  await expect(recipients.getByRole("row").nth(1)).toContainText("Handed over");
  await expectAccessible(page);

  await page.goto(`/${slug}/notices/suppressions`);
  await page.getByRole("button", { name: "Suppress an address" }).click();
  const asked = page.getByRole("dialog");
  await asked.getByLabel("E-mail address").fill("stop@example.test");
  await asked.getByLabel("Why").fill("Asked us by phone");
  await asked.getByRole("button", { name: "Suppress", exact: true }).click();
  const held = page.getByRole("row", { name: /stop@example\.test/ });
  await expect(held).toContainText("Forbidden by a person");
  await page.reload();
  await expectAccessible(page);
  await held.getByRole("button", { name: "Lift" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Lift" }).click();
  await expect(page.getByText("Nobody is suppressed")).toBeVisible();
  await page.context().close();
});
