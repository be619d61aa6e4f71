import { expect, type Page, test } from "@playwright/test";
import { type FreshOrganization, freshOrganization } from "./fresh-organization";

let organization: FreshOrganization;
let page: Page;
const settings = (view: string) => `/${organization.slug}/settings/${view}`;

test.beforeAll(async ({ browser, baseURL }) => {
  organization = await freshOrganization(browser, baseURL ?? "");
  page = await organization.open(browser);
});
test.afterAll(() => page.context().close());
test.describe.configure({ mode: "serial" });

test("the last owner is told why they cannot go", async () => {
  await page.goto(settings("members"));
  await expect(page.getByText("The only owner.").last()).toBeVisible();
  await expect(page.getByRole("button", { name: "Leave" })).toBeHidden();
});

test("an invitation is sent, listed and taken back", async () => {
  await page.goto(settings("invitations"));
  await page.getByLabel("Address").fill("nobody");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.locator("#email-error")).toBeVisible();
  await page.getByLabel("Address").fill(`ada@${organization.slug}.example`);
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByText(`Invited ada@${organization.slug}.example.`)).toBeVisible();
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByRole("cell", { name: "Taken back" })).toBeVisible();
});

test("a key is shown once, works with its scopes, and is refused once revoked", async ({ request }) => {
  await page.goto(settings("api-keys"));
  await page.getByLabel("Name", { exact: true }).fill("Pipeline");
  await page.getByRole("button", { name: "Create key" }).click();
  const token = await page.locator("code", { hasText: /^pb_/ }).innerText();
  const ask = () => request.get("/api/v1/components", { headers: { authorization: `Bearer ${token}` } });
  expect((await ask()).status()).toBe(200);
  await page.reload();
  await expect(page.locator("body")).not.toContainText(token);
  await page.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("dialog")).toContainText("refused from the next request on");
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("cell", { name: /^Revoked/ })).toBeVisible();
  expect((await ask()).status()).toBe(401);
});

test("a rename shows everywhere, and the audit log says who changed what from what", async () => {
  await page.goto(settings("organization"));
  await page.getByLabel("Name", { exact: true }).fill("Renamed");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Renamed.", { exact: true })).toBeVisible();
  await page.goto(`/${organization.slug}/audit?action=organization.update`);
  const row = page.getByRole("row").filter({ hasText: "Organization: update" });
  await expect(row).toContainText(organization.owner);
  await expect(row).toContainText(`${organization.name} → Renamed`);
  await expect(page.getByRole("row")).toHaveCount(2);
});

test("the audit log goes as CSV, as it is seen", async () => {
  await page.goto(`/${organization.slug}/audit?action=api_key.revoke`);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const stream = await (await download).createReadStream();
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  expect(text.split("\r\n")[1]).toContain('"api_key.revoke"');
});
