import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import { answerProbe } from "@/lib/api/probe-door";
import { listProbesInput } from "@/lib/domain/probe-health";
import { probeProtocol } from "@/lib/domain/probe-report";
import { formatInstant, type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { listProbeRegions } from "@/lib/operations/probe-fleet";
import { newMonitor, noon } from "../operations/checks-rig";
import { clientOf, newTenant } from "./client";

afterAll(closeDatabase);

let tenants = 0;
async function newFleet() {
  tenants += 1;
  const { organizationId, client } = await newTenant(`fleet-${tenants}`);
  const { key } = await clientOf(organizationId, ["probe"]);
  const say = async (act: "claim" | "report", body: object, now: Ms) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    return (await answerProbe(act, new Request(`http://localhost/api/probe/${act}`, init), now)).json();
  };
  const claim = (body: object, now: Ms) =>
    say("claim", { region: "fra", probe: "one", version: "1.2.3", protocol: probeProtocol, ...body }, now);
  const regions = async (now: Ms, query: object = {}) =>
    (await listProbeRegions(client.scope, listProbesInput.parse(query), now)).items;
  return { client, say, claim, regions };
}

const phases = { dns_ms: 1, connect_ms: 1, tls_ms: null, first_byte_ms: 2, transfer_ms: 1, total_ms: 5 };

function lineOf(run: { monitor_id: string; monitor_version: number; scheduled_for: string }, lagMs: number) {
  const { monitor_id, monitor_version, scheduled_for } = run;
  const started_at = formatInstant(Date.parse(scheduled_for) + lagMs);
  const seen = { verdict: "up", failure: null, http_status: 200, phases, suspect: false };
  return { monitor_id, monitor_version, scheduled_for, started_at, ...seen };
}

describe("the fleet of probes", () => {
  it("shows a region as soon as a monitor names it, and a probe as soon as it speaks", async () => {
    const { client, claim, regions } = await newFleet();
    await newMonitor(client.scope, { regions: ["fra"] });
    expect(await regions(noon)).toMatchObject([
      { region: "fra", builtIn: false, health: "silent", monitors: 1, probes: [] },
    ]);
    await claim({ outstanding: 7, capacity: 2_000, skew_ms: 12 }, noon);
    expect(await regions(noon)).toMatchObject([
      {
        health: "running",
        probes: [
          { name: "one", version: "1.2.3", health: "running", skewMs: 12, outstanding: 7, capacity: 2_000 },
        ],
      },
    ]);
    expect(await regions(noon + 2 * minuteMs)).toMatchObject([
      { health: "silent", probes: [{ health: "silent" }] },
    ]);
  });

  it("answers with its own time and what it speaks, and sees a clock that is off at the first word", async () => {
    const { claim, regions } = await newFleet();
    expect(await claim({ clock: formatInstant(noon - 9_000) }, noon)).toMatchObject({
      now: formatInstant(noon),
      protocol: probeProtocol,
    });
    expect(await regions(noon)).toMatchObject([
      { health: "idle", probes: [{ health: "clock_off", skewMs: -9_000 }] },
    ]);
    await claim({ protocol: 0, version: "0.9.0" }, noon + 10_000);
    expect(await regions(noon + 10_000)).toMatchObject([
      { probes: [{ health: "outdated", version: "0.9.0" }] },
    ]);
  });

  it("a report says how late runs start, and that a probe too full to claim is alive", async () => {
    const { client, say, claim, regions } = await newFleet();
    await newMonitor(client.scope, { regions: ["fra"] });
    const { runs } = await claim({ ahead_ms: 30_000 }, noon);
    const later = noon + 90 * secondMs;
    await say("report", { region: "fra", probe: "one", outcomes: [lineOf(runs[0], 137)] }, later);
    expect(await regions(later)).toMatchObject([
      { runs: 1, suspects: 0, lagP99Ms: 137, probes: [{ lastSeenAt: later, health: "running" }] },
    ]);
  });

  it("a goodbye is shown as such, and what was given out and not run is due again at once", async () => {
    const { client, say, claim, regions } = await newFleet();
    await newMonitor(client.scope, { regions: ["fra"] });
    await newMonitor(client.scope, { regions: ["fra"] });
    const { runs } = await claim({ ahead_ms: 30_000 }, noon);
    expect(runs).toHaveLength(2);
    await say("report", { region: "fra", outcomes: [lineOf(runs[0], 5)] }, noon);
    expect(await claim({ leaving: true }, noon)).toMatchObject({ runs: [] });
    expect(await regions(noon)).toMatchObject([{ health: "silent", probes: [{ health: "left" }] }]);
    const next = await claim({ probe: "two", ahead_ms: 30_000 }, noon);
    const turns = next.runs.map((run: { scheduled_for: string }) => run.scheduled_for);
    expect(turns).toContain(runs[1].scheduled_for);
    expect(turns).not.toContain(runs[0].scheduled_for);
  });

  it("is searched and turned page by page, over REST too, and shows nobody else's", async () => {
    const { client, claim } = await newFleet();
    const other = await newFleet();
    for (const region of ["ams", "fra", "nyc"]) await claim({ region }, Date.now());
    await other.claim({ region: "syd" }, Date.now());
    const first = await client.get("/probes?limit=2");
    expect(first.json.data).toMatchObject([{ region: "ams" }, { region: "fra" }]);
    const second = await client.get(`/probes?limit=2&cursor=${first.json.next_cursor}`);
    expect(second.json).toMatchObject({
      data: [{ region: "nyc", probes: [{ name: "one" }] }],
      next_cursor: null,
    });
    expect((await client.get("/probes?q=FR")).json.data).toMatchObject([{ region: "fra" }]);
    expect((await client.get("/probes?q=%25")).json.data).toEqual([]);
  });
});
