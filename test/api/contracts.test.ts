import { beforeAll, describe, expect, it } from "vitest";
import { contractBody, promising, termsOf } from "../operations/contract-rig";
import { type Client, clientOf, clock, complaints, type Json, newTenant, type Reply } from "./client";

let client: Client;
let organizationId: string;
let component: string;
let customer: string;

const september = Date.parse("2026-09-01T00:00:00Z");
const hour = 3_600_000;

beforeAll(async () => {
  ({ client, organizationId } = await newTenant("contracts"));
  component = String((await client.post("/components", { name: "Checkout" })).json.id);
  const entry = (from: number, to: number, state: string) => ({
    ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString(), state },
  });
  const down = september + 100 * hour;
  const imported = await client.post(`/components/${component}/ledger/import`, {
    source: "old page",
    entries: [
      entry(september, down, "operational"),
      entry(down, down + 10 * hour, "major_outage"),
      entry(down + 10 * hour, clock.now, "operational"),
    ],
  });
  expect(imported.status).toBe(201);
  customer = String((await client.post("/customers", { name: "Northwind", external_id: "C-1" })).json.id);
});

const body = (changes: Json = {}) => contractBody(customer, component, september, changes);

async function statements(contractId: unknown): Promise<Json[]> {
  const reply = await client.get(`/statements?limit=200`);
  expect(reply.status).toBe(200);
  const own = (reply.json.data as Json[]).filter((each) => each.contract_id === contractId);
  return own.toReversed();
}

async function made(changes: Json = {}): Promise<{ contract: Json; all: Json[] }> {
  const reply = await client.post("/contracts", body(changes));
  expect(reply.status).toBe(201);
  return { contract: reply.json, all: await statements(reply.json.id) };
}

async function closed(changes: Json = {}): Promise<Json> {
  const { all } = await made(changes);
  const reply = await client.send("POST", `/statements/${all[0]?.id}/close`);
  expect(reply.status, reply.text).toBe(200);
  return reply.json;
}

describe("customers", () => {
  it("are made, read, changed, archived and still readable", async () => {
    const reply = await client.post("/customers", {
      name: "Contoso",
      accounting: { gl_account: "4000", tax_code: "S" },
    });
    expect(reply.status).toBe(201);
    const path = `/customers/${reply.json.id}`;
    expect(reply.headers.get("location")).toBe(`/api/v1${path}`);
    expect((await client.patch(path, { email: "ap@contoso.example" })).json.email).toBe("ap@contoso.example");
    expect((await client.delete(path)).status).toBe(204);
    expect((await client.get(path)).json.archived_at).not.toBeNull();
  });

  it("never share a number in the accounts", async () => {
    const reply = await client.post("/customers", { name: "Another", external_id: "C-1" });
    expect([reply.status, complaints(reply)]).toEqual([409, ["external_id"]]);
  });
});

describe("contracts", () => {
  it("make all statements since a start in the past at once", async () => {
    const { contract, all } = await made();
    expect(all.map(({ month, status }) => [month, status])).toEqual([
      ["2026-09", "ready"],
      ["2026-10", "ready"],
      ["2026-11", "open"],
    ]);
    const reply = await client.get(`/contracts/${contract.id}`);
    expect(reply.json).toEqual(contract);
    const filtered = await client.get(`/statements?period=2026-09&customer_id=${customer}&status=ready`);
    expect((filtered.json.data as Json[]).length).toBeGreaterThan(0);
  });

  it("compute from our ledger what POST /sla/evaluate makes of the exported rows", async () => {
    const { all } = await made();
    for (const statement of all) {
      const vector = await client.get(`/statements/${statement.id}/vector`);
      const evaluated = await client.post("/sla/evaluate", vector.json);
      expect(evaluated.status, evaluated.text).toBe(200);
      expect(evaluated.json).toEqual(statement.result);
    }
    expect(all[0]?.result).toMatchObject({ downtime_seconds: 36_000, tier: "T2", credit_minor: 25_000 });
    expect(all[1]?.result).toMatchObject({ downtime_seconds: 0, breached: false, credit_minor: 0 });
  });

  const tier = (id: string, upper: string, credit_percent: string) => ({
    ...{ id, upper, upper_inclusive: false, credit_percent },
  });
  const tiered = (tiers: unknown[]) => ({ terms: termsOf(component, { credit: { mode: "tiered", tiers } }) });
  const at = "commitments.0";
  const cases: [string, () => Json, string][] = [
    ["negative fee", () => ({ fees: { currency: "EUR", amount_minor: -1 } }), `${at}.fees.amount_minor`],
    ["unknown currency", () => ({ fees: { currency: "XXQ", amount_minor: 1 } }), `${at}.fees.currency`],
    [
      "tax above the whole price",
      () => ({ fees: { currency: "EUR", amount_minor: 1, tax_percent: "100.1" } }),
      `${at}.fees.tax_percent`,
    ],
    [
      "a tax that is no number",
      () => ({ fees: { currency: "EUR", amount_minor: 1, tax_percent: "many" } }),
      `${at}.fees.tax_percent`,
    ],
    ["a start in another age", () => ({ starts_at: "2999-01-01T00:00:00Z" }), "starts_at"],
    ["unknown zone", () => ({ timezone: "Mars/Olympus" }), "timezone"],
    ["end before the start", () => ({ ends_at: "2026-08-01T00:00:00Z" }), "ends_at"],
    [
      "overlapping tiers",
      () => tiered([tier("a", "99.9", "10"), tier("b", "99.90", "20")]),
      `${at}.terms.credit.tiers.1.upper`,
    ],
    [
      "backward tiers",
      () => tiered([tier("a", "99.9", "10"), tier("b", "99", "5")]),
      `${at}.terms.credit.tiers.1.credit_percent`,
    ],
    [
      "10,000 tiers",
      () => tiered(Array.from({ length: 10_000 }, (_, index) => tier(`t${index}`, `9${index}`, "1"))),
      `${at}.terms.credit.tiers`,
    ],
    [
      "unknown component",
      () => ({ terms: termsOf("cmp_unknown") }),
      `${at}.terms.components.members.0.component`,
    ],
    [
      "counts without a source",
      () => ({
        terms: termsOf(component, { measurement: { method: "request_ratio", interval_seconds: 300 } }),
      }),
      `${at}.counts`,
    ],
    ["unknown field", () => ({ surprise: 1 }), "surprise"],
  ];
  it.each(cases)("refuse %s, naming the field", async (_name, changes, path) => {
    const reply = await client.post("/contracts", body(changes()));
    expect([reply.status, complaints(reply)]).toEqual([400, expect.arrayContaining([path])]);
  });

  it("refuse another organization's component and customer", async () => {
    const other = await newTenant("contracts-other");
    const foreign = await other.client.post("/contracts", body());
    expect([foreign.status, complaints(foreign)]).toEqual([400, ["customer_id"]]);
    const theirs = String((await other.client.post("/components", { name: "Theirs" })).json.id);
    const reply = await client.post("/contracts", body({ terms: termsOf(theirs) }));
    expect(reply.status).toBe(400);
    const { contract, all } = await made();
    for (const path of [`/contracts/${contract.id}`, `/customers/${customer}`, `/statements/${all[0]?.id}`])
      expect((await other.client.get(path)).status).toBe(404);
  });

  it("are nothing to a key without the finance scope, though it be an admin's", async () => {
    const admin = await clientOf(organizationId, ["admin"]);
    for (const path of ["/customers", "/contracts", "/statements", "/credits", "/finance-settings"])
      expect((await admin.get(path)).status, path).toBe(403);
  });
});

describe("amendments", () => {
  const amend = (id: unknown, changes: Json) =>
    client.post(`/contracts/${id}/amendments`, {
      effective_from: "2026-10-01T00:00:00Z",
      terms: termsOf(component, promising("99")),
      ...changes,
    });

  it("bring complete terms from an instant on, and a new fee from a period boundary only", async () => {
    const { contract } = await made();
    const fees = { currency: "EUR", amount_minor: 200_000 };
    const reply = await amend(contract.id, { fees });
    expect(reply.status, reply.text).toBe(201);
    expect(reply.json).toMatchObject({ version: 2, fees });
    const inside = await amend(contract.id, {
      effective_from: "2026-10-15T00:00:00Z",
      fees: { ...fees, amount_minor: 1 },
    });
    expect([inside.status, complaints(inside)]).toEqual([400, ["fees"]]);
    const currency = await amend(contract.id, {
      effective_from: "2026-11-01T00:00:00Z",
      fees: { currency: "USD", amount_minor: 1 },
    });
    expect([currency.status, complaints(currency)]).toEqual([400, ["fees.currency"]]);
  });

  it("R4.5 reach into closed periods only when a restatement is asked for", async () => {
    const statement = await closed();
    const changes = { effective_from: "2026-09-10T00:00:00Z" };
    expect((await amend(statement.contract_id, changes)).status).toBe(409);
    expect((await amend(statement.contract_id, { ...changes, restate: true })).status).toBe(201);
    const restatement = (await statements(statement.contract_id)).find(
      (each) => each.restates === statement.id,
    );
    expect(restatement).toMatchObject({ status: "ready", result: { segments: [{}, {}] } });
  });
});

describe("credits", () => {
  const act = (id: unknown, action: string, given?: Json): Promise<Reply> =>
    client.send("POST", `/credits/${id}/${action}`, given);

  it("go from a closed breach to a numbered memo that is applied, each step once", async () => {
    const statement = await closed();
    const id = statement.credit_id;
    const read = await client.get(`/credits/${id}`);
    expect(read.json).toMatchObject({
      status: "approved",
      amount: { currency: "EUR", amount_minor: 25_000 },
    });
    expect((await act(id, "apply")).status).toBe(409);
    const issued = await act(id, "issue");
    expect(issued.json).toMatchObject({ status: "issued", number: expect.stringMatching(/^CN-2026-\d{6}$/) });
    expect((await act(id, "issue")).status).toBe(409);
    const part = await act(id, "apply", { amount_minor: 5_000, invoice_number: "I-9" });
    expect(part.json).toMatchObject({ status: "issued", applied: { amount_minor: 5_000 } });
    expect((await act(id, "apply")).json).toMatchObject({ status: "applied" });
    expect((await act(id, "pay-out")).status).toBe(409);
  });

  it("wait for a claim where the contract asks for one, and expire at its deadline", async () => {
    const claims = { required: true, deadline: { kind: "days_after_period_end", days: 30 } };
    const id = (await closed({ claims })).credit_id;
    // The period ended on 1 October, so the deadline is long past on 20 November.
    expect((await client.get(`/credits/${id}`)).json.status).toBe("expired");
    expect((await act(id, "claim")).status).toBe(409);
    expect((await act(id, "approve")).status).toBe(409);
    const claimed = await act(id, "claim", {
      filed_at: "2026-10-20T08:00:00Z",
      evidence: "mail of the 20th",
    });
    expect(claimed.json).toMatchObject({ status: "claimed" });
    expect((await act(id, "approve")).json).toMatchObject({ status: "approved" });
    expect((await act(id, "deny")).json).toMatchObject({ status: 400, errors: [{ path: "reason" }] });
    expect((await act(id, "deny", { reason: "changed our minds" })).json).toMatchObject({ status: "denied" });
    expect((await act(id, "issue")).status).toBe(409);
  });

  it("are voided by a memo that reverses, and the number stays given", async () => {
    const id = (await closed()).credit_id;
    const issued = await act(id, "issue");
    expect((await act(id, "void")).status).toBe(400);
    expect((await act(id, "void", { reason: "" })).status).toBe(400);
    const voided = await act(id, "void", { reason: "wrong customer" });
    expect(voided.json).toMatchObject({
      status: "voided",
      number: issued.json.number,
      reversal: { kind: "debit_memo", number: expect.stringMatching(/^DN-/) },
    });
  });
});
