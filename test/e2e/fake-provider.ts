import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A status page on loopback that says what a test tells it to say. */
export type FakeProvider = {
  url: string;
  say(state: "operational" | "major_outage", incident?: string): void;
  close(): Promise<void>;
};

export async function startFakeProvider(): Promise<FakeProvider> {
  let body = summary("operational");
  const server = createServer((request, response) => {
    if (request.url !== "/api/v2/summary.json") {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    say: (state, incident) => {
      body = summary(state, incident);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function summary(state: "operational" | "major_outage", incident?: string): string {
  const created = "2026-11-20T10:00:00.000Z";
  return JSON.stringify({
    page: { id: "abcdefghijkl", name: "Fake Cloud", url: "https://fake.example" },
    status: { indicator: state === "operational" ? "none" : "critical", description: "-" },
    components: [
      { id: "c1", name: "Payments API", status: state, group: false },
      { id: "c2", name: "Dashboard", status: "operational", group: false },
    ],
    incidents: incident
      ? [
          {
            ...{ id: "i1", name: incident, impact: "critical", status: "investigating" },
            ...{ created_at: created, updated_at: created, incident_updates: [] },
            components: [{ name: "Payments API" }],
          },
        ]
      : [],
    scheduled_maintenances: [],
  });
}
