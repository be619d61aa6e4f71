import { once } from "node:events";
import { connect } from "node:net";
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { checkHttp, checkTcp, closeAll, names, serveRaw, witness } from "./rig";

afterAll(closeAll);

/** A port whose queue is full and whose owner never accepts: the kernel drops the next SYN. */
async function fullPort(): Promise<{ port: number; free: () => Promise<void> }> {
  const worker = new Worker(
    `const { createServer } = require("node:net"); const { parentPort } = require("node:worker_threads");
     const server = createServer().listen(0, "127.0.0.1", 1, () => { parentPort.postMessage(server.address().port);
     Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60000); });`,
    { eval: true },
  );
  const [port] = await once(worker, "message");
  const fillers = Array.from({ length: 4 }, () => connect(port, "127.0.0.1").on("error", () => {}));
  await Promise.all(fillers.slice(0, 2).map((socket) => once(socket, "connect")));
  const free = async () => {
    for (const socket of fillers) socket.destroy();
    await worker.terminate();
  };
  return { port, free };
}

describe("DESIGN §4: tcp", () => {
  it("is up when the port accepts, by address or by name, over IPv4 and IPv6", async () => {
    const port = await serveRaw(() => {});
    const resolve = names({ "db.example": ["127.0.0.1"] });
    const outcome = await checkTcp(`db.example:${port}`, { deps: { resolve } });
    expect(outcome).toMatchObject({ verdict: "up", httpStatus: null });
    expect(Number.isInteger(outcome.phases.dnsMs)).toBe(true);
    expect(Number.isInteger(outcome.phases.connectMs)).toBe(true);
    expect(outcome.phases.firstByteMs).toBeNull();
    const six = await witness("::1");
    expect((await checkTcp(`[::1]:${six.port}`)).ok).toBe(true);
  });

  it("connect_refused, dns_not_found, and probe_failed for a target that is none", async () => {
    const { port } = await witness();
    expect((await checkTcp(`127.0.0.9:${port}`)).failure).toBe("connect_refused");
    expect((await checkTcp("nowhere.example:80")).failure).toBe("dns_not_found");
    expect(await checkTcp("nonsense")).toMatchObject({ failure: "probe_failed", suspect: true });
  });

  it("connect_timeout when nobody answers the connection, for tcp and http alike", async () => {
    const { port, free } = await fullPort();
    expect((await checkTcp(`127.0.0.1:${port}`, { timeoutMs: 200 })).failure).toBe("connect_timeout");
    expect((await checkHttp(`http://127.0.0.1:${port}/`, { timeoutMs: 200 })).failure).toBe(
      "connect_timeout",
    );
    await free();
  });

  it("fails on latency by its assertion", async () => {
    const port = await serveRaw(() => {});
    let reading = 0;
    const monotonic = () => (reading += 40);
    const assertions = [{ type: "max_latency_ms", ms: 30 }];
    expect((await checkTcp(`127.0.0.1:${port}`, { assertions, deps: { monotonic } })).failure).toBe(
      "assertion_failed",
    );
    expect(
      (await checkTcp(`127.0.0.1:${port}`, { assertions: [{ type: "max_latency_ms", ms: 9_000 }] })).ok,
    ).toBe(true);
  });
});
