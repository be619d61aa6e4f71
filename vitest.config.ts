import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Rooms that touch no database; their tests start at once. Every other test file gets a database of its own. */
const pure = ["domain", "net", "probes", "providers", "render"].map(
  (room) => `test/${room}/**/*.test.{ts,tsx}`,
);
const walls = ["test/*.test.ts"];

const shared = {
  extends: true as const,
  resolve: { tsconfigPaths: true },
};

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    pool: "forks",
    // Most tests wait for Postgres half their time: two at once even on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // As long as a busy machine may take; what is awaited usually comes at once.
    expect: { poll: { timeout: 15_000 } },
    setupFiles: ["test/environment.ts"],
    projects: [
      { ...shared, test: { name: "pure", include: [...pure, ...walls] } },
      {
        ...shared,
        test: {
          name: "database",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [...pure, ...walls, "test/e2e/**", "test/bench/**", "test/slow/**"],
          globalSetup: ["test/database.ts"],
          setupFiles: ["test/environment.ts", "test/own-database.ts"],
        },
      },
      // Minutes of real time in network namespaces: run by hand, `npm run test:slow`.
      {
        ...shared,
        test: {
          name: "slow",
          include: ["test/slow/**/*.test.ts"],
          globalSetup: ["test/database.ts"],
          setupFiles: ["test/environment.ts", "test/own-database.ts"],
        },
      },
    ],
  },
});
