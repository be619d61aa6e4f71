import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import { relayedHeader } from "@/lib/auth/machine";

type Block = [ipaddr.IPv4 | ipaddr.IPv6, number];

const forwardingHeaders = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-forwarded-server",
  "x-real-ip",
  "via",
];

/**
 * Makes a function that rewrites a request's forwarding headers to what may be believed (RULES R6.6): afterwards
 * `x-forwarded-for` is exactly the client's address, and `host` the name it asked for. `trusted` are CIDR blocks.
 */
export function forwardedBy(trusted: readonly string[]): (request: IncomingMessage) => void {
  const blocks = trusted.map((block) => ipaddr.parseCIDR(block));
  return (request) => {
    const peer = plain(request.socket.remoteAddress ?? "");
    if (isRelayed(request)) request.headers[relayedHeader] = "1";
    if (isWithin(peer, blocks)) believe(request, peer, blocks);
    else {
      for (const name of forwardingHeaders) delete request.headers[name];
      request.headers["x-forwarded-for"] = peer;
    }
  };
}

/** Whether the request comes from this machine itself, not through a proxy on it. Ask before headers are rewritten. */
export function isLocal(request: IncomingMessage): boolean {
  if (isRelayed(request)) return false;
  const peer = plain(request.socket.remoteAddress ?? "");
  return ipaddr.isValid(peer) && ipaddr.parse(peer).range() === "loopback";
}

/** Proxies that add no header still give themselves away by HTTP/1.0, which no browser speaks (nginx as it comes). */
function isRelayed(request: IncomingMessage): boolean {
  return (
    request.httpVersion === "1.0" || forwardingHeaders.some((name) => request.headers[name] !== undefined)
  );
}

/** Every hop appends whom it saw, so the client is the last address that is not one of our proxies. */
function believe(request: IncomingMessage, peer: string, blocks: readonly Block[]): void {
  const hops = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((hop) => plain(hop.trim()))
    .filter((hop) => ipaddr.isValid(hop));
  const client = hops.findLast((hop) => !isWithin(hop, blocks)) ?? hops[0] ?? peer;
  request.headers["x-forwarded-for"] = client;
  const host = request.headers["x-forwarded-host"];
  if (typeof host === "string" && host !== "") request.headers.host = host;
}

/** `::ffff:10.0.0.1` → `10.0.0.1` */
function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

function isWithin(address: string, blocks: readonly Block[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return blocks.some((block) => parsed.kind() === block[0].kind() && parsed.match(block));
}
