import { type Browser, expect, type Page, type Request, test } from "@playwright/test";
import { type FreshOrganization, freshOrganization, makeComponent } from "./fresh-organization";

// What a role may not do is not offered to it on any screen, and refused when it is sent all the same.

let organization: FreshOrganization;
let owner: Page;
let viewer: Page;
let responder: Page;
let component: string;
const home = (path = "") => `/${organization.slug}${path}`;

test.describe.configure({ mode: "serial", timeout: 240_000 });

test.beforeAll(async ({ browser, baseURL }) => {
  test.setTimeout(240_000);
  organization = await freshOrganization(browser, baseURL ?? "");
  owner = await organization.open(browser);
  component = await makeComponent(owner, organization.slug, "Checkout");
  await owner.goto(home("/monitors/new"));
  await owner.getByLabel("Name", { exact: true }).fill("Checkout answers");
  await owner.getByLabel("Target").fill("http://10.0.0.1/");
  await owner.getByRole("button", { name: "Create monitor" }).click();
  await owner.waitForURL(/\/monitors\/mon_/);
  await owner.goto(home("/pages/new"));
  await owner.getByLabel("Name", { exact: true }).fill("Status");
  await owner.getByLabel("Slug").fill(organization.slug);
  await owner.getByRole("button", { name: "Create and publish" }).click();
  await owner.waitForURL(/\/pages\/pag_/);
});
test.afterAll(async () => {
  for (const page of [owner, viewer, responder]) await page?.context().close();
});

/** Somebody who took an invitation of this role, in a browser of its own. */
async function member(browser: Browser, baseURL: string, role: string): Promise<Page> {
  const address = `${role}@${organization.slug}.example`;
  await owner.goto(home("/settings/invitations"));
  await owner.getByLabel("Address").fill(address);
  await owner.getByLabel("Role", { exact: true }).selectOption(role);
  await owner.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(owner.getByText(`Invited ${address}.`)).toBeVisible();
  const page = await (await browser.newContext({ baseURL })).newPage();
  await expect(async () => {
    await page.goto(`/outbox?q=${encodeURIComponent(address)}`);
    await page.locator("a[href^='/outbox/']").first().click({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await page.frameLocator("iframe").getByRole("link", { name: "See the invitation" }).click();
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await page.waitForURL(new RegExp(`/${organization.slug}$`));
  return page;
}

const screensMax = 80;

/** Every screen that can be reached by what is offered; each must open, and its forms are named. */
async function walk(page: Page): Promise<{ closed: string[]; forms: Set<string>; seen: Set<string> }> {
  const [seen, left] = [new Set([home()]), [home()]];
  const [closed, forms]: [string[], Set<string>] = [[], new Set()];
  for (let path = left.shift(); path !== undefined && seen.size < screensMax; path = left.shift()) {
    const answer = await page.goto(path);
    if (answer?.status() !== 200) closed.push(`${path}: ${answer?.status()}`);
    const offered = await page
      .locator(
        "main form:has(input[name=organization]) button[type=submit], main form:has(input[name=organization]) button:not([type])",
      )
      .allInnerTexts();
    for (const name of offered)
      forms.add(`${path.replace(/\w{3}_[0-9a-z]{26}/g, "…").slice(home().length)}: ${name}`);
    const links = await page.locator(`a[href^="${home()}/"]`).evaluateAll((all) =>
      all.map((each) => {
        const { pathname, search } = new URL((each as HTMLAnchorElement).href);
        // What makes something new is told beside the address of what.
        return /\/(new|import)$/.test(pathname) ? pathname + search : pathname;
      }),
    );
    for (const link of links)
      if (!seen.has(link) && !/\.(csv|pdf|ndjson|json|xlsx|ics|zip)$/.test(link)) {
        seen.add(link);
        left.push(link);
      }
  }
  return { closed, forms, seen };
}

test("a viewer is offered screens to read and nothing to change", async ({ browser, baseURL }) => {
  test.setTimeout(300_000);
  viewer = await member(browser, baseURL ?? "", "viewer");
  const { closed, forms, seen } = await walk(viewer);
  expect(closed).toEqual([]);
  // To verify is to read.
  expect([...forms].filter((each) => !each.endsWith(": Verify now"))).toEqual([]);
  expect([...seen].filter((path) => /\/(new|edit|add|import|correct|templates)$/.test(path))).toEqual([]);
  for (const path of [
    "/components/new",
    "/pages/new",
    "/incidents/new",
    "/subscribers",
    "/credits",
    "/audit",
  ])
    expect([path, (await viewer.goto(home(path)))?.status()]).toEqual([path, 403]);
  await viewer.keyboard.press("ControlOrMeta+k");
  await expect(viewer.getByRole("option", { name: /New component|New incident/ })).toHaveCount(0);
});

test("a responder is offered what it may do, and neither money nor members", async ({ browser, baseURL }) => {
  test.setTimeout(300_000);
  responder = await member(browser, baseURL ?? "", "responder");
  const { closed, seen } = await walk(responder);
  expect(closed).toEqual([]);
  expect(seen).toContain(home("/incidents/new"));
  expect(seen).toContain(home(`/components/${component}/edit`));
  const forbidden =
    /\/(customers|contracts|statements|credits|audit|settings\/(members|invitations|api-keys|webhooks|mail|finance))(\/|$)/;
  expect([...seen].filter((path) => forbidden.test(path))).toEqual([]);
  for (const path of [
    "/customers",
    "/statements",
    "/credits",
    "/audit",
    "/settings/members",
    "/settings/api-keys",
  ])
    expect([path, (await responder.goto(home(path)))?.status()]).toEqual([path, 403]);
});

/** The owner's own sending of a form, as the browser made it. */
async function sentBy(act: () => Promise<void>): Promise<Request> {
  const sent = owner.waitForRequest(
    (request) => request.method() === "POST" && "next-action" in request.headers(),
  );
  await act();
  return sent;
}

/** The same, from somebody else's browser. */
async function forge(page: Page, request: Request, change: (body: string) => string) {
  const { "next-action": action = "", "content-type": type = "", accept = "" } = request.headers();
  return page.request.post(request.url(), {
    headers: { "next-action": action, "content-type": type, accept, origin: new URL(request.url()).origin },
    data: Buffer.from(change(request.postDataBuffer()?.toString("latin1") ?? ""), "latin1"),
  });
}

test("a form that was not offered is refused when it is sent all the same", async () => {
  test.setTimeout(120_000);
  await owner.goto(home("/components/new"));
  await owner.getByLabel("Name", { exact: true }).fill("Made by its owner");
  const made = await sentBy(() => owner.getByRole("button", { name: /create/i }).click());
  await owner.waitForURL(/\/components\/cmp_/);
  await owner.goto(home("/settings/api-keys"));
  await owner.getByLabel("Name", { exact: true }).fill("Key of its owner");
  const key = await sentBy(() => owner.getByRole("button", { name: "Create key" }).click());
  await expect(owner.locator("code", { hasText: /^pb_/ })).toBeVisible();

  const renamed = (body: string) => body.replace(/(Made by|Key of) its owner/, "Forged thing");
  for (const [page, request] of [
    [viewer, made],
    [viewer, key],
    [responder, key],
  ] as const) {
    const answer = await forge(page, request, renamed);
    expect(answer.status()).toBeLessThan(500);
    expect(await answer.text()).not.toMatch(/pb_[\w-]{20}/);
  }
  // The same sending is good when it is the responder's to make: the refusals above are not for its form.
  await forge(responder, made, (body) => body.replace("Made by its owner", "Made by a responder"));
  await owner.goto(home("/components"));
  await expect(owner.getByRole("link", { name: "Made by a responder" })).toBeVisible();
  await expect(owner.getByText("Forged thing")).toHaveCount(0);
  await owner.goto(home("/settings/api-keys"));
  await expect(owner.getByText("Key of its owner").first()).toBeVisible();
  await expect(owner.getByText("Forged thing")).toHaveCount(0);
});
