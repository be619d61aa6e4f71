import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { childEnv } from "@/lib/env";
import { buildIfNeeded } from "@/lib/server/build";
import { freePort } from "@/lib/server/postgres";
import { requireBrowser } from "./browser";
import { temporaryFolder } from "./temporary-folder";

// `npm test`: every kind of test there is, one after the other, and one line that sums them up.

type Count = { passed: number; failed: number };

const root = resolve(import.meta.dirname, "..");
const folder = temporaryFolder();

const counts = [
  await section("Browser", single(requireBrowser)),
  await section(
    "Types",
    single(() => command("tsc", ["--noEmit"])),
  ),
  await section(
    "Lint",
    single(() => command("biome", ["check", "."])),
  ),
  await section("Unit, integration and architecture", unit),
  await section(
    "Build",
    single(() => buildIfNeeded(root, console.log)),
  ),
  await section("Browser tests", browser),
];
rmSync(folder, { recursive: true, force: true });
const total = counts.reduce((sum, count) => ({
  passed: sum.passed + count.passed,
  failed: sum.failed + count.failed,
}));
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

/** Something without counts of its own is one test, passed unless it throws. */
function single(work: () => unknown): () => Promise<Count> {
  return async () => {
    await work();
    return { passed: 1, failed: 0 };
  };
}

async function section(title: string, work: () => Promise<Count>): Promise<Count> {
  console.log(`\n── ${title} ${"─".repeat(Math.max(0, 76 - title.length))}`);
  const startedAt = Date.now();
  const count = await work().catch((error: Error) => {
    console.error(error.message);
    return { passed: 0, failed: 1 };
  });
  const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
  console.log(`${title}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`);
  return count;
}

/** Runs one of the packages' programs; throws when it fails. */
function command(name: string, words: string[], extra: Record<string, string> = {}): void {
  const done = spawnSync(join(root, "node_modules/.bin", name), words, {
    cwd: root,
    stdio: "inherit",
    env: childEnv(extra),
  });
  if (done.status !== 0) throw new Error(`${name} failed (${done.signal ?? `exit ${done.status}`}).`);
}

async function unit(): Promise<Count> {
  const report = join(folder, "unit.json");
  const failure = attempt(() =>
    command("vitest", [
      "run",
      "--project=pure",
      "--project=database",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ]),
  );
  const result: {
    numPassedTests: number;
    numFailedTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  } = JSON.parse(readFileSync(report, "utf8"));
  // A file that cannot be loaded has no tests to fail.
  const broken = result.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return honest({ passed: result.numPassedTests, failed: result.numFailedTests + broken.length }, failure);
}

async function browser(): Promise<Count> {
  const report = join(folder, "browser.json");
  const port = await freePort();
  const failure = attempt(() =>
    command("playwright", ["test", "--reporter=list,json", "--pass-with-no-tests"], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      PORT: String(port),
      PROBITY_DATA_DIR: join(folder, "data"),
      DATABASE_URL: "",
    }),
  );
  const { stats }: { stats: { expected: number; unexpected: number; flaky: number } } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  return honest({ passed: stats.expected, failed: stats.unexpected + stats.flaky }, failure);
}

function attempt(work: () => void): Error | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** A runner that failed without a failed test (a hook, a stray error) still is a failure. */
function honest(count: Count, failure: Error | null): Count {
  if (failure === null || count.failed > 0) return count;
  console.error(failure.message);
  return { ...count, failed: 1 };
}
