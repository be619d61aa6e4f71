import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { incidentInput, incidentUpdateInput } from "@/lib/domain/incident";
import { minuteMs, secondMs } from "@/lib/domain/time";
import { undoMs, withdrawAnnouncement } from "@/lib/operations/announcements";
import { postUpdate } from "@/lib/operations/incident-updates";
import { createIncident } from "@/lib/operations/incidents";
import { unsubscribe } from "@/lib/operations/preferences";
import { day, newComponent, newScope } from "./ledger-rig";
import { copies, newPage, subscribed } from "./subscriber-rig";

const now = day(5);
const trouble = (id: string, more: object = {}) =>
  incidentInput.parse({
    title: "Checkout is slow",
    body: "About 1 in 5 payments fail.",
    components: [{ id, state: "major_outage" }],
    ...more,
  });
const told = async (scope: ReturnType<typeof newScope>, at: number) =>
  (await copies(scope, at)).filter(({ template }) => template !== "opt_in");

describe("announce", () => {
  it("tells the subscribers of every page that shows a component of it, each person once (R7.1)", async () => {
    const scope = newScope();
    const [shop, other] = [await newComponent(scope), await newComponent(scope)];
    const [first, second, third] = [
      await newPage(scope, now, { components: [shop] }),
      await newPage(scope, now, { components: [shop, other] }),
      await newPage(scope, now, { components: [other] }),
    ];
    await subscribed(scope, first, "ana@example.com", now);
    await subscribed(scope, second, "ana@EXAMPLE.com", now);
    await subscribed(scope, second, "bo@example.com", now, { components: [shop] });
    await subscribed(scope, second, "cy@example.com", now, { components: [other] });
    await subscribed(scope, third, "di@example.com", now);
    await createIncident(scope, trouble(shop), now);
    expect(await told(scope, now)).toEqual([]);
    const left = await told(scope, now + undoMs);
    expect(left.map(({ address }) => address.toLowerCase()).toSorted()).toEqual([
      "ana@example.com",
      "bo@example.com",
    ]);
    expect(new Set(left.map(({ template }) => template))).toEqual(new Set(["incident_opened"]));
  });

  it("tells the end to whoever heard the beginning, however small it was by then", async () => {
    const scope = newScope();
    const shop = await newComponent(scope);
    const page = await newPage(scope, now);
    await subscribed(scope, page, "grave@example.com", now, { least_impact: "major" });
    const incident = await createIncident(scope, trouble(shop), now);
    const later = now + minuteMs;
    await told(scope, later - 1);
    const better = { body: "Mostly back.", components: [{ id: shop, state: "degraded_performance" }] };
    await postUpdate(scope, { id: incident.id, update: incidentUpdateInput.parse(better) }, later);
    await told(scope, later + minuteMs - 1);
    const end = { body: "All good.", status: "resolved" };
    await postUpdate(scope, { id: incident.id, update: incidentUpdateInput.parse(end) }, later + minuteMs);
    const left = await told(scope, later + 2 * minuteMs);
    expect(left.map(({ template }) => template)).toEqual([
      "incident_opened",
      "incident_updated",
      "incident_resolved",
    ]);
  });

  it("tells nobody when asked not to, and nobody of what was edited afterwards", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    await subscribed(scope, page, "quiet@example.com", now);
    await createIncident(scope, trouble(await newComponent(scope), { notify: false }), now);
    expect(await told(scope, now + minuteMs)).toEqual([]);
  });

  it("sends whoever follows one incident that one and nothing else", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    const shop = await newComponent(scope);
    const followed = await createIncident(scope, trouble(shop, { notify: false }), now);
    await subscribed(scope, page, "fan@example.com", now, { incident_id: followed.id });
    await createIncident(scope, trouble(shop, { title: "Another" }), now);
    const news = incidentUpdateInput.parse({ body: "We know why.", status: "identified" });
    await postUpdate(scope, { id: followed.id, update: news }, now + secondMs);
    const left = await told(scope, now + minuteMs);
    expect(left.map(({ template }) => template)).toEqual(["incident_updated"]);
  });

  it("R7.4 takes back what has not left, also for whom it has looked up already", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    await subscribed(scope, page, "undone@example.com", now);
    const incident = await createIncident(scope, trouble(await newComponent(scope)), now);
    const updateId = incident.updates[0]?.id ?? "";
    const fact = { type: "incident_update", incidentId: incident.id, updateId } as const;
    expect(await inTenant(scope, (tx) => withdrawAnnouncement(tx, fact, now + secondMs))).toBe(false);
    expect(await told(scope, now + minuteMs)).toEqual([]);
  });

  it("honours who unsubscribes between being looked up and being written to", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    const holder = await subscribed(scope, page, "gone@example.com", now);
    await createIncident(scope, trouble(await newComponent(scope)), now);
    expect(await told(scope, now + undoMs)).toMatchObject([{ status: "queued" }]);
    await unsubscribe(holder, now + undoMs);
    expect(await told(scope, now + undoMs)).toMatchObject([{ status: "cancelled" }]);
  });
});
