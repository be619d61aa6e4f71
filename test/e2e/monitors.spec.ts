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

test("an organization without a component is shown the first step", async () => {
  await page.goto(`/${organization.slug}/monitors/new`);
  await expect(page.getByText("First, a component")).toBeVisible();
  await makeComponent(page, organization.slug, "Checkout");
});

test("what is wrong is said beside its field, and nothing typed is lost", async () => {
  await page.goto(`/${organization.slug}/monitors/new`);
  await page.getByLabel("Name", { exact: true }).fill("Checkout answers");
  await page.getByLabel("Target").fill("not a url");
  await page.getByLabel("Interval (seconds)").fill("5");
  await page.getByRole("button", { name: "Add an assertion" }).click();
  await page.getByLabel("Kind of assertion 1").selectOption("body_regex");
  await page.getByLabel("Value of assertion 1").fill("(");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Mend the marked fields" })).toBeVisible();
  await expect(page.getByText("must be a full URL")).toBeVisible();
  await expect(page.getByText("must be at least 10")).toBeVisible();
  await expect(page.getByLabel("Target")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Value of assertion 1")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Checkout answers");
});

test("the confirmation is said in a sentence that follows what is typed", async () => {
  await page.goto(`/${organization.slug}/monitors/new`);
  await page.getByLabel("Failures in a row").fill("3");
  await expect(
    page.getByText("An outage opens after 3 failures in a row and starts at the first of them."),
  ).toBeVisible();
});

test("a monitor is made, run by hand, paused, resumed, changed and archived", async () => {
  await page.goto(`/${organization.slug}/monitors/new`);
  await page.getByLabel("Name", { exact: true }).fill("Checkout answers");
  await page.getByLabel("Target").fill("http://10.0.0.1/health");
  await page.getByLabel("Interval (seconds)").fill("3600");
  await page.getByRole("button", { name: "Add a header" }).click();
  await page.getByLabel("Name of header 1").fill("authorization");
  await page.getByLabel("Value of header 1").fill("Bearer secret-of-mine");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(page.getByRole("heading", { name: "Checkout answers", level: 1 })).toBeVisible();

  await page.getByRole("button", { name: "Run now" }).click();
  await expect(page.getByText("The target is a private or reserved address")).toBeVisible();
  await expect(page.getByText("run by hand, counts for no verdict").first()).toBeVisible();

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused")).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();

  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page.getByLabel("Value of header 1")).toHaveValue("********");
  await page.getByLabel("Name", { exact: true }).fill("Checkout still answers");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { name: "Checkout still answers", level: 1 })).toBeVisible();
  await expect(page.locator("body")).not.toContainText("secret-of-mine");
});

test("outcomes are filtered by what became of them, and the filter is in the address", async () => {
  await page.goto(`/${organization.slug}/monitors`);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Outcomes" }).click();
  await page.getByRole("link", { name: "Failed", exact: true }).click();
  await expect(page).toHaveURL(/outcomes\?result=failed/);
  await expect(page.getByRole("cell", { name: /Private address/ }).first()).toBeVisible();
  await page.getByRole("link", { name: "Suspect", exact: true }).click();
  await expect(page.getByText("No outcome is marked suspect")).toBeVisible();
});

test("every verdict leads to the ledger entry that proves it", async () => {
  await page.getByRole("link", { name: "History" }).click();
  await page
    .getByRole("link", { name: /^#\d+$/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/ledger\/cmp_\w+\?seq=\d+/);
});

test("archiving says what goes and what stays; the list then finds it among the archived", async () => {
  await page.goto(`/${organization.slug}/monitors`);
  await page.getByRole("link", { name: "Checkout still answers" }).click();
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("dialog")).toContainText("Its ledger stays");
  await page.getByRole("button", { name: "Archive monitor" }).click();
  await expect(page.getByText("Nothing is watched yet")).toBeVisible();
  await page.getByLabel("Archived").selectOption("true");
  await expect(page).toHaveURL(/archived=true/);
  await expect(page.getByRole("link", { name: "Checkout still answers" })).toBeVisible();
});

test("a heartbeat is made without JavaScript, and its address is shown", async ({ browser }) => {
  const plain = await organization.open(browser, { javaScriptEnabled: false });
  await plain.goto(`/${organization.slug}/monitors/new`);
  await plain.getByRole("radio", { name: "Heartbeat" }).check();
  await expect(plain.getByLabel("Target")).toBeHidden();
  await plain.getByLabel("Name", { exact: true }).fill("Nightly backup");
  await plain.getByLabel("Grace (seconds)").fill("90");
  await plain.getByRole("button", { name: "Create monitor" }).click();
  await expect(plain.getByText(/\/api\/beat\//)).toBeVisible();
  await expect(plain.getByText("it is down from the moment the beat was due")).toBeVisible();
  await plain.context().close();
});

test("assertions are added without JavaScript in the rows kept empty for them", async ({ browser }) => {
  const plain = await organization.open(browser, { javaScriptEnabled: false });
  await plain.goto(`/${organization.slug}/monitors/new`);
  await plain.getByLabel("Name", { exact: true }).fill("API answers");
  await plain.getByLabel("Target").fill("https://api.example.com/health");
  await plain.getByLabel("Interval (seconds)").fill("3600");
  await plain.getByLabel("Kind of assertion 2").selectOption("json_path");
  await plain.getByLabel("Header name or JSON path of assertion 2").fill("$.ok");
  await plain.getByLabel("Value of assertion 2").fill("true");
  await plain.getByRole("button", { name: "Create monitor" }).click();
  await expect(plain.getByText("json_path $.ok equals true")).toBeVisible();
  await plain.context().close();
});

test("each kind of check has its own fields, and what is wrong is said beside them", async () => {
  await page.goto(`/${organization.slug}/monitors/new`);
  await page.getByRole("radio", { name: "DNS" }).check();
  await expect(page.getByLabel("Method")).toBeHidden();
  await page.getByLabel("Name", { exact: true }).fill("Mail is routed");
  await page.getByLabel("Target").fill("example.com");
  await page.getByLabel("Record", { exact: true }).selectOption("MX");
  await page.getByLabel("Name server").fill("not an address!");
  await page.getByLabel("Expected answers").fill("10 mx1.example.com\n20 mx2.example.com");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(page.getByLabel("Name server")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Name server").fill("192.0.2.53");
  await page.getByLabel("Registration valid for (days)").fill("30");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(page.getByRole("heading", { name: "Mail is routed", level: 1 })).toBeVisible();
  await expect(page.getByText("domain_days_left 30")).toBeVisible();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page.getByLabel("Expected answers")).toHaveValue("10 mx1.example.com\n20 mx2.example.com");
});

test("a journey keeps its steps and what they remember; its secrets come back masked", async () => {
  await page.goto(`/${organization.slug}/monitors/new`);
  await page.getByLabel("Name", { exact: true }).fill("Sign in and pay");
  await page.getByLabel("Target").fill("https://shop.example.com/login");
  await page.getByLabel("Interval (seconds)").fill("3600");
  await page.getByLabel("Remember").first().fill("token = $.access_token");
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByLabel("Name of step 2").fill("Pay");
  await page.getByLabel("URL of step 2").fill("/pay");
  await page.getByLabel("Headers of step 2").fill("authorization: Bearer {{token}}");
  await page.getByLabel("Accepted status of step 2").fill("201");
  await page.getByText("Protocol, credentials, certificates").click();
  await page.getByLabel("Credentials").selectOption("basic");
  await page.getByLabel("User name").fill("ops");
  await page.getByLabel("Password").fill("hunter2-of-mine");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(page.getByRole("heading", { name: "Sign in and pay", level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page.getByLabel("Headers of step 2")).toHaveValue("authorization: ********");
  await expect(page.getByLabel("Password")).toHaveValue("********");
  await expect(page.getByLabel("Accepted status of step 2")).toHaveValue("201");
  await page.getByLabel("Name", { exact: true }).fill("Sign in, then pay");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { name: "Sign in, then pay", level: 1 })).toBeVisible();
});

test("a heartbeat can be awaited by a schedule on a clock", async () => {
  await page.goto(`/${organization.slug}/monitors/new`);
  await page.getByRole("radio", { name: "Heartbeat" }).check();
  await page.getByLabel("Name", { exact: true }).fill("Nightly import");
  await page.getByLabel("Schedule", { exact: true }).fill("30 2 * * *");
  await page.getByLabel("Time zone of the schedule").fill("Europe/Berlin");
  await expect(page.getByText("A beat is due by the schedule 30 2 * * * in Europe/Berlin.")).toBeVisible();
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(page.getByText("Awaited by the schedule 30 2 * * * in Europe/Berlin")).toBeVisible();
});
