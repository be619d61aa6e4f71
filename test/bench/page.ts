import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inTenant } from "@/db/client";
import { pageCreateInput } from "@/lib/domain/page";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms, secondMs } from "@/lib/domain/time";
import { appendEntries } from "@/lib/operations/ledger";
import { createPage } from "@/lib/operations/pages";
import { freePort } from "@/lib/server/postgres";
import { cpuSecondsOf } from "./cpu";
import type { Ground } from "./ground";
import { startProcess } from "./helper-process";
import { has, type Load, load } from "./load";
import { atLeast, atMost, report, say } from "./report";
import { importPast, newComponents, newTenant } from "./seed";

const componentCount = 30;
const loadSeconds = 11;
const connections = 32;

/** A page in an incident: views from the front's memory while the worker publishes it anew every 5 s. */
export async function page(ground: Ground): Promise<void> {
  await ground.freshDatabase("page");
  say(`Making a page of ${componentCount} components x 90 days ...`);
  const { scope, components } = await newPage();
  const worker = startProcess("lib/jobs/main.ts");
  const front = startProcess("test/bench/front-process.ts", [join(ground.folder, "front")]);
  const { port } = await front.hear<{ port: number }>();
  const url = `http://127.0.0.1:${port}/status/bench`;
  const body = await firstBody(url);
  const stop = new AbortController();
  const troubles = troubleEvery5s(scope, components, url, stop.signal);
  await load({ url, connections, seconds: 2 });
  const before = cpuSecondsOf(front.pid);
  const seen = await load({ url, connections, seconds: loadSeconds });
  const cpuSeconds = (cpuSecondsOf(front.pid) ?? Number.NaN) - (before ?? Number.NaN);
  stop.abort();
  const publications = await troubles;
  const nginx = await loadNginx(join(ground.folder, "nginx"), body);
  await Promise.all([front.stop(), worker.stop()]);
  reportPage(seen, body.length, publications, cpuSeconds, nginx);
}

function reportPage(
  seen: Load,
  bytes: number,
  publications: number,
  cpuSeconds: number,
  nginx: Load | null,
): void {
  const { requestsPerSecond, p50Ms, p99Ms, errors, by } = seen;
  const cpu = Number.isNaN(cpuSeconds) ? null : (cpuSeconds / (requestsPerSecond * loadSeconds)) * 1_000;
  const rig = { components: componentCount, connections, by };
  report("page", requestsPerSecond, "req/s", atLeast(10_000), {
    ...rig,
    ...{ publications, errors, cpu_ms_per_request: cpu },
  });
  report("page_p99", p99Ms, "ms", atMost(20), { p50_ms: p50Ms });
  report("page_weight", bytes, "bytes gzip", atMost(12 * 1_024));
  const ratio = nginx === null ? null : requestsPerSecond / nginx.requestsPerSecond;
  report("page_vs_nginx", ratio, "x", atLeast(0.33), {
    nginx_per_s: nginx?.requestsPerSecond ?? null,
    nginx_p99_ms: nginx?.p99Ms ?? null,
  });
}

async function newPage(): Promise<{ scope: TenantScope; components: string[] }> {
  const now = Date.now();
  const scope = await newTenant("page", now);
  const components = await newComponents(scope, componentCount, now);
  for (const id of components)
    await importPast(scope, id, { from: now - 90 * dayMs, to: now, everyDays: 10 });
  await createPage(scope, pageCreateInput.parse({ slug: "bench", name: "Bench" }), now);
  return { scope, components };
}

/** The page's compressed bytes, as soon as the worker has published them and the front has heard of it. */
async function firstBody(url: string): Promise<Buffer> {
  for (let waitedMs = 0; waitedMs < 30 * secondMs; waitedMs += 100) {
    const answer = await view(url);
    if (answer.status === 200) return answer.body;
    await pause(100);
  }
  throw new Error("the page was not published");
}

function view(url: string): Promise<{ status: number; etag: string; body: Buffer }> {
  return new Promise((done, fail) => {
    request(url, { headers: { "accept-encoding": "gzip" }, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () => {
        const { statusCode: status = 0, headers } = answer;
        done({ status, etag: headers.etag ?? "", body: Buffer.concat(pieces) });
      });
    })
      .on("error", fail)
      .end();
  });
}

/** Every 5 s another component goes down or comes back; answers how many new publications a viewer saw. */
async function troubleEvery5s(
  scope: TenantScope,
  components: readonly string[],
  url: string,
  signal: AbortSignal,
): Promise<number> {
  const etags = new Set<string>();
  for (let turn = 0; !signal.aborted; turn += 1) {
    if (turn % 5 === 0) await trouble(scope, components[(turn / 5) % components.length] ?? "", Date.now());
    await pause(secondMs, undefined, { signal }).catch(() => {});
    etags.add((await view(url)).etag);
  }
  return etags.size - 1;
}

async function trouble(scope: TenantScope, componentId: string, now: Ms): Promise<void> {
  const said = { kind: "observation", state: "major_outage", effectiveFrom: now } as const;
  const source = { type: "monitor", id: "mon_bench" } as const;
  const { organizationId, actor } = scope;
  const draft = { ...said, source, organizationId, componentId, recordedAt: now, actor: actorText(actor) };
  await inTenant(scope, (tx) => appendEntries(tx, [draft], now));
}

/** The same bytes from nginx, when there is one. */
async function loadNginx(folder: string, body: Buffer): Promise<Load | null> {
  if (!has("nginx", "-v")) return null;
  const port = await freePort();
  mkdirSync(folder, { mode: 0o755 });
  writeFileSync(join(folder, "page.html.gz"), body, { mode: 0o644 });
  writeFileSync(join(folder, "nginx.conf"), nginxSettings(folder, port));
  const words = ["-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")];
  const server = spawn("nginx", words, { stdio: ["ignore", 2, 2] });
  const ended = new Promise((done) => server.once("exit", done));
  try {
    const url = `http://127.0.0.1:${port}/page.html`;
    for (let tries = 0; tries < 50 && (await view(url).catch(() => null)) === null; tries += 1)
      await pause(100);
    await load({ url, connections, seconds: 1 });
    return await load({ url, connections, seconds: 5 });
  } finally {
    server.kill("SIGTERM");
    await ended;
  }
}

function nginxSettings(folder: string, port: number): string {
  const scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(" ");
  return `daemon off; worker_processes 1; pid ${folder}/pid;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000; open_file_cache max=10; types { text/html html; } ${scratch}
  server { listen 127.0.0.1:${port}; root ${folder}; gzip_static always; } }
`;
}
