import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

// Run as a process of its own: Resend's batch endpoint as far as a hand-over needs it, with the moods of a bad day. It
// keeps every accepted delivery's key, and one answer per key.

/** One call in so many; 0 for never. */
export type Moods = { busyEvery: number; brokenEvery: number; silentEvery: number };
export type Sunk = {
  accepted: number;
  /** Deliveries accepted under more than one key. */
  twice: number;
  /** Keys that came back with other words. */
  changed: number;
  calls: number;
  /** Answered with 429, each of which asks for a second of silence. */
  busy: number;
  bytes: number;
  cpuSeconds: number;
};

const moods: Moods = JSON.parse(process.argv[2] ?? "{}");
const tag = '"name":"delivery","value":"';
const idLength = "dlv_".length + 26;
const keyOf = new Map<string, string>();
const answers = new Map<string, { hash: string; text: string }>();
const sunk: Sunk = { accepted: 0, twice: 0, changed: 0, calls: 0, busy: 0, bytes: 0, cpuSeconds: 0 };

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => answer(request, Buffer.concat(chunks), response));
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("message", (message: "stop" | object) => {
  if (message === "stop") process.exit(0);
  const { user, system } = process.cpuUsage();
  process.send?.({ ...sunk, cpuSeconds: (user + system) / 1e6 });
});
process.on("disconnect", () => process.exit(0));

const isTurn = (every: number) => every > 0 && sunk.calls % every === 0;

function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  sunk.calls += 1;
  sunk.bytes += body.length;
  const say = (status: number, text: string, headers: Record<string, string> = {}) => {
    const limits = { "ratelimit-limit": "1000", "ratelimit-remaining": "900", "ratelimit-reset": "1" };
    response.writeHead(status, { "content-type": "application/json", ...limits, ...headers }).end(text);
  };
  if (isTurn(moods.busyEvery)) {
    sunk.busy += 1;
    say(429, '{"name":"rate_limit_exceeded","message":"Too many requests"}', { "retry-after": "1" });
  } else if (isTurn(moods.brokenEvery)) say(500, '{"name":"internal_server_error","message":"Oops"}');
  else {
    const text = accept(String(request.headers["idempotency-key"]), body);
    if (isTurn(moods.silentEvery)) return;
    if (text === null) say(409, '{"name":"invalid_idempotent_request","message":"Other words"}');
    else say(200, text);
  }
}

function accept(key: string, body: Buffer): string | null {
  const hash = createHash("sha1").update(body).digest("base64");
  const known = answers.get(key);
  if (known) {
    if (known.hash === hash) return known.text;
    sunk.changed += 1;
    return null;
  }
  const ids: string[] = [];
  for (let at = body.indexOf(tag); at >= 0; at = body.indexOf(tag, at + tag.length)) {
    const id = body.toString("latin1", at + tag.length, at + tag.length + idLength);
    if (keyOf.has(id)) sunk.twice += 1;
    keyOf.set(id, key);
    ids.push(`{"id":"re_${id}"}`);
  }
  sunk.accepted += ids.length;
  const text = `{"data":[${ids.join(",")}]}`;
  answers.set(key, { hash, text });
  return text;
}
