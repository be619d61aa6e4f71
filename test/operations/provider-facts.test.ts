import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { listFacts } from "@/db/queries/incident-update";
import { memberScope } from "@/lib/auth/scope";
import { componentInput } from "@/lib/domain/component";
import { minuteMs } from "@/lib/domain/time";
import { createComponent } from "@/lib/operations/components";
import { readProviderAccuracy } from "@/lib/operations/provider-accuracy";
import { providerCoincidence } from "@/lib/operations/provider-coincidence";
import { dependenciesForPages, readDependencyGraph, readReach } from "@/lib/operations/provider-reach";
import { getProvider, listProviders, listReadings } from "@/lib/operations/provider-sources";
import { signed } from "./contract-rig";
import { tell } from "./incident-rig";
import { append, newComponent, newScope, says, start } from "./ledger-rig";
import { dependOn, failure, hear, incident, newAddress, read, reading } from "./provider-rig";

const at = (minutes: number) => start + minutes * minuteMs;

async function depending(shown = false) {
  const scope = newScope();
  const componentId = await newComponent(scope);
  const wanted = { effect: "mirror", remote_component: "API", shown };
  const { provider } = await dependOn(scope, componentId, newAddress(), wanted, at(0));
  await hear(scope, provider.sourceId, read(reading("operational", { API: "operational" })), at(0));
  return { scope, componentId, sourceId: provider.sourceId };
}

describe("a provider beside our own facts", () => {
  it("is told with how long after us it spoke, also for what is made of the component", async () => {
    const { scope, componentId, sourceId } = await depending();
    const top = await createComponent(
      scope,
      componentInput.parse({ name: "Top", composition: { rule: "all", of: [componentId] } }),
      at(0),
    );
    const said = reading(
      "partial_outage",
      { API: "partial_outage" },
      { openIncidents: [incident("i", at(8))] },
    );
    await hear(scope, sourceId, read(said), at(24));
    const found = await inTenant(scope, (tx) => providerCoincidence(tx, [top.id], at(10), at(30)));
    expect(found.map(({ words, lagMs }) => [words, lagMs])).toEqual([
      ["Fake said it 14 min after we saw it: “Incident i”.", 14 * minuteMs],
    ]);
  });

  it("becomes a fact of the incident that is open on our component", async () => {
    const { scope, componentId, sourceId } = await depending();
    const told = await tell(scope, { components: [{ id: componentId, state: "partial_outage" }] }, at(5));
    await hear(scope, sourceId, read(reading("major_outage", { API: "major_outage" })), at(9));
    const facts = await inTenant(scope, (tx) => listFacts(tx, told.id, 100));
    expect(facts.filter(({ type }) => type === "provider_said")).toMatchObject([
      { at: at(9), data: { provider: "Fake", words: "says of API: Outage" } },
    ]);
  });
});

describe("a provider's accuracy", () => {
  it("counts only what our monitors measured, to the millisecond, and what was not heard as unknown", async () => {
    const { scope, componentId, sourceId } = await depending();
    await append(scope, [says(componentId, "operational", at(0))], at(0));
    await append(scope, [says(componentId, "major_outage", at(10))], at(11));
    await hear(scope, sourceId, read(reading("major_outage", { API: "major_outage" })), at(14));
    await append(scope, [says(componentId, "operational", at(20) + 1)], at(21));
    await hear(scope, sourceId, read(reading("operational", { API: "operational" })), at(22));
    for (const minute of [23, 25, 29, 37, 40]) await hear(scope, sourceId, failure(), at(minute));
    const [month] = await readProviderAccuracy(scope, sourceId, at(60));
    expect(month).toEqual({
      month: "2026-10",
      totals: {
        silentMs: 4 * minuteMs,
        admittedMs: 6 * minuteMs + 1,
        unmetMs: 2 * minuteMs - 1,
        agreedMs: 10 * minuteMs,
        unknownMs: 38 * minuteMs,
      },
    });
  });
});

describe("who is affected", () => {
  it("leads from the provider to our components, to what is made of them, and for finance to contracts", async () => {
    const { scope, componentId, sourceId } = await depending();
    const top = await createComponent(
      scope,
      componentInput.parse({ name: "Top", composition: { rule: "all", of: [componentId] } }),
      at(0),
    );
    await signed(scope, top.id, { startsAt: start, now: at(1) });
    const [row] = await readReach(scope, sourceId);
    expect(row).toMatchObject({
      remote: "API",
      component: { id: componentId },
      above: [{ id: top.id, name: "Top" }],
      promises: [{ customer: "Northwind", contract: "Master agreement", service: "Checkout" }],
    });
    const responder = memberScope(scope.organizationId, "usr_2", "responder");
    expect((await readReach(responder, sourceId))[0]?.promises).toBeNull();
  });

  it("is drawn: the provider's part, the component, what is made of it", async () => {
    const { scope, componentId } = await depending();
    const composition = { rule: "all", of: [componentId] };
    await createComponent(scope, componentInput.parse({ name: "Top", composition }), at(0));
    const graph = await readDependencyGraph(scope, at(1));
    expect(graph.nodes.map(({ kind, label, detail, state }) => [kind, label, detail, state])).toEqual(
      expect.arrayContaining([
        ["provider", "Fake", "API", "operational"],
        ["component", "Checkout", "", "operational"],
        ["component", "Top", "all of", "operational"],
      ]),
    );
    expect(graph.edges.map(({ label }) => label).sort()).toEqual(["all of", "mirror"]);
  });

  it("is shown to pages only where somebody said so, and unknown once it is stale", async () => {
    const hidden = await depending();
    expect(await inTenant(hidden.scope, (tx) => dependenciesForPages(tx, at(1)))).toEqual([]);
    const { scope, componentId } = await depending(true);
    const shown = (minute: number) => inTenant(scope, (tx) => dependenciesForPages(tx, at(minute)));
    expect(await shown(1)).toEqual([
      { componentId, provider: "Fake", part: "API", state: "operational", since: at(0), heardAt: at(0) },
    ]);
    expect((await shown(20))[0]?.state).toBe("unknown");
  });
});

describe("a provider's own screen", () => {
  it("tells its standing, its incidents by both clocks and every distinct reading, to whoever depends on it", async () => {
    const { scope, sourceId } = await depending();
    const said = reading(
      "partial_outage",
      { API: "partial_outage" },
      { openIncidents: [incident("i", at(2))] },
    );
    await hear(scope, sourceId, read(said), at(5));
    const [listed] = await listProviders(scope, at(6));
    expect(listed).toMatchObject({
      id: sourceId,
      name: "Fake",
      overall: "partial_outage",
      openIncidents: 1,
      dependents: 1,
    });
    expect(await getProvider(scope, sourceId, at(6))).toMatchObject({
      reading: { seq: 2, recordedAt: at(5), saidAt: at(2) },
      incidents: [{ claimedFrom: at(2), firstSeenAt: at(5), endedSeenAt: null }],
    });
    const readings = await listReadings(scope, { id: sourceId, limit: 10 });
    expect(readings.items.map(({ seq, overall, troubled }) => [seq, overall, troubled])).toEqual([
      [2, "partial_outage", 1],
      [1, "operational", 0],
    ]);
    await expect(getProvider(newScope(), sourceId, at(6))).rejects.toMatchObject({ code: "not_found" });
    expect((await getProvider(scope, sourceId, at(40))).overall).toBe("unknown");
  });
});
