import { setTimeout as pause } from "node:timers/promises";
import { inEngine } from "@/db/client";
import { type ClaimedDelivery, finishDelivery } from "@/db/queries/delivery";
import type { SendableNotice } from "@/db/queries/notice";
import { engineScope } from "@/lib/auth/scope";
import { decideFate, lanes, type SendResult } from "@/lib/domain/delivery";
import { env } from "@/lib/env";
import { logger } from "@/lib/log";
import { hookPost, judgeHook } from "@/lib/mail/hook";
import { type PostDeps, post, postDeps } from "@/lib/mail/post";
import { open } from "@/lib/secret";
import { claim, type DeliveryChances, realChances } from "./claims";
import { noteOf } from "./compose";
import { updateOf } from "./deliveries";
import type { Service } from "./services";

const idleMs = 500;
const hooksAtOnce = 48;
/** So that one organization's dead addresses leave places for everybody else's living ones. */
const hooksPerOrganization = 12;

/** Tells chats and webhooks of subscribers, many side by side, because any of them may be slow. */
export const hooks: Service = {
  name: "hooks",
  async run(signal) {
    const deps = postDeps(env().allowPrivateTargets);
    const underWay = new Set<Promise<void>>();
    const busy = new Map<string, number>();
    while (!signal.aborted) {
      const full = [...busy].filter(([, count]) => count >= hooksPerOrganization).map(([id]) => id);
      const room = Math.min(hooksPerOrganization, hooksAtOnce - underWay.size);
      const { claimed, notices } = await claim([lanes.hook], room, Date.now(), full);
      for (const delivery of claimed) {
        count(busy, delivery.organizationId, 1);
        const telling = tell(delivery, notices.get(delivery.noticeId), deps, realChances)
          .catch((error: unknown) => logger("hooks").error({ err: error }, "a hook is left to its lease"))
          .finally(() => {
            count(busy, delivery.organizationId, -1);
            underWay.delete(telling);
          });
        underWay.add(telling);
      }
      const nap = pause(claimed.length === 0 ? idleMs : 0, undefined, { signal }).catch(() => {});
      await Promise.race(underWay.size >= hooksAtOnce ? underWay : [...underWay, nap]);
    }
    await Promise.all(underWay);
  },
};

function count(busy: Map<string, number>, organizationId: string, by: number): void {
  const left = (busy.get(organizationId) ?? 0) + by;
  if (left > 0) busy.set(organizationId, left);
  else busy.delete(organizationId);
}

async function tell(
  delivery: ClaimedDelivery,
  notice: SendableNotice | undefined,
  deps: PostDeps,
  chances: DeliveryChances,
): Promise<void> {
  const result = await attempt(delivery, notice, deps, chances);
  const now = chances.clock();
  const fate = decideFate(delivery, result, now, chances.jitter());
  await inEngine(engineScope(), (tx) => finishDelivery(tx, delivery, updateOf(delivery, fate, now), now));
  if (fate.status !== "sent")
    logger("hooks").warn({ delivery: delivery.id, fate }, "a hook did not get through");
}

/** A worker that died while telling is no reason for silence: hooks are told at least once, under one identifier. */
async function attempt(
  delivery: ClaimedDelivery,
  notice: SendableNotice | undefined,
  deps: PostDeps,
  chances: DeliveryChances,
): Promise<SendResult> {
  const { id, channel, endpoint, signingSecret } = delivery;
  try {
    const note = notice && noteOf(delivery, notice);
    if (!notice || !note || endpoint === null)
      return { outcome: "refused", failure: `there is nothing to say on the channel ${channel}` };
    const secret = signingSecret === null ? null : open(signingSecret);
    const message = { id, channel, url: open(endpoint), secret, note, at: notice.createdAt };
    const call = hookPost(message, chances.clock());
    if (call === null) return { outcome: "refused", failure: `the channel ${channel} takes no notices` };
    return judgeHook(await post(call, deps), chances.clock());
  } catch (error) {
    const failure = `could not be written: ${error instanceof Error ? error.message : String(error)}`;
    return { outcome: "refused", failure };
  }
}
