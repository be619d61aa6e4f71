// Runs before anything is installed, on whatever Node the machine has: plain JavaScript, built-in modules only.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../..");

/**
 * Whether the folder's node_modules holds what its package-lock.json asks for. npm leaves a lock of its own
 * inside node_modules as the last act of an install, so a half-finished install never looks complete.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const wanted = packagesOf(join(folder, "package-lock.json"));
  const present = packagesOf(join(folder, "node_modules/.package-lock.json"));
  if (!wanted || !present) return false;
  const agrees = (name) => present[name].version === wanted[name]?.version;
  const needed = Object.keys(wanted).filter((name) => name !== "" && !wanted[name].optional);
  return needed.every((name) => present[name]) && Object.keys(present).every(agrees);
}

/** @param {string} file */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** Our own node_modules/.bin would vanish under npm's feet while it installs. */
function environmentWithoutLocalBin() {
  const own = join(root, "node_modules", ".bin");
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== own);
  return { ...process.env, PATH: path.join(delimiter) };
}

function install() {
  console.log("Installing packages (about a minute the first time) ...");
  const done = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
    env: environmentWithoutLocalBin(),
  });
  if (done.status !== 0) throw new Error("Installing failed; npm's own words are above.");
}

/** One installer at a time: two first starts from one folder must not delete each other's packages. */
async function alone() {
  const digest = createHash("sha256").update(root).digest("hex").slice(0, 16);
  if (process.platform !== "linux") return undefined;
  for (let told = false; ; told = true) {
    const server = createServer();
    const free = await new Promise((answer) => {
      server.once("error", () => answer(false));
      server.listen(`\0probity-install-${digest}`, () => answer(true));
    });
    if (free) return server;
    if (!told) console.log("Another start is installing packages in this folder; waiting for it ...");
    await new Promise((wake) => setTimeout(wake, 500));
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url) && !isInstalled(root)) {
  const lock = await alone();
  try {
    if (!isInstalled(root)) install();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
  lock?.close();
}
