import { parseCronItems, Logger as QueueLogger, type Runner, run, type TaskList } from "graphile-worker";
import { required } from "@/lib/env";
import { logger } from "@/lib/log";
import type { Handlers } from "./handlers";
import type { JobPayload } from "./queue";
import type { ScheduledJob } from "./schedule";
import type { Service } from "./services";

/**
 * Runs queued and scheduled jobs. The only user of DATABASE_DIRECT_URL: LISTEN does not pass a pooler (RULES R8.3).
 * A lost database ends it with an error, after it has tried for a while; whoever runs it starts it again.
 */
export function queueService(handlers: Handlers, schedule: readonly ScheduledJob[]): Service {
  return {
    name: "queue",
    async run(signal) {
      const runner = await start(handlers, schedule, signal);
      await Promise.race([runner.promise, stopOn(signal, runner)]);
    },
  };
}

/** Resolves once the runner has stopped because of the signal. */
async function stopOn(signal: AbortSignal, runner: Runner): Promise<void> {
  if (!signal.aborted) await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
  await runner.stop().catch(() => {});
}

function start(handlers: Handlers, schedule: readonly ScheduledJob[], signal: AbortSignal): Promise<Runner> {
  return run({
    connectionString: required("databaseDirectUrl"),
    concurrency: 4,
    maxPoolSize: 6,
    pollInterval: 1_000,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 5_000,
    logger: queueLogger(),
    taskList: tasks(handlers, signal),
    parsedCronItems: parseCronItems(schedule.map(({ job, match }) => ({ task: job, match }))),
  });
}

function tasks(handlers: Handlers, signal: AbortSignal): TaskList {
  const entries = Object.entries(handlers).map(([name, handler]) => [
    name,
    async (payload: unknown, { job }: { job: { attempts: number } }) =>
      handler(payload as JobPayload, { now: Date.now(), signal, attempt: job.attempts }),
  ]);
  return Object.fromEntries(entries);
}

/** The queue's own words at one level below their weight: a job done is no news. */
function queueLogger(): QueueLogger {
  const log = logger("queue");
  const levels = { error: "error", warning: "warn", info: "debug", debug: "trace" } as const;
  return new QueueLogger((scope) => (level, message, meta) => {
    const task = scope.taskIdentifier;
    log[levels[level]]({ ...(task ? { task } : {}), ...(meta?.error ? { err: meta.error } : {}) }, message);
  });
}
