import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { contractBody } from "../operations/contract-rig";
import { type Client, clientOf, clock, complaints, type Json, newTenant } from "./client";

let client: Client;
let organizationId: string;
let customer: string;
let creditId: string;

const september = Date.parse("2026-09-01T00:00:00Z");
const hour = 3_600_000;
const formats = ["csv", "xlsx", "pdf", "json"];

const entry = (from: number, to: number, state: string) => ({
  ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString(), state },
});

/** A customer whose September was ten hours down: closed, credited, and issued. */
beforeAll(async () => {
  ({ client, organizationId } = await newTenant("exports"));
  const component = String((await client.post("/components", { name: "Checkout" })).json.id);
  const down = september + 100 * hour;
  await client.post(`/components/${component}/ledger/import`, {
    source: "old page",
    entries: [
      entry(september, down, "operational"),
      entry(down, down + 10 * hour, "major_outage"),
      entry(down + 10 * hour, clock.now, "operational"),
    ],
  });
  const made = { name: "=Northwind", external_id: "C-1", accounting: { gl_account: "4000", tax_code: "S" } };
  customer = String((await client.post("/customers", made)).json.id);
  const contract = await client.post("/contracts", contractBody(customer, component, september));
  const all = (await client.get("/statements?period=2026-09")).json.data as Json[];
  const statement = all.find(({ contract_id }) => contract_id === contract.json.id);
  const closed = await client.send("POST", `/statements/${statement?.id}/close`);
  creditId = String(closed.json.credit_id);
  expect((await client.send("POST", `/credits/${creditId}/issue`)).status).toBe(200);
});

describe("the credit register", () => {
  it("is a CSV of one line per credit, which its manifest vouches for", async () => {
    const csv = await client.get("/exports/credits.csv?period=2026-09");
    expect([csv.status, csv.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
    const [names = "", line = ""] = csv.text.split("\r\n");
    const at = (name: string) => line.split(",")[names.split(",").indexOf(name)];
    expect(["line_id", "customer_name", "credit_net", "target_percent", "fee_base_minor"].map(at)).toEqual([
      creditId,
      "'=Northwind",
      "250.00",
      "99.9",
      "100000",
    ]);
    const json = await client.get("/exports/credits.json?period=2026-09");
    expect(json.status).toBe(200);
    const { manifest } = JSON.parse(json.text);
    expect(manifest).toMatchObject({
      line_count: 1,
      totals: [{ currency: "EUR", lines: 1, credit_net_minor: 25_000 }],
      csv_sha256: createHash("sha256").update(csv.text).digest("hex"),
    });
  });

  it("is the same bytes twice in every format, whatever the hour", async () => {
    for (const format of formats) {
      const path = `/exports/credits.${format}?period=2026-09&customer_id=${customer}`;
      const first = await client.get(path);
      clock.now += hour;
      expect([first.status, (await client.get(path)).text === first.text], format).toEqual([200, true]);
    }
  });

  it("is empty for a month without credits", async () => {
    const csv = await client.get("/exports/credits.csv?period=2026-08");
    expect(csv.text.trim().split("\r\n")).toHaveLength(1);
  });

  it.each(["xero", "quickbooks", "netsuite"])("has %s's columns", async (layout) => {
    const csv = await client.get(`/exports/credits.csv?layout=${layout}`);
    expect(csv.text).toContain("CN-2026-000001");
    expect(csv.text.trim().split("\r\n")).toHaveLength(2);
  });

  it("keeps a voided memo with the memo that took it back", async () => {
    const component = String((await client.post("/components", { name: "Search" })).json.id);
    await client.post(`/components/${component}/ledger/import`, {
      source: "old page",
      entries: [entry(september, clock.now, "major_outage")],
    });
    const other = String((await client.post("/customers", { name: "Contoso" })).json.id);
    await client.post("/contracts", contractBody(other, component, september));
    const [statement] = (await client.get(`/statements?customer_id=${other}&period=2026-09`)).json
      .data as Json[];
    const id = (await client.send("POST", `/statements/${statement?.id}/close`)).json.credit_id;
    await client.send("POST", `/credits/${id}/issue`);
    await client.send("POST", `/credits/${id}/void`, { reason: "wrong customer" });
    const { manifest, lines } = JSON.parse(
      (await client.get(`/exports/credits.json?customer_id=${other}`)).text,
    );
    expect(lines.map((line: Json) => [line.credit_note_number, line.credit_net_minor])).toEqual([
      ["CN-2026-000002", 25_000],
      ["DN-2026-000001", -25_000],
    ]);
    expect(manifest.totals).toMatchObject([{ lines: 2, credit_net_minor: 0 }]);
  });

  it("has each issued memo as a document", async () => {
    const memo = await client.get(`/credits/${creditId}/memo.pdf`);
    expect([memo.status, memo.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    expect(memo.text.startsWith("%PDF-")).toBe(true);
    expect((await client.get("/credits/crd_none/memo.pdf")).status).toBe(404);
  });

  it("refuses what it does not know by the field's name", async () => {
    const refusal = async (query: string) => {
      const reply = await client.get(`/exports/credits.csv?${query}`);
      return [reply.status, complaints(reply)];
    };
    expect(await refusal("layout=sage")).toEqual([400, ["layout"]]);
    expect(await refusal("period=2026-13")).toEqual([400, ["period"]]);
    expect(await refusal("customer=x")).toEqual([400, ["customer"]]);
    expect(await refusal("customer_id=cus_none")).toEqual([404, ["customer_id"]]);
  });
});

describe("walls", () => {
  it("R4 shows no amounts without finance, in no format", async () => {
    const admin = await clientOf(organizationId, ["admin"]);
    for (const format of formats)
      expect((await admin.get(`/exports/credits.${format}`)).status, format).toBe(403);
  });

  it("another tenant has nothing of it, and its customer is none", async () => {
    const { client: stranger } = await newTenant("exports-stranger");
    expect((await stranger.get(`/exports/credits.csv?customer_id=${customer}`)).status).toBe(404);
    expect((await stranger.get(`/credits/${creditId}/memo.pdf`)).status).toBe(404);
    const csv = await stranger.get("/exports/credits.csv");
    expect(csv.text.trim().split("\r\n")).toHaveLength(1);
  });

  it("every export is in the audit log with its filter", async () => {
    clock.now += hour;
    await client.get("/exports/credits.csv?period=2026-09&layout=xero");
    const { data } = (await client.get("/audit-log?action=credits.export&limit=1")).json;
    expect(data).toMatchObject([
      { after: { format: "csv", layout: "xero", period: "2026-09", customer_id: null } },
    ]);
  });
});
