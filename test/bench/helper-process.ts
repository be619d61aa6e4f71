import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { childEnv } from "@/lib/env";

const root = resolve(import.meta.dirname, "../..");

/** A TypeScript file of this project that runs as a process of its own and answers messages in turn. */
export type HelperProcess = {
  readonly pid: number;
  /** Resolves to the helper's next message. */
  hear<T>(): Promise<T>;
  ask<T>(question: object): Promise<T>;
  stop(): Promise<void>;
  kill(): Promise<void>;
};

const stopTimeoutMs = 10_000;
const running = new Set<HelperProcess>();

/** `file` is relative to the project. What it prints goes to stderr: stdout is for figures. */
export function startProcess(
  file: string,
  words: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): HelperProcess {
  const child = spawn(process.execPath, ["--import", "tsx", join(root, file), ...words], {
    cwd: root,
    env: childEnv(environment),
    stdio: ["ignore", 2, 2, "ipc"],
  });
  const helper = handle(file, child);
  running.add(helper);
  child.once("exit", () => running.delete(helper));
  return helper;
}

export async function stopProcesses(): Promise<void> {
  await Promise.all([...running].map((helper) => helper.stop()));
}

function handle(file: string, child: ChildProcess): HelperProcess {
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  const hear = async <T>(): Promise<T> => {
    const ended = exited.then((): never => {
      throw new Error(`${file} ended unexpectedly (${child.exitCode ?? child.signalCode})`);
    });
    const [message] = await Promise.race([once(child, "message"), ended]);
    return message as T;
  };
  return {
    pid: child.pid ?? 0,
    hear,
    ask(question) {
      const answer = hear();
      child.send(question);
      return answer as Promise<never>;
    },
    async stop() {
      if (child.connected) child.send("stop", () => {});
      const force = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
      await exited;
      clearTimeout(force);
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
