import { createServer, type RequestListener, type Server } from "node:http";
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from "node:net";
import { createSecureContext } from "node:tls";
import { type Assertion, assertion } from "@/lib/domain/assertion";
import type { Outcome, RunSettings } from "@/lib/domain/check";
import {
  type HttpSettings,
  httpSettings,
  type ProbeType,
  type SettingsOf,
  settingsByType,
} from "@/lib/domain/check-settings";
import { addressPolicy } from "@/lib/net/address";
import type { Resolve } from "@/lib/net/resolve";
import type { ProbeDeps } from "@/lib/probes/attempt";
import { probe } from "@/lib/probes/index";

/** Everything on this machine may be reached. */
const loopback = addressPolicy(["127.0.0.0/8", "::1/128"]);
export const closedPolicy = addressPolicy([]);

/** A resolver that knows exactly these names. */
export function names(table: Record<string, readonly string[]>): Resolve {
  return async (host) => {
    const addresses = table[host];
    return addresses === undefined ? { failure: "dns_not_found" } : { addresses };
  };
}

export function testDeps(changes: Partial<ProbeDeps> = {}): ProbeDeps {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    resolve: names({}),
    policy: loopback,
    secureContext: createSecureContext(),
    fitness: { unfitSince: () => false },
    ...changes,
  };
}

type Changes = {
  settings?: Partial<HttpSettings>;
  assertions?: unknown[];
  timeoutMs?: number;
  degradedAfterMs?: number;
  deps?: Partial<ProbeDeps>;
  signal?: AbortSignal;
};

function httpRun(changes: Changes): RunSettings<"http"> {
  const assertions: Assertion[] = (changes.assertions ?? []).map((item) => assertion.parse(item));
  return {
    timeoutMs: changes.timeoutMs ?? 5_000,
    degradedAfterMs: changes.degradedAfterMs ?? null,
    settings: httpSettings.parse(changes.settings ?? {}),
    assertions,
  };
}

export function checkHttp(target: string, changes: Changes = {}): Promise<Outcome> {
  const signal = changes.signal ?? new AbortController().signal;
  return probe("http", target, httpRun(changes), signal, testDeps(changes.deps));
}

export function checkTcp(target: string, changes: Changes = {}): Promise<Outcome> {
  const assertions = (changes.assertions ?? []).map((item) => assertion.parse(item));
  return checkOther("tcp", target, { ...changes, assertions });
}

type OtherChanges<T extends ProbeType> = Omit<Changes, "settings" | "assertions"> & {
  settings?: object;
  assertions?: RunSettings<T>["assertions"];
};

/** A run of any kind, with settings as the door would fill them in. */
export function checkOther<T extends ProbeType>(
  type: T,
  target: string,
  changes: Partial<OtherChanges<T>> = {},
): Promise<Outcome> {
  const run: RunSettings<T> = {
    timeoutMs: changes.timeoutMs ?? 5_000,
    degradedAfterMs: changes.degradedAfterMs ?? null,
    settings: settingsByType[type].parse(changes.settings ?? {}) as SettingsOf[T],
    assertions: changes.assertions ?? [],
  };
  const signal = changes.signal ?? new AbortController().signal;
  return probe(type, target, run, signal, testDeps(changes.deps));
}

/** Servers to close after the file. */
const open: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();

export async function listen<T extends TcpServer>(server: T, host = "127.0.0.1"): Promise<number> {
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, resolve);
  });
  open.push(server);
  return (server.address() as AddressInfo).port;
}

/** An HTTP server on loopback; gives its address without a path. */
export async function serve(listener: RequestListener, host = "127.0.0.1"): Promise<string> {
  const port = await listen(createServer(listener), host);
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** A server of bare bytes. */
export async function serveRaw(onSocket: (socket: Socket) => void): Promise<number> {
  return listen(createTcpServer(onSocket));
}

/** A loopback server that counts who comes: the proof that nobody did. */
export async function witness(host = "127.0.0.1"): Promise<{ port: number; visits: () => number }> {
  let count = 0;
  const server = createTcpServer((socket) => {
    count += 1;
    socket.destroy();
  });
  return { port: await listen(server, host), visits: () => count };
}

export async function closeAll(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
}
