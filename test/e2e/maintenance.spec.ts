import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type FreshOrganization, freshOrganization, makeComponent } from "./fresh-organization";

let organization: FreshOrganization;
let page: Page;

test.beforeAll(async ({ browser, baseURL }) => {
  organization = await freshOrganization(browser, baseURL ?? "");
  page = await organization.open(browser, { timezoneId: "Europe/Berlin" });
});
test.afterAll(() => page.context().close());
test.describe.configure({ mode: "serial" });

const path = (rest = "") => `/${organization.slug}/maintenance${rest}`;

/** Both widths a person works at, without a finding and without a sideways scroll. */
async function isSound(): Promise<void> {
  for (const width of [390, 1_440]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
}

test("an empty list says what maintenance is for and how to begin", async () => {
  await makeComponent(page, organization.slug, "Checkout");
  await page.goto(path());
  await expect(page.getByText("Nothing is planned")).toBeVisible();
  await isSound();
});

test("while a recurring window is typed, its next occurrences are seen, an hour shorter where the clock changes", async () => {
  await page.getByRole("link", { name: "Plan maintenance" }).first().click();
  await expect(page.getByRole("heading", { name: "Plan maintenance", level: 1 })).toBeVisible();
  await page.getByLabel("Title").fill("Database upgrade");
  await page.getByLabel("Text (optional)").fill("We move to **new** machines.");
  await page.getByRole("checkbox", { name: "Checkout" }).check();
  await page.getByLabel("From").fill("2027-01-31T01:00");
  await page.getByLabel("Until", { exact: true }).fill("2027-01-31T03:00");
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByLabel("Repeats", { exact: true }).selectOption("monthly_last");
  const next = page.getByRole("list", { name: "Next occurrences" }).getByRole("listitem");
  await expect(next).toHaveCount(6);
  await expect(next.first()).toContainText("· 2 h");
  await expect(next.nth(2)).toContainText("28 Mar");
  await expect(next.nth(2)).toContainText("· 1 h");
  await expect(page.getByText("Announced now, the notice is")).toBeVisible();
  await expect(page.getByText("No contract covers these components then.")).toBeVisible();
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByText("Database upgrade").first()).toBeVisible();
  await expect(preview.locator("strong", { hasText: "new" })).toBeVisible();
  await expect(preview.getByText("The mail will say")).toBeVisible();
  await isSound();
});

test("what cannot be is said beside its field, and nothing is announced", async () => {
  await expect(page.getByLabel("Title")).toHaveValue("Database upgrade");
  await page.getByLabel("Until", { exact: true }).fill("2027-01-30T03:00");
  await page.getByRole("button", { name: "Announce" }).click();
  await expect(page.locator("#to-error")).toContainText("The end must be after the start.");
  await expect(page.getByLabel("Title")).toHaveValue("Database upgrade");
  await page.getByLabel("Until", { exact: true }).fill("2027-01-31T03:00");
  await page.getByRole("button", { name: "Announce" }).click();
  await expect(page.getByRole("heading", { name: "Database upgrade", level: 1 })).toBeVisible();
  await expect(page.locator("strong", { hasText: "new" })).toBeVisible();
  await isSound();
});

test("the calendar shows every occurrence in the month it lies in", async () => {
  await page.goto(path("/calendar?month=2027-03"));
  await expect(page.getByRole("link", { name: /Database upgrade/ })).toHaveCount(1);
  await isSound();
  await page.getByRole("link", { name: /Database upgrade/ }).click();
});

test("it begins, is told of, extended and completed, and the component shows it meanwhile", async () => {
  await page.getByRole("button", { name: "Start now" }).click();
  await expect(page.getByText("In progress").first()).toBeVisible();
  await page.getByLabel("How it goes").fill("The first half is done.");
  await page.getByLabel("Status").selectOption("verifying");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("The first half is done.")).toBeVisible();
  await page.getByRole("button", { name: "Extend" }).click();
  await page.getByLabel("New end").fill("2027-01-31T05:00");
  await page.getByRole("button", { name: "Announce the new end" }).click();
  await expect(page.getByText("· 4 h").first()).toBeVisible();
  await isSound();
  const detail = page.url();
  await page.getByRole("link", { name: "Checkout" }).click();
  await expect(page.getByText("Maintenance").first()).toBeVisible();
  await page.goto(detail);
  await page.getByRole("button", { name: "Complete now" }).click();
  await expect(page.getByText("28 Feb").first()).toBeVisible();
});

test("one occurrence is left out, then all of it is called off, and both stay on record", async () => {
  await page.getByRole("button", { name: "Leave one out" }).click();
  await page.getByRole("button", { name: "Leave it out" }).click();
  await expect(page.getByText("It was called off.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel it" }).click();
  await page.getByRole("button", { name: "Cancel maintenance" }).click();
  await expect(page.getByText("Cancelled").first()).toBeVisible();
  await page.goto(path("?when=past"));
  await expect(page.getByRole("link", { name: "Database upgrade" })).toBeVisible();
  await isSound();
});
