import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { answerTlsAsk } from "@/app/_server/tls-ask";
import { pageCreateInput } from "@/lib/domain/page";
import { provingText } from "@/lib/domain/page-domain";
import { childEnv } from "@/lib/env";
import { recordDomainEvidence } from "@/lib/operations/page-domains";
import { createPage } from "@/lib/operations/pages";
import { forwardedBy } from "@/lib/server/forwarded";
import { createFront } from "@/lib/server/front";
import { freePort } from "@/lib/server/postgres";
import { append, day, newComponent, newScope, says } from "../operations/ledger-rig";
import { temporaryFolder } from "../temporary-folder";
import { publishAt } from "./front-rig";

const isInstalled = spawnSync("caddy", ["version"]).status === 0;
const folder = temporaryFolder();
const stop = new AbortController();
let proxy: ChildProcess | undefined;
let server: Server;
let port: number;
const asked: string[] = [];

/** The public side behind a TLS proxy that gets certificates on demand and asks before it does. */
beforeAll(async () => {
  if (!isInstalled) {
    console.info(
      "Caddy is not installed here, so nothing stands in front; `apt-get install caddy` brings it.",
    );
    return;
  }
  const scope = newScope();
  const component = await newComponent(scope, "Checkout");
  await append(scope, [says(component, "operational", day(0))], day(0));
  const make = (slug: string, domain: string) =>
    createPage(scope, pageCreateInput.parse({ slug, name: "Behind Caddy", domain }), day(1));
  const proven = await make("caddy-proven", "status.caddy.test");
  await make("caddy-claimed", "claimed.caddy.test");
  const evidence = { texts: [provingText(proven.id)], pointsHere: true };
  await recordDomainEvidence(scope, proven.id, evidence, day(1));
  await publishAt(scope, day(2));
  const front = createFront({ dataDir: folder, clock: () => day(2) });
  void front.start(stop.signal);
  await vi.waitFor(() => expect(front.stats.pages).toBe(2), { timeout: 15_000 });
  const upstream = await serve(front.handle);
  port = await freePort();
  proxy = await startCaddy(upstream, port);
});

afterAll(async () => {
  stop.abort();
  proxy?.kill("SIGTERM");
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(handle: ReturnType<typeof createFront>["handle"]): Promise<number> {
  const rewrite = forwardedBy(["127.0.0.0/8"]);
  server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? "/", "http://probity.test");
    if (url.pathname === "/api/tls-ask") {
      asked.push(url.searchParams.get("domain") ?? "");
      response.writeHead((await answerTlsAsk(asked.at(-1) ?? "")).status).end();
      return;
    }
    rewrite(incoming);
    if (!(await handle(incoming, response))) response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

async function startCaddy(upstream: number, httpsPort: number): Promise<ChildProcess> {
  const file = join(folder, "Caddyfile");
  writeFileSync(
    file,
    `{
  admin off
  auto_https disable_redirects
  https_port ${httpsPort}
  skip_install_trust
  storage file_system ${join(folder, "caddy")}
  on_demand_tls {
    ask http://127.0.0.1:${upstream}/api/tls-ask
  }
}
https:// {
  tls internal {
    on_demand
  }
  reverse_proxy 127.0.0.1:${upstream}
}
`,
  );
  const env = childEnv({ HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder });
  const child = spawn("caddy", ["run", "--config", file, "--adapter", "caddyfile"], { env, stdio: "ignore" });
  await vi.waitFor(async () => expect((await read("status.caddy.test")).status).toBe(200), {
    timeout: 20_000,
    interval: 200,
  });
  return child;
}

function read(host: string): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    const options = { host: "127.0.0.1", port, servername: host, rejectUnauthorized: false, agent: false };
    request({ ...options, path: "/", headers: { host } }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => done({ status: response.statusCode ?? 0, text }));
    })
      .on("error", fail)
      .end();
  });
}

it("R6.6 a proven domain gets its certificate and its page; a claimed one gets none", async () => {
  if (!isInstalled) return;
  const page = await read("status.caddy.test");
  expect(page.status).toBe(200);
  expect(page.text).toContain("Checkout");
  await expect(read("claimed.caddy.test")).rejects.toThrow();
  await expect(read("stranger.caddy.test")).rejects.toThrow();
  expect(new Set(asked)).toEqual(new Set(["status.caddy.test", "claimed.caddy.test", "stranger.caddy.test"]));
});
