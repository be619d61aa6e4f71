import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a service of the demo is feeling; a person switches it from the dashboard and watches it arrive. */
export type DemoHealth = "ok" | "slow" | "error" | "down";

export type DemoTarget = {
  /** `http://127.0.0.1:PORT`; services live at `/<name>`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
};

const slowMs = 1_200;
const servicePath = /^\/([a-z0-9][a-z0-9-]{0,39})$/;
const providerPath = /^\/provider\/([a-z0-9][a-z0-9-]{0,39})\/api\/v2\/summary\.json$/;

/**
 * The small server the demo's monitors watch. Loopback only; `port` 0 picks a free one. `health` is asked at each
 * request, so a switch shows with the next check. "down" hangs up without an answer.
 */
export async function createDemoTarget(options: {
  port: number;
  health: (name: string) => DemoHealth | Promise<DemoHealth>;
}): Promise<DemoTarget> {
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    const provider = providerPath.exec(path)?.[1];
    const name = provider ?? servicePath.exec(path)?.[1];
    if (name === undefined) {
      answer(response, 404, { error: "no such service" });
      return;
    }
    void Promise.resolve(name)
      .then(options.health)
      .catch((): DemoHealth => "ok")
      .then((health) =>
        provider === undefined
          ? behave(response, name, health)
          : answer(response, 200, providerSummary(provider, health)),
      );
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, close: () => close(server) };
}

function behave(response: ServerResponse, service: string, health: DemoHealth): void {
  switch (health) {
    case "ok":
      answer(response, 200, { service, status: "ok" });
      break;
    case "error":
      answer(response, 503, { service, status: "error" });
      break;
    case "down":
      response.socket?.destroy();
      break;
    case "slow": {
      const timer = setTimeout(answer, slowMs, response, 200, { service, status: "slow" });
      response.once("close", () => clearTimeout(timer));
    }
  }
}

const said = {
  ok: { indicator: "none", status: "operational" },
  slow: { indicator: "minor", status: "degraded_performance" },
  error: { indicator: "major", status: "partial_outage" },
  down: { indicator: "critical", status: "major_outage" },
} as const satisfies Record<DemoHealth, object>;

/** What a third party's status page would say: the demo's own provider, for a dependency without the Internet. */
function providerSummary(name: string, health: DemoHealth): Record<string, unknown> {
  const { indicator, status } = said[health];
  const parts = { id: `${name}-1`, name: "Card payments", status, group: false };
  const incident = { id: `${name}-${health}`, name: "Card payments are failing", impact: indicator };
  return {
    page: { id: name, name, url: "http://127.0.0.1" },
    status: { indicator, description: status },
    components: [parts, { id: `${name}-2`, name: "Dashboard", status: "operational", group: false }],
    incidents:
      health === "ok"
        ? []
        : [{ ...incident, status: "investigating", incident_updates: [], components: [parts] }],
    scheduled_maintenances: [],
  };
}

function answer(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
