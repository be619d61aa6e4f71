import { beforeAll, describe, expect, it } from "vitest";
import { inEngine, inTenant } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import type { DeliveryStatus } from "@/lib/domain/delivery";
import { minuteMs } from "@/lib/domain/time";
import { notify } from "@/lib/operations/notices";
import { samples } from "../mail/told-samples";
import { copies } from "../operations/subscriber-rig";
import { type Client, clientOf, clock, newTenant } from "./client";

let client: Client;
let page: string;
let incident: string;
let notice: string;

/** Who is in which state of affairs before anything is sent again. */
const fates = {
  "told@n.example": "sent",
  "read@n.example": "delivered",
  "spam@n.example": "complained",
  "back@n.example": "bounced",
  "never@n.example": "suppressed",
  "undone@n.example": "cancelled",
  "lost@n.example": "uncertain",
  "broken@n.example": "failed",
  "gone@n.example": "failed",
} satisfies Record<string, DeliveryStatus>;

type Fate = { address: string; status: string };
const fatesNow = async (from = client): Promise<Record<string, string>> => {
  const { json } = await from.get(`/notices/${notice}/deliveries?limit=100`);
  return Object.fromEntries((json.data as Fate[]).map(({ address, status }) => [address, status]));
};

beforeAll(async () => {
  ({ client } = await newTenant("notices"));
  const component = (await client.post("/components", { name: "Shop" })).json;
  page = String((await client.post("/pages", { slug: "notices-page", name: "Acme" })).json.id);
  const consent = { basis: "import", note: "Signed up at the fair" };
  const ids = new Map<string, string>();
  for (const email of Object.keys(fates)) {
    const made = await client.post(`/pages/${page}/subscribers`, { email, consent });
    ids.set(email, String(made.json.id));
  }
  const words = {
    title: "Shop is slow",
    body: "We look into it.",
    components: [{ id: component.id, state: "major_outage" }],
  };
  incident = String((await client.post("/incidents", words)).json.id);
  await copies(client.scope, clock.now + minuteMs);
  await inEngine(engineScope(), async (tx) => {
    for (const [address, status] of Object.entries(fates))
      await tx.sql`
        update deliveries set status = ${status}, due_at = null, attempts = 3, failure = 'HTTP 500'
        where organization_id = ${client.scope.organizationId} and address = ${address}`;
  });
  await client.delete(`/pages/${page}/subscribers/${ids.get("gone@n.example")}`);
  const listed = (await client.get(`/notices?incident_id=${incident}`)).json.data as { id: string }[];
  notice = String(listed[0]?.id);
});

describe("/notices/{id}/resend", () => {
  it("reaches only those it failed to reach and who still want it, once", async () => {
    const again = await client.post(`/notices/${notice}/resend`, {});
    expect(again).toMatchObject({ status: 200, json: { requeued: 1 } });
    expect(await fatesNow()).toEqual({ ...fates, "broken@n.example": "queued" });
    const twice = await client.post(`/notices/${notice}/resend`, {});
    expect(twice.status).toBe(409);
    expect(twice.json.detail).toContain("no failed delivery");
    expect(await fatesNow()).toEqual({ ...fates, "broken@n.example": "queued" });
  });

  it("reaches those of whom nobody knows only when a person says so", async () => {
    const again = await client.post(`/notices/${notice}/resend`, { include_uncertain: true });
    expect(again).toMatchObject({ status: 200, json: { requeued: 1 } });
    expect(await fatesNow()).toEqual({ ...fates, "broken@n.example": "queued", "lost@n.example": "queued" });
    const { json } = await client.get("/audit-log?action=notice.resent");
    expect(JSON.stringify(json)).toContain('"include_uncertain":true');
  });

  it("is refused of a link that is erased, of what was taken back and of what is no wish", async () => {
    await client.post(`/pages/${page}/subscribers`, { email: "asked@n.example" });
    const { json } = await client.get("/notices?template=opt_in");
    const [optIn] = json.data as { id: string }[];
    const erased = await client.post(`/notices/${optIn?.id}/resend`, {});
    expect(erased.status).toBe(409);
    expect(erased.json.detail).toContain("Ask for a new one");
    expect((await client.post(`/notices/${notice}/resend`, { include_uncertain: "yes" })).status).toBe(400);
    await inTenant(
      client.scope,
      (tx) => tx.sql`update notices set cancelled_at = ${clock.now} where id = ${notice}`,
    );
    expect((await client.post(`/notices/${notice}/resend`, {})).status).toBe(409);
    await inTenant(client.scope, (tx) => tx.sql`update notices set cancelled_at = null where id = ${notice}`);
  });

  it("does not exist for another tenant, and is not for those who only read", async () => {
    const { client: stranger } = await newTenant("notices-other");
    expect((await stranger.post(`/notices/${notice}/resend`, {})).status).toBe(404);
    expect((await stranger.get(`/notices/${notice}`)).status).toBe(404);
    expect((await stranger.get(`/notices/${notice}/deliveries`)).status).toBe(404);
    expect((await stranger.get("/notices")).json.data).toEqual([]);
    const reader = await clientOf(client.scope.organizationId, ["read"]);
    expect((await reader.post(`/notices/${notice}/resend`, {})).status).toBe(403);
    expect(Object.keys(await fatesNow(reader))).toHaveLength(Object.keys(fates).length);
  });
});

describe("/notices", () => {
  it("that tell a customer's numbers are there for who may see money, and for nobody else", async () => {
    const recipients = [{ address: "ana@customer.example", slots: { generation: "1" } }];
    const about = { factId: "customer_warning:inc_1:cus_1:opened", template: "customer_warning" } as const;
    const told = { ...about, slots: samples.customer_warning, recipients };
    const secret = await inTenant(client.scope, (tx) => notify(tx, told, clock.now));
    const { organizationId } = client.scope;
    const [money, admin] = [
      await clientOf(organizationId, ["read", "finance"]),
      await clientOf(organizationId, ["read", "write", "admin"]),
    ];
    const ids = async (from: Client) =>
      ((await from.get("/notices?limit=200")).json.data as { id: string }[]).map(({ id }) => id);
    expect(await ids(money)).toContain(secret);
    expect(await ids(admin)).not.toContain(secret);
    expect(await ids(admin)).toContain(notice);
    const path = `/notices/${secret}`;
    expect((await money.get(`${path}/deliveries`)).json.data).toMatchObject([
      { address: "ana@customer.example" },
    ]);
    for (const each of [path, `${path}/deliveries`]) expect((await admin.get(each)).status).toBe(404);
    expect((await admin.post(`${path}/resend`, {})).status).toBe(404);
  });

  it("is found by what it is about and by whom it went to, and shows its funnel", async () => {
    const found = async (query: string) =>
      ((await client.get(`/notices?${query}`)).json.data as { id: string }[]).map(({ id }) => id);
    expect(await found("q=shop+is")).toEqual([notice]);
    expect(await found("q=lost%40n.example&template=incident_opened")).toEqual([notice]);
    expect(await found("q=nobody%40n.example")).toEqual([]);
    expect(await found("q=%25")).toEqual([]);
    const { json } = await client.get(`/notices/${notice}`);
    expect(json.funnel).toMatchObject({ queued: 2, sent: 1, delivered: 1, failed: 1, bounced: 1 });
  });

  it("leaves its recipients searchable, by fate and page by page", async () => {
    const list = async (query: string) => (await client.get(`/notices/${notice}/deliveries?${query}`)).json;
    expect((await list("status=failed")).data).toMatchObject([{ address: "gone@n.example" }]);
    expect((await list("q=bACK")).data).toMatchObject([{ address: "back@n.example" }]);
    const first = await list("limit=5");
    const rest = await list(`limit=5&cursor=${encodeURIComponent(String(first.next_cursor))}`);
    expect([...(first.data as object[]), ...(rest.data as object[])]).toHaveLength(Object.keys(fates).length);
    expect(rest.next_cursor).toBeNull();
  });
});
