import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Readiness } from "./readiness";

/** Who answered a request: stored bytes, Next, or the process about itself. */
export type AnsweredBy = "front" | "next" | "service";

const requests = new Map<string, number>();
const delay = monitorEventLoopDelay({ resolution: 20 });
delay.enable();

export function countRequest(by: AnsweredBy, status: number): void {
  const labels = `by="${by}",status="${Math.floor(status / 100)}xx"`;
  requests.set(labels, (requests.get(labels) ?? 0) + 1);
}

/** This process and what it sees of the whole, in Prometheus's text format. Reading resets the lag. */
export function metricsText(readiness: Readiness): string {
  const cpu = process.cpuUsage();
  const families = [
    family("probity_http_requests_total", "counter", "Requests answered.", [...requests]),
    family("probity_ready", "gauge", "Whether the database answers and a worker was seen lately.", [
      ["", readiness.ready ? 1 : 0],
    ]),
    family("probity_database_up", "gauge", "Whether the database answers.", [
      ["", readiness.database === "ok" ? 1 : 0],
    ]),
    family(
      "probity_worker_seen_seconds",
      "gauge",
      "How long ago a worker was last seen.",
      readiness.workerSeenMsAgo === null ? [] : [["", readiness.workerSeenMsAgo / 1_000]],
    ),
    family(
      "probity_event_loop_lag_seconds",
      "gauge",
      "Event loop lag, 99th percentile since the last reading.",
      [["", Number.isFinite(delay.percentile(99)) ? delay.percentile(99) / 1e9 : 0]],
    ),
    family("process_cpu_seconds_total", "counter", "CPU time used.", [["", (cpu.user + cpu.system) / 1e6]]),
    family("process_resident_memory_bytes", "gauge", "Memory in use.", [["", process.memoryUsage.rss()]]),
  ];
  delay.reset();
  return families.join("");
}

function family(name: string, type: string, help: string, samples: readonly [string, number][]): string {
  const lines = samples.map(([labels, value]) => `${name}${labels ? `{${labels}}` : ""} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}
