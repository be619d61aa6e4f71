import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { quantile } from "./report";

// Run by checks.ts as a process of its own: what monitors point at. Answers on raw sockets, so that as little of the
// machine as possible goes into being checked, and keeps its own record of when each path was asked for.

/** What the target saw since it was last asked. A period error is the gap between two hits of one path, less the interval. */
export type Seen = { hits: number; periodErrorP50Ms: number | null; periodErrorP99Ms: number | null };
export type Ports = { http: number; https: number; dns: number };

const body = "x".repeat(1_024);
const head = `HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}\r\nconnection: close`;
const answer = `${head}\r\n\r\n${body}`;
const failure = "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));

const lastHits = new Map<string, number>();
let isFailing = false;
let hits = 0;
let gapsMs: number[] = [];

const servers = [
  createServer(serve),
  createTlsServer({ cert: fixture("good.pem"), key: fixture("good.key") }, serve),
];
const [http = 0, https = 0] = await Promise.all(servers.map(listen));
process.on("message", (message: "stop" | { failing: boolean } | { intervalMs: number }) => {
  if (message === "stop") process.exit(0);
  if ("failing" in message) {
    isFailing = message.failing;
    process.send?.({});
    return;
  }
  process.send?.(seen(message.intervalMs));
});
process.on("disconnect", () => process.exit(0));
const dns = await nameServer();
process.send?.({ http, https, dns } satisfies Ports);

/** Answers every question with one address: the question turned into an answer, the record after it. */
function nameServer(): Promise<number> {
  const socket = createSocket("udp4");
  socket.on("message", (asked, from) => {
    const end = asked.indexOf(0, 12) + 5;
    const head = Buffer.from(asked.subarray(0, end));
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(1, 6);
    head.writeUInt32BE(0, 8);
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 192, 0, 2, 1]);
    socket.send(Buffer.concat([head, record]), from.port, from.address);
  });
  return new Promise((done) => socket.bind(0, "127.0.0.1", () => done(socket.address().port)));
}

function serve(socket: Socket): void {
  socket.on("error", () => socket.destroy());
  socket.once("data", (request) => {
    note(request.toString("latin1", 0, 200).split(" ", 2)[1] ?? "");
    socket.end(isFailing ? failure : answer);
  });
}

function note(path: string): void {
  const now = performance.now();
  const before = lastHits.get(path);
  if (before !== undefined) gapsMs.push(now - before);
  lastHits.set(path, now);
  hits += 1;
}

function seen(intervalMs: number): Seen {
  const errors = gapsMs.map((gap) => gap - intervalMs);
  const at = (share: number) => (errors.length === 0 ? null : quantile(errors, share));
  const report = { hits, periodErrorP50Ms: at(0.5), periodErrorP99Ms: at(0.99) };
  hits = 0;
  gapsMs = [];
  return report;
}

function listen(server: Server): Promise<number> {
  return new Promise((done) => {
    server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 }, () =>
      done((server.address() as AddressInfo).port),
    );
  });
}
