import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

export type ChildOptions = {
  name: string;
  /** TypeScript file to run. */
  entry: string;
  arguments: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  say: (sentence: string) => void;
};

export type Child = { stop(): Promise<void> };

const stopTimeoutMs = 10_000;
const longestPauseMs = 10_000;
/** After that long a life, the next death counts as the first. */
const healthyAfterMs = 60_000;

/** Runs a process and starts it again whenever it dies, with a growing pause, until `stop`. */
export function keepChild(options: ChildOptions): Child {
  const asked = new AbortController();
  let current: ChildProcess | undefined;
  const live = async () => {
    for (let deaths = 0; !asked.signal.aborted; ) {
      const startedAt = Date.now();
      current = start(options);
      const how = await death(current);
      if (asked.signal.aborted) return;
      deaths = Date.now() - startedAt > healthyAfterMs ? 1 : deaths + 1;
      options.say(`The ${options.name} process ended (${how}); starting it again ...`);
      const pauseMs = Math.min(longestPauseMs, 250 * 2 ** (deaths - 1));
      await pause(pauseMs, undefined, { signal: asked.signal }).catch(() => {});
    }
  };
  const living = live();
  return {
    async stop() {
      asked.abort();
      if (current?.connected) current.send("stop", () => {});
      const force = setTimeout(() => current?.kill("SIGKILL"), stopTimeoutMs);
      await living;
      clearTimeout(force);
    },
  };
}

/** The IPC channel is also the leash: it closes when we die, and the child leaves. */
function start(options: ChildOptions): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", options.entry, ...options.arguments], {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

function death(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    child.once("error", (error) => done(error.message));
    child.once("exit", (code, signal) => done(signal ?? `exit ${code}`));
  });
}
