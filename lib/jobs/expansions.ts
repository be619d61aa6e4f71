import { setTimeout as pause } from "node:timers/promises";
import { inEngine, inTenant } from "@/db/client";
import { claimExpansions, expandNext, lockExpanding, type WaitingNotice } from "@/db/queries/expansion";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { copyTraits } from "@/lib/domain/notice";
import { type Ms, secondMs } from "@/lib/domain/time";
import type { Service } from "./services";

const idleMs = 250;
const noticesAtOnce = 4;
/** Many times what a batch takes: so long a notice waits whose worker died. One that is slower is locked, not looked up twice. */
const leaseMs = 5 * secondMs;
/** Large enough to be quick, small enough that the first mails leave while the last recipients are looked up. */
export const recipientsAtOnce = 5_000;

/** Looks up the audiences of notices that are due, a batch each in turn, so that a small one never waits for a large. */
export const expansions: Service = {
  name: "expansions",
  async run(signal) {
    while (!signal.aborted) {
      const taken = await expandDue(recipientsAtOnce, Date.now());
      if (taken === 0) await pause(idleMs, undefined, { signal }).catch(() => {});
    }
  },
};

/** One batch for each of a few notices that are due; how many notices. A worker that dies leaves a whole batch or none. */
export async function expandDue(limit: number, now: Ms): Promise<number> {
  const claim = { limit: noticesAtOnce, leaseMs };
  const waiting = await inEngine(engineScope(), (tx) => claimExpansions(tx, claim, now));
  for (const notice of waiting) await expand(notice, limit, now);
  return waiting.length;
}

async function expand({ organizationId, id }: WaitingNotice, limit: number, now: Ms): Promise<void> {
  await inTenant(systemScope(organizationId, "expand"), async (tx) => {
    const notice = await lockExpanding(tx, id);
    if (notice === null) return;
    await expandNext(tx, notice, { ...copyTraits(notice.template, now), limit }, now);
  });
}
