import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { type HookReceiver, startHookReceiver } from "./hook-receiver";
import { type Instance, startInstance } from "./instance";

// Our systems and our people are told: a webhook from its first call to its end, and an alert from the route that
// sends it to the one press that acknowledges it.

let instance: Instance;
let hook: HookReceiver;
let page: Page;

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  [instance, hook] = await Promise.all([startInstance(), startHookReceiver()]);
  page = await (await browser.newContext({ baseURL: instance.baseURL })).newPage();
  await page.goto(instance.signInLink);
  await page.goto("/acme");
});
test.afterAll(async () => {
  await page?.context().close();
  await Promise.all([instance?.stop(), hook?.close()]);
});

const settings = (view: string) => `/acme/settings/${view}`;

/** No finding of axe and nothing wider than the screen, at both widths, light and dark. */
async function isSound(name: string): Promise<void> {
  for (const width of [390, 1_440])
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      const path = test.info().outputPath(`${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true });
    }
  await page.emulateMedia({ colorScheme: "light" });
}

/** Looks again until it is there: a call is written down after it was answered. */
async function lookUntil(locator: Locator): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(locator).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

test("a webhook is made, and its secret shown this once", async () => {
  await page.goto(settings("webhooks"));
  await expect(page.getByText("Nobody listens yet")).toBeVisible();
  await page.getByLabel("Address").fill("ftp://example.com");
  await page.getByRole("button", { name: "Create webhook" }).click();
  await expect(page.locator("#url-error")).toContainText("must be an http(s)://");
  await page.getByLabel("Address").fill(hook.url);
  await page.getByLabel("What for (optional)").fill("Our chat");
  await page.getByRole("checkbox", { name: /incident\.created/ }).check();
  await page.getByRole("button", { name: "Create webhook" }).click();
  const secret = await page.locator("code", { hasText: /^whsec_/ }).innerText();
  await isSound("webhooks");
  await page.reload();
  await expect(page.locator("body")).not.toContainText(secret);
  await page.getByRole("link", { name: hook.url }).click();
  await expect(page.getByText("It was not called yet")).toBeVisible();
  await expect(page.getByText(`Ends with ${secret.slice(-4)}`)).toBeVisible();
});

test("a test is sent; what was sent and what came back is on record, and can be sent again", async () => {
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect.poll(() => hook.heard.length).toBe(1);
  const calls = page.getByRole("list", { name: "Calls" }).getByRole("listitem");
  await lookUntil(calls.first());
  await calls.first().locator("summary").click();
  await expect(calls.first()).toContainText("webhook-signature: v1,");
  await expect(calls.first()).toContainText('"type":"webhook.test"');
  await expect(calls.first()).toContainText("thanks");
  await isSound("webhook");
  await calls.first().getByRole("button", { name: "Send again" }).click();
  await expect.poll(() => hook.heard.length).toBe(2);
  expect(hook.heard[1]).toEqual(hook.heard[0]);
});

test("a new secret is shown once; both sign meanwhile", async () => {
  await page.getByRole("button", { name: "Make a new secret" }).click();
  await expect(page.getByText("Both sign for 24 hours.")).toBeVisible();
  await expect(page.locator("code", { hasText: /^whsec_/ })).toBeVisible();
  await page.reload();
  await expect(page.getByText("The secret before signs as well until")).toBeVisible();
  await expect(page.locator("code", { hasText: /^whsec_/ })).toHaveCount(0);
});

test("a failing call says so; switched off, nothing is sent any more, and then it is deleted", async () => {
  hook.answer(500, "out of order");
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect.poll(() => hook.heard.length).toBeGreaterThan(2);
  await lookUntil(page.getByText("HTTP 500").first());
  await expect(page.getByText("Failing", { exact: false }).first()).toBeVisible();
  await page.getByRole("button", { name: "Switch off" }).click();
  await expect(page.getByRole("button", { name: "Switch on" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Send a test" })).toHaveCount(0);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByText("Nobody listens yet")).toBeVisible();
});

test("channels and a route say who is told; the route is changed where it stands", async () => {
  await page.goto(settings("alerts"));
  await expect(page.getByText("Nobody had to be woken")).toBeVisible();
  await addChannel("email", "Pager", "pager@acme.example");
  await addChannel("email", "Boss", "boss@acme.example");
  await page.getByLabel("Name", { exact: true }).last().fill("Everything");
  await page
    .getByRole("group", { name: "First", exact: true })
    .getByRole("checkbox", { name: "Pager" })
    .check();
  await page.getByRole("button", { name: "Add route" }).click();
  await expect(page.getByText("every outage of every component: Pager.")).toBeVisible();
  await page.getByRole("link", { name: "Change Everything" }).click();
  await expect(page.getByRole("heading", { name: "Everything", level: 1 })).toBeVisible();
  await expect(page.getByRole("group", { name: "First", exact: true }).getByLabel("Pager")).toBeChecked();
  await page
    .getByRole("group", { name: /step 2/ })
    .getByRole("checkbox", { name: "Boss" })
    .check();
  await page.getByLabel("Minutes, step 2").fill("0");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("must come after the step before")).toBeVisible();
  await page.getByLabel("Minutes, step 2").fill("20");
  await isSound("route");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("every outage of every component: Pager, after 20 min Boss.")).toBeVisible();
  await isSound("alerts");
});

async function addChannel(type: string, name: string, target: string): Promise<void> {
  await page.getByLabel("Kind").selectOption(type);
  await page.getByLabel("Name", { exact: true }).first().fill(name);
  await page.getByLabel("Address or key").fill(target);
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByText(`“${name}” can be used in routes.`)).toBeVisible();
}

test("an outage alerts; its link asks first, one press acknowledges, and Now says who looks at it", async () => {
  test.setTimeout(120_000);
  await beginOutage();
  await expect.poll(mailedLink, { timeout: 60_000 }).toMatch(/\/alert\//);
  const link = await mailedLink();
  await page.goto("/acme");
  const alerts = page.getByRole("region", { name: "Alerts" });
  await expect(alerts.getByText("Nobody looks at it yet")).toBeVisible();
  await isSound("now");
  const { pathname } = new URL(link);
  await page.goto(pathname);
  await expect(page.getByRole("button", { name: "I am looking at it" })).toBeVisible();
  await isSound("alert");
  await page.goto(pathname);
  await page.getByRole("button", { name: "I am looking at it" }).click();
  await expect(page.getByText("Somebody is looking at it.")).toBeVisible();
  await page.goto("/acme");
  await expect(alerts.getByText("Somebody with its link looks at it")).toBeVisible();
  await expect(alerts.getByRole("button", { name: "Acknowledge" })).toHaveCount(0);
});

/** A component whose target nobody listens at. */
async function beginOutage(): Promise<void> {
  const component = await instance.api<{ id: string }>("POST", "/components", { name: "Checkout" });
  await instance.api("POST", "/monitors", {
    ...{ component_id: component.id, name: "Checkout answers", type: "tcp", target: "127.0.0.1:9" },
    ...{ interval_seconds: 10, timeout_ms: 2_000, regions: ["local"] },
    confirm: { failures: 1, recoveries: 1 },
  });
}

/** Where the newest alert's mail leads to; "" before there is one. */
async function mailedLink(): Promise<string> {
  const { data } = await instance.api<{ data: { text: string }[] }>("GET", "/outbox?to=pager@acme.example");
  return /https?:\S*\/alert\/[^\s"<>)]+/.exec(data[0]?.text ?? "")?.[0] ?? "";
}

test("what a route uses cannot be removed before it; then both go", async () => {
  await page.goto(settings("alerts"));
  await page.getByRole("button", { name: "Remove Pager" }).click();
  await expect(page.getByText("The route “Everything” uses this channel.")).toBeVisible();
  await page.getByRole("button", { name: "Remove Everything" }).click();
  await expect(page.getByText("No route yet")).toBeVisible();
  await page.getByRole("button", { name: "Remove Pager" }).click();
  await expect(page.getByRole("button", { name: "Remove Pager" })).toHaveCount(0);
});
