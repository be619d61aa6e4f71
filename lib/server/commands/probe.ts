import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Outcome } from "@/lib/domain/check";
import { probeClaimInput } from "@/lib/domain/probe-report";
import { secondMs } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { addressPolicy } from "@/lib/net/address";
import { createProbeDeps, probe } from "@/lib/probes";
import { ControlPlane } from "@/lib/probes/remote/control-plane";
import type { ProbeOrder } from "@/lib/probes/remote/order";
import { keepProbing } from "@/lib/probes/remote/pace";
import { RemoteProbe } from "@/lib/probes/remote/remote-probe";
import { liveAlarm } from "@/lib/probes/remote/run-plan";
import { Spool } from "@/lib/probes/remote/spool";
import { tryLock } from "../lock";
import { type Command, checked } from "./command";

/** How long runs under way may take to end once we are told to stop. */
const drainMs = 10 * secondMs;

const given = z.object({
  url: z
    .url({ protocol: /^https?$/, error: "must be the http:// or https:// address of the app" })
    .transform((text) => text.replace(/\/+$/, "")),
  token: z.string().regex(/^[\x21-\x7e]+$/, "must be an API key with the scope probe"),
  region: probeClaimInput.shape.region,
  name: probeClaimInput.shape.probe,
});

/** Needs no database: what it knows it claims, what it sees it reports. */
export const probeCommand: Command = {
  summary: "Run the checks of a region from here; a region exists as soon as a monitor names it.",
  usage: "--url URL --token KEY --region REGION [--name NAME]",
  options: {
    url: { type: "string" },
    token: { type: "string" },
    region: { type: "string" },
    name: { type: "string" },
  },
  database: () => false,
  async run(input) {
    const settings = checked(given, {
      url: input.needed("url"),
      token: input.needed("token"),
      region: input.needed("region"),
      name: input.text("name") ?? `${hostname()}:${process.pid}`,
    });
    const folder = spoolFolder(settings.url, settings.region);
    const lock = await tryLock(folder);
    if (lock) return serve(settings, folder).finally(() => lock.release());
    tell(`Another probe of ${settings.region} runs here; give this one its own PROBITY_DATA_DIR.`);
    return 1;
  },
};

async function serve(settings: z.output<typeof given>, folder: string): Promise<number> {
  const clock = Date.now;
  const deps = createProbeDeps(addressPolicy(env().allowPrivateTargets));
  const plane = new ControlPlane({ ...settings, version: ownVersion(), clock });
  const run = (order: ProbeOrder, signal: AbortSignal): Promise<Outcome> =>
    probe(order.type, order.target, runSettings(order), signal, deps);
  const spool = new Spool(folder);
  const remote = new RemoteProbe({ plane, spool, run, clock, alarm: liveAlarm(clock), tell });
  const stopped = stopSignal();
  try {
    const first = await remote.turn();
    if (first?.why === "refused") return 1;
    tell(`Probing region ${settings.region} for ${settings.url}.`);
    await keepProbing(remote, stopped, (error) =>
      tell(`The probe goes on after a failure: ${String(error)}`),
    );
    await remote.stop(pause(drainMs, undefined, { ref: false }));
    if (!spool.isEmpty) tell(`What could not be reported is kept in ${folder} for the next start.`);
    return 0;
  } finally {
    plane.close();
    deps.stop();
  }
}

function runSettings({ timeout_ms, degraded_after_ms, settings, assertions }: ProbeOrder) {
  return { timeoutMs: timeout_ms, degradedAfterMs: degraded_after_ms, settings, assertions };
}

/** One folder per server and region: outcomes never reach a server that did not ask for them. */
function spoolFolder(url: string, region: string): string {
  const server = createHash("sha256").update(url).digest("hex").slice(0, 12);
  return join(env().dataDir, "probe", `${region}-${server}`);
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => stop.abort());
  return stop.signal;
}

function ownVersion(): string {
  const file = new URL("../../../package.json", import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}

function tell(sentence: string): void {
  console.error(sentence);
}
