import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import { bareHost } from "@/lib/domain/target";
import { Destination } from "@/lib/net";
import { type AddressPolicy, addressPolicy } from "@/lib/net/address";
import { type Resolve, systemResolve } from "@/lib/net/resolve";

/** A message to an address that a user gave. */
export type Post = { url: string; headers: Readonly<Record<string, string>>; body: string };

/** What came of it. `maybeTaken` is false when not a byte of the message can have been read. */
export type PostAnswer =
  | { status: number; headers: Readonly<Record<string, string>>; body: string }
  | { failure: string; maybeTaken: boolean; isForbidden: boolean };

export type PostDeps = {
  policy: AddressPolicy;
  resolve: Resolve;
  secureContext: SecureContext;
  timeoutMs: number;
};

/** An answer is read for the log, not for its sake. */
const answerMaxBytes = 4_096;

/** The one set of dependencies of a process; `privateBlocks` are the CIDR blocks that may be reached although private. */
export function postDeps(privateBlocks: readonly string[]): PostDeps {
  return {
    policy: addressPolicy(privateBlocks),
    resolve: systemResolve(() => performance.now()),
    secureContext: createSecureContext(),
    timeoutMs: 10_000,
  };
}

/**
 * One POST over a fresh connection to an address that was looked up and judged just now. Redirects are answers like
 * any other: nothing is sent to where somebody else points. Never throws.
 */
export async function post(message: Post, deps: PostDeps): Promise<PostAnswer> {
  const url = new URL(message.url);
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const found = await Destination.find(bareHost(url.hostname), port, deps.policy, deps.resolve);
  if ("failure" in found)
    return { failure: found.failure, maybeTaken: false, isForbidden: found.failure === "private_address" };
  const socket = url.protocol === "https:" ? found.openTls(deps.secureContext, true) : found.openTcp();
  return await exchange(url, message, socket, deps.timeoutMs);
}

function exchange(url: URL, { headers, body }: Post, socket: Socket, timeoutMs: number): Promise<PostAnswer> {
  let isConnected = false;
  socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => {
    isConnected = true;
  });
  return new Promise((resolve) => {
    const settle = (answer: PostAnswer) => {
      clearTimeout(patience);
      socket.destroy();
      resolve(answer);
    };
    const fail = (failure: string) =>
      settle({ failure: failure.slice(0, 300), maybeTaken: isConnected, isForbidden: false });
    const patience = setTimeout(() => fail(`no answer within ${timeoutMs / 1_000} s`), timeoutMs);
    socket.on("error", (error) => fail(error.message));
    const sent = httpRequest({
      createConnection: () => socket,
      method: "POST",
      path: `${url.pathname}${url.search}`,
      setHost: false,
      headers: {
        ...{ "user-agent": "Probity", accept: "*/*", "accept-encoding": "identity" },
        "content-type": "application/json",
        ...headers,
        ...{ host: url.host, connection: "close", "content-length": Buffer.byteLength(body) },
      },
    });
    sent.on("error", (error) => fail(error.message));
    sent.on("response", (message) => {
      void beginningOf(message).then((text) =>
        settle({ status: message.statusCode ?? 0, headers: plain(message), body: text }),
      );
    });
    sent.end(body);
  });
}

/** As much of the body as is worth keeping; a body that breaks off is still an answer. */
async function beginningOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of message) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= answerMaxBytes) break;
    }
  } catch {
    // The status line came; what was to follow it is of no consequence.
  }
  return Buffer.concat(chunks).subarray(0, answerMaxBytes).toString("utf8").replaceAll("\u0000", "");
}

function plain({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
