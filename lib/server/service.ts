import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/env";
import { isLocal } from "./forwarded";
import { metricsText } from "./metrics";
import { readiness } from "./readiness";

/** `/healthz`, `/readyz` and `/metrics`, on every host name. False when the request is for somebody else. */
export function answerService(request: IncomingMessage, response: ServerResponse): boolean {
  const path = request.url?.split("?", 1)[0];
  if (path === "/healthz") send(response, 200, "text/plain; charset=utf-8", "ok\n");
  else if (path === "/readyz") void answerReadiness(response);
  else if (path === "/metrics") void answerMetrics(request, response);
  else return false;
  return true;
}

async function answerReadiness(response: ServerResponse): Promise<void> {
  const { ready, database, workerSeenMsAgo } = await readiness(Date.now());
  const body = { ready, database, worker_seen_ms_ago: workerSeenMsAgo };
  send(response, ready ? 200 : 503, "application/json", `${JSON.stringify(body)}\n`);
}

async function answerMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!mayReadMetrics(request)) return send(response, 404, "text/plain; charset=utf-8", "Not found\n");
  send(response, 200, "text/plain; version=0.0.4; charset=utf-8", metricsText(await readiness(Date.now())));
}

function mayReadMetrics(request: IncomingMessage): boolean {
  const { metricsToken } = env();
  if (isLocal(request)) return true;
  if (!metricsToken) return false;
  const given = Buffer.from(request.headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${metricsToken}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(body);
}
