import { afterAll, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import { pageCreateInput } from "@/lib/domain/page";
import { viewPage } from "@/lib/domain/page-view";
import { cutPercent } from "@/lib/domain/statement-words";
import { formatInstant, hourMs, minuteMs, secondMs } from "@/lib/domain/time";
import { readComponentFigures } from "@/lib/operations/component-detail";
import { createPage } from "@/lib/operations/pages";
import { takeSnapshots } from "@/lib/operations/publish";
import { readStatementSheet } from "@/lib/operations/statement-sheet";
import { renderPublication } from "@/lib/render/publication";
import { contractBody } from "../operations/contract-rig";
import { clientOf, clock, type Json, newTenant } from "./client";

afterAll(closeDatabase);

const september = Date.parse("2026-09-01T00:00:00Z");
const october = Date.parse("2026-10-01T00:00:00Z");
const down = 2 * hourMs + 17 * minuteMs + 31.5 * secondMs;
/** (30 days - 8,251.5 seconds) ÷ 30 days = 0.996816551…, cut. */
const [percent, shown] = ["99.681655", "99.681"];

it("R2 page, dashboard, API, statement and export print one figure for a component and month", async () => {
  clock.now = october;
  const { client, organizationId } = await newTenant("one-figure");
  const { scope } = await clientOf(organizationId, ["admin", "finance"]);
  const id = String((await client.post("/components", { name: "Checkout" })).json.id);
  const at = september + 100 * hourMs;
  const entry = (from: number, to: number, state: string) => ({
    ...{ from: formatInstant(from), to: formatInstant(to), state },
  });
  const entries = [
    entry(september, at, "operational"),
    entry(at, at + down, "major_outage"),
    entry(at + down, october, "operational"),
  ];
  expect((await client.post(`/components/${id}/ledger/import`, { source: "old", entries })).status).toBe(201);
  const page = pageCreateInput.parse({ slug: "one-figure", name: "One", components: [{ id }] });
  await createPage(scope, page, october);
  const customer = String((await client.post("/customers", { name: "Northwind" })).json.id);
  await client.post("/contracts", contractBody(customer, id, september, { settle_hours: 0 }));
  const [listed] = (await client.get("/statements?period=2026-09")).json.data as Json[];
  expect((await client.send("POST", `/statements/${listed?.id}/close`)).status).toBe(200);

  const window = `from=${formatInstant(september)}&to=${formatInstant(october)}`;
  const timeline = (await client.get(`/components/${id}/timeline?${window}`)).json.uptime as Json;
  const statement = (await client.get(`/statements/${listed?.id}`)).json.result as Json;
  const [names = "", line = ""] = (await client.get("/exports/credits.csv")).text.split("\r\n");
  const exported = line.split(",")[names.split(",").indexOf("uptime_percent")];
  expect([timeline.percent, statement.uptime_percent, exported]).toEqual([percent, percent, percent]);
  expect([timeline.downtime_ms, statement.downtime_exact]).toEqual([down, "16503/2"]);

  const figures = await readComponentFigures(scope, { id, basis: "worst" }, october);
  const dashboard = figures.windows.find(({ label }) => label === "30 days")?.uptime.percent;
  const { view, evidence } = await readStatementSheet(scope, String(listed?.id), october);
  const [snapshot] = await takeSnapshots(scope, "http://probity.test", october);
  if (!snapshot) throw new Error("no page");
  const months = renderPublication(viewPage(snapshot)).find(({ path }) => path === "/uptime");
  const printed = /September 2026[^<"]*?(\d+\.\d+)/.exec(String(months?.body))?.[1];
  expect([dashboard, cutPercent(view.result?.uptime_percent ?? null, view.targetPercent), printed]).toEqual([
    ...[shown, shown, shown],
  ]);
  expect(evidence.reduce((ms, row) => ms + row.countedMs, 0)).toBe(down);
});
