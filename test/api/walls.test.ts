import { beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { table } from "@/lib/api/table";
import type { Grant } from "@/lib/domain/permission";
import { alertStaff } from "@/lib/operations/staff-alerts";
import { plainVector } from "../domain/sla/rig";
import { contractBody, termsOf } from "../operations/contract-rig";
import { type Client, clientOf, newTenant, type Reply } from "./client";

const september = Date.UTC(2026, 8, 1);

const consent = { basis: "api", note: "Agreed in the contract." };

function plannedWork(componentId: string) {
  const [from, to] = ["2027-01-01T01:00:00Z", "2027-01-01T02:00:00Z"];
  return { title: "Mine", from, to, components: [componentId] };
}

function upstreamBody(componentId: string) {
  return {
    provider_name: "Cloud",
    name: "Compute SLA",
    timezone: "UTC",
    starts_at: "2026-09-01T00:00:00Z",
    window: { type: "calendar_month" },
    fees: { currency: "EUR", amount_minor: 100_000 },
    terms: termsOf(componentId),
  };
}

/** Bodies that each route would take, so that nothing but the wall can refuse them. */
const bodies: Record<string, unknown> = {
  "POST /components": { name: "Mine" },
  "PATCH /components/{id}": { name: "Mine now" },
  "POST /monitors": { component_id: "cmp_1", name: "m", type: "tcp", target: "example.com:80" },
  "PATCH /monitors/{id}": { name: "Mine now" },
  "POST /monitors/{id}/run": {},
  "POST /pages": { slug: "walls-mine", name: "Mine" },
  "PATCH /pages/{id}": { name: "Mine now" },
  "POST /incidents": { title: "Mine", body: "Words.", notify: false },
  "PATCH /incidents/{id}": { title: "Mine now" },
  "POST /incidents/{id}/updates": { body: "More words." },
  "PATCH /incidents/{id}/updates/{updateId}": { body: "Other words." },
  "PUT /incidents/{id}/postmortem": { body: "What happened." },
  "POST /incidents/{id}/actions": { title: "Mine" },
  "PATCH /actions/{id}": { title: "Mine now" },
  "POST /incident-templates": { name: "Mine", title: "Mine" },
  "PATCH /incident-templates/{id}": { name: "Mine now" },
  "POST /incidents/{id}/merge": { into: "inc_1" },
  "POST /maintenances": plannedWork("cmp_1"),
  "PATCH /maintenances/{id}": { title: "Mine now" },
  "POST /maintenances/{id}/updates": { body: "More words." },
  "POST /maintenances/{id}/extend": { to: "2027-01-01T03:00:00Z" },
  "POST /maintenances/effect": plannedWork("cmp_1"),
  "POST /markers": { title: "Mine", at: "2026-11-20T00:00:00Z" },
  "POST /pages/{id}/subscribers": { channel: "email", address: "ana@walls.example", consent },
  "POST /pages/{id}/subscribers/import": { csv: "address\nana@walls.example", consent },
  "POST /customers/{id}/contacts": { name: "Ana", email: "ana@walls.example" },
  "PATCH /customers/{id}/contacts/{contact}": { name: "Ana" },
  "PUT /customers/{id}/warnings": { mode: "off" },
  "PUT /warning-settings": { mode: "off" },
  "POST /webhooks": { url: "https://hooks.example.com/in", event_types: ["incident.created"] },
  "PATCH /webhooks/{id}": { description: "Mine now" },
  "POST /maintenances/{id}/start": {},
  "POST /maintenances/{id}/complete": {},
  "POST /maintenances/{id}/skip": {},
  "POST /alert-channels": { type: "email", name: "Mine", address: "on-call@walls.example" },
  "PUT /alert-routes": { routes: [] },
  "PATCH /members/{id}": { role: "viewer" },
  "POST /api-keys": { name: "mine", scopes: ["read"] },
  "POST /suppressions": { address: "stop@example.test" },
  "POST /sending-domains": { domain: "mail.walls.example" },
  "PUT /pages/{id}/sender": { name: "Mine" },
  "POST /invitations": { email: "new@walls.example", role: "viewer" },
  "POST /sla/evaluate": plainVector(),
  "POST /providers/read": { format: "slack", content_type: "application/json", body_base64: "e30=" },
  "POST /providers/preview": { provider: { slug: "no-such" } },
  "POST /dependencies": { component_id: "cmp_1", provider: { slug: "github" } },
  "PATCH /dependencies/{id}": { shown: true },
  "POST /upstream-contracts": upstreamBody("cmp_1"),
  "PATCH /upstream-contracts/{id}": { name: "Mine now" },
  "POST /upstream-claims/{id}/file": {},
  "POST /upstream-claims/{id}/settle": { granted_minor: 0 },
  "POST /components/{id}/counts": {
    interval_seconds: 60,
    entries: [{ from: "2026-01-01T00:00:00Z", total: 10, bad: 1 }],
  },
  "POST /customers": { name: "Mine" },
  "PATCH /customers/{id}": { name: "Mine now" },
  "POST /contracts": contractBody("cus_1", "cmp_1", september),
  "PATCH /contracts/{id}": { name: "Mine now" },
  "POST /contracts/preview": contractBody("cus_1", "cmp_1", september),
  "POST /contracts/{id}/end": { ends_at: "2027-01-01T00:00:00Z" },
  "POST /contracts/{id}/clone": { name: "Mine too", starts_at: "2026-09-01T00:00:00Z" },
  "POST /contracts/{id}/amendments": { effective_from: "2026-09-01T00:00:00Z", terms: termsOf("cmp_1") },
  "PUT /statements/{id}/invoice": { number: "2026-1", date: "2026-10-01" },
  "POST /statements/close": { ids: ["stm_1"] },
  "POST /credits/approve": { ids: ["crd_1"], reason: "Checked." },
  "POST /credits/issue": { ids: ["crd_1"], reason: "Month end." },
  "POST /credits/{id}/appeal": { reason: "They say otherwise." },
  "POST /credits/{id}/deny": { reason: "No." },
  "POST /credits/{id}/void": { reason: "No." },
  "PUT /finance-settings": { timezone: "UTC", four_eyes: [] },
  "POST /components/{id}/ledger/import": {
    source: "theirs",
    entries: [{ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", state: "major_outage" }],
  },
  "POST /components/{id}/ledger/corrections": {
    from: "2026-01-01T00:00:00Z",
    to: "2026-01-02T00:00:00Z",
    state: "operational",
    reason: "because",
  },
};

const weaker: Record<Grant, Grant[][]> = {
  read: [],
  write: [["read"], ["finance"], ["probe"]],
  admin: [["read"], ["write"], ["finance"]],
  finance: [["read"], ["write"], ["admin"]],
  probe: [["read"], ["write"], ["admin"]],
};

let mine: Client;
let mineId: string;
let theirs: Client;
let theirsId: string;
const theirIds: Record<string, string> = {};

beforeAll(async () => {
  ({ client: mine, organizationId: mineId } = await newTenant("walls-mine"));
  ({ client: theirs, organizationId: theirsId } = await newTenant("walls-theirs"));
  const made = async (noun: string, body: unknown) => {
    const reply = await theirs.post(`/${noun}`, body);
    expect([noun, reply.status]).toEqual([noun, 201]);
    theirIds[noun] = String(reply.json.id);
  };
  await made("components", { name: "Theirs" });
  await made("monitors", {
    component_id: theirIds.components,
    name: "theirs",
    type: "tcp",
    target: "example.com:80",
  });
  await made("pages", { slug: "walls-theirs", name: "Theirs" });
  await made("incidents", { title: "Theirs", body: "Words.", notify: false });
  await made("api-keys", { name: "theirs", scopes: ["read"] });
  await made("invitations", { email: "guest@walls.example", role: "viewer" });
  await made("alert-channels", { type: "email", name: "Theirs", address: "on-call@walls.example" });
  const outage = { id: "out_1", monitorId: "mon_1", componentId: "cmp_1", startedAt: 1, confirmedAt: 2 };
  const cause = { type: "component", id: "cmp_1", title: "Theirs" } as const;
  const outages = [{ ...outage, endedAt: null, failure: null }];
  await inTenant(theirs.scope, (tx) =>
    alertStaff(tx, [{ incidentId: null, phase: "opened", cause, outages }], 3),
  );
  const first = async (noun: string) =>
    String(((await theirs.get(`/${noun}`)).json.data as { id: string }[])[0]?.id);
  theirIds.members = await first("members");
  theirIds.alerts = await first("alerts");
  await made("dependencies", { component_id: theirIds.components, provider: { slug: "github" } });
  await made("upstream-contracts", upstreamBody(theirIds.components ?? ""));
  await made("customers", { name: "Theirs" });
  await made("contracts", contractBody(theirIds.customers ?? "", theirIds.components ?? "", september));
  theirIds.statements = await first("statements");
});

const withId = table.filter((line) => line.path.includes("{id}"));
const lines = (some: typeof table) => some.map((line) => [`${line.method} ${line.path}`, line] as const);

/** Keys are rested before their allowance is spent: the table is longer than a burst. */
let calls = 0;
async function rest(): Promise<void> {
  calls += 1;
  if (calls % 100 !== 0) return;
  mine = await clientOf(mineId, ["admin", "finance"]);
  theirs = await clientOf(theirsId, ["admin", "finance"]);
}

/** `path` may still have names in braces: nothing of that id exists. */
function call(client: Client, name: string, withNames: string): Promise<Reply> {
  const method = name.split(" ")[0] ?? "GET";
  const path = withNames.replace(/\{\w+\}/g, "none_0000000000000000000000000z");
  return client.send(method, path, method === "GET" || method === "DELETE" ? undefined : bodies[name]);
}

describe("the table's walls", () => {
  it("has a body here for every line that takes one", () => {
    const missing = table
      .filter((line) => line.body && !line.bodyOptional)
      .map((line) => `${line.method} ${line.path}`)
      .filter((name) => !(name in bodies));
    expect(missing).toEqual([]);
  });

  it.each(lines(withId))(
    "%s answers 404 for another tenant's object, as for none at all",
    async (name, line) => {
      await rest();
      const noun = line.path.split("/")[1] ?? "";
      const id = theirIds[noun] ?? "out_0000000000000000000000000z";
      const stranger = await call(mine, name, line.path.replace("{id}", id));
      const nothing = await call(mine, name, line.path.replace("{id}", `${id.slice(0, -3)}zzz`));
      expect([stranger.status, nothing.status]).toEqual([404, 404]);
      expect(stranger.json).toEqual(nothing.json);
    },
  );

  it.each(lines(table))("%s answers 403 to a key without its scope", async (name, line) => {
    const path = line.path.replace("{id}", theirIds.components ?? "");
    for (const grants of weaker[line.grant]) {
      const weak = await clientOf(mineId, grants);
      const reply = await call(weak, name, path);
      expect([grants, reply.status, reply.json.code]).toEqual([grants, 403, "forbidden"]);
      expect(String(reply.json.detail)).toContain(`"${line.grant}"`);
    }
  });

  it("shows one tenant nothing of another in any list", async () => {
    const lists = table.filter((line) => line.method === "GET" && /^\/[a-z-]+$/.test(line.path));
    expect(lists.length).toBeGreaterThan(5);
    for (const line of lists) {
      await rest();
      const { status, text } = await mine.get(line.path);
      expect([line.path, status]).toEqual([line.path, 200]);
      for (const id of Object.values(theirIds)) expect(text).not.toContain(id);
    }
  });
});

describe("answers", () => {
  it("of every readable line hold exactly what the OpenAPI document says", async () => {
    const readable = table.filter((line) => line.method === "GET" && line.answer);
    for (const line of readable) {
      await rest();
      const noun = line.path.split("/")[1] ?? "";
      // An object below another one has tests of its own.
      if (/\{(?!id\})/.test(line.path) || (line.path.includes("{id}") && !theirIds[noun])) continue;
      const reply = await theirs.get(line.path.replace("{id}", theirIds[noun] ?? ""));
      expect([line.path, reply.status]).toEqual([line.path, 200]);
      expect(line.answer?.parse(reply.json)).toEqual(reply.json);
    }
  });
});
