import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnv } from "@/lib/env";
import { waitForLock } from "./lock";

/** Everything `next build` reads. */
const sources = [
  "app",
  "lib",
  "db",
  "emails",
  "public",
  "proxy.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

const buildTimeoutMs = 15 * 60_000;

/** Builds the web app unless what stands in `.next` was built from exactly these sources. */
export async function buildIfNeeded(root: string, say: (sentence: string) => void): Promise<void> {
  if (isBuilt(root)) return;
  const lock = await waitForLock(`build of ${root}`, buildTimeoutMs, () =>
    say("Another start is building in this folder; waiting for it ..."),
  );
  try {
    if (isBuilt(root)) return;
    say("Building the web app (about a minute the first time) ...");
    const fingerprint = fingerprintOf(root);
    await build(root);
    writeFileSync(markerOf(root), fingerprint);
  } finally {
    await lock?.release();
  }
}

function markerOf(root: string): string {
  return join(root, ".next", "probity-sources");
}

function isBuilt(root: string): boolean {
  const marker = markerOf(root);
  if (!existsSync(marker) || !existsSync(join(root, ".next", "BUILD_ID"))) return false;
  return readFileSync(marker, "utf8") === fingerprintOf(root);
}

/** Contents, not times: a fresh clone and a touched file are the same sources. */
function fingerprintOf(root: string): string {
  const hash = createHash("sha256");
  for (const name of sources) addTo(hash, root, name);
  return hash.digest("hex");
}

function addTo(hash: ReturnType<typeof createHash>, root: string, name: string): void {
  const path = join(root, name);
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory())
    for (const entry of readdirSync(path).sort()) addTo(hash, root, join(name, entry));
  else hash.update(`${name}\0`).update(readFileSync(path)).update("\0");
}

/** Of what the build says, kept for whoever has to learn why it failed; of one that succeeds nobody reads it. */
const toldMax = 20_000;

function build(root: string): Promise<void> {
  const next = join(root, "node_modules/next/dist/bin/next");
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [next, "build"], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: childEnv({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
    });
    let told = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (piece: string) => {
        told = (told + piece).slice(-toldMax);
      });
    child.once("error", fail);
    child.once("close", (code, signal) => {
      if (code === 0) done();
      else fail(new Error(`Building the web app failed (${signal ?? `exit ${code}`}):\n${told.trim()}`));
    });
  });
}
