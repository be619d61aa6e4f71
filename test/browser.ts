import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { childEnv } from "@/lib/env";

const system = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of this machine, or undefined when the tests use the one Playwright brought. */
export function systemBrowser(): string | undefined {
  return system.find((path) => existsSync(path));
}

/** Installs a browser unless there is one; throws a sentence if that fails. */
export function requireBrowser(): void {
  if (systemBrowser() || existsSync(chromium.executablePath())) return;
  const asRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  console.log(`Installing a browser with ${asRoot ? "apt-get" : "Playwright"} ...`);
  if (asRoot) {
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "chromium"]);
  } else run("npx", ["playwright", "install", "chromium"]);
}

function run(command: string, words: string[]): void {
  const done = spawnSync(command, words, {
    stdio: ["ignore", "ignore", "inherit"],
    env: childEnv({ DEBIAN_FRONTEND: "noninteractive" }),
  });
  if (done.status !== 0) throw new Error(`Installing a browser failed: ${command} ${words.join(" ")}`);
}
