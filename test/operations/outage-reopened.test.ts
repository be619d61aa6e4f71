import { beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/auth/scope";
import { componentInput } from "@/lib/domain/component";
import { incidentListInput } from "@/lib/domain/incident";
import type { Monitor } from "@/lib/domain/monitor";
import type { TenantScope } from "@/lib/domain/scope";
import { secondMs } from "@/lib/domain/time";
import { listAlerts } from "@/lib/operations/alerts";
import { createComponent } from "@/lib/operations/components";
import { reviseMonitors } from "@/lib/operations/hindsight";
import { archiveIncident, listIncidents } from "@/lib/operations/incidents";
import { followOutages } from "@/lib/operations/outage-follow";
import { settleMonitors } from "@/lib/operations/verdicts";
import { newMonitor, noon, outagesOf, outcome, store } from "./checks-rig";
import { newScope } from "./ledger-rig";

let scope: TenantScope;
const at = (seconds: number) => noon + seconds * secondMs;
const down = (seconds: number) => outcome(at(seconds), "down");
const up = (seconds: number) => outcome(at(seconds));

beforeEach(() => {
  scope = newScope();
});

/** One of two regions is enough to say down. */
async function watched(publish: "automatic" | "manual"): Promise<Monitor> {
  const { id } = await createComponent(scope, componentInput.parse({ name: "Remote", publish }), noon);
  return newMonitor(scope, { component_id: id, regions: ["fra", "nyc"], confirm: { quorum: 1 } });
}

async function look(monitor: Monitor, seconds: number): Promise<void> {
  await settleMonitors(scope, [monitor.id], at(seconds));
  await followOutages(systemScope(scope.organizationId, "incidents"), at(seconds));
}

/** Both regions see it fail, one sees it recover and the other falls silent: the outage is over at 35. */
async function endedForNow(monitor: Monitor): Promise<void> {
  await store(scope, monitor, [down(15), down(25)], { region: "fra" });
  await store(scope, monitor, [down(16), down(26)], { region: "nyc" });
  await look(monitor, 27);
  await store(scope, monitor, [up(35), up(45), up(55), up(65)], { region: "fra" });
  await look(monitor, 66);
}

/** The silent region reports what it saw meanwhile: it went on failing, and still does. */
async function failedAllAlong(monitor: Monitor): Promise<void> {
  await store(scope, monitor, [down(36), down(46), down(56), down(66)], { region: "nyc" });
  await reviseMonitors(scope, [{ monitorId: monitor.id, region: "nyc", from: at(36) }], at(67));
  await look(monitor, 68);
}

const incidents = async () =>
  (await listIncidents(scope, incidentListInput.parse({}))).items.map(({ startedAt, resolvedAt }) => ({
    startedAt,
    resolvedAt,
  }));
const alerts = async () => (await listAlerts(scope, { limit: 9 })).items.map(({ status }) => status);

describe("an outage whose end was told, and which late evidence shows to last", () => {
  it("is told anew, in an incident of its own where the first is published as over", async () => {
    const monitor = await watched("automatic");
    await endedForNow(monitor);
    expect(await alerts()).toEqual(["resolved"]);
    const [first] = await incidents();
    expect(first?.resolvedAt).not.toBeNull();
    await failedAllAlong(monitor);
    expect(await outagesOf(scope, monitor)).toEqual([[15, null]]);
    expect(await incidents()).toEqual([{ startedAt: at(15), resolvedAt: null }, first]);
    expect(await alerts()).toEqual(["open", "resolved"]);
  });

  it("opens its draft again where nobody has published it yet", async () => {
    const monitor = await watched("manual");
    await endedForNow(monitor);
    await failedAllAlong(monitor);
    expect(await incidents()).toEqual([{ startedAt: at(15), resolvedAt: null }]);
    expect(await alerts()).toEqual(["open", "resolved"]);
  });

  it("has its second end told, too", async () => {
    const monitor = await watched("manual");
    await endedForNow(monitor);
    await failedAllAlong(monitor);
    await store(scope, monitor, [up(75), up(85)], { region: "fra" });
    await store(scope, monitor, [up(76), up(86)], { region: "nyc" });
    await look(monitor, 87);
    expect(await incidents()).toEqual([{ startedAt: at(15), resolvedAt: at(76) }]);
    expect(await alerts()).toEqual(["resolved", "resolved"]);
  });

  it("opens nothing where a person has withdrawn its draft", async () => {
    const monitor = await watched("manual");
    await endedForNow(monitor);
    const { items } = await listIncidents(scope, incidentListInput.parse({}));
    await archiveIncident(scope, { id: items[0]?.id ?? "" }, at(66));
    await failedAllAlong(monitor);
    expect(await incidents()).toEqual([]);
  });
});
