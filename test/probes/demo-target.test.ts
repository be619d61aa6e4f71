import { afterEach, describe, expect, it } from "vitest";
import { addressPolicy } from "@/lib/net/address";
import { readProvider } from "@/lib/providers";
import { createDemoTarget, type DemoHealth, type DemoTarget } from "@/lib/server/demo-target";
import { checkHttp } from "./rig";

let target: DemoTarget | null = null;
afterEach(async () => {
  await target?.close();
  target = null;
});

describe("the demo's target", () => {
  it("answers by the health a person switched, service by service, behind its one open door", async () => {
    const health = new Map<string, DemoHealth>();
    target = await createDemoTarget({ port: 0, health: (name) => health.get(name) ?? "ok" });
    const deps = { policy: addressPolicy([], [`127.0.0.1:${target.port}`]) };
    const check = (name: string) => checkHttp(`${target?.url}/${name}`, { deps, degradedAfterMs: 1_000 });
    expect(await check("checkout")).toMatchObject({ verdict: "up", httpStatus: 200 });
    health.set("checkout", "error");
    expect(await check("checkout")).toMatchObject({ failure: "assertion_failed", httpStatus: 503 });
    expect((await check("search")).verdict).toBe("up");
    health.set("checkout", "down");
    expect((await check("checkout")).failure).toBe("connect_reset");
    health.set("checkout", "slow");
    expect((await check("checkout")).verdict).toBe("degraded");
  });

  it("knows no other paths, and stays well when it cannot learn its health", async () => {
    target = await createDemoTarget({ port: 0, health: () => Promise.reject(new Error("no database")) });
    expect(await checkHttp(`${target.url}/`)).toMatchObject({ httpStatus: 404 });
    expect(await checkHttp(`${target.url}/search`)).toMatchObject({ httpStatus: 200 });
  });

  it("speaks as a third party of its own, by the same switch", async () => {
    const health = new Map<string, DemoHealth>();
    target = await createDemoTarget({ port: 0, health: (name) => health.get(name) ?? "ok" });
    const url = `${target.url}/provider/cardhouse/api/v2/summary.json`;
    const read = async () => readProvider({ bytes: new Uint8Array(await (await fetch(url)).arrayBuffer()) });
    expect((await read()).overall).toBe("operational");
    health.set("cardhouse", "down");
    expect(await read()).toMatchObject({
      overall: "major_outage",
      openIncidents: [{ title: "Card payments are failing" }],
    });
  });
});
