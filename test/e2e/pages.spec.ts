import { expect, type Page, test } from "@playwright/test";
import { type FreshOrganization, freshOrganization, makeComponent } from "./fresh-organization";

let organization: FreshOrganization;
let page: Page;

test.beforeAll(async ({ browser, baseURL }) => {
  organization = await freshOrganization(browser, baseURL ?? "");
  page = await organization.open(browser);
});
test.afterAll(() => page.context().close());
test.describe.configure({ mode: "serial" });

test("a page shows the chosen components in the chosen order and is published at once", async () => {
  for (const name of ["Shop", "Search", "Office"]) await makeComponent(page, organization.slug, name);
  await page.goto(`/${organization.slug}/pages`);
  await expect(page.getByText("Nobody can look yet")).toBeVisible();
  await page.getByRole("link", { name: "New page" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Our status");
  await page.getByLabel("Slug").fill(organization.slug);
  await page.getByRole("radio", { name: "The ones chosen here" }).check();
  await page.getByRole("checkbox", { name: "Shop" }).check();
  await page.getByRole("checkbox", { name: "Search" }).check();
  await page.getByLabel("Name of Search on the page").fill("Finding things");
  await page.getByRole("button", { name: "Move Search up" }).click();
  await page.getByRole("button", { name: "Create and publish" }).click();
  await expect(page.getByRole("heading", { name: "Our status", level: 1 })).toBeVisible();
  await expect(page.locator("a[data-row]")).toHaveText(["Finding things", "Shop"]);
  await expect
    .poll(async () => (await page.request.get(`/status/${organization.slug}`)).status(), { timeout: 20_000 })
    .toBe(200);
  const bytes = await (await page.request.get(`/status/${organization.slug}`)).text();
  expect(bytes).toContain("Finding things");
  expect(bytes).not.toContain("Office");
});

test("a taken slug is said beside its field", async () => {
  await page.goto(`/${organization.slug}/pages/new`);
  await page.getByLabel("Name", { exact: true }).fill("Another");
  await page.getByLabel("Slug").fill(organization.slug);
  await page.getByRole("button", { name: "Create and publish" }).click();
  await expect(page.locator("#slug-error")).toContainText("is taken");
});

test("the ledger of a component on the page can be taken along", async () => {
  await page.goto(`/${organization.slug}/pages`);
  await page.getByRole("link", { name: "Our status" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "ndjson of Shop" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.ndjson$/);
});

test("archiving says what ends, and the address answers no more", async () => {
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("dialog")).toContainText("Its components stay, and so does their ledger.");
  await page.getByRole("button", { name: "Archive page" }).click();
  await expect(page.getByText("Nobody can look yet")).toBeVisible();
  await expect
    .poll(async () => (await page.request.get(`/status/${organization.slug}`)).status(), { timeout: 20_000 })
    .toBe(404);
});
