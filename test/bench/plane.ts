import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { formatInstant, type Ms, secondMs } from "@/lib/domain/time";
import { quantile } from "./report";

// Run by endurance.ts as a process of its own: the server as a probe knows it. Gives out every monitor's turns on a
// grid, for ever, and keeps of what is reported how late it began.

export type PlaneTask = { monitors: number; intervalMs: number; targetPort: number };
export type Reported = {
  runs: number;
  latenessP50Ms: number | null;
  latenessP99Ms: number | null;
  bad: number;
};

type Line = { scheduled_for: string; started_at: string; verdict: string; suspect: boolean };

let task: PlaneTask = { monitors: 1, intervalMs: secondMs, targetPort: 0 };
let startAt: Ms = Date.now();
/** Turns given out so far, over all monitors in their order. */
let given = 0;
let late: number[] = [];
let bad = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => answer(request.url ?? "", JSON.parse(Buffer.concat(chunks).toString()), response));
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("message", (message: "stop" | PlaneTask | { seen: true }) => {
  if (message === "stop") process.exit(0);
  if ("seen" in message) {
    process.send?.(seen());
    return;
  }
  task = message;
  startAt = Date.now() + secondMs;
  given = 0;
  process.send?.({});
});
process.on("disconnect", () => process.exit(0));

function answer(path: string, body: Record<string, unknown>, response: ServerResponse): void {
  const said = path.endsWith("/claim")
    ? { now: formatInstant(Date.now()), protocol: 2, runs: claim(body) }
    : { accepted: note(body.outcomes as Line[]) };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(said));
}

function claim({ limit, ahead_ms, leaving }: Record<string, unknown>): unknown[] {
  const now = Date.now();
  const until = now + Number(ahead_ms);
  // As the server does it: what was missed by a whole interval is left out.
  given = Math.max(given, Math.floor(((now - startAt) / task.intervalMs - 1) * task.monitors));
  const runs: unknown[] = [];
  for (let at = turn(given); !leaving && runs.length < Number(limit) && at <= until; at = turn(given)) {
    runs.push(orderOf(given % task.monitors, at));
    given += 1;
  }
  return runs;
}

const turn = (index: number): Ms => startAt + Math.floor((index * task.intervalMs) / task.monitors);

function orderOf(monitor: number, at: Ms): unknown {
  const target = `http://127.0.0.1:${task.targetPort}/m/${monitor}`;
  return {
    ...{ monitor_id: `mon_${monitor}`, region: "bench", monitor_version: 1, type: "http", target },
    ...{ scheduled_for: formatInstant(at), interval_ms: task.intervalMs, timeout_ms: 10_000 },
    ...{ degraded_after_ms: null, settings: {}, assertions: [{ type: "status", in: [200] }] },
  };
}

function note(lines: readonly Line[]): number {
  for (const { scheduled_for, started_at, verdict, suspect } of lines) {
    late.push(Date.parse(started_at) - Date.parse(scheduled_for));
    if (verdict !== "up" || suspect) bad += 1;
  }
  return lines.length;
}

function seen(): Reported {
  const at = (share: number) => (late.length === 0 ? null : quantile(late, share));
  const report = { runs: late.length, latenessP50Ms: at(0.5), latenessP99Ms: at(0.99), bad };
  late = [];
  bad = 0;
  return report;
}
