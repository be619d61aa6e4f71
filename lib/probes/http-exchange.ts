import { request as httpRequest, type IncomingHttpHeaders, maxHeaderSize } from "node:http";
import { type ClientHttp2Stream, connect as http2Connect } from "node:http2";
import type { Socket } from "node:net";
import type { Readable } from "node:stream";
import type { TLSSocket } from "node:tls";
import type { RunSettings } from "@/lib/domain/check";
import { shorten } from "@/lib/domain/findings";
import { bareHost, urlComplaint } from "@/lib/domain/target";
import type { Destination } from "@/lib/net";
import type { Attempt, Failure, ProbeDeps } from "./attempt";
import { type Body, readBody } from "./body";
import { destinationOf } from "./destination";
import { failureOf } from "./failure";
import { secureContextFor } from "./secure-context";

/** One request to make. */
export type HttpRequest = {
  url: URL;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
};

/** The head of an answer, whichever version of HTTP brought it. */
type Head = { status: number; headers: IncomingHttpHeaders; socket: Socket };

/** An answer and its body; `body` is null for a redirect, which is not read. */
type Response = { head: Head; body: Body | null };

export type Exchange = { head: Head; body: Body };

/** What all requests of one run share. */
export type Run = {
  settings: RunSettings<"http">["settings"];
  attempt: Attempt;
  deps: ProbeDeps;
  /** Origin of the target: credentials and certificate go nowhere else. */
  home: string;
  /** How many body bytes to read, and whether they are looked at. */
  limit: { bytes: number; keep: boolean };
};

type Ended = Failure & { status: number | null };

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** One request over a fresh connection per hop, redirects followed by hand so that every address is judged. */
export async function exchange(request: HttpRequest, run: Run): Promise<Exchange | Ended> {
  let hop = request;
  for (let followed = 0; ; followed += 1) {
    const response = await visit(hop, run);
    if ("failure" in response) return { ...response, status: null };
    if (response.body !== null) return { head: response.head, body: response.body };
    const next = follow(hop, response.head);
    const { status } = response.head;
    if ("failure" in next) return { ...next, status };
    if (followed >= run.settings.max_redirects)
      return { failure: "too_many_redirects", detail: `more than ${followed}`, status };
    note(run, status, next.url);
    hop = next;
  }
}

function note({ attempt }: Run, status: number, { href }: URL): void {
  attempt.findings.redirects ??= [];
  if (attempt.findings.redirects.length < 20)
    attempt.findings.redirects.push({ status, location: shorten(href) });
}

async function visit(hop: HttpRequest, run: Run): Promise<Response | Failure> {
  const { attempt, deps, settings } = run;
  const isSecure = hop.url.protocol === "https:";
  const port = Number(hop.url.port) || (isSecure ? 443 : 80);
  const host = bareHost(hop.url.hostname);
  const destination = await destinationOf(host, port, attempt, deps, settings.ip_version);
  if ("failure" in destination) return destination;
  if (!isSecure && settings.http_version === "2")
    return { failure: "protocol_error", detail: "HTTP/2 is asked for, but the address is not https" };
  if (!isSecure) return talkPlain(destination, hop, run);
  return talkSecure(destination, hop, run);
}

function talkPlain(destination: Destination, hop: HttpRequest, run: Run): Promise<Response | Failure> {
  return run.attempt.wait<Response>((settle) => {
    run.attempt.enter("connect");
    const socket = destination.openTcp();
    run.attempt.hold(socket);
    socket.once("connect", () => run.attempt.enter("firstByte"));
    sendOne(hop, socket, run, settle);
  });
}

type Settle = (value: Response | Failure) => void;

function talkSecure(destination: Destination, hop: HttpRequest, run: Run): Promise<Response | Failure> {
  const { settings, attempt, deps, home } = run;
  const clientCertificate = hop.url.origin === home ? settings.client_certificate : null;
  const context = secureContextFor({ ca: settings.ca, clientCertificate }, deps);
  if ("failure" in context) return Promise.resolve(context);
  return attempt.wait<Response>((settle) => {
    attempt.enter("connect");
    const protocols = alpn[settings.http_version];
    const socket = destination.openTls(context, settings.verify_tls, { protocols });
    attempt.hold(socket);
    socket.once("connect", () => attempt.enter("tls"));
    socket.once("secureConnect", () => attempt.enter("firstByte"));
    if (settings.http_version === "1.1") sendOne(hop, socket, run, settle);
    else sendNegotiated(hop, socket, run, settle);
  });
}

const alpn = { "1.1": ["http/1.1"], "2": ["h2"], auto: ["h2", "http/1.1"] } as const;

function sendNegotiated(hop: HttpRequest, socket: TLSSocket, run: Run, settle: Settle): void {
  socket.on("error", (error) => settle(failureOf(error, run.attempt.stage)));
  socket.once("secureConnect", () => {
    if (socket.alpnProtocol === "h2") sendTwo(hop, socket, run, settle);
    else if (run.settings.http_version === "auto") sendOne(hop, socket, run, settle);
    else settle({ failure: "protocol_error", detail: "the server does not speak HTTP/2" });
  });
}

/** HTTP/1.1 (RFC 9112). */
function sendOne(hop: HttpRequest, socket: Socket, run: Run, settle: Settle): void {
  const sent = httpRequest({
    createConnection: () => socket,
    method: hop.method,
    path: `${hop.url.pathname}${hop.url.search}`,
    setHost: false,
    headers: {
      ...headersOf(hop, run),
      host: hop.url.host,
      connection: "close",
      ...lengthOf(hop),
    },
  });
  sent.on("error", (error) => settle(failureOf(error, run.attempt.stage)));
  sent.on("upgrade", () => settle({ failure: "protocol_error", detail: "the answer changes the protocol" }));
  sent.on("response", (message) => {
    const head = { status: message.statusCode ?? 0, headers: message.headers, socket };
    receive(head, message, run, settle);
  });
  sent.end(hop.body ?? undefined);
}

/** HTTP/2 (RFC 9113): one stream on a connection of its own. */
function sendTwo(hop: HttpRequest, socket: TLSSocket, run: Run, settle: Settle): void {
  const session = http2Connect(hop.url.origin, { createConnection: () => socket });
  const fail = (error: Error) => settle(failureOfTwo(error, run));
  session.on("error", fail);
  const stream = session.request({
    ":method": hop.method,
    ":path": `${hop.url.pathname}${hop.url.search}`,
    ":authority": hop.url.host,
    ":scheme": "https",
    ...headersOf(hop, run),
    ...lengthOf(hop),
  });
  session.on("goaway", (code, last) => {
    // Without a reason it is a goodbye: what was asked before is still answered.
    if (code !== 0 || last < (stream.id ?? 0)) settle(reset("the server sent GOAWAY"));
  });
  stream.on("error", fail);
  stream.once("close", () => {
    settle(reset("the stream was closed without an answer"));
    // After whoever waits has looked at the certificate: a connection that is gone shows none.
    setImmediate(() => session.destroy());
  });
  stream.on("response", (fields) => {
    const { ":status": status = 0, ...headers } = fields;
    if (sizeOf(headers) > maxHeaderSize)
      settle({ failure: "too_large", detail: `more than ${maxHeaderSize} bytes of headers` });
    else receive({ status, headers, socket }, stream, run, wholeOnly(stream, hop.method, settle));
  });
  stream.end(hop.body ?? undefined);
}

const reset = (detail: string): Failure => ({ failure: "connect_reset", detail });

/** A stream or connection that the server gave up is reset, whatever reason it gave. */
function failureOfTwo(error: Error, { attempt }: Run): Failure {
  const isReset = "code" in error && error.code === "ERR_HTTP2_STREAM_ERROR";
  return isReset ? reset(error.message) : failureOf(error, attempt.stage);
}

function sizeOf(headers: IncomingHttpHeaders): number {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + String(value).length, 0);
}

const bodiless: ReadonlySet<number> = new Set([204, 304]);

/** A stream that is reset without a reason ends like one that is done: its length tells them apart. */
function wholeOnly(stream: ClientHttp2Stream, method: string, settle: Settle): Settle {
  return (value) => {
    if ("failure" in value || value.body === null || value.body.cut) return settle(value);
    const { head, body } = value;
    const hasBody = method !== "HEAD" && !bodiless.has(head.status);
    const isShort = hasBody && body.size < Number(head.headers["content-length"] ?? 0);
    settle(isShort || stream.rstCode !== 0 ? reset("the answer breaks off") : value);
  };
}

function receive(head: Head, stream: Readable, run: Run, settle: Settle): void {
  run.attempt.enter("transfer");
  if (run.settings.follow_redirects && redirects.has(head.status)) {
    settle({ head, body: null });
    head.socket.destroy();
    return;
  }
  readBody(stream, run.limit, (body) =>
    settle(body instanceof Error ? failureOf(body, "transfer") : { head, body }),
  );
}

function headersOf(hop: HttpRequest, { settings, home }: Run): Record<string, string> {
  return {
    "user-agent": "Probity",
    accept: "*/*",
    "accept-encoding": "identity",
    ...(hop.url.origin === home ? credentials(settings.auth) : {}),
    ...lowerCased(hop.headers),
  };
}

function credentials(auth: Run["settings"]["auth"]): Record<string, string> {
  if (auth === null) return {};
  if (auth.type === "bearer") return { authorization: `Bearer ${auth.token}` };
  return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString("base64")}` };
}

function lengthOf({ body }: HttpRequest): Record<string, string> {
  return body === null ? {} : { "content-length": String(Buffer.byteLength(body)) };
}

/** So that a user's `Accept` replaces ours instead of standing beside it. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The next request by the rules of RFC 9110 §15.4. The user's headers may be secrets: another origin gets none. */
function follow(hop: HttpRequest, head: Head): HttpRequest | Failure {
  const { location } = head.headers;
  if (location === undefined) return { failure: "bad_redirect", detail: "a redirect without a Location" };
  const url = URL.parse(location, hop.url);
  if (url === null || urlComplaint(url) !== null) return { failure: "bad_redirect", detail: location };
  const headers = url.origin === hop.url.origin ? hop.headers : {};
  const becomesGet =
    head.status === 303
      ? hop.method !== "HEAD"
      : hop.method === "POST" && (head.status === 301 || head.status === 302);
  return becomesGet ? { url, method: "GET", headers, body: null } : { ...hop, url, headers };
}
