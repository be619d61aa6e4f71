import { beforeEach, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { systemScope } from "@/lib/auth/scope";
import { alertChannelInput, alertRoutesInput } from "@/lib/domain/alert";
import { componentInput } from "@/lib/domain/component";
import { type IncidentSummary, incidentListInput } from "@/lib/domain/incident";
import type { Monitor } from "@/lib/domain/monitor";
import type { TenantScope } from "@/lib/domain/scope";
import { secondMs } from "@/lib/domain/time";
import { webhookInput } from "@/lib/domain/webhook";
import { createAlertChannel, setAlertRoutes } from "@/lib/operations/alert-settings";
import { listAlerts } from "@/lib/operations/alerts";
import { createComponent } from "@/lib/operations/components";
import { reviseMonitors } from "@/lib/operations/hindsight";
import { getIncident, listIncidents } from "@/lib/operations/incidents";
import { archiveMonitor, updateMonitor } from "@/lib/operations/monitors";
import { followOutages } from "@/lib/operations/outage-follow";
import { readTimeline } from "@/lib/operations/timeline";
import { settleMonitors } from "@/lib/operations/verdicts";
import { createWebhook } from "@/lib/operations/webhooks";
import { newMonitor, noon, outagesOf, outcome, store } from "./checks-rig";
import { factTypes, say } from "./incident-rig";
import { newScope } from "./ledger-rig";

let scope: TenantScope;
const at = (seconds: number) => noon + seconds * secondMs;
const down = (seconds: number) => outcome(at(seconds), "down");
const up = (seconds: number) => outcome(at(seconds));

beforeEach(async () => {
  scope = newScope();
  const hook = {
    url: "https://hooks.example.com/in",
    event_types: ["incident.resolved", "incident.updated"],
  };
  await createWebhook(scope, webhookInput.parse(hook), noon);
});

async function watched(publish: "automatic" | "manual" = "automatic", name = "Remote"): Promise<Monitor> {
  const { id } = await createComponent(scope, componentInput.parse({ name, publish }), noon);
  return newMonitor(scope, { component_id: id });
}

/** What every worker does in time: verdicts, then what follows from them. */
async function look(monitor: Monitor, seconds: number): Promise<void> {
  await settleMonitors(scope, [monitor.id], at(seconds));
  await followOutages(systemScope(scope.organizationId, "incidents"), at(seconds));
}

async function only(): Promise<IncidentSummary> {
  const { items } = await listIncidents(scope, incidentListInput.parse({}));
  const [first, ...rest] = items;
  if (!first || rest.length > 0) throw new Error(`one incident was expected, ${items.length} are there`);
  return first;
}

const lastBody = async () => (await getIncident(scope, (await only()).id)).updates.at(-1)?.body ?? "";

/** How often integrators were sent each event of incidents, in order of their names. */
async function events(): Promise<string[]> {
  const rows = await inTenant(
    scope,
    (tx) => tx.sql<{ type: string }[]>`select type from events
      where organization_id = ${tx.organizationId} and type like 'incident.%' order by type`,
  );
  return rows.map(({ type }) => type);
}

async function alertTexts(): Promise<string[]> {
  const rows = await inTenant(
    scope,
    (tx) => tx.sql<{ text: string }[]>`select note ->> 'text' as text from alert_messages
      where organization_id = ${tx.organizationId} order by created_at, id`,
  );
  return rows.map(({ text }) => text);
}

/** Up, then seen to fail at 15 and 25, then not a word: unknown from 25 on. */
async function loseSight(monitor: Monitor): Promise<void> {
  await store(scope, monitor, [up(5), down(15), down(25)]);
  await look(monitor, 26);
  await look(monitor, 60);
}

describe("an outage that ends because nothing is heard any more (R3.3)", () => {
  it("resolves nothing: the incident stays as it was and says that sight was lost, once", async () => {
    const monitor = await watched();
    await loseSight(monitor);
    await look(monitor, 61);
    expect(await outagesOf(scope, monitor)).toEqual([[15, 25]]);
    const incident = await only();
    expect(incident).toMatchObject({ status: "investigating", resolvedAt: null, origin: "automatic" });
    expect(incident.components).toMatchObject([{ state: "major_outage" }]);
    const { updates } = await getIncident(scope, incident.id);
    expect(updates.map(({ status, notify }) => [status, notify])).toEqual([
      ["investigating", true],
      ["investigating", false],
    ]);
    expect(updates[1]?.body).toBe(
      "Our checks of Remote have had no answer to give since 12:00 UTC: they last saw it fail. We will say more as soon as we can see it again.",
    );
    expect(await factTypes(scope, incident.id)).toContain("outage_unseen");
    expect(await factTypes(scope, incident.id)).not.toContain("outage_ended");
    expect(await events()).not.toContain("incident.resolved");
  });

  it("resolves once when the service is seen well later, with what was seen and what was not", async () => {
    const monitor = await watched();
    await loseSight(monitor);
    await store(scope, monitor, [up(325), up(335)]);
    await look(monitor, 326);
    await look(monitor, 340);
    expect(await only()).toMatchObject({ status: "resolved", resolvedAt: at(25) });
    expect(await lastBody()).toBe(
      "Remote answers our checks again. They failed from 12:00 UTC to 12:00 UTC, 10 s in all that we saw. Between 12:00 UTC and 12:05 UTC our checks had no answer to give for 5 min.",
    );
    expect((await events()).filter((type) => type === "incident.resolved")).toHaveLength(1);
    const window = { from: noon, to: at(400), as_of: undefined };
    const { componentId: component_id } = monitor;
    const { segments } = await readTimeline(scope, { component_id, ...window, basis: "worst" }, at(400));
    expect(segments.map(({ from, state }) => [(from - noon) / secondMs, state])).toEqual([
      [0, "unknown"],
      [5, "operational"],
      [15, "major_outage"],
      [25, "unknown"],
      [325, "operational"],
    ]);
    expect(await factTypes(scope, (await only()).id)).toContain("outage_ended");
  });

  it("goes on in the same incident when it is seen to fail again, and ends with it", async () => {
    const monitor = await watched();
    await loseSight(monitor);
    await store(scope, monitor, [down(325), down(335)]);
    await look(monitor, 336);
    expect((await only()).resolvedAt).toBeNull();
    expect(await lastBody()).toBe("Our checks have seen Remote fail again since 12:05 UTC.");
    await store(scope, monitor, [up(345), up(355)]);
    await look(monitor, 356);
    expect(await only()).toMatchObject({ status: "resolved", resolvedAt: at(345) });
    expect(await lastBody()).toContain("30 s in all that we saw. Between 12:00 UTC and 12:05 UTC");
  });

  it("is over for nobody while another of its outages is out of sight", async () => {
    const monitor = await watched();
    const other = await newMonitor(scope, { component_id: monitor.componentId, name: "From elsewhere" });
    await store(scope, other, [up(5), down(15), down(25)]);
    await settleMonitors(scope, [other.id], at(26));
    await loseSight(monitor);
    await store(scope, other, [up(62), up(72)]);
    await look(other, 73);
    expect(await only()).toMatchObject({ resolvedAt: null });
    await store(scope, monitor, [up(85)]);
    await look(monitor, 86);
    expect(await only()).toMatchObject({ status: "resolved" });
  });

  it("keeps a draft a draft that says so, and one taken over by a person as it is", async () => {
    const monitor = await watched("manual");
    await loseSight(monitor);
    expect(await only()).toMatchObject({ status: "investigating", publishedAt: null, resolvedAt: null });
    expect(await lastBody()).toContain("have had no answer to give since");
    await store(scope, monitor, [up(325), up(335)]);
    await look(monitor, 336);
    expect(await only()).toMatchObject({ status: "resolved", publishedAt: null });
  });

  it("adds no word to an incident that a person has taken over", async () => {
    const monitor = await watched();
    await store(scope, monitor, [up(5), down(15), down(25)]);
    await look(monitor, 26);
    await say(scope, (await only()).id, { status: "identified", body: "Ours." }, at(30));
    await look(monitor, 60);
    expect(await only()).toMatchObject({ status: "identified", resolvedAt: null });
    expect(await lastBody()).toBe("Ours.");
  });

  it.each(["paused", "archived", "moved to another region"])(
    "is the same when its monitor is %s while it lasts",
    async (how) => {
      const monitor = await watched();
      await store(scope, monitor, [up(5), down(15), down(25)]);
      await look(monitor, 26);
      const change = how === "paused" ? { paused: true } : { regions: ["elsewhere"] };
      if (how === "archived") await archiveMonitor(scope, { id: monitor.id }, at(40));
      else await updateMonitor(scope, { id: monitor.id, change }, at(40));
      await look(monitor, 42);
      expect(await outagesOf(scope, monitor)).toEqual([[15, 40]]);
      expect(await only()).toMatchObject({ resolvedAt: null });
      expect(await events()).not.toContain("incident.resolved");
    },
  );

  it("ends for good by late evidence that it had recovered", async () => {
    const monitor = await watched();
    await loseSight(monitor);
    await store(scope, monitor, [up(325)]);
    await settleMonitors(scope, [monitor.id], at(326));
    await store(scope, monitor, [up(35), up(45)]);
    await reviseMonitors(scope, [{ monitorId: monitor.id, region: "local", from: at(35) }], at(327));
    await look(monitor, 328);
    expect(await only()).toMatchObject({ status: "resolved", resolvedAt: at(35) });
    expect(await lastBody()).toContain("20 s in all.");
  });

  it.each(["the service is seen well", "a person resolves the incident"])(
    "leaves the staff's alert open until %s",
    async (how) => {
      const config = alertChannelInput.parse({
        type: "webhook",
        name: "on call",
        url: "https://example.com/alerts",
      });
      const { channel } = await createAlertChannel(scope, config, noon);
      const steps = [{ channels: [channel.id], after_minutes: 0 }];
      await setAlertRoutes(scope, alertRoutesInput.parse({ routes: [{ name: "All", steps }] }), noon);
      const monitor = await watched();
      await loseSight(monitor);
      const status = async () => (await listAlerts(scope, { limit: 5 })).items.map((each) => each.status);
      expect(await status()).toEqual(["open"]);
      if (how === "the service is seen well") {
        await store(scope, monitor, [up(325)]);
        await look(monitor, 326);
      } else await say(scope, (await only()).id, { status: "resolved" }, at(326));
      expect(await status()).toEqual(["resolved"]);
      expect((await alertTexts()).map((text) => text.split(" since ")[0])).toEqual([
        "One check fails",
        "Our checks have no answer to give any more; they saw a failure",
        how === "the service is seen well"
          ? "All checks pass again"
          : "A person closed its incident; no check has seen it recover.",
      ]);
    },
  );
});
