import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { HttpSettings, Outcome, RunSettings } from "@/lib/domain/check";
import { bareHost, httpUrlComplaint } from "@/lib/domain/target";
import type { Destination } from "@/lib/net";
import { type Answer, judge, needsBody } from "./assertions";
import { Attempt, type Failure, type Probe, type ProbeDeps } from "./attempt";
import { type Body, decode, readBody } from "./body";
import { destinationOf } from "./destination";
import { failureOf } from "./failure";

/** One request on the way along a chain of redirects. */
type Hop = { url: URL; method: string; headers: Readonly<Record<string, string>>; body: string | null };

/** What a hop came back with; `body` is null for a redirect, which is not read. */
type Response = { message: IncomingMessage; body: Body | null };

type HttpRun = RunSettings<"http">;

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const dayMs = 86_400_000;

/** One request over a fresh connection per hop, redirects followed by hand so that every address is judged. */
export const probeHttp: Probe<"http"> = async (target, run, signal, deps) => {
  const attempt = new Attempt(run, signal, deps);
  if (httpUrlComplaint(target) !== null) {
    return attempt.end(null, { failure: "probe_failed", detail: "the target is not an http URL" });
  }
  const { method, headers, body } = run.settings;
  let hop: Hop = { url: new URL(target), method, headers, body };
  for (let followed = 0; ; followed += 1) {
    const response = await visit(hop, run, attempt, deps);
    if ("failure" in response) return attempt.end(null, response);
    if (response.body !== null) return conclude(response.message, response.body, run, attempt, deps);
    const next = follow(hop, response.message);
    const status = response.message.statusCode ?? null;
    if ("failure" in next) return attempt.end(status, next);
    if (followed >= run.settings.max_redirects) {
      return attempt.end(status, { failure: "too_many_redirects", detail: `more than ${followed}` });
    }
    hop = next;
  }
};

async function visit(hop: Hop, run: HttpRun, attempt: Attempt, deps: ProbeDeps): Promise<Response | Failure> {
  const port = Number(hop.url.port) || (hop.url.protocol === "https:" ? 443 : 80);
  const destination = await destinationOf(bareHost(hop.url.hostname), port, attempt, deps);
  if ("failure" in destination) return destination;
  return attempt.wait<Response>((settle) => {
    const socket = open(destination, hop, run.settings, attempt, deps);
    const sent = send(hop, socket);
    sent.on("error", (error) => settle(failureOf(error, attempt.stage)));
    sent.on("upgrade", () =>
      settle({ failure: "protocol_error", detail: "the answer changes the protocol" }),
    );
    sent.on("response", (message) => {
      attempt.enter("transfer");
      if (run.settings.follow_redirects && redirects.has(message.statusCode ?? 0)) {
        settle({ message, body: null });
        socket.destroy();
      } else {
        readBody(message, bodyLimit(run), (body) =>
          settle(body instanceof Error ? failureOf(body, "transfer") : { message, body }),
        );
      }
    });
    sent.end(hop.body ?? undefined);
  });
}

/** Opens the connection and lets its events move the run from stage to stage. */
function open(
  destination: Destination,
  { url }: Hop,
  settings: HttpSettings,
  attempt: Attempt,
  deps: ProbeDeps,
): Socket {
  const secure = url.protocol === "https:";
  attempt.enter("connect");
  const socket = secure
    ? destination.openTls(deps.secureContext, settings.verify_tls)
    : destination.openTcp();
  attempt.hold(socket);
  socket.once("connect", () => attempt.enter(secure ? "tls" : "firstByte"));
  if (secure) socket.once("secureConnect", () => attempt.enter("firstByte"));
  return socket;
}

function send({ url, method, headers, body }: Hop, socket: Socket): ClientRequest {
  return httpRequest({
    createConnection: () => socket,
    method,
    path: `${url.pathname}${url.search}`,
    setHost: false,
    headers: {
      "user-agent": "Probity",
      accept: "*/*",
      "accept-encoding": "identity",
      ...lowerCased(headers),
      host: url.host,
      connection: "close",
      ...(body === null ? {} : { "content-length": Buffer.byteLength(body) }),
    },
  });
}

/** So that a user's `Accept` replaces ours instead of standing beside it. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The next request by the rules of RFC 9110 §15.4. The user's headers may be secrets: another origin gets none. */
function follow(hop: Hop, message: IncomingMessage): Hop | Failure {
  const location = message.headers.location;
  if (location === undefined) return { failure: "bad_redirect", detail: "a redirect without a Location" };
  if (!URL.canParse(location, hop.url)) return { failure: "bad_redirect", detail: location };
  const url = new URL(location, hop.url);
  if (httpUrlComplaint(url.href) !== null) return { failure: "bad_redirect", detail: location };
  const headers = url.origin === hop.url.origin ? hop.headers : {};
  const becomesGet =
    message.statusCode === 303
      ? hop.method !== "HEAD"
      : hop.method === "POST" && (message.statusCode === 301 || message.statusCode === 302);
  return becomesGet ? { url, method: "GET", headers, body: null } : { ...hop, url, headers };
}

/** How many bytes to read, and whether more than that is a failure or merely enough. */
function bodyLimit({ settings, assertions }: HttpRun): { bytes: number; keep: boolean } {
  if (needsBody(assertions)) return { bytes: settings.max_body_bytes, keep: true };
  const sizes = assertions.map((assertion) => (assertion.type === "max_size" ? assertion.bytes : 0));
  return { bytes: Math.max(settings.max_body_bytes, ...sizes), keep: false };
}

function conclude(
  message: IncomingMessage,
  body: Body,
  run: HttpRun,
  attempt: Attempt,
  deps: ProbeDeps,
): Outcome {
  const status = message.statusCode ?? null;
  const totalMs = attempt.elapsedMs();
  const { max_body_bytes: maxBytes } = run.settings;
  const text = needsBody(run.assertions) ? decode(body, message.headers["content-encoding"], maxBytes) : null;
  if (text !== null && typeof text !== "string") return attempt.end(status, text);
  const answer: Answer = {
    status: status ?? 0,
    headers: message.headers,
    size: body.size,
    body: text,
    certificateDaysLeft: certificateDaysLeft(message.socket, run, deps),
    totalMs,
  };
  return attempt.end(status, judge(run.assertions, answer));
}

/** Whole days the certificate is still good for; looked up only when an assertion asks, because it is dear. */
function certificateDaysLeft(socket: Socket, { assertions }: HttpRun, deps: ProbeDeps): number | null {
  if (!assertions.some(({ type }) => type === "certificate_days_left")) return null;
  if (!(socket instanceof TLSSocket)) return null;
  const expiresAt = Date.parse(socket.getPeerCertificate().valid_to);
  return Number.isNaN(expiresAt) ? null : Math.floor((expiresAt - deps.now()) / dayMs);
}
