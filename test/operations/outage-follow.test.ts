import { beforeEach, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { listOutagesOf } from "@/db/queries/incident-outage";
import { listFacts } from "@/db/queries/incident-update";
import { closeOutages, insertOutages, noteRecoveries } from "@/db/queries/outage";
import { systemScope } from "@/lib/auth/scope";
import { monitorInput } from "@/lib/domain/check";
import { componentInput } from "@/lib/domain/component";
import { type IncidentSummary, incidentListInput } from "@/lib/domain/incident";
import type { TenantScope } from "@/lib/domain/scope";
import { listAlerts } from "@/lib/operations/alerts";
import { createComponent } from "@/lib/operations/components";
import { mergeIncident } from "@/lib/operations/incident-merge";
import { undoPost } from "@/lib/operations/incident-publishing";
import { archiveIncident, getIncident, listIncidents, updateIncident } from "@/lib/operations/incidents";
import { createMonitor } from "@/lib/operations/monitors";
import { followOutages } from "@/lib/operations/outage-follow";
import { newId } from "@/lib/operations/record";
import { signed } from "./contract-rig";
import { entriesOf, factTypes, noon, patchOf, say, second, segments, tell } from "./incident-rig";
import { newScope } from "./ledger-rig";

let scope: TenantScope;
let engine: TenantScope;

beforeEach(() => {
  scope = newScope();
  engine = systemScope(scope.organizationId, "incidents");
});

type Watched = { componentId: string; monitorId: string };

async function watched(name: string, more: Record<string, unknown> = {}): Promise<Watched> {
  const { id } = await createComponent(scope, componentInput.parse({ name, ...more }), noon);
  const body = { component_id: id, name: `${name} answers`, type: "http", target: "https://example.com" };
  const monitor = await createMonitor(scope, monitorInput.parse(body), noon);
  return { componentId: id, monitorId: monitor.id };
}

/** An outage as a verdict opens it: begun at `at`, confirmed ten seconds later. */
async function fail({ componentId, monitorId }: Watched, at: number): Promise<string> {
  const id = newId("outage", second(at));
  const outage = { id, monitorId, componentId, startedAt: second(at), confirmedAt: second(at + 10) };
  await inTenant(scope, (tx) =>
    insertOutages(tx, [{ ...outage, endedAt: null, failure: "connect_refused" }]),
  );
  return id;
}

const recover = ({ monitorId }: Watched, at: number) =>
  inTenant(scope, async (tx) => {
    await closeOutages(tx, [{ monitorId, endedAt: second(at) }]);
    await noteRecoveries(tx, [{ monitorId, at: second(at) }]);
  });

const follow = (at: number) => followOutages(engine, second(at));

async function incidents(more: Record<string, unknown> = {}): Promise<IncidentSummary[]> {
  return (await listIncidents(scope, incidentListInput.parse(more))).items;
}

async function only(): Promise<IncidentSummary> {
  const [first, ...rest] = await incidents();
  if (!first || rest.length > 0) throw new Error(`one incident was expected, ${rest.length + 1} are there`);
  return first;
}

describe("a verdict", () => {
  it("opens a draft with the facts filled in, which says nothing in public", async () => {
    const checkout = await watched("Checkout");
    await signed(scope, checkout.componentId, { startsAt: noon, now: noon });
    await fail(checkout, 0);
    await follow(12);
    await follow(13);
    const draft = await only();
    expect(draft).toMatchObject({
      title: "Checkout is down",
      origin: "verdict",
      impact: "critical",
      startedAt: noon,
      detectedAt: second(10),
      publishedAt: null,
      cause: { type: "component", id: checkout.componentId, title: "Checkout" },
      components: [{ id: checkout.componentId, state: "major_outage" }],
    });
    const view = await getIncident(scope, draft.id);
    expect(view.updates[0]?.body).toContain(
      "Our checks have seen Checkout fail since 12:00 UTC: it does not answer, or not in time.",
    );
    const said = await entriesOf(scope, checkout.componentId);
    expect(said.filter(({ source }) => source.type === "incident")).toEqual([]);
    const facts = await inTenant(scope, (tx) => listFacts(tx, draft.id, 10));
    expect(facts.map(({ type, at }) => [type, at])).toEqual([
      ["outage_began", noon],
      ["opened", second(12)],
      ["customers_affected", second(12)],
    ]);
    expect(facts.at(-1)?.data).toEqual({ customers: 1 });
  });

  it("of a component that publishes by itself is public at once, grows, and resolves with measured times", async () => {
    const payments = await watched("Payments", { publish: "automatic" });
    const checkout = await watched("Checkout", {
      publish: "automatic",
      composition: { rule: "all", of: [payments.componentId] },
    });
    await fail(payments, 0);
    await follow(12);
    expect(await only()).toMatchObject({ origin: "automatic", publishedAt: second(12), startedAt: noon });
    await fail(checkout, 20);
    await follow(32);
    const grown = await getIncident(scope, (await only()).id);
    expect(grown.updates.map(({ notify }) => notify)).toEqual([true, false]);
    expect(grown.components).toHaveLength(2);
    await recover(payments, 100);
    await follow(102);
    expect((await only()).resolvedAt).toBeNull();
    await recover(checkout, 110);
    await follow(112);
    const over = await getIncident(scope, grown.id);
    expect(over).toMatchObject({ status: "resolved", resolvedAt: second(110) });
    expect(over.updates.at(-1)?.body).toContain(
      "They failed from 12:00 UTC to 12:01 UTC, 1 min 50 s in all.",
    );
    expect(await segments(scope, payments.componentId, { from: noon, to: second(600) })).toEqual([
      [0, "major_outage"],
      [110, "operational"],
    ]);
    await expect(undoPost(scope, { id: over.id }, second(113))).rejects.toMatchObject({ code: "conflict" });
  });

  it("that a person has taken over is left to the person", async () => {
    const payments = await watched("Payments", { publish: "automatic" });
    await fail(payments, 0);
    await follow(12);
    const { id } = await only();
    await say(scope, id, { status: "identified", body: "A bad deployment; we roll back." }, second(60));
    await recover(payments, 100);
    await follow(102);
    expect(await only()).toMatchObject({ status: "identified", resolvedAt: null });
    expect(await factTypes(scope, id)).toContain("outage_ended");
  });
});

describe("a storm", () => {
  it("of one cause makes one draft, and what joins later joins it", async () => {
    const database = await watched("Database");
    const made = { composition: { rule: "all", of: [database.componentId] } };
    const shops = await Promise.all(["Shop", "Search", "Mail"].map((name) => watched(name, made)));
    await fail(database, 1);
    for (const shop of shops.slice(0, 2)) await fail(shop, 0);
    await follow(12);
    const draft = await only();
    expect(draft).toMatchObject({ cause: { id: database.componentId, title: "Database" }, startedAt: noon });
    expect(draft.title).toMatch(/^Database is down, with /);
    const [, , mail] = shops;
    if (mail) await fail(mail, 30);
    await follow(42);
    const grown = await only();
    expect([grown.id, grown.components.length]).toEqual([draft.id, 4]);
    expect(await inTenant(scope, (tx) => listOutagesOf(tx, [draft.id]))).toHaveLength(4);
  });

  it("of two causes makes two drafts", async () => {
    await fail(await watched("Checkout"), 0);
    await fail(await watched("Search"), 0);
    await follow(12);
    expect(await incidents()).toHaveLength(2);
  });

  it("with more components than one incident may name still makes one draft", async () => {
    const database = await watched("Database");
    const made = { composition: { rule: "all", of: [database.componentId] } };
    for (let count = 0; count < 55; count += 1) await fail(await watched(`Shop ${count}`, made), 0);
    await follow(12);
    const draft = await only();
    expect(draft.components).toHaveLength(50);
    expect(await inTenant(scope, (tx) => listOutagesOf(tx, [draft.id]))).toHaveLength(55);
  });
});

describe("a draft", () => {
  it("once dismissed does not come back for the same outage, but for another one it does", async () => {
    const checkout = await watched("Checkout");
    await fail(checkout, 0);
    await follow(12);
    await archiveIncident(scope, { id: (await only()).id }, second(20));
    await follow(30);
    expect(await incidents()).toEqual([]);
    const alerts = async () => (await listAlerts(scope, { limit: 5 })).items.map(({ status }) => status);
    expect(await alerts()).toEqual(["open"]);
    await recover(checkout, 40);
    await follow(42);
    expect(await alerts()).toEqual(["resolved"]);
    await fail(checkout, 60);
    await follow(72);
    expect(await incidents()).toHaveLength(1);
  });

  it("merged into another takes its alert with it", async () => {
    await fail(await watched("Checkout"), 0);
    await follow(12);
    await fail(await watched("Search"), 20);
    await follow(32);
    const [other, first] = await incidents();
    if (!first || !other) throw new Error("two drafts");
    await mergeIncident(scope, { id: other.id, into: first.id }, second(40));
    const alerts = (await listAlerts(scope, { limit: 5 })).items;
    expect(alerts.map(({ status }) => status).toSorted()).toEqual(["open", "resolved"]);
  });

  it("notes that it is over; when the service flaps it is the same draft again", async () => {
    const checkout = await watched("Checkout");
    await fail(checkout, 0);
    await follow(12);
    const { id } = await only();
    await recover(checkout, 60);
    await follow(62);
    expect(await only()).toMatchObject({ id, status: "resolved", resolvedAt: second(60), publishedAt: null });
    expect((await getIncident(scope, id)).updates[0]?.body).toContain("answers our checks again");
    await fail(checkout, 90);
    await follow(102);
    const again = await only();
    expect(again).toMatchObject({ status: "investigating", startedAt: noon, resolvedAt: null });
  });

  it("keeps the words a person has given it", async () => {
    const checkout = await watched("Checkout");
    await fail(checkout, 0);
    await follow(12);
    const { id } = await only();
    await updateIncident(
      scope,
      { id, patch: patchOf({ title: "Payments fail", body: "Mine." }) },
      second(20),
    );
    await recover(checkout, 60);
    await follow(62);
    expect(await only()).toMatchObject({ title: "Payments fail", status: "investigating" });
    expect((await getIncident(scope, id)).updates[0]?.body).toBe("Mine.");
  });

  it("is not opened where a person already tells of the component", async () => {
    const checkout = await watched("Checkout");
    const told = await tell(
      scope,
      { components: [{ id: checkout.componentId, state: "partial_outage" }] },
      noon,
    );
    await fail(checkout, 0);
    await follow(12);
    expect((await only()).id).toBe(told.id);
    expect(await factTypes(scope, told.id)).toContain("outage_began");
  });
});
