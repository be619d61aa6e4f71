import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type FreshOrganization, freshOrganization, makeComponent } from "./fresh-organization";

// Each part of a page's form, and its effect on the page that readers see.

const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
let organization: FreshOrganization;
let page: Page;

test.describe.configure({ mode: "serial", timeout: 240_000 });

test.beforeAll(async ({ browser, baseURL }) => {
  organization = await freshOrganization(browser, baseURL ?? "");
  page = await organization.open(browser);
  for (const name of ["Shop", "Search", "Office"]) await makeComponent(page, organization.slug, name);
  await page.goto(`/${organization.slug}/pages/new`);
  await page.getByLabel("Name", { exact: true }).fill("Our status");
  await page.getByLabel("Slug").fill(organization.slug);
  await page.getByRole("button", { name: "Create and publish" }).click();
  await page.waitForURL(/\/pages\/pag_/);
});
test.afterAll(() => page.context().close());

const save = () => page.getByRole("button", { name: "Save and publish" }).click();

async function edit(): Promise<void> {
  await page.goto(`/${organization.slug}/pages`);
  await page.getByRole("row").getByRole("link").first().click();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page.getByRole("link", { name: "See it as it is" })).toHaveAttribute(
    "href",
    `/status/${organization.slug}`,
  );
}

test("what is wrong is said at its field, and the first such field has the focus", async () => {
  await edit();
  await page.getByLabel("Own domain").fill("https://status.example.com/");
  await page.getByLabel("Time zone").fill("Mars/Phobos");
  await page.getByLabel("Text, light").fill("red");
  await page.getByLabel("Own CSS").fill("body { display: none }");
  await page
    .getByLabel("Logo")
    .setInputFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from("no") });
  await save();
  await expect(page.locator("#domain-error")).toContainText("without scheme, port or path");
  await expect(page.locator("#timezone-error")).toContainText("IANA time zone");
  await expect(page.locator("[id='theme.light.ink-error']")).toBeVisible();
  await expect(page.locator("[id='theme.logo-error']")).toBeVisible();
  await expect(page.locator("[id='theme.css-error']")).toContainText('has the selector "body"');
  await expect(page.getByLabel("Own domain")).toBeFocused();
  await expect(page.getByLabel("Time zone")).toHaveValue("Mars/Phobos");
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});

test("colours that cannot be read are told of while they are typed", async () => {
  await edit();
  await page.getByLabel("Ground, light").fill("#ffffff");
  await page.getByLabel("Text, light").fill("#eeeeee");
  await expect(page.getByText(/Too little contrast .* moved text to #[0-9a-f]{6}/)).toBeVisible();
  await page.getByLabel("Text, light").fill("#111111");
  await expect(page.getByText(/Too little contrast/)).toHaveCount(0);
});

test("name, days, look, languages, components and rules of its own are on the page as they were set", async ({
  browser,
  baseURL,
}) => {
  await edit();
  await page.getByLabel("Name", { exact: true }).fill("Renamed status");
  await page.getByRole("radio", { name: "The ones chosen here" }).check();
  for (const name of ["Shop", "Search", "Office"])
    await page.getByRole("checkbox", { name, exact: true }).check();
  await page.getByLabel("Name of Search on the page").fill("Finding things");
  await page.getByLabel("Group of Search on the page").fill("In front");
  await page.getByRole("button", { name: "Move Search up" }).click();
  await page.getByRole("checkbox", { name: "Only when failing" }).nth(2).check();
  await page.getByLabel("Days of bars").selectOption("30");
  await page.getByLabel("Appearance").selectOption("dark");
  await page.getByLabel("Ground, dark").fill("#000022");
  await page.getByLabel("Logo").setInputFiles({
    ...{ name: "logo.png", mimeType: "image/png" },
    buffer: Buffer.from(pixel, "base64"),
  });
  await page.getByLabel("Own CSS").fill(".verdict h1 { letter-spacing: 1px }");
  await page.getByRole("checkbox", { name: "Deutsch" }).check();
  await page.getByLabel("For everybody else").selectOption("de");
  await save();
  await page.waitForURL(/\/pages\/pag_\w+$/);

  const address = `/status/${organization.slug}`;
  const read = async (path: string) => (await page.request.get(path)).text();
  await expect.poll(() => read(address), { timeout: 30_000 }).toContain("Renamed status");
  const reader = await (await browser.newContext({ baseURL: baseURL ?? "", locale: "ja-JP" })).newPage();
  await reader.goto(address);
  await expect(reader.locator("html")).toHaveAttribute("lang", "de");
  await expect(reader.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(reader.getByText("Finding things").first()).toBeVisible();
  await expect(reader.getByRole("heading", { name: "In front" })).toBeVisible();
  await expect(reader.getByText("Office")).toHaveCount(0);
  await expect(reader.getByText(/30 Tage/).first()).toBeAttached();
  const look = await reader.evaluate(() => ({
    ground: getComputedStyle(document.documentElement).backgroundColor,
    spacing: getComputedStyle(document.querySelector(".verdict h1") as Element).letterSpacing,
  }));
  expect(look).toMatchObject({ ground: "rgb(0, 0, 34)", spacing: "1px" });
  const logo = reader.locator("header img");
  expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await reader.getByRole("link", { name: "English" }).click();
  await expect(reader.locator("html")).toHaveAttribute("lang", "en");
  await reader.context().close();
});
