import { beforeAll, describe, expect, it } from "vitest";
import { contractBody, promising, termsOf } from "../operations/contract-rig";
import { type Client, clientOf, clock, complaints, type Json, newTenant } from "./client";

let client: Client;
let organizationId: string;
let component: string;
let customer: string;

const september = Date.parse("2026-09-01T00:00:00Z");
const hour = 3_600_000;
const at = (instant: number) => new Date(instant).toISOString();

beforeAll(async () => {
  ({ client, organizationId } = await newTenant("contract-life"));
  component = String((await client.post("/components", { name: "Checkout" })).json.id);
  const down = september + 100 * hour;
  const entry = (from: number, to: number, state: string) => ({ from: at(from), to: at(to), state });
  await client.post(`/components/${component}/ledger/import`, {
    source: "old page",
    entries: [
      entry(september - 31 * 24 * hour, down, "operational"),
      entry(down, down + 10 * hour, "major_outage"),
      entry(down + 10 * hour, clock.now, "operational"),
    ],
  });
  customer = String((await client.post("/customers", { name: "Northwind" })).json.id);
});

const body = (changes: Json = {}) => contractBody(customer, component, september, changes);

async function made(changes: Json = {}): Promise<Json> {
  const reply = await client.post("/contracts", body(changes));
  expect(reply.status, reply.text).toBe(201);
  return reply.json;
}

const periodsOf = async (id: unknown) =>
  ((await client.get(`/statements?contract_id=${id}&limit=200`)).json.data as Json[]).map(
    ({ period }) => period,
  );

describe("ending a contract", () => {
  it("takes later periods away and cuts the one it falls into", async () => {
    const { id } = await made();
    const reply = await client.post(`/contracts/${id}/end`, {
      ends_at: at(september + 40 * 24 * hour),
      reason: "moved",
    });
    expect([reply.status, reply.json.ends_at]).toEqual([200, "2026-10-11T00:00:00.000Z"]);
    expect(await periodsOf(id)).toHaveLength(2);
    const log = await client.get(`/audit-log?object_id=${id}&action=contract.end`);
    expect((log.json.data as Json[])[0]).toMatchObject({ after: { reason: "moved" } });
  });

  it("is refused before the start, and inside a closed period", async () => {
    const { id } = await made();
    const early = await client.post(`/contracts/${id}/end`, { ends_at: at(september) });
    expect([early.status, complaints(early)]).toEqual([400, ["ends_at"]]);
    const statements = (await client.get(`/statements?contract_id=${id}`)).json.data as Json[];
    expect((await client.send("POST", `/statements/${statements.at(-1)?.id}/close`)).status).toBe(200);
    const inside = await client.post(`/contracts/${id}/end`, { ends_at: at(september + 5 * 24 * hour) });
    expect([inside.status, complaints(inside)]).toEqual([409, ["ends_at"]]);
  });
});

describe("cloning a contract", () => {
  it("takes the newest terms and leaves history behind", async () => {
    const { id } = await made({ settle_hours: 48, suspended: [] });
    const target = { percent: "99", meets: ">=" };
    const amended = await client.post(`/contracts/${id}/amendments`, {
      effective_from: "2026-10-01T00:00:00Z",
      terms: termsOf(component, promising("99")),
    });
    expect(amended.status).toBe(201);
    const other = (await client.post("/customers", { name: "Contoso" })).json.id;
    const starts_at = "2026-11-01T00:00:00.000Z";
    const reply = await client.post(`/contracts/${id}/clone`, {
      name: "Again",
      customer_id: other,
      starts_at,
    });
    expect(reply.status, reply.text).toBe(201);
    expect(reply.json).toMatchObject({ name: "Again", customer_id: other, starts_at, settle_hours: 48 });
    const [commitment] = reply.json.commitments as Json[];
    expect(commitment).toMatchObject({ terms: { target } });
    expect(commitment?.versions).toHaveLength(1);
    expect(commitment?.versions).toMatchObject([{ effective_from: starts_at }]);
  });

  it("asks for an end where the window needs one", async () => {
    const fixed = { window: { type: "fixed" }, ends_at: at(september + 90 * 24 * hour) };
    const { id } = await made(fixed);
    const reply = await client.post(`/contracts/${id}/clone`, { name: "Again", starts_at: at(clock.now) });
    expect([reply.status, complaints(reply)]).toEqual([400, ["ends_at"]]);
  });
});

describe("the preview", () => {
  it("computes the last three months of the ledger as statements would, and stores nothing", async () => {
    const before = (await client.get("/statements?limit=200")).json.data as Json[];
    const reply = await client.post("/contracts/preview", body());
    expect(reply.status, reply.text).toBe(200);
    const [{ periods }] = reply.json.commitments as [{ periods: Json[] }];
    expect(periods.map(({ from }) => from)).toEqual([
      "2026-08-01T00:00:00.000Z",
      "2026-09-01T00:00:00.000Z",
      "2026-10-01T00:00:00.000Z",
    ]);
    const { id } = await made();
    const [september] = (
      (await client.get(`/statements?contract_id=${id}&limit=200`)).json.data as Json[]
    ).toReversed();
    expect(periods[1]?.result).toEqual(september?.result);
    expect(periods[1]?.result).toMatchObject({ breached: true, credit_minor: 25_000 });
    const after = (await client.get("/statements?limit=200")).json.data as Json[];
    expect(after.filter(({ contract_id }) => contract_id !== id)).toHaveLength(before.length);
  });

  it("shows the running year where no year has ended, and months for a contract of fixed dates", async () => {
    const year = { type: "calendar_year", fiscal_start_month: 1 };
    const yearly = await client.post("/contracts/preview", body({ window: year }));
    expect(yearly.json).toMatchObject({ commitments: [{ periods: [{ running: true }] }] });
    const ends_at = at(september + 90 * 24 * hour);
    const fixed = await client.post("/contracts/preview", body({ window: { type: "fixed" }, ends_at }));
    expect((fixed.json.commitments as [{ periods: Json[] }])[0].periods).toHaveLength(3);
  });

  it("says when nothing was counted yet", async () => {
    const measurement = {
      method: "interval_error_rate",
      interval_seconds: 300,
      empty_interval: "zero_error",
    };
    const terms = termsOf(component, { measurement });
    const reply = await client.post("/contracts/preview", body({ terms, counts: "reported" }));
    expect(reply.json).toMatchObject({ commitments: [{ has_counts: false }] });
  });

  it("refuses what would be refused, by field", async () => {
    const theirs = await client.post("/contracts/preview", body({ terms: termsOf("cmp_unknown") }));
    expect([theirs.status, complaints(theirs)]).toEqual([
      400,
      ["commitments.0.terms.components.members.0.component"],
    ]);
  });
});

describe("wrong terms are refused with a sentence that names the field", () => {
  const credit = {
    mode: "proportional",
    multiplier: "10",
    allowance: "beyond_target",
    denominator: "period",
  };

  it.each<[string, () => Json, string, RegExp]>([
    [
      "target 100 with error budget",
      () => ({ terms: termsOf(component, { target: { percent: "100", meets: ">=" }, credit }) }),
      "commitments.0.terms.credit.allowance",
      /no error budget/,
    ],
    [
      "a suspension before the contract",
      () => ({ suspended: [{ from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" }] }),
      "suspended.0.to",
      /after the contract starts/,
    ],
    [
      "a period that ends before the contract",
      () => ({ window: { type: "fixed" }, ends_at: "2026-08-01T00:00:00Z" }),
      "ends_at",
      /must be after starts_at/,
    ],
  ])("%s", async (_, changes, path, sentence) => {
    const reply = await client.post("/contracts", body(changes()));
    expect([reply.status, complaints(reply)]).toEqual([400, [path]]);
    expect(reply.json.detail).toContain(path);
    expect(reply.text).toMatch(sentence);
  });

  it("an amendment before the contract", async () => {
    const { id } = await made();
    const reply = await client.post(`/contracts/${id}/amendments`, {
      effective_from: "2026-08-01T00:00:00Z",
      terms: termsOf(component),
    });
    expect([reply.status, complaints(reply)]).toEqual([400, ["effective_from"]]);
  });
});

describe("templates and lists", () => {
  it("templates name source, date and the note, and hold complete terms", async () => {
    const { status, json } = await client.get("/contracts/templates");
    expect(status).toBe(200);
    for (const template of json.data as Json[]) {
      expect(template).toMatchObject({ warning: expect.stringContaining("Check it against your contract") });
      const members = [{ component, weight: "1" }];
      const given = template.terms as Json;
      const terms = { ...given, components: { ...(given.components as Json), members } };
      const { window, counts } = template;
      const reply = await client.post(
        "/contracts/preview",
        body({ terms, window, counts: counts ?? undefined }),
      );
      expect(reply.status, `${template.id}: ${reply.text}`).toBe(200);
    }
  });

  it("contracts are found by their own, their customer's and their service's name, and by whether they run", async () => {
    const { client: other } = await newTenant("contract-lists");
    const cmp = String((await other.post("/components", { name: "API" })).json.id);
    const who = String((await other.post("/customers", { name: "Fabrikam" })).json.id);
    const make = async (changes: Json) =>
      (await other.post("/contracts", contractBody(who, cmp, september, changes))).json.id;
    const running = await make({ name: "Gold" });
    const ended = await make({ name: "Silver", ends_at: "2026-10-01T00:00:00Z" });
    const upcoming = await make({ name: "Bronze", starts_at: "2027-01-01T00:00:00Z" });
    const found = async (query: string) =>
      ((await other.get(`/contracts?${query}`)).json.data as Json[]).map(({ id }) => id);
    expect(await found("q=gold")).toEqual([running]);
    expect(await found("q=fabrik")).toHaveLength(3);
    expect(await found("q=checkout&state=ended")).toEqual([ended]);
    expect(await found("state=upcoming")).toEqual([upcoming]);
    expect(await found("state=running")).toEqual([running]);
    expect(await found("q=%25")).toEqual([]);
  });

  it("none of it is for a key without the finance scope", async () => {
    const admin = await clientOf(organizationId, ["admin"]);
    expect((await admin.get("/contracts/templates")).status).toBe(403);
    expect((await admin.post("/contracts/preview", body())).status).toBe(403);
  });
});
