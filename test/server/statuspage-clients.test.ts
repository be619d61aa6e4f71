import { createServer, type Server } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { Statuspage as PageClient } from "statuspage.io";
import { Statuspage as SummaryClient } from "statuspage.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { viewPage } from "@/lib/domain/page-view";
import { minuteMs } from "@/lib/domain/time";
import { renderStatuspageV2 } from "@/lib/render/statuspage-v2";
import { component, incident, now, plannedWork, snapshot } from "../render/snapshot-rig";

// Two clients from the registry, unchanged. They ask https://<page>.statuspage.io and nothing else: here that name
// leads to our bytes, so what they read is what they would read from Statuspage.

let server: Server;
const agent = https.globalAgent;

beforeAll(async () => {
  const files = renderStatuspageV2(
    viewPage({
      ...snapshot([component({ group: "Shop", state: "major_outage", since: now - minuteMs })]),
      incidents: [incident({}, "We are looking.", "A release is taken back.")],
      maintenances: [
        plannedWork(),
        plannedWork({
          maintenanceId: "mnt_now",
          status: "in_progress",
          from: now - minuteMs,
          startedAt: now,
        }),
      ],
    }),
    { isStale: false },
  );
  server = createServer((request, response) => {
    const body = files.get(new URL(request.url ?? "/", "http://page").pathname);
    response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const ours = new https.Agent();
  ours.createConnection = () => connect(port, "127.0.0.1");
  https.globalAgent = ours;
});
afterAll(() => {
  https.globalAgent = agent;
  server.close();
});

it("statuspage.io reads every file of ours", async () => {
  const { api } = new PageClient("acme");
  expect((await api.getStatus()).status).toEqual({
    indicator: "critical",
    description: "Major Service Outage",
  });
  const { components } = await api.getComponents();
  expect(components.map(({ name, status }) => [name, status])).toEqual([
    ["Shop", "major_outage"],
    ["Checkout", "major_outage"],
  ]);
  const summary = await api.getSummary();
  expect(summary.incidents[0]).toMatchObject({ status: "identified", impact: "major" });
  expect(summary.scheduled_maintenances.map(({ status }) => status)).toEqual(["in_progress", "scheduled"]);
  const { incidents } = await api.incidents.getAll();
  expect(incidents[0]?.incident_updates.map(({ status }) => status)).toEqual(["identified", "investigating"]);
  expect((await api.incidents.getUnresolved()).incidents).toHaveLength(1);
  const { scheduled_maintenances: upcoming } = await api.scheduledMaintenances.getUpcoming();
  expect(upcoming[0]).toMatchObject({ name: "Database upgrade", status: "scheduled", impact: "maintenance" });
});

it("statuspage.js reads every file of ours", async () => {
  const client = new SummaryClient("acme");
  const summary = await client.summary();
  expect(summary.page.name).toBe("Acme status");
  expect(summary.incidents[0]?.incident_updates[1]?.affected_components).toEqual([
    { code: "cmp_checkout", name: "Checkout", old_status: "operational", new_status: "major_outage" },
  ]);
  expect((await client.status()).status.indicator).toBe("critical");
});
