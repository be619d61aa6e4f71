import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { pageCreateInput, pagePatchInput } from "@/lib/domain/page";
import { minuteMs } from "@/lib/domain/time";
import { childEnv } from "@/lib/env";
import { mirrorBatch } from "@/lib/jobs/mirrors";
import { openMirror } from "@/lib/mirror/mirror";
import { createPage, updatePage } from "@/lib/operations/pages";
import { freePort } from "@/lib/server/postgres";
import { say, tell } from "../operations/incident-rig";
import { append, day, newComponent, newScope, says } from "../operations/ledger-rig";
import { publishAt } from "../server/front-rig";
import { temporaryFolder } from "../temporary-folder";

// What a static server sends compressed without compressing anything: the forms beside each file.

const scope = newScope();
const folder = temporaryFolder();
const mirrored = join(folder, "mirror");
const mirror = openMirror(mirrored);
const running: ChildProcess[] = [];
let component: string;
let pageId: string;
let now = day(3);

beforeAll(async () => {
  component = await newComponent(scope, "Checkout");
  await append(scope, [says(component, "operational", day(0))], day(0));
  const input = { slug: "formed", name: "Acme", locales: ["en", "de"] };
  pageId = (await createPage(scope, pageCreateInput.parse(input), now)).id;
  await settle();
});
afterAll(() => {
  for (const server of running) server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

async function settle(): Promise<void> {
  now += minuteMs;
  await publishAt(scope, now);
  while ((await mirrorBatch(mirror, now)) > 0) now += 3 * minuteMs;
}

const home = () => join(mirrored, "status/formed");
const isForm = (file: string) => /\.(gz|br)$/.test(file);
const filesIn = () =>
  readdirSync(mirrored, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Each form says what its file says; what is alone is what would not gain by it. */
function expectInStep(): void {
  const files = filesIn().filter((file) => !isForm(file));
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const plain = readFileSync(file);
    const isText = !file.endsWith("logo");
    expect([file, existsSync(`${file}.gz`)]).toEqual([file, isText && plain.length >= 600]);
    expect([file, existsSync(`${file}.br`)]).toEqual([file, isText && plain.length >= 600]);
    if (!existsSync(`${file}.gz`)) continue;
    expect([file, gunzipSync(readFileSync(`${file}.gz`)).equals(plain)]).toEqual([file, true]);
    expect([file, brotliDecompressSync(readFileSync(`${file}.br`)).equals(plain)]).toEqual([file, true]);
  }
  for (const form of filesIn().filter(isForm)) expect(files).toContain(form.replace(/\.(gz|br)$/, ""));
}

const servers: [string, () => Promise<number | null>][] = [
  ["nginx", () => serve("nginx", ["-v"], nginxFile, (file) => ["-p", folder, "-c", file, "-e", "stderr"])],
  ["caddy", () => serve("caddy", ["version"], caddyFile, (file) => ["run", "--config", file])],
];

const nginxFile = (port: number) => `daemon off;
pid ${folder}/nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
  uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
  server { listen 127.0.0.1:${port}; root ${mirrored}; gzip_static on; }
}
`;

const caddyFile = (port: number) => `{
  admin off
}
http://127.0.0.1:${port} {
  root * ${mirrored}
  file_server {
    precompressed br gzip
  }
}
`;

/** The port on which a static server serves the mirror, or null where it is not installed. */
async function serve(
  program: string,
  version: string[],
  settings: (port: number) => string,
  words: (file: string) => string[],
): Promise<number | null> {
  if (spawnSync(program, version).status !== 0) return null;
  const port = await freePort();
  const file = join(folder, program === "caddy" ? "Caddyfile" : "nginx.conf");
  writeFileSync(file, settings(port));
  const env = childEnv({ HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder });
  running.push(spawn(program, words(file), { env, stdio: "ignore" }));
  await vi.waitFor(() => read(port, "/", "identity"), { timeout: 20_000, interval: 100 });
  return port;
}

type Answer = { status: number | undefined; encoding: string | undefined; body: Buffer };

function read(port: number, path: string, encoding: string): Promise<Answer> {
  const options = { host: "127.0.0.1", port, path, agent: false, headers: { "accept-encoding": encoding } };
  return new Promise((done, fail) => {
    request(options, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () =>
        done({
          status: answer.statusCode,
          encoding: answer.headers["content-encoding"],
          body: Buffer.concat(pieces),
        }),
      );
    })
      .on("error", fail)
      .end();
  });
}

describe("the compressed forms in a mirror", () => {
  it("stand beside every file that gains by them, and say the same", () => {
    expectInStep();
    expect(existsSync(join(home(), "index.de.html.br"))).toBe(true);
    expect(existsSync(join(home(), "api/v2/status.json.gz"))).toBe(false);
  });

  it("come and go with the length of their file, and keep saying the same", async () => {
    const unresolved = join(home(), "api/v2/incidents/unresolved.json");
    expect([existsSync(unresolved), existsSync(`${unresolved}.gz`)]).toEqual([true, false]);
    const components = [{ id: component, state: "major_outage" as const }];
    const { id } = await tell(scope, { components, notify: false }, now);
    await settle();
    expectInStep();
    expect(existsSync(`${unresolved}.gz`)).toBe(true);
    await say(scope, id, { status: "resolved", notify: false }, now);
    await settle();
    expectInStep();
    expect(existsSync(`${unresolved}.gz`)).toBe(false);
  });

  it.each(servers)("are what %s sends to whoever takes them", async (name, start) => {
    const port = await start();
    if (port === null) return console.info(`${name} is not installed here, so it serves nothing.`);
    const plain = readFileSync(join(home(), "index.html"), "utf8");
    const asked = await read(port, "/status/formed/index.html", "gzip");
    expect([asked.status, asked.encoding]).toEqual([200, "gzip"]);
    expect(asked.body.equals(readFileSync(join(home(), "index.html.gz")))).toBe(true);
    expect(gunzipSync(asked.body).toString("utf8")).toBe(plain);
    const other = await read(port, "/status/formed/index.html", "identity");
    expect([other.encoding, other.body.toString("utf8")]).toEqual([undefined, plain]);
  });

  it("go with a page that becomes private", async () => {
    const access = { mode: "password", password: "correct horse" };
    await updatePage(scope, { id: pageId, patch: pagePatchInput.parse({ access }) }, now);
    await settle();
    expect(filesIn()).toEqual([]);
  });
});
