import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probity-install-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Packages = Record<string, { version: string; optional?: true }>;

function lock(file: string, packages: Packages): void {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  writeFileSync(join(folder, file), JSON.stringify({ packages: { "": {}, ...packages } }));
}

const wanted = (packages: Packages) => lock("package-lock.json", packages);
const present = (packages: Packages) => lock("node_modules/.package-lock.json", packages);

/** Asked as `npm start` asks it: by a plain Node, without our loader. */
function isInstalled(): boolean {
  const program = `import { isInstalled } from "./lib/server/install.mjs"; process.exit(isInstalled(${JSON.stringify(folder)}) ? 0 : 9)`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", program]).status === 0;
}

const react = { "node_modules/react": { version: "1.0.0" } };
const optional = { "node_modules/mac-only": { version: "1.0.0", optional: true as const } };

test("a fresh clone is not installed", () => {
  wanted(react);
  expect(isInstalled()).toBe(false);
});

test("what another platform needs may be absent", () => {
  wanted({ ...react, ...optional });
  present(react);
  expect(isInstalled()).toBe(true);
});

test("a changed version, a missing package and one too many ask for an install", () => {
  wanted({ ...react, "node_modules/next": { version: "16.0.0" } });
  present({ ...react, "node_modules/next": { version: "15.0.0" } });
  expect(isInstalled()).toBe(false);
  present(react);
  expect(isInstalled()).toBe(false);
  wanted(react);
  present({ ...react, "node_modules/old": { version: "1.0.0" } });
  expect(isInstalled()).toBe(false);
});
