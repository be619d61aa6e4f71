import { setTimeout as pause } from "node:timers/promises";
import { inEngine } from "@/db/client";
import { listDemoHealth } from "@/db/queries/demo";
import { engineScope } from "@/lib/auth/scope";
import { env } from "@/lib/env";
import { createDemoTarget, type DemoHealth } from "@/lib/server/demo-target";
import type { Service } from "./services";

/** Another worker on this machine may already serve it; look again this often. */
const takenPauseMs = 15_000;

/** The small server that the demo's monitors watch, behaving as the dashboard last said. */
export const demoTarget: Service = {
  name: "demo-target",
  async run(signal) {
    const { demoTargetPort, seed } = env();
    if (demoTargetPort === null || seed !== "demo") return untilAborted(signal);
    const target = await createDemoTarget({ port: demoTargetPort, health: healthOf }).catch(refusal);
    if (target === null) {
      await pause(takenPauseMs, undefined, { signal }).catch(() => {});
      return;
    }
    await untilAborted(signal);
    await target.close();
  },
};

async function healthOf(name: string): Promise<DemoHealth> {
  const services = await inEngine(engineScope(), listDemoHealth);
  return services.find((service) => service.name === name)?.health ?? "ok";
}

function refusal(error: NodeJS.ErrnoException): null {
  if (error.code !== "EADDRINUSE") throw error;
  return null;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
}
