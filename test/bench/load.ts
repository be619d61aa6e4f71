import { spawn, spawnSync } from "node:child_process";
import { startProcess } from "./helper-process";

/** What a load of keep-alive GETs met. */
export type Load = { requestsPerSecond: number; p50Ms: number; p99Ms: number; errors: number; by: string };

export type LoadOptions = { url: string; connections: number; seconds: number };

/** Whether a program answers on the PATH. */
export function has(program: string, word: string): boolean {
  return spawnSync(program, [word], { stdio: "ignore" }).error === undefined;
}

/** Loads a URL with gzip accepted: by wrk where there is one, else by a small generator of our own. */
export function load(options: LoadOptions): Promise<Load> {
  return has("wrk", "-v") ? byWrk(options) : byOwn(options);
}

async function byWrk({ url, connections, seconds }: LoadOptions): Promise<Load> {
  const words = ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", "-H", "accept-encoding: gzip", url];
  const text = await output("wrk", words);
  const failures = /Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0;
  const socketErrors = [...(/Socket errors: (.*)/.exec(text)?.[1] ?? "").matchAll(/\d+/g)].map(Number);
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]),
    p50Ms: milliseconds(/^\s+50%\s+(\S+)/m.exec(text)?.[1]),
    p99Ms: milliseconds(/^\s+99%\s+(\S+)/m.exec(text)?.[1]),
    errors: socketErrors.reduce((sum, count) => sum + count, Number(failures)),
    by: "wrk",
  };
}

/** wrk's `870.00us`, `1.25ms`, `2.01s`. */
function milliseconds(text = ""): number {
  const factors: Record<string, number> = { us: 0.001, ms: 1, s: 1_000, m: 60_000 };
  const [, amount, unit = ""] = /^([\d.]+)(\w+)$/.exec(text) ?? [];
  return Number(amount) * (factors[unit] ?? Number.NaN);
}

async function byOwn({ url, connections, seconds }: LoadOptions): Promise<Load> {
  const generator = startProcess("test/bench/load-generator.ts", [url, String(connections), String(seconds)]);
  const seen = await generator.hear<Omit<Load, "by">>();
  await generator.stop();
  return { ...seen, by: "own" };
}

function output(program: string, words: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    child.once("error", fail);
    child.once("close", (code) =>
      code === 0 ? done(text) : fail(new Error(`${program} ended with ${code}: ${text}`)),
    );
  });
}
