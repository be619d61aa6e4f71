import { beforeEach, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { incidentsForPages } from "@/db/queries/incident";
import type { TenantScope } from "@/lib/domain/scope";
import { mergeIncident } from "@/lib/operations/incident-merge";
import { publishIncident, undoPost } from "@/lib/operations/incident-publishing";
import { editUpdate } from "@/lib/operations/incident-updates";
import { archiveIncident, getIncident, updateIncident } from "@/lib/operations/incidents";
import { entriesOf, factTypes, noon, patchOf, say, second, segments, tell } from "./incident-rig";
import { append, newComponent, newScope, says } from "./ledger-rig";

let scope: TenantScope;
let checkout: string;
let search: string;

beforeEach(async () => {
  scope = newScope();
  checkout = await newComponent(scope, "Checkout", noon);
  search = await newComponent(scope, "Search", noon + 1);
});

const broken = (id = checkout) => [{ id, state: "partial_outage" as const }];
const window = { from: second(-600), to: second(600) };

const told = async (scope: TenantScope, since: number) =>
  (await inTenant(scope, (tx) => incidentsForPages(tx, { since }))).incidents;

describe("an incident in the ledger", () => {
  it("says what its words say, update by update, and takes it back when it is resolved", async () => {
    const { id } = await tell(scope, { components: broken() }, noon);
    await say(
      scope,
      id,
      { components: [{ id: checkout, state: "major_outage" }, ...broken(search)] },
      second(60),
    );
    await say(
      scope,
      id,
      { status: "monitoring", components: [{ id: checkout, state: "operational" }] },
      second(120),
    );
    const over = await say(scope, id, { status: "resolved" }, second(180));
    expect(over).toMatchObject({ status: "resolved", resolvedAt: second(180) });
    expect(over.components.map(({ state }) => state)).toEqual([null, null]);
    expect(await segments(scope, checkout, { from: noon, to: second(600) })).toEqual([
      [0, "partial_outage"],
      [60, "major_outage"],
      [120, "operational"],
    ]);
    expect(await segments(scope, search, { from: second(60), to: second(600) })).toEqual([
      [60, "partial_outage"],
      [180, "operational"],
    ]);
    const entries = await entriesOf(scope, search);
    expect(entries.map(({ kind, state, source }) => [kind, state, source.id])).toEqual([
      ["observation", "partial_outage", id],
      ["observation", null, id],
    ]);
  });

  it("R1.4 lets what is measured stand again once it is resolved", async () => {
    await append(scope, [says(checkout, "degraded_performance", noon)], noon);
    const { id } = await tell(scope, { components: broken() }, second(10));
    await say(scope, id, { status: "resolved" }, second(20));
    expect(await segments(scope, checkout, { from: noon, to: second(60) }, "worst")).toEqual([
      [0, "degraded_performance"],
      [10, "partial_outage"],
      [20, "degraded_performance"],
    ]);
  });

  it("holds from a start before it was told", async () => {
    const started_at = new Date(second(-300)).toISOString();
    await tell(scope, { components: broken(), started_at }, noon);
    const found = await segments(scope, checkout, { from: second(-300), to: second(60) });
    expect(found).toEqual([[-300, "partial_outage"]]);
    const [entry] = await entriesOf(scope, checkout);
    expect(entry).toMatchObject({ kind: "observation", effectiveFrom: second(-300), recordedAt: noon });
  });

  it("R1.2 takes an edited start and end as bounded revisions of the incident's own", async () => {
    const { id } = await tell(scope, { components: broken() }, noon);
    const earlier = patchOf({ started_at: new Date(second(-120)).toISOString() });
    await updateIncident(scope, { id, patch: earlier }, second(10));
    await say(scope, id, { status: "resolved" }, second(60));
    const longer = patchOf({ resolved_at: new Date(second(90)).toISOString() });
    await updateIncident(scope, { id, patch: longer }, second(100));
    const later = patchOf({ started_at: new Date(second(-60)).toISOString() });
    await updateIncident(scope, { id, patch: later }, second(110));
    expect(await segments(scope, checkout, { from: second(-60), to: second(600) })).toEqual([
      [-60, "partial_outage"],
      [90, "operational"],
    ]);
    const entries = await entriesOf(scope, checkout);
    expect(entries.map(({ kind, state }) => [kind, state])).toEqual([
      ["observation", "partial_outage"],
      ["revision", "partial_outage"],
      ["observation", null],
      ["revision", "partial_outage"],
      ["revision", null],
    ]);
    expect(await factTypes(scope, id)).toEqual(
      expect.arrayContaining(["start_moved", "end_moved", "start_moved"]),
    );
  });

  it("told afterwards holds from its start to its end and is over", async () => {
    const [started_at, resolved_at] = [
      new Date(second(-300)).toISOString(),
      new Date(second(-60)).toISOString(),
    ];
    const view = await tell(
      scope,
      { status: "resolved", components: broken(), started_at, resolved_at },
      noon,
    );
    expect(view).toMatchObject({ status: "resolved", resolvedAt: second(-60) });
    expect(await segments(scope, checkout, { from: second(-300), to: second(60) })).toEqual([
      [-300, "partial_outage"],
      [-60, "operational"],
    ]);
  });

  it("opened again says only what its new words say", async () => {
    const { id } = await tell(scope, { components: broken() }, noon);
    await say(scope, id, { status: "resolved" }, second(60));
    const again = await say(scope, id, { status: "identified", components: broken() }, second(120));
    expect(again).toMatchObject({ status: "identified", resolvedAt: null });
    expect(await segments(scope, checkout, { from: noon, to: second(200) })).toEqual([
      [0, "partial_outage"],
      [60, "operational"],
      [120, "partial_outage"],
    ]);
  });

  it("says nothing while it is a draft, and everything once published, from its start on", async () => {
    const started_at = new Date(second(-30)).toISOString();
    const { id } = await tell(scope, { draft: true, components: broken(), body: "", started_at }, noon);
    expect(await entriesOf(scope, checkout)).toEqual([]);
    await expect(publishIncident(scope, { id }, second(5))).rejects.toMatchObject({ code: "invalid" });
    const patch = patchOf({ body: "Payments fail.", status: "identified" });
    const view = await publishIncident(scope, { id, patch }, second(10));
    expect(view).toMatchObject({ status: "identified", publishedAt: second(10), startedAt: second(-30) });
    expect(await segments(scope, checkout, { from: second(-30), to: second(60) })).toEqual([
      [-30, "partial_outage"],
    ]);
    await expect(publishIncident(scope, { id }, second(20))).rejects.toMatchObject({ code: "conflict" });
  });

  it("leaves its words standing up to the moment it is archived", async () => {
    const { id } = await tell(scope, { components: broken() }, noon);
    await archiveIncident(scope, { id }, second(60));
    await archiveIncident(scope, { id }, second(90));
    expect(await segments(scope, checkout, { from: noon, to: second(600) })).toEqual([
      [0, "partial_outage"],
      [60, "operational"],
    ]);
    expect((await getIncident(scope, id)).archivedAt).toBe(second(60));
    expect(await told(scope, 0)).toEqual([]);
    await expect(say(scope, id, {}, second(100))).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("undo (R7.4)", () => {
  it("within ten seconds takes back the first post: a draft again with its words, both acts in the facts", async () => {
    const { id } = await tell(scope, { components: broken() }, noon);
    const undone = await undoPost(scope, { id }, second(9));
    expect(undone).toMatchObject({
      publishedAt: null,
      components: [{ id: checkout, state: "partial_outage" }],
    });
    expect(undone.updates.map(({ publishedAt, withdrawnAt }) => [publishedAt, withdrawnAt])).toEqual([
      [noon, second(9)],
      [null, null],
    ]);
    const declared = await segments(scope, checkout, { from: noon, to: second(60) });
    expect(declared.map(([, state]) => state)).toEqual(["operational"]);
    expect(await factTypes(scope, id)).toEqual(["opened", "published", "withdrawn"]);
    const again = await publishIncident(scope, { id }, second(20));
    expect(again.publishedAt).toBe(second(20));
    expect(await segments(scope, checkout, { from: noon, to: second(60) })).toEqual([[0, "partial_outage"]]);
  });

  it("takes back a later post and with it the resolution", async () => {
    const { id } = await tell(scope, { components: broken() }, noon);
    await say(scope, id, { status: "resolved" }, second(60));
    const undone = await undoPost(scope, { id }, second(65));
    expect(undone).toMatchObject({ status: "investigating", resolvedAt: null });
    expect(await segments(scope, checkout, { from: noon, to: second(90) })).toEqual([[0, "partial_outage"]]);
  });

  it("is refused after ten seconds", async () => {
    const { id } = await tell(scope, { components: broken() }, noon);
    await expect(undoPost(scope, { id }, second(10))).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("duplicates", () => {
  it("merge: one incident says from now on what both said", async () => {
    const first = await tell(scope, { title: "First", components: broken() }, noon);
    const second_ = await tell(scope, { title: "Second", components: broken(search) }, second(10));
    const target = await mergeIncident(scope, { id: second_.id, into: first.id }, second(60));
    expect(target.components.map(({ name, state }) => [name, state])).toEqual([
      ["Checkout", "partial_outage"],
      ["Search", "partial_outage"],
    ]);
    expect(target.updates.at(-1)).toMatchObject({ notify: false, body: expect.stringContaining("Second") });
    expect(await segments(scope, search, { from: second(10), to: second(90) })).toEqual([
      [10, "partial_outage"],
    ]);
    await say(scope, first.id, { status: "resolved" }, second(90));
    expect(await segments(scope, search, { from: second(10), to: second(120) })).toEqual([
      [10, "partial_outage"],
      [90, "operational"],
    ]);
    const shown = await told(scope, 0);
    expect(shown.map(({ title }) => title)).toEqual(["First"]);
    expect(await factTypes(scope, second_.id)).toContain("merged_into");
    await expect(say(scope, second_.id, {}, second(100))).rejects.toMatchObject({ code: "conflict" });
  });

  it("never merge into themselves, nor a published one into a draft", async () => {
    const first = await tell(scope, { components: broken() }, noon);
    const draft = await tell(scope, { draft: true }, noon);
    const itself = () => mergeIncident(scope, { id: first.id, into: first.id }, noon);
    expect(itself).toThrow("must be another incident");
    const backwards = mergeIncident(scope, { id: first.id, into: draft.id }, noon);
    await expect(backwards).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("words", () => {
  it("once edited keep what they said before", async () => {
    const { id, updates } = await tell(scope, {}, noon);
    const updateId = updates[0]?.id ?? "";
    const { incident } = await editUpdate(scope, { id, updateId, body: "Better words." }, second(30));
    expect(incident.updates[0]).toMatchObject({
      body: "Better words.",
      editedAt: second(30),
      earlier: [{ at: second(30), body: "About 1 in 5 payments fail." }],
    });
  });

  it("for the team alone reach no page", async () => {
    const { id } = await tell(scope, { components: broken() }, noon);
    await say(scope, id, { private: true, body: "Disk full on db-3.", status: "resolved" }, second(5));
    const [shown] = await told(scope, 0);
    expect(shown).toMatchObject({
      status: "investigating",
      updates: [{ body: "About 1 in 5 payments fail." }],
    });
    expect(shown?.updates).toHaveLength(1);
  });

  it("of two responders meet: the later one hears that the incident has changed", async () => {
    const { id, version } = await tell(scope, {}, noon);
    await updateIncident(scope, { id, patch: patchOf({ title: "Mine" }), ifMatch: version }, second(1));
    const late = updateIncident(
      scope,
      { id, patch: patchOf({ title: "Yours" }), ifMatch: version },
      second(2),
    );
    await expect(late).rejects.toMatchObject({ code: "conflict", status: 412 });
  });

  it("come with their states before and after, as pages need them", async () => {
    const { id } = await tell(scope, { components: broken() }, noon);
    await say(scope, id, { components: [{ id: checkout, state: "degraded_performance" }] }, second(60));
    const [shown] = await told(scope, second(0));
    expect(shown?.updates.map(({ changes }) => changes)).toEqual([
      [{ id: checkout, before: null, state: "partial_outage" }],
      [{ id: checkout, before: "partial_outage", state: "degraded_performance" }],
    ]);
    expect(window.from).toBeLessThan(noon);
  });
});
