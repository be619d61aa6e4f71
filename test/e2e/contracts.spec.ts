import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type FreshOrganization, freshOrganization, makeComponent } from "./fresh-organization";

let organization: FreshOrganization;
let page: Page;
let contract: string;
const home = (path: string) => `/${organization.slug}${path}`;

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser, baseURL }) => {
  organization = await freshOrganization(browser, baseURL ?? "");
  page = await organization.open(browser);
  await makeComponent(page, organization.slug, "Checkout");
  await makeComponent(page, organization.slug, "Search");
});
test.afterAll(() => page.context().close());

const plainWords = () => page.getByRole("region", { name: "Promise 1 in plain words" });
const underLedger = () => page.getByRole("region", { name: "Promise 1 under the real ledger" });

test("a customer is made, changed, and archived after saying what goes and what stays", async () => {
  await page.goto(home("/customers"));
  await expect(page.getByText("No customer yet")).toBeVisible();
  await page.getByRole("link", { name: "New customer" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Contoso");
  await page.getByLabel("E-mail").fill("nobody");
  await page.getByRole("button", { name: "Create customer" }).click();
  await expect(page.locator("#email-error")).toHaveText("must be an e-mail address");
  await page.getByLabel("E-mail").fill("ap@contoso.example");
  await page.getByLabel("Number in your accounts").fill("C-7");
  await page.getByRole("button", { name: "Create customer" }).click();
  await page.waitForURL(/\/customers\/cus_/);
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await page.getByLabel("Tax number").fill("DE811111");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("DE811111")).toBeVisible();
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("dialog")).toContainText("No contract is in force any more");
  await page.getByRole("button", { name: "Archive Contoso" }).click();
  await expect(page.getByText("Archived", { exact: true })).toBeVisible();
});

test("a template becomes a contract: the sentence grows, the ledger answers, wrong numbers are named", async () => {
  await page.goto(home("/customers/new"));
  await page.getByLabel("Name", { exact: true }).fill("Northwind");
  await page.getByRole("button", { name: "Create customer" }).click();
  await page.waitForURL(/\/customers\/cus_/);
  await page.getByRole("link", { name: "New contract" }).first().click();
  await page.waitForURL(/\/contracts\/new/);
  await page.getByLabel("Begin from a published SLA").selectOption({ label: "VMware on OVHcloud" });
  await expect(page.getByText("Check it against your contract")).toBeVisible();
  await expect(page.getByRole("link", { name: /us\.ovhcloud\.com/ })).toBeVisible();
  await expect(plainWords()).toContainText("works at least 99.95 % of each calendar month");
  await page.getByLabel("Service", { exact: true }).fill("Shop");
  await page.getByLabel("Checkout").check();
  await page.getByLabel("Search").check();
  await expect(plainWords()).toContainText("Shop works at least 99.95 %");
  await expect(plainWords()).toContainText("any of Checkout or Search");
  await expect(plainWords()).toContainText("outages of up to 3 minutes forgiven");
  await page.getByLabel("Fee", { exact: true }).fill("-5");
  await expect(page.locator('[id="commitments.0.fees.amount_minor-error"]')).toHaveText("must be at least 0");
  await page.getByLabel("Fee", { exact: true }).fill("1,250.50");
  await expect(plainWords()).toContainText("10 % of the fee of USD 1,250.50, below 99 % 30 %");
  await expect(underLedger().getByRole("row")).toHaveCount(4);
  await expect(underLedger()).toContainText("0 of 3 periods broken");
  await page.getByLabel("Target, percent").fill("99.99");
  await expect(plainWords()).toContainText("the mildest tier ends at 99.95, the target is 99.99");
  await page.getByLabel("Target, percent").fill("99.95");
  await page.getByRole("button", { name: "Create contract" }).click();
  await expect(page.getByRole("alert").first()).toContainText("Name must not be empty");
  await page.getByLabel("Name", { exact: true }).fill("Gold");
  await page.getByRole("button", { name: "Create contract" }).click();
  await page.waitForURL(/\/contracts\/ctr_/);
  contract = new URL(page.url()).pathname;
  await expect(page.getByText("Shop works at least 99.95 %").first()).toBeVisible();
});

test("an error-rate promise says whose counts it takes", async () => {
  await page.goto(home("/contracts/new"));
  await page
    .getByLabel("Uptime is measured as")
    .selectOption({ label: "Mean error rate of every interval, as S3 does" });
  await page.getByLabel("Requests are counted by").selectOption({ label: "Our own checks" });
  await page.getByLabel("Checkout").check();
  await expect(plainWords()).toContainText(
    "mean error rate of every 5 minutes, from our own checks of Checkout",
  );
  await page.getByLabel("Requests are counted by").selectOption({ label: "Counts reported through the API" });
  await expect(plainWords()).toContainText("from the request counts reported for Checkout");
});

test("a contract may rest, and its fee be without what else is billed", async () => {
  await page.goto(home("/contracts/new"));
  await page.getByLabel("one-time charges").check();
  await expect(plainWords()).toContainText("without one-time charges");
  await page.locator("summary", { hasText: "Suspensions" }).click();
  await page.getByRole("button", { name: "Add a suspension" }).click();
  await page.getByLabel("First day suspended").fill("2099-03-09");
  await page.getByLabel("Last day suspended").fill("2099-03-15");
  await expect(plainWords()).toContainText("the contract rests from 2099-03-09 to 2099-03-15");
});

test("an amendment is a new version from its day on; the old one stays readable", async () => {
  await page.goto(contract);
  await page.getByRole("link", { name: "Amend Shop" }).click();
  await page.waitForURL(/\/amend/);
  await page.getByLabel("First day of the new terms").fill("2020-01-01");
  await page.getByRole("button", { name: "Write the amendment" }).click();
  await expect(page.getByText(/must be after the contract's start/).first()).toBeVisible();
  await page.getByLabel("First day of the new terms").fill("2099-01-01");
  await page.getByLabel("Target, percent").fill("99.5");
  await page.getByLabel("Reason").fill("Renewal");
  await expect(plainWords()).toContainText("at least 99.5 %");
  await page.getByRole("button", { name: "Write the amendment" }).click();
  await expect(page.getByText(/the mildest tier ends at 99.95, the target is 99.5/).first()).toBeVisible();
  await page.getByLabel("Percent", { exact: true }).first().fill("99.5");
  await page.getByRole("button", { name: "Write the amendment" }).click();
  await page.waitForURL((url) => url.pathname === contract);
  const versions = page.getByRole("list", { name: "Versions of Shop" });
  await expect(versions.getByRole("listitem")).toHaveCount(2);
  await expect(versions).toContainText("Version 2, from 1 Jan 2099");
  await expect(versions).toContainText("Version 1, in force since");
});

test("a clone takes the newest terms, and an end names what goes and what stays", async () => {
  await page.goto(contract);
  await page.getByRole("button", { name: "Clone" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Silver");
  await page.getByRole("button", { name: "Create the copy" }).click();
  await expect(page.getByRole("heading", { name: "Silver", level: 1 })).toBeVisible();
  await expect(page.getByText("at least 99.5 %").first()).toBeVisible();
  await page.getByRole("button", { name: "End", exact: true }).click();
  await expect(page.getByRole("dialog")).toContainText(
    "Closed statements, credits and every version of the terms stay",
  );
  await page.getByRole("dialog").getByLabel("Last day").fill("2020-01-01");
  await page.getByRole("button", { name: "End the contract" }).click();
  await expect(page.locator("#last_day-error")).toHaveText("must be after the contract starts");
  await page.getByRole("dialog").getByLabel("Last day").fill("2098-12-31");
  await page.getByRole("button", { name: "End the contract" }).click();
  await expect(page.getByText("– 31 Dec 2098")).toBeVisible();
});

test("contracts are found by the customer's name and through the palette", async () => {
  await page.goto(home("/contracts?q=northwind"));
  await expect(page.getByRole("link", { name: "Gold" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /^Find a component/ }).fill("silver");
  await expect(page.getByRole("option", { name: /Silver/ })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [390, 1440])
    test(`no screen has a WCAG fault or scrolls sideways: ${colorScheme}, ${width} px`, async ({
      browser,
    }) => {
      const other = await organization.open(browser, { colorScheme, viewport: { width, height: 900 } });
      const paths = ["/customers", "/customers/new", "/contracts", "/contracts/new"].map(home);
      for (const path of [...paths, contract, `${contract}/amend`]) {
        await other.goto(path);
        await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
        await other.evaluate(() => {
          for (const part of document.querySelectorAll("main details")) part.setAttribute("open", "");
        });
        const { violations } = await new AxeBuilder({ page: other })
          .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
          .analyze();
        expect(violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html}`)).toEqual([]);
        const over = await other.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, path).toBeLessThanOrEqual(0);
      }
      await other.context().close();
    });
