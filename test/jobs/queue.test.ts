import postgres from "postgres";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { closeDatabase, inEngine } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import { minuteMs } from "@/lib/domain/time";
import { required } from "@/lib/env";
import type { Handlers } from "@/lib/jobs/handlers";
import { keepRunning } from "@/lib/jobs/keep-running";
import { enqueue, type JobPayload } from "@/lib/jobs/queue";
import { queueService } from "@/lib/jobs/worker";

let stop: AbortController;
let running: Promise<void>[];

beforeEach(() => {
  stop = new AbortController();
  running = [];
});

afterEach(async () => {
  stop.abort();
  await Promise.all(running);
});

afterAll(() => closeDatabase());

function work(handlers: Handlers): void {
  running.push(keepRunning(queueService(handlers, []), stop.signal));
}

function add(
  name: string,
  payload: JobPayload,
  extra: { jobKey?: string; runAt?: number } = {},
): Promise<void> {
  return inEngine(engineScope(), (tx) => enqueue(tx, name, payload, { now: Date.now(), ...extra }));
}

/** A handler that keeps what it was given, and a promise of its n-th call. */
function recorder(wanted: number) {
  const seen: JobPayload[] = [];
  let done: (seen: JobPayload[]) => void;
  const enough = new Promise<JobPayload[]>((resolve) => {
    done = resolve;
  });
  const handler = async (payload: JobPayload) => {
    seen.push(payload);
    if (seen.length === wanted) done(seen);
  };
  return { handler, enough, seen };
}

test("a job exists exactly if its transaction commits", async () => {
  const record = recorder(1);
  const undone = inEngine(engineScope(), async (tx) => {
    await enqueue(tx, "note", { of: "rolled back" }, { now: Date.now() });
    throw new Error("rolled back");
  });
  await expect(undone).rejects.toThrow("rolled back");
  await add("note", { of: "committed" });
  work({ note: record.handler });
  expect(await record.enough).toEqual([{ of: "committed" }]);
});

test("waiting jobs of one key become one job with the last payload", async () => {
  const record = recorder(1);
  await add("once", { of: 1 }, { jobKey: "once:a" });
  await add("once", { of: 2 }, { jobKey: "once:a" });
  work({ once: record.handler });
  expect(await record.enough).toEqual([{ of: 2 }]);
});

test("a job for later waits while one for now runs", async () => {
  const record = recorder(1);
  await add("timed", { of: "later" }, { runAt: Date.now() + 10 * minuteMs });
  await add("timed", { of: "now" });
  work({ timed: record.handler });
  expect(await record.enough).toEqual([{ of: "now" }]);
});

test("the queue goes on after every one of its connections was cut", async () => {
  const record = recorder(2);
  work({ cut: record.handler });
  await add("cut", { of: "before" });
  await expect.poll(() => record.seen.length).toBe(1);
  await cutConnections();
  await add("cut", { of: "after" });
  expect(await record.enough).toEqual([{ of: "before" }, { of: "after" }]);
});

test("a service that throws is started again until it is told to stop", async () => {
  let runs = 0;
  const service = {
    name: "shaky",
    async run() {
      runs += 1;
      if (runs === 3) stop.abort();
      throw new Error("shaky");
    },
  };
  await keepRunning(service, stop.signal);
  expect(runs).toBe(3);
});

/** As a restart of Postgres does it: the queue's listener and pool are gone at once. */
async function cutConnections(): Promise<void> {
  const pg = postgres(required("databaseUrl"), { max: 1 });
  await pg`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name <> 'postgres.js'`;
  await pg.end();
}
