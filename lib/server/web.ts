import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import next from "next";
import { closeDatabase, outliveLostConnection } from "@/db/client";
import { env } from "@/lib/env";
import { keepListening } from "@/lib/jobs/listening";
import { logger } from "@/lib/log";
import { endOnUncaught, untilAskedToStop } from "./child";
import { forwardedBy } from "./forwarded";
import { createFront } from "./front";
import { type AnsweredBy, countRequest } from "./metrics";
import { loggedPath, refusalAtDoor, refusalBody } from "./request-line";
import { answerService } from "./service";
import { strictTransportOf } from "./strict-transport";

const log = logger("web");
const settings = env();
const stopTimeoutMs = 5_000;

endOnUncaught(outliveLostConnection, (err, fatal) =>
  log[fatal ? "fatal" : "warn"]({ err }, fatal ? "uncaught error" : "a database connection died"),
);
const signal = untilAskedToStop();
const isDevelopment = process.argv.includes("--dev");
const app = next({
  dev: isDevelopment,
  dir: resolve(import.meta.dirname, "../.."),
  port: settings.port,
});
const prepared = app.prepare();
const rewriteForwarding = forwardedBy(settings.trustedProxies);
const strictTransport = strictTransportOf(settings.publicUrl);
const front = createFront({ dataDir: settings.dataDir });
const polling = front.start(signal);
const listening = keepListening(signal);
const servers = await Promise.all(hosts().map(listen));
log.info({ port: settings.port }, "web started");
await prepared;
await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
await Promise.all([polling, listening, ...servers.map(close)]);
await closeDatabase();
log.info("web stopped");
process.exit(0);

/** An embedded installation has an outbox that anybody may read: it stays on this machine until told its address. */
function hosts(): (string | undefined)[] {
  return settings.embedded && !settings.publicUrlGiven ? ["127.0.0.1", "::1"] : [undefined];
}

/**
 * Next listens for upgrades from the first request that it sees of a server. Only its development server has an answer;
 * without one such a socket hangs, while a request that nobody upgrades is answered as any other.
 */
function refuseUpgrades(server: Server): void {
  server.on("newListener", (event) => {
    if (event === "upgrade") queueMicrotask(() => server.removeAllListeners("upgrade"));
  });
}

function listen(host: string | undefined): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response));
  server.keepAliveTimeout = 65_000;
  if (!isDevelopment) refuseUpgrades(server);
  return new Promise((done, fail) => {
    server.once("listening", () => done(server));
    server.once("error", (error: NodeJS.ErrnoException) =>
      // A machine without IPv6 has no ::1.
      error.code === "EADDRNOTAVAIL" && host === "::1" ? done(server) : fail(error),
    );
    server.listen(settings.port, host);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedAt = performance.now();
  const url = loggedPath(request.url);
  let by: AnsweredBy = "service";
  response.once("close", () => {
    const tookMs = Math.round(performance.now() - startedAt);
    countRequest(by, response.statusCode);
    log.debug({ method: request.method, url, status: response.statusCode, by, tookMs }, "request");
  });
  const refusal = refusalAtDoor(request);
  if (refusal !== null) {
    const { type, text } = refusalBody(refusal, url);
    response.writeHead(refusal, { "content-type": type });
    response.end(text);
    return;
  }
  if (answerService(request, response)) return;
  rewriteForwarding(request);
  const transport = strictTransport(request);
  if (transport !== null) response.setHeader("strict-transport-security", transport);
  by = "front";
  if (await front.handle(request, response)) return;
  by = "next";
  try {
    await prepared;
    await app.getRequestHandler()(request, response);
  } catch (error) {
    log.error({ err: error, url }, "request failed");
    if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
    response.end("Something went wrong on our side.\n");
  }
}

/** Lets running answers finish, then closes what browsers keep open. */
async function close(server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  await Promise.race([closed, pause(stopTimeoutMs)]);
  server.closeAllConnections();
}
