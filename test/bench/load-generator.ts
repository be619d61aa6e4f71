import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { quantile } from "./report";

// Run by load.ts where there is no wrk: keep-alive connections that ask, read the whole answer and ask again.

const [url = "", connections = "32", seconds = "5"] = process.argv.slice(2);
const { hostname, port, pathname, host } = new URL(url);
const request = Buffer.from(`GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\naccept-encoding: gzip\r\n\r\n`);

const latenciesMs: number[] = [];
let errors = 0;

const startedAt = performance.now();
for (let count = 0; count < Number(connections); count += 1) ask();
await pause(Number(seconds) * 1_000);
const tookSeconds = (performance.now() - startedAt) / 1_000;
process.send?.({
  requestsPerSecond: latenciesMs.length / tookSeconds,
  p50Ms: quantile(latenciesMs, 0.5),
  p99Ms: quantile(latenciesMs, 0.99),
  errors,
});
process.on("message", () => process.exit(0));

function ask(): void {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let askedAt = 0;
  let missing = -1;
  const next = () => {
    askedAt = performance.now();
    missing = -1;
    socket.write(request);
  };
  socket.once("connect", next);
  socket.on("error", () => {
    errors += 1;
  });
  socket.on("data", (piece) => {
    missing = missing < 0 ? missingAfterHead(piece) : missing - piece.length;
    if (missing > 0) return;
    latenciesMs.push(performance.now() - askedAt);
    next();
  });
}

/** Bytes of the body still to come; the head of what we ask for always fits the first piece. */
function missingAfterHead(piece: Buffer): number {
  const end = piece.indexOf("\r\n\r\n") + 4;
  const head = piece.toString("latin1", 0, end);
  if (!head.startsWith("HTTP/1.1 200")) errors += 1;
  return Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0) - (piece.length - end);
}
