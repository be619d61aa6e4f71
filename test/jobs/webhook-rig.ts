import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createSecureContext } from "node:tls";
import { inEngine, inTenant } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { sendCalls } from "@/lib/jobs/outbound";
import type { PostDeps } from "@/lib/mail/post";
import { addressPolicy } from "@/lib/net/address";
import type { Resolve } from "@/lib/net/resolve";
import { emitEvent, type NewEvent } from "@/lib/operations/events";

/** One request as a receiver saw it. */
export type Seen = { headers: IncomingMessage["headers"]; body: string };

export type Receiver = { url: string; port: number; seen: Seen[]; close(): Promise<void> };

/** A receiver on a real socket; `answer` gets the response after the body was read. */
export async function receiver(answer: (response: ServerResponse, seen: Seen) => void): Promise<Receiver> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one = { headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
      seen.push(one);
      answer(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}/hook`, port, seen },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const answering =
  (status: number, headers: Record<string, string> = {}, body = "") =>
  (response: ServerResponse) =>
    response.writeHead(status, headers).end(body);

/** Loopback may be reached, nothing else private; calls are given up after a fifth of a second. */
export function deps(changes: Partial<PostDeps> = {}): PostDeps {
  const resolve: Resolve = async () => ({ failure: "dns_not_found" });
  return {
    policy: addressPolicy(["127.0.0.1/32"]),
    resolve,
    secureContext: createSecureContext(),
    timeoutMs: 200,
    ...changes,
  };
}

/** One turn of the worker at `now`. */
export function turn(now: Ms, post: PostDeps = deps()): Promise<number> {
  return sendCalls({ post, clock: () => now, jitter: () => 0.5 });
}

export function emit(scope: TenantScope, event: NewEvent, now: Ms): Promise<void> {
  return inTenant(scope, (tx) => emitEvent(tx, event, now));
}

export type CallState = {
  targetId: string;
  status: string;
  attempts: number;
  dueAt: Ms | null;
  failure: string | null;
};

export function calls(): Promise<CallState[]> {
  return inEngine(
    engineScope(),
    (tx) =>
      tx.sql<
        CallState[]
      >`select target_id, status, attempts, due_at, failure from outbound_calls order by created_at`,
  );
}

export async function forgetAll(): Promise<void> {
  await inEngine(engineScope(), async (tx) => {
    for (const table of ["outbound_attempts", "outbound_calls", "events", "webhooks"])
      await tx.sql`delete from ${tx.sql(table)}`;
  });
}
