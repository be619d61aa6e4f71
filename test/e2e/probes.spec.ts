import { spawnSync } from "node:child_process";
import { AxeBuilder } from "@axe-core/playwright";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { childEnv } from "@/lib/env";
import { type FreshOrganization, freshOrganization, makeComponent } from "./fresh-organization";

// A region without a probe, a probe that comes, reports and goes, and what it measured on the monitor's screen.

let organization: FreshOrganization;
let page: Page;
let key = "";
let monitor = "";

test.beforeAll(async ({ browser, baseURL }) => {
  organization = await freshOrganization(browser, baseURL ?? "");
  page = await organization.open(browser, { timezoneId: "UTC" });
  const words = ["key", "create", "--org", organization.slug, "--scopes", "read,write,probe"];
  const made = spawnSync("node", ["--import", "tsx", "lib/server/cli.ts", ...words], {
    env: childEnv({}),
    encoding: "utf8",
  });
  key = made.stdout.trim().split("\n").at(-1) ?? "";
});
test.afterAll(() => page.context().close());
test.describe.configure({ mode: "serial" });

async function post<T>(request: APIRequestContext, path: string, data: object): Promise<T> {
  const answer = await request.post(path, { headers: { authorization: `Bearer ${key}` }, data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

async function hasNothingToMend(): Promise<void> {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
  }
}

type Run = { monitor_id: string; monitor_version: number; scheduled_for: string };
const hello = {
  region: "fra",
  probe: "edge-1",
  version: "9.9.9",
  protocol: 2,
  skew_ms: -1_400,
  capacity: 2_000,
};

test("an organization without monitors is told how a region comes to be, and how a probe is started", async () => {
  await page.goto(`/${organization.slug}/settings/probes`);
  await expect(page.getByText("Nothing is watched yet")).toBeVisible();
  await expect(page.getByText(/npm run probity -- probe --url/)).toBeVisible();
  await hasNothingToMend();
});

test("a region that only a monitor names is silent; a probe that claims is seen with clock, version and load", async ({
  request,
}) => {
  const component_id = await makeComponent(page, organization.slug, "Checkout");
  const made = await post<{ id: string }>(request, "/api/v1/monitors", {
    ...{ component_id, name: "Checkout answers", type: "http", target: "https://checkout.example/" },
    ...{ interval_seconds: 60, regions: ["fra"] },
  });
  monitor = made.id;
  await page.goto(`/${organization.slug}/settings/probes`);
  const region = page.getByRole("region", { name: "fra", exact: true });
  await expect(region).toContainText("No probe has spoken up for a minute");

  const { runs } = await post<{ runs: Run[] }>(request, "/api/probe/claim", { ...hello, ahead_ms: 30_000 });
  const started = Date.now();
  const phases = { dns_ms: 4, connect_ms: 20, tls_ms: 31, first_byte_ms: 80, transfer_ms: 5, total_ms: 140 };
  const line = (minutes: number) => ({
    ...{ monitor_id: monitor, monitor_version: runs[0]?.monitor_version ?? 1, verdict: "up", failure: null },
    scheduled_for: new Date(started - minutes * 60_000).toISOString(),
    started_at: new Date(started - minutes * 60_000 + 12).toISOString(),
    phases: { ...phases, total_ms: 140 + minutes },
    suspect: false,
  });
  const outcomes = Array.from({ length: 8 }, (_, minutes) => line(minutes));
  await post(request, "/api/probe/report", { region: "fra", probe: "edge-1", outcomes });
  await page.reload();
  const row = page.getByRole("row", { name: /edge-1/ });
  await expect(row).toContainText("Running");
  await expect(row).toContainText("9.9.9");
  await expect(row).toContainText("1.4 s behind");
  await expect(row).toContainText("0 of 2000");
  await expect(region).toContainText("12 ms");
  await hasNothingToMend();
});

test("a clock that is off is said, and so is a probe that was stopped", async ({ request }) => {
  await post(request, "/api/probe/claim", { ...hello, version: "9.9.10", skew_ms: 7_000 });
  await page.goto(`/${organization.slug}/settings/probes`);
  await expect(page.getByRole("row", { name: /edge-1/ })).toContainText("Clock is off");
  await post(request, "/api/probe/claim", { ...hello, leaving: true });
  await page.reload();
  await expect(page.getByRole("row", { name: /edge-1/ })).toContainText("Stopped");
});

test("the monitor shows percentiles of the phase asked for, the regions, and the numbers behind the chart", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/${organization.slug}/monitors/${monitor}?window=24h`);
  const part = page.getByRole("region", { name: "Percentiles", exact: true });
  await expect(part.getByRole("img", { name: /^Total over 24 h: p50 14\d ms/ })).toBeVisible();
  await part.getByRole("link", { name: "First byte" }).click();
  await expect(part.getByRole("img", { name: /^First byte over 24 h: p50 80 ms/ })).toBeVisible();
  await expect(part.getByRole("row", { name: /fra/ })).toContainText("80 ms");
  await part.getByText("Show the percentiles").click();
  await expect(part.getByRole("table", { name: "Percentiles of First byte" })).toBeVisible();
  await hasNothingToMend();
});
