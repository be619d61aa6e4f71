import { defineConfig } from "@playwright/test";
import { env } from "./lib/env";
import { systemBrowser } from "./test/browser";

const baseURL = `http://127.0.0.1:${env().port}`;
const executablePath = systemBrowser();

/** The tests drive the product as `npm start` runs it; one that already answers on PORT is used as it is. */
export default defineConfig({
  testDir: "test/e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  use: {
    baseURL,
    trace: "retain-on-failure",
    launchOptions: {
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
      ...(executablePath ? { executablePath } : {}),
    },
  },
  webServer: {
    command: "exec node --import tsx lib/server/main.ts",
    url: `${baseURL}/readyz`,
    reuseExistingServer: true,
    timeout: 5 * 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
  },
});
