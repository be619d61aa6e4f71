import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { failureText } from "@/lib/domain/check";
import { bareHost, httpUrlComplaint } from "@/lib/domain/target";
import { type Ms, secondMs } from "@/lib/domain/time";
import { Destination } from "@/lib/net";
import type { AddressPolicy } from "@/lib/net/address";
import type { Resolve } from "@/lib/net/resolve";
import { failureOf } from "@/lib/probes/failure";
import { readInstant } from "./instant";

/** What fetching needs of the process around it. */
export type FetchDeps = {
  now: () => Ms;
  resolve: Resolve;
  policy: AddressPolicy;
  secureContext: SecureContext;
  /** Said to providers, so that they can write to somebody. */
  userAgent: string;
};

/** What the server gave for the last document, so that an unchanged one need not be sent again. */
export type Validators = { etag: string | null; lastModified: string | null };

/** A document, "not changed", or why there is none. */
export type Fetched =
  | {
      kind: "document";
      url: string;
      bytes: Uint8Array;
      contentType: string | undefined;
      etag: string | null;
      lastModified: string | null;
      freshForMs: number | null;
    }
  | { kind: "unchanged"; freshForMs: number | null }
  | { kind: "failed"; reason: string; status: number | null; retryAfterMs: number | null };

type Failed = Extract<Fetched, { kind: "failed" }>;

/** The whole of a fetch, redirects included, may take this long and be this large. */
export type FetchLimits = { timeoutMs: number; maxBytes: number };
export const fetchLimits: FetchLimits = { timeoutMs: 12 * secondMs, maxBytes: 8_000_000 };

const redirectsMax = 3;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const none: Validators = { etag: null, lastModified: null };

/**
 * Gets a provider's document over fresh connections, following redirects by hand so that every address is judged.
 * Never rejects: a server that hangs, floods, lies or leads into a private network ends as a sentence within its time.
 */
export async function fetchDocument(
  address: string,
  validators: Validators,
  deps: FetchDeps,
  signal: AbortSignal,
  limits: FetchLimits = fetchLimits,
): Promise<Fetched> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]);
  let url = address;
  for (let followed = 0; followed <= redirectsMax; followed += 1) {
    const answer = await visit(url, url === address ? validators : none, deps, deadline, limits);
    if ("kind" in answer) return answer;
    if (answer.location === null) return conclude(url, answer, limits, deps.now());
    if (httpUrlComplaint(answer.location) !== null)
      return failed("The provider redirects to an address that cannot be followed.");
    url = answer.location;
  }
  return failed(`The provider redirects more than ${redirectsMax} times.`);
}

/** What came back of one request; of a redirect only where it leads. */
type Answer = { message: IncomingMessage; bytes: Buffer; location: string | null };

async function visit(
  address: string,
  validators: Validators,
  deps: FetchDeps,
  deadline: AbortSignal,
  limits: FetchLimits,
): Promise<Answer | Failed> {
  const url = new URL(address);
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const found = await within(
    Destination.find(bareHost(url.hostname), port, deps.policy, deps.resolve),
    deadline,
  );
  if (found === null) return tooSlow;
  if ("failure" in found) return failed(sentences[found.failure] ?? failureText(found.failure));
  return exchange(url, found, validators, deps, deadline, limits);
}

/** The value, or null when the deadline comes first. */
function within<T>(work: Promise<T>, deadline: AbortSignal): Promise<T | null> {
  if (deadline.aborted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    deadline.addEventListener("abort", () => resolve(null), { once: true });
    work.then(resolve, reject);
  });
}

function exchange(
  url: URL,
  destination: Destination,
  validators: Validators,
  deps: FetchDeps,
  deadline: AbortSignal,
  limits: FetchLimits,
): Promise<Answer | Failed> {
  return new Promise((resolve) => {
    const secure = url.protocol === "https:";
    let socket: Socket | null = null;
    const settle = (answer: Answer | Failed) => {
      deadline.removeEventListener("abort", expire);
      resolve(answer);
      socket?.destroy();
    };
    const expire = () => settle(tooSlow);
    deadline.addEventListener("abort", expire);
    if (deadline.aborted) return settle(tooSlow);
    socket = secure ? destination.openTls(deps.secureContext, true) : destination.openTcp();
    const refuse = (error: Error) => settle(failed(failureText(failureOf(error, stageOf(socket)).failure)));
    const sent = send(url, socket, validators, deps.userAgent);
    sent.on("error", refuse);
    sent.on("upgrade", () => settle(failed("The provider answers with another protocol.")));
    sent.on("response", (message) => collect(url, message, limits, settle, refuse));
    sent.end();
  });
}

function stageOf(socket: Socket | null): "connect" | "transfer" {
  return socket?.connecting === false ? "transfer" : "connect";
}

function send(url: URL, socket: Socket, validators: Validators, userAgent: string): ClientRequest {
  const { etag, lastModified } = validators;
  return httpRequest({
    createConnection: () => socket,
    method: "GET",
    path: `${url.pathname}${url.search}`,
    setHost: false,
    maxHeaderSize: 32_768,
    headers: {
      "user-agent": userAgent,
      accept: "application/json, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5",
      "accept-encoding": "gzip, deflate, br",
      ...(etag === null ? {} : { "if-none-match": etag }),
      ...(lastModified === null ? {} : { "if-modified-since": lastModified }),
      host: url.host,
      connection: "close",
    },
  });
}

function collect(
  url: URL,
  message: IncomingMessage,
  limits: FetchLimits,
  settle: (answer: Answer | Failed) => void,
  refuse: (error: Error) => void,
): void {
  const status = message.statusCode ?? 0;
  const location = redirects.has(status) ? locationOf(url, message) : null;
  if (redirects.has(status)) {
    settle(
      location === null
        ? failed("The provider redirects without saying where.")
        : { message, bytes: Buffer.alloc(0), location },
    );
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  message.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > limits.maxBytes) settle(tooLarge(limits));
    else chunks.push(chunk);
  });
  message.on("end", () => settle({ message, bytes: Buffer.concat(chunks), location: null }));
  message.on("aborted", () => refuse(Object.assign(new Error("cut off"), { code: "ECONNRESET" })));
  message.on("error", refuse);
}

function locationOf(url: URL, message: IncomingMessage): string | null {
  const { location } = message.headers;
  return location === undefined ? null : (URL.parse(location, url)?.href ?? null);
}

async function conclude(url: string, answer: Answer, limits: FetchLimits, now: Ms): Promise<Fetched> {
  const { message, bytes } = answer;
  const { headers, statusCode: status = 0 } = message;
  const freshForMs = freshnessOf(headers["cache-control"]);
  if (status === 304) return { kind: "unchanged", freshForMs };
  if (status !== 200) return refusal(status, headers["retry-after"], now);
  const unpacked = await unpack(bytes, headers["content-encoding"], limits);
  if ("kind" in unpacked) return unpacked;
  return {
    kind: "document",
    url,
    bytes: unpacked,
    contentType: headers["content-type"],
    etag: headerValue(headers.etag),
    lastModified: headerValue(headers["last-modified"]),
    freshForMs,
  };
}

type Unpack = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

/** Off the main thread, and never beyond the limit: a small bomb stays small. */
const unpackers: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ["gzip", promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)],
  ["x-gzip", promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)],
  ["deflate", promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate)],
  ["br", promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress)],
]);

/** A server that names an encoding it did not use is taken at its bytes. */
async function unpack(
  bytes: Buffer,
  encoding: string | undefined,
  limits: FetchLimits,
): Promise<Buffer | Failed> {
  const name = encoding?.trim().toLowerCase() ?? "identity";
  const unpacker = unpackers.get(name);
  if (unpacker === undefined || bytes.length === 0) return bytes;
  try {
    return await unpacker(bytes, { maxOutputLength: limits.maxBytes });
  } catch (error) {
    if (error instanceof RangeError) return tooLarge(limits);
    return looksLikeText(bytes)
      ? bytes
      : failed(`The provider’s answer is called ${name} and cannot be unpacked.`);
  }
}

function looksLikeText(bytes: Buffer): boolean {
  const head = bytes
    .subarray(0, 64)
    .toString("latin1")
    .replace(/[\0\u00EF\u00BB\u00BF\u00FE\u00FF\s]/g, "");
  return /^[[{<A-Za-z(/]/.test(head);
}

function refusal(status: number, retryAfter: string | undefined, now: Ms): Failed {
  return {
    kind: "failed",
    reason: statusSentences[status] ?? `The provider answered with HTTP ${status}.`,
    status,
    retryAfterMs: retryAfterOf(retryAfter, now),
  };
}

const statusSentences: Readonly<Record<number, string>> = {
  401: "The page asks for a sign-in (HTTP 401); it may have become private.",
  403: "The provider refuses to be read (HTTP 403).",
  404: "There is no status document at this address any more (HTTP 404).",
  410: "There is no status document at this address any more (HTTP 410).",
  429: "The provider asks to be read more seldom (HTTP 429).",
};

const sentences: Readonly<Record<string, string>> = {
  private_address: "The address leads into a private or reserved network, which is not read.",
};

/** Seconds or a date, as RFC 9110 has it. */
function retryAfterOf(text: string | undefined, now: Ms): number | null {
  if (text === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text) * secondMs;
  const at = readInstant(text);
  return at === null ? null : Math.max(0, at - now);
}

function freshnessOf(cacheControl: string | undefined): number | null {
  const seconds = /(?:^|[,\s])max-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl ?? "")?.[1];
  return seconds === undefined ? null : Number(seconds) * secondMs;
}

/** As it came, if it can be sent back as it is. */
function headerValue(text: string | undefined): string | null {
  return text !== undefined && text.length <= 500 && /^[\x20-\x7e]+$/.test(text) ? text : null;
}

const tooSlow = failed("The provider did not answer completely in time.");

function tooLarge({ maxBytes }: FetchLimits): Failed {
  return failed(`The provider’s answer is larger than ${maxBytes / 1_000_000} MB.`);
}

function failed(reason: string): Failed {
  return { kind: "failed", reason, status: null, retryAfterMs: null };
}
