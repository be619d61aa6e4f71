import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type Instance, startInstance } from "./instance";

// A subscriber's whole story, told by the outbox viewer: opt-in, incident, update, end, and the way out.

type Made = { id: string };
type Mail = { to: string; subject: string; html: string; text: string; headers: Record<string, string> };

let instance: Instance;
let component: Made;
let statusPage: Made;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(300_000);
  instance = await startInstance();
  component = await instance.api<Made>("POST", "/components", { name: "Checkout" });
  statusPage = await instance.api<Made>("POST", "/pages", {
    slug: "story",
    name: "Acme",
    locales: ["en", "de"],
  });
});

test.afterAll(() => instance?.stop());

/** Mails to an address, oldest first, once there are as many. */
async function mails(to: string, count: number): Promise<Mail[]> {
  let found: Mail[] = [];
  const read = async () => {
    const { data } = await instance.api<{ data: Mail[] }>("GET", `/outbox?to=${encodeURIComponent(to)}`);
    found = data.toReversed();
    return found.length;
  };
  await expect.poll(read, { timeout: 40_000 }).toBe(count);
  return found;
}

const linkIn = (mail: Mail | undefined) =>
  /https?:\S+\/subscription\/[\w.-]+(?=\s|$)/m.exec(mail?.text ?? "")?.[0] ?? "";

async function noComplaints(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}

async function ask(page: Page, address: string, path = "/status/story/subscribe") {
  await page.goto(`${instance.baseURL}${path}`);
  await noComplaints(page);
  await page.getByLabel(/E-mail address/).fill(address);
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("One step left");
}

test("opt-in, incident, update, end and unsubscribing, without an account", async ({ browser }) => {
  test.setTimeout(240_000);
  const context = await browser.newContext();
  const page = await context.newPage();
  await ask(page, "ana@example.com");
  await noComplaints(page);

  const [optIn] = await mails("ana@example.com", 1);
  await page.goto(`${instance.baseURL}/outbox`);
  await page.getByRole("link", { name: /Confirm your subscription to Acme/ }).click();
  const link = linkIn(optIn);
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Confirm your subscription");
  await noComplaints(page);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("status")).toContainText("From now on");
  await noComplaints(page);

  const incident = await instance.api<Made>("POST", "/incidents", {
    ...{ title: "Payments fail", body: "About **1 in 5** payments fail.", status: "investigating" },
    components: [{ id: component.id, state: "major_outage" }],
  });
  await mails("ana@example.com", 2);
  const say = (status: string, body: string) =>
    instance.api("POST", `/incidents/${incident.id}/updates`, { status, body });
  await say("identified", "A disk is full.");
  await mails("ana@example.com", 3);
  await say("resolved", "All payments work again.");
  const all = await mails("ana@example.com", 4);
  expect(all.slice(1).map(({ subject }) => subject)).toEqual(Array(3).fill("[Acme] Payments fail"));
  expect(new Set(all.slice(1).map(({ headers }) => headers.References)).size).toBe(1);
  expect(all[1]?.html).toContain("<strong>1 in 5</strong>");
  expect(all[3]?.text).toContain("All payments work again.");
  for (const mail of all.slice(1)) {
    expect(mail.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(mail.headers["List-Unsubscribe"]).toBe(`<${link}/unsubscribe>`);
  }
  await page.goto(`${instance.baseURL}/outbox`);
  await expect(page.getByRole("link", { name: /Payments fail/ })).toHaveCount(3);

  await page.goto(`${link}/unsubscribe`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Stop all messages");
  await noComplaints(page);
  await page.getByRole("button", { name: "Unsubscribe" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Nothing more is sent");
  await noComplaints(page);
  await instance.api("POST", "/incidents", { title: "Unheard", body: "Nobody hears it.", components: [] });
  await page.getByRole("button", { name: "Subscribe again" }).click();
  await expect(page.getByRole("status")).toContainText("From now on");
  await context.close();
});

test("one click as mail programs make it ends it; a scanner's look does not", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await (await browser.newContext()).newPage();
  await ask(page, "bo@example.com");
  const [optIn] = await mails("bo@example.com", 1);
  const link = linkIn(optIn);
  const state = async () => {
    const path = `/pages/${statusPage.id}/subscribers?q=bo@example.com`;
    return (await instance.api<{ data: { state: string }[] }>("GET", path)).data[0]?.state;
  };
  for (const path of [link, `${link}/unsubscribe`]) {
    const looked = await fetch(path, { headers: { "user-agent": "Link scanner" } });
    expect(looked.status).toBe(200);
    expect(looked.headers.get("set-cookie")).toBeNull();
    expect(looked.headers.get("content-security-policy")).toContain("default-src 'none'");
  }
  expect(await state()).toBe("pending");
  await page.goto(link);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("status")).toContainText("From now on");
  await fetch(`${link}/unsubscribe`);
  expect(await state()).toBe("active");
  const clicked = await fetch(`${link}/unsubscribe`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
  expect(clicked.status).toBe(200);
  expect(await state()).toBe("unsubscribed");
  const forged = link.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
  expect((await fetch(forged)).status).toBe(404);
  await page.close();
});

test("preferences are chosen in the reader's language, and refused from elsewhere", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${instance.baseURL}/status/story/subscribe?lang=de`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Acme abonnieren");
  await noComplaints(page);
  await page.getByLabel(/E-Mail-Adresse/).fill("carl@example.com");
  await page.getByRole("button", { name: "Abonnieren" }).click();
  const [optIn] = await mails("carl@example.com", 1);
  expect(optIn?.subject).toBe("Bestätigen Sie Ihr Abonnement von Acme");
  const link = linkIn(optIn);
  await page.goto(link);
  await page.getByRole("button", { name: "Bestätigen" }).click();
  await page.getByLabel("Wartung").uncheck();
  await page.getByLabel("Zeitzone").fill("Nowhere/City");
  await page.getByRole("button", { name: "Speichern" }).click();
  await expect(page.getByRole("alert")).toContainText("timezone");
  await page.getByLabel("Zeitzone").fill("Europe/Berlin");
  await page.getByLabel("Checkout").check();
  await page.getByLabel("Wie oft").selectOption({ label: "Eine Zusammenfassung in der Woche" });
  await page.getByRole("button", { name: "Speichern" }).click();
  await expect(page.getByRole("status")).toHaveText("Gespeichert.");
  await expect(page.getByLabel("Checkout")).toBeChecked();
  await expect(page.getByLabel("Wie oft")).toHaveValue("weekly");
  await noComplaints(page);
  await page.setViewportSize({ width: 320, height: 640 });
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(isWide).toBe(false);
  const foreign = await fetch(link, {
    method: "POST",
    headers: { "sec-fetch-site": "cross-site", "content-type": "application/x-www-form-urlencoded" },
    body: "act=unsubscribe",
  });
  expect(foreign.status).toBe(403);
  await page.close();
});
