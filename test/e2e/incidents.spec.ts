import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type FreshOrganization, freshOrganization, makeComponent } from "./fresh-organization";

// A responder's hour: an alarm becomes a public word, is taken back and said again, goes on, ends, and is learned from.

let organization: FreshOrganization;
let page: Page;
let path: string;

test.beforeAll(async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  organization = await freshOrganization(browser, baseURL ?? "");
  page = await organization.open(browser, { viewport: { width: 1440, height: 900 } });
  path = `/${organization.slug}/incidents`;
  await makeComponent(page, organization.slug, "Checkout");
  await page.goto(`/${organization.slug}/pages/new`);
  await page.getByLabel("Name", { exact: true }).fill("Acme status");
  await page.getByLabel("Slug").fill(organization.slug);
  await page.getByRole("button", { name: "Create and publish" }).click();
  await expect(page.getByRole("heading", { name: "Acme status", level: 1 })).toBeVisible();
});
test.afterAll(() => page.context().close());
test.describe.configure({ mode: "serial" });

/** No finding of axe, and nothing wider than the screen, on a phone and on a desktop, light and dark. */
async function expectSound(screen: Page): Promise<void> {
  const size = screen.viewportSize();
  for (const [width, scheme] of [
    [390, "light"],
    [1440, "dark"],
  ] as const) {
    await screen.setViewportSize({ width, height: 844 });
    await screen.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page: screen }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overflow = await screen.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
  await screen.emulateMedia({ colorScheme: "light" });
  if (size) await screen.setViewportSize(size);
}

/** The public page's bytes hold these words soon. */
async function expectPublic(words: string | RegExp, present = true): Promise<void> {
  const read = async () => (await page.request.get(`/status/${organization.slug}`)).text();
  if (present) await expect.poll(read, { timeout: 20_000 }).toMatch(words);
  else await expect.poll(read, { timeout: 20_000 }).not.toMatch(words);
}

test("an empty list teaches the first step", async () => {
  await page.goto(path);
  await expect(page.getByText("Nothing has happened yet")).toBeVisible();
  await expectSound(page);
});

test("an alarm's draft is published in two interactions from Now, and taken back in time", async () => {
  test.setTimeout(180_000);
  await page.goto(`/${organization.slug}/monitors/new`);
  await page.getByLabel("Name", { exact: true }).fill("Checkout answers");
  await page.getByLabel("Target").fill("https://checkout.invalid/health");
  await page.getByLabel("Interval (seconds)").fill("10");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await page.waitForURL(/\/monitors\/mon_/);
  await page.goto(`/${organization.slug}`);
  const review = page.getByRole("link", { name: "Review and publish" });
  await expect(review).toBeVisible({ timeout: 120_000 });
  await expectSound(page);
  await review.click();
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText("Our checks have seen Checkout fail since");
  await expect(preview).toContainText("0 recipients");
  await expectSound(page);
  await page.getByLabel("Words").focus();
  await expect(async () => {
    await page.keyboard.press("Control+Enter");
    await expect(page.getByRole("button", { name: "Undo" })).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Taken back before anything was sent.")).toBeVisible();
  await expect(page.getByLabel("Title")).toHaveValue("Checkout is down");
  await expect(page.getByText(/^Took back a post/)).toBeVisible();
});

test("it is published again, with the words a person gives it, and every reader sees it", async () => {
  await page.getByLabel("Title").fill("Payments fail");
  await page
    .getByLabel("Words")
    .fill("About 1 in 5 **payments** fail. [why](javascript:alert(1)) <script>alert(1)</script>");
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.locator("strong")).toHaveText("payments");
  await expect(preview.locator("script, a[href^='javascript']")).toHaveCount(0);
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await expectPublic(/Payments fail/);
  await expect(page.locator("main script")).toHaveCount(0);
});

test("on a phone the next word is posted with one thumb", async ({ browser }) => {
  const phone = await organization.open(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await phone.goto(`/${organization.slug}`);
  await phone.getByRole("link", { name: "Payments fail" }).tap();
  await phone.getByText("Identified", { exact: true }).first().tap();
  await phone.getByLabel("Update", { exact: true }).fill("A bad deployment; we roll back.");
  await phone.getByRole("button", { name: "Post update" }).tap();
  await expect(phone.getByRole("button", { name: "Undo" })).toBeVisible();
  await expect(phone.getByRole("heading", { name: "Payments fail" })).toBeVisible();
  await expectPublic(/we roll back/);
  await phone.context().close();
});

test("of two responders the later one sees both texts and loses nothing", async ({ browser }) => {
  const other = await organization.open(browser, { viewport: { width: 1440, height: 900 } });
  await page.goto(path);
  await page.getByRole("link", { name: "Payments fail" }).click();
  await page.getByLabel("Update", { exact: true }).fill("Mine: half is back.");
  await other.goto(page.url());
  await other.getByLabel("Update", { exact: true }).fill("Theirs: all is back.");
  await other.getByRole("button", { name: "Post update" }).click();
  await expect(other.getByRole("button", { name: "Undo" })).toBeVisible();
  await other.context().close();
  await page.getByRole("button", { name: "Post update" }).click();
  const note = page.getByRole("alert").filter({ hasText: "Somebody else changed this incident" });
  await expect(note).toContainText("Theirs: all is back.");
  await expect(page.getByLabel("Update", { exact: true })).toHaveValue("Mine: half is back.");
  await page.getByRole("button", { name: "Post update anyway" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Mine: half is back." }).first()).toBeVisible();
});

test("a note stays with the team, an edit keeps what was said before", async () => {
  await page.getByText("Add a note for the team").click();
  await page.getByLabel("Note").fill("It was the index.");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "It was the index." })).toBeVisible();
  await expectPublic(/the index/, false);
  const word = page.getByRole("listitem").filter({ hasText: "Mine: half is back." }).first();
  await word.getByRole("button", { name: "Edit", exact: true }).click();
  await word.getByLabel("Words", { exact: true }).fill("Half is back.");
  await word.getByRole("button", { name: "Save words" }).click();
  await expect(page.getByText("Edited once")).toBeVisible();
  await expectSound(page);
});

test("resolved, it restores the component and asks what was learned", async () => {
  await page.getByText("Resolved", { exact: true }).first().click();
  await page.getByLabel("Update", { exact: true }).fill("All payments work again.");
  await page.getByRole("button", { name: "Post update" }).click();
  await expect(page.getByRole("link", { name: "Write postmortem" })).toBeVisible();
  await expectPublic(/All payments work again/);
  await page.getByRole("link", { name: "Write postmortem" }).click();
  await expect(page.getByLabel("Text")).toHaveValue(/## Impact in numbers/);
  await page.getByLabel("Text").fill("## What happened\n\nA deployment broke the index.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. Nobody outside reads it yet.")).toBeVisible();
  await page.getByLabel("Action", { exact: true }).fill("Alert on index size");
  await page.getByLabel("Owner").selectOption({ index: 1 });
  await page.getByLabel("Due").fill("2020-01-01");
  await page.getByRole("button", { name: "Add action" }).click();
  await expect(page.getByRole("cell", { name: "Alert on index size", exact: true })).toBeVisible();
  await expectSound(page);
  await page.getByRole("button", { name: "Publish postmortem" }).click();
  await expect(page.getByText("Public since")).toBeVisible();
});

test("the board, the measures and the templates hold what they say", async () => {
  await page.goto(`${path}/actions`);
  await expect(page.getByText("Overdue, 2020-01-01")).toBeVisible();
  await expectSound(page);
  await page.getByRole("button", { name: "Done: Alert on index size" }).click();
  await expect(page.getByText("Nothing is promised")).toBeVisible();
  await page.goto(`${path}/measures`);
  await expect(page.getByRole("link", { name: "Payments fail" })).toBeVisible();
  await expectSound(page);
  await page.goto(`${path}/templates`);
  await page.getByLabel("Name", { exact: true }).fill("Slow");
  await page.getByLabel("Title").fill("{{component}} is slow");
  await page.getByLabel("Words").fill("Since {{sinc}}.");
  await page.getByRole("button", { name: "Keep template" }).click();
  await expect(page.locator("#body-error")).toContainText("{{sinc}}");
  await page.getByLabel("Words").fill("Since {{since}}.");
  await page.getByRole("button", { name: "Keep template" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "{{component}} is slow" })).toBeVisible();
  await expectSound(page);
});

test("without JavaScript an incident is begun from a template, published and taken back", async ({
  browser,
}) => {
  const plain = await organization.open(browser, { javaScriptEnabled: false });
  await plain.goto(`${path}/new`);
  await plain.getByRole("link", { name: "Slow" }).click();
  // Open already: nothing is chosen yet, and a template needs it.
  await plain.getByLabel("Checkout", { exact: true }).selectOption("degraded_performance");
  await plain.getByRole("button", { name: "Publish" }).click();
  await expect(plain.getByRole("heading", { name: "Checkout is slow" })).toBeVisible();
  await plain.getByRole("button", { name: "Undo" }).click();
  await expect(plain.getByText("Taken back before anything was sent.")).toBeVisible();
  await plain.context().close();
});

test("very long names break no screen", async () => {
  await page.goto(`${path}/new`);
  await page.getByLabel("Title").fill("Donaudampfschifffahrtsgesellschaft".repeat(5));
  await page.getByLabel("Words").fill("x".repeat(400));
  await expect(page.getByRole("region", { name: "Preview" })).toContainText("Donaudampf");
  await expectSound(page);
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.waitForURL(/\/incidents\/inc_/);
  await expectSound(page);
});
