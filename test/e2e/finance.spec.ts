import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type FreshOrganization, freshOrganization, makeComponent } from "./fresh-organization";

let organization: FreshOrganization;
let page: Page;
let ask: <T>(method: string, path: string, body?: unknown) => Promise<T>;

const hour = 3_600_000;
/** The month before this one, in UTC. */
const month = (() => {
  const now = new Date();
  const from = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1);
  return { from, name: new Date(from).toISOString().slice(0, 7) };
})();
const iso = (at: number) => new Date(at).toISOString();

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  organization = await freshOrganization(browser, baseURL ?? "");
  page = await organization.open(browser, { acceptDownloads: true });
  const component = await makeComponent(page, organization.slug, "Checkout");
  await page.goto(`/${organization.slug}/settings/api-keys`);
  await page.getByLabel("Name", { exact: true }).fill("Story");
  for (const scope of ["write", "finance"]) await page.locator(`input[name="scopes.${scope}"]`).check();
  await page.getByRole("button", { name: "Create key" }).click();
  const token = await page.locator("code", { hasText: /^pb_/ }).innerText();
  ask = async <T>(method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${token}` };
    const reply = await page.request.fetch(`/api/v1${path}`, {
      method,
      headers,
      ...(body ? { data: body } : {}),
    });
    expect([path, reply.status(), reply.ok() ? "" : await reply.text()]).toEqual([path, reply.status(), ""]);
    return (await reply.json()) as T;
  };
  await ask("POST", `/components/${component}/ledger/import`, {
    source: "old page",
    entries: [
      { from: iso(month.from), to: iso(month.from + 50 * hour), state: "operational" },
      { from: iso(month.from + 50 * hour), to: iso(month.from + 60 * hour), state: "major_outage" },
      { from: iso(month.from + 60 * hour), to: iso(Date.now() - hour), state: "operational" },
    ],
  });
  const { id: customer } = await ask<{ id: string }>("POST", "/customers", {
    name: "Northwind Traders",
    external_id: "000471",
    address: "1 Harbour Street\n20457 Hamburg",
    tax_id: "DE811907980",
  });
  await ask("POST", "/contracts", contractOf(customer, component));
});
test.afterAll(() => page.context().close());

function contractOf(customer: string, component: string) {
  return {
    customer_id: customer,
    name: "Master agreement",
    timezone: "Europe/Berlin",
    starts_at: iso(month.from - 2 * hour),
    settle_hours: 0,
    claims: { required: true, deadline: { kind: "days_after_period_end", days: 60 } },
    commitments: [
      {
        service: "Checkout",
        window: { type: "calendar_month" },
        fees: { currency: "EUR", amount_minor: 1_000_000, tax_percent: "19" },
        terms: {
          measurement: { method: "time" },
          components: { rule: "any_down", members: [{ component, weight: "1" }] },
          state_factors: {
            operational: "0",
            degraded_performance: "0",
            partial_outage: "1",
            major_outage: "1",
          },
          unknown: { policy: "up", max_percent: "5" },
          min_outage: null,
          maintenance: {
            exclude: true,
            notice_seconds: 86_400,
            cap_seconds: null,
            cap_scope: "period",
            unqualified_state: "operational",
          },
          cause_exclusions: ["force_majeure"],
          exclusion_mode: "remove_from_denominator",
          service_hours: null,
          target: { percent: "99.9", meets: ">=" },
          comparison: { decimals: null, rounding: "half_up" },
          credit: {
            mode: "tiered",
            tiers: [
              { id: "T1", upper: "99.9", upper_inclusive: false, credit_percent: "10" },
              { id: "T2", upper: "99", upper_inclusive: false, credit_percent: "25" },
            ],
          },
          cap: { percent_of_fee: "100", absolute_minor: null },
          minimum: { minor: 0, op: ">=" },
          carry_forward: false,
          money_rounding: "half_up",
        },
      },
    ],
  };
}

const path = (rest: string) => `/${organization.slug}${rest}`;

/** The one dialog that is open. */
const dialog = () => page.getByRole("dialog");

async function accessible(where: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page: where })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 2)])).toEqual([]);
}

test("a broken month shows its working down to the ledger's entry", async () => {
  await page.goto(path(`/statements?period=${month.name}`));
  await expect(page.getByRole("row").filter({ hasText: "Northwind Traders" })).toContainText("Broken");
  await page.getByRole("link", { name: "Northwind Traders" }).click();
  await expect(page.getByText("so the promise was broken").filter({ visible: true })).toBeVisible();
  const arithmetic = page.getByRole("table", { name: "The arithmetic of this statement" });
  await expect(arithmetic).toContainText("36,000 s");
  await expect(arithmetic).toContainText("EUR 2,500.00");
  await page
    .getByRole("link", { name: /^Checkout #\d+$/ })
    .first()
    .click();
  await expect(page.getByText("Its text gives its hash")).toBeVisible();
  await page.goBack();
});

test("an invoice is noted, and the close says what it will do before it does it", async () => {
  await page.getByLabel("Invoice number").fill("0004711");
  await page.getByLabel("Invoice date").fill(`${month.name}-28`);
  await page.getByLabel("Amount in EUR").fill("8,000.00");
  await page.getByRole("button", { name: "Save invoice" }).click();
  await expect(page.getByText("Noted.")).toBeVisible();
  await page.getByRole("button", { name: "Close…" }).click();
  await expect(dialog()).toContainText("A credit of EUR 2,000.00 is made.");
  await dialog().getByLabel("Reason").fill("month end");
  await dialog().getByRole("button", { name: "Close statement" }).click();
  await expect(page.getByText("Its stored heads give the same result, just now.")).toBeVisible();
  await page.getByRole("link", { name: "See its credit" }).click();
});

test("the credit is claimed, approved, issued and applied in part", async () => {
  await expect(page.getByText("The customer has to claim this credit.")).toBeVisible();
  await page.getByRole("button", { name: "File claim…" }).click();
  await dialog().getByLabel("Evidence").fill("Mail of the customer, ticket 12");
  await dialog().getByRole("button", { name: "File claim" }).click();
  await expect(page.getByRole("button", { name: "Approve…" })).toBeVisible();
  await page.getByRole("button", { name: "Approve…" }).click();
  await dialog().getByRole("button", { name: "Approve", exact: true }).click();
  await page.getByRole("button", { name: "Issue memo…" }).click();
  await dialog().getByRole("button", { name: "Issue memo" }).click();
  await expect(page.getByText(/issued CN-\d{4}-000001/)).toBeVisible();
  await page.getByRole("button", { name: "Apply…" }).click();
  await dialog().getByLabel("Invoice number").fill("0004800");
  await dialog().getByLabel("Amount in EUR").fill("380.00");
  await dialog().getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page.getByText("EUR 380.00 to invoice 0004800")).toBeVisible();
  await expect(page.getByText("left EUR 2,000.00")).toBeVisible();
});

test("memo and statement are documents, and the workbook has numbers as numbers", async () => {
  const memo = await downloaded(() => page.getByRole("link", { name: "Memo PDF" }).click());
  expect(memo.subarray(0, 5).toString()).toBe("%PDF-");
  await page.getByRole("link", { name: "Statement", exact: true }).click();
  const statement = await downloaded(() => page.getByRole("link", { name: "PDF", exact: true }).click());
  expect(statement.subarray(0, 5).toString()).toBe("%PDF-");
  await page.goto(path("/credits/exports"));
  await page.getByLabel("Format").selectOption("xlsx");
  const workbook = await downloaded(() => page.getByRole("button", { name: "Download" }).click());
  const sheet = member(workbook, "xl/worksheets/sheet1.xml");
  expect(sheet).toMatch(/<c r="[A-Z]+2"[^>]*><v>200000<\/v>/);
  expect(sheet).not.toContain("<f>");
  const evidence = member(workbook, "xl/worksheets/sheet3.xml");
  expect(evidence).toMatch(/>CN-\d{4}-000001<.*<v>36000<\/v>.*>Outage\.</);
  await page.reload();
  await expect(page.getByRole("cell", { name: "credits xlsx" })).toBeVisible();
});

test("a month of the books is locked, and says so", async () => {
  await page.goto(path("/settings/finance"));
  await page.getByLabel("Legal name").fill("Acme Cloud GmbH");
  await page.getByLabel("Two approvals above").fill("EUR 1,000.00");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.getByRole("button", { name: new RegExp(`^Lock ${month.name}`) }).click();
  await dialog()
    .getByRole("button", { name: `Lock ${month.name}` })
    .click();
  await expect(page.getByText(/locked .*0 credits/)).toBeVisible();
});

test("every screen of the desk can be used by everybody, wide and narrow, light and dark", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const [statement] = (await ask<{ data: { id: string }[] }>("GET", `/statements?period=${month.name}`)).data;
  const [running] = (await ask<{ data: { id: string }[] }>("GET", "/statements?status=open")).data;
  const [credit] = (await ask<{ data: { id: string }[] }>("GET", "/credits")).data;
  const screens = [
    ...[
      "/statements",
      "/statements/close",
      "/credits",
      "/credits/approve",
      "/credits/issue",
      "/credits/exports",
      "/settings/finance",
    ],
    ...[`/statements/${statement?.id}`, `/statements/${running?.id}`, `/credits/${credit?.id}`],
  ];
  // Each screen once wide and once narrow, and once light and once dark: neighbours take the other pair.
  for (const [width, colorScheme, turn] of [
    [390, "dark", 0],
    [1440, "light", 0],
    [390, "light", 1],
    [1440, "dark", 1],
  ] as const) {
    const other = await organization.open(browser, { viewport: { width, height: 900 }, colorScheme });
    for (const screen of screens.filter((_, index) => index % 2 === turn)) {
      await other.goto(path(screen));
      await accessible(other);
      const overflow = await other.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([screen, width, overflow <= 0]).toEqual([screen, width, true]);
    }
    await other.context().close();
  }
});

async function downloaded(press: () => Promise<void>): Promise<Buffer> {
  const download = page.waitForEvent("download");
  await press();
  return readFileSync(await (await download).path());
}

/** One file of a workbook, read as any program does. */
function member(zip: Buffer, name: string): string {
  const end = zip.lastIndexOf(Buffer.from("PK\u0005\u0006"));
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [zip.readUInt16LE(entry + 10), zip.readUInt32LE(entry + 20)];
    const [title, extra, note] = [28, 30, 32].map((at) => zip.readUInt16LE(entry + at)) as [
      number,
      number,
      number,
    ];
    const at = zip.readUInt32LE(entry + 42);
    if (zip.toString("utf8", entry + 46, entry + 46 + title) === name) {
      const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
      const bytes = zip.subarray(start, start + size);
      return (method === 8 ? inflateRawSync(bytes) : bytes).toString("utf8");
    }
    entry += 46 + title + extra + note;
  }
  return "";
}
