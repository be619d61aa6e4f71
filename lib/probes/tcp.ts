import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { TcpSettings } from "@/lib/domain/check-settings";
import { parseHostPort } from "@/lib/domain/target";
import type { Destination } from "@/lib/net";
import { judgeLatency } from "./assertions";
import { Attempt, type Failure, type Probe, type ProbeDeps } from "./attempt";
import { daysLeft, describe, judgeCertificate } from "./certificate";
import { destinationOf } from "./destination";
import { failureOf } from "./failure";
import { finds } from "./search";
import { type StartTls, startTls } from "./starttls";

/** Up when the port accepts a connection and, where asked, answers what was sent as expected. */
export const probeTcp: Probe<"tcp"> = async (target, run, signal, deps) => {
  const attempt = new Attempt(run, signal, deps);
  const { settings } = run;
  const place = parseHostPort(target);
  if (place === null)
    return attempt.end(null, { failure: "probe_failed", detail: "the target is not host:port" });
  const destination = await destinationOf(place.host, place.port, attempt, deps, settings.ip_version);
  if ("failure" in destination) return attempt.end(null, destination);
  const plain = await openPlain(destination, attempt);
  if ("failure" in plain) return attempt.end(null, plain);
  const socket = await upgraded(plain, destination, settings, attempt, deps);
  if ("failure" in socket) return attempt.end(null, socket);
  const left = settings.starttls === null ? null : daysLeft(socket as TLSSocket, deps.now());
  const failed = judgeCertificate(run.assertions, left) ?? (await talk(socket, settings, attempt));
  socket.destroy();
  return attempt.end(null, failed ?? judgeLatency(run.assertions, attempt.elapsedMs()));
};

/** An open connection of a place. */
export function openPlain(destination: Destination, attempt: Attempt): Promise<Socket | Failure> {
  return attempt.wait<Socket>((settle) => {
    attempt.enter("connect");
    const socket = destination.openTcp();
    attempt.hold(socket);
    socket.on("error", (error) => settle(failureOf(error, attempt.stage)));
    socket.once("connect", () => settle(socket));
  });
}

/** The connection after STARTTLS, where the check asks for it. */
async function upgraded(
  socket: Socket,
  destination: Destination,
  settings: TcpSettings,
  attempt: Attempt,
  deps: ProbeDeps,
): Promise<Socket | Failure> {
  if (settings.starttls === null) return socket;
  const refused = await agreeOnTls(socket, settings.starttls, attempt);
  if (refused !== null) return refused;
  return attempt.wait<Socket>((settle) => {
    attempt.enter("tls");
    const options = { protocols: null, over: socket };
    const secure = destination.openTls(deps.secureContext, settings.verify_tls, options);
    attempt.hold(secure);
    secure.on("error", (error) => settle(failureOf(error, attempt.stage)));
    secure.once("secureConnect", () => {
      const certificate = describe(secure);
      if (certificate !== undefined) attempt.findings.certificate = certificate;
      settle(secure);
    });
  });
}

/** Leads the peer to the point where the handshake may begin; what went wrong, or null. */
export async function agreeOnTls(socket: Socket, kind: StartTls, attempt: Attempt): Promise<Failure | null> {
  attempt.enter("firstByte");
  const answered = await attempt.wait<{ refusal: string | null }>((settle) => {
    socket.on("error", (error) => settle(failureOf(error, attempt.stage)));
    socket.once("end", () => settle({ failure: "connect_reset", detail: "closed before TLS began" }));
    startTls(socket, kind, (refusal) => settle({ refusal }));
  });
  if ("failure" in answered) return answered;
  return answered.refusal === null ? null : { failure: "tls_failed", detail: answered.refusal };
}

const heardMax = 64_000;

function talk(socket: Socket, settings: TcpSettings, attempt: Attempt): Promise<Failure | null> {
  const { send, expect } = settings;
  if (send === null && expect === null) return Promise.resolve(null);
  attempt.enter("firstByte");
  return attempt.wait<null>((settle) => {
    socket.on("error", (error) => settle(failureOf(error, attempt.stage)));
    if (send !== null) socket.write(bytesOf(send), () => (expect === null ? settle(null) : undefined));
    if (expect !== null) listen(socket, expect, attempt, settle);
  });
}

/** Searches what has come so far whenever more comes, at most a few dozen times over. */
function listen(
  socket: Socket,
  expect: string,
  attempt: Attempt,
  settle: (value: null | Failure) => void,
): void {
  let heard = "";
  let searchedAt = 0;
  const missing = (): Failure => ({
    failure: "unexpected_answer",
    detail: heard === "" ? "nothing came back" : `no match in ${JSON.stringify(heard.slice(0, 120))}`,
  });
  socket.on("data", (chunk: Buffer) => {
    if (heard === "") attempt.enter("transfer");
    heard += chunk.toString("latin1").slice(0, heardMax - heard.length);
    // One byte at a time would make a search each; a longer text waits until it has grown by a sixteenth.
    if (heard.length < heardMax && heard.length - searchedAt < searchedAt / 16) return;
    searchedAt = heard.length;
    if (finds(expect, heard)) settle(null);
    else if (heard.length >= heardMax) settle(missing());
  });
  socket.once("end", () => settle(finds(expect, heard) ? null : missing()));
  socket.resume();
}

const escapes: Readonly<Record<string, string>> = { r: "\r", n: "\n", t: "\t", "0": "\0", "\\": "\\" };

/** `\r \n \t \0 \\ \xHH` as the bytes they stand for, everything else as UTF-8. */
export function bytesOf(text: string): Buffer {
  const parts = text.split(/(\\x[0-9a-fA-F]{2}|\\[rnt0\\])/);
  return Buffer.concat(
    parts.map((part) => {
      if (/^\\x[0-9a-fA-F]{2}$/.test(part)) return Buffer.from([Number.parseInt(part.slice(2), 16)]);
      const known = part.length === 2 && part.startsWith("\\") ? escapes[part[1] ?? ""] : undefined;
      return Buffer.from(known ?? part, "utf8");
    }),
  );
}
