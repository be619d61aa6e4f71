import { setTimeout as pause } from "node:timers/promises";
import type { SourceRow } from "@/db/queries/provider";
import { engineScope, systemScope } from "@/lib/auth/scope";
import type { Poll } from "@/lib/domain/provider-source";
import { type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { logger } from "@/lib/log";
import { followProvider as follow } from "@/lib/operations/provider-following";
import { claimPolls, type Places, storePoll, sweepStaleSources } from "@/lib/operations/provider-polls";
import type { FetchLimits } from "@/lib/providers/fetch";
import { pollProvider, type Read } from "@/lib/providers/poll";
import { Reader } from "@/lib/providers/reader";
import type { Handler } from "./handlers";
import { createProviderDeps, type ProviderDeps } from "./provider-deps";
import type { Service } from "./services";

/** So many providers are asked at once. One that hangs holds a place for twelve seconds, then one of the failing. */
const atOnce: Places = { well: 16, failing: 6 };

export type PollRig = {
  read: Read;
  deps: ProviderDeps;
  clock: () => Ms;
  /** In [0, 1): spreads polls that began together. */
  jitter: () => number;
  signal: AbortSignal;
  limits?: FetchLimits;
};

/** Polls every provider that somebody depends on. One that hangs, floods or lies delays no other. */
export const providers: Service = {
  name: "providers",
  async run(signal) {
    const reader = new Reader();
    const rig = {
      read: reader.read,
      deps: createProviderDeps(),
      clock: Date.now,
      jitter: Math.random,
      signal,
    };
    const underway = { well: new Set<Promise<void>>(), failing: new Set<Promise<void>>() };
    let sweptAt = 0;
    while (!signal.aborted) {
      const free = {
        well: atOnce.well - underway.well.size,
        failing: atOnce.failing - underway.failing.size,
      };
      for (const source of await claimPolls(engineScope(), free, Date.now())) {
        const lane = source.failures > 0 ? underway.failing : underway.well;
        const poll = pollOnce(source, rig).finally(() => lane.delete(poll));
        lane.add(poll);
      }
      if (Date.now() - sweptAt > minuteMs / 4) {
        sweptAt = Date.now();
        await sweepStaleSources(engineScope(), sweptAt);
      }
      await pause(secondMs, undefined, { signal }).catch(() => {});
    }
    await Promise.all([...underway.well, ...underway.failing]);
    await reader.stop();
  },
};

/** Asks once and keeps what came of it. Never rejects: what fails here is tried again when its claim has expired. */
export async function pollOnce(source: SourceRow, rig: PollRig): Promise<void> {
  const { read, deps, clock, jitter, signal, limits } = rig;
  try {
    const poll: Poll = await pollProvider(source, read, deps.forAddress(source.url), signal, limits);
    if (signal.aborted) return;
    await storePoll(engineScope(), source.id, poll, clock(), jitter());
  } catch (error) {
    logger("providers").error({ err: error, sourceId: source.id }, "a poll was lost; it is tried again");
  }
}

/** Job "followProvider" {organizationId, sourceId}: the news of a provider for one tenant. */
export const followProvider: Handler = ({ organizationId, sourceId }, { now }) =>
  follow(systemScope(String(organizationId), "providers"), String(sourceId), now);
