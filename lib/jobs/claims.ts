import { inEngine } from "@/db/client";
import {
  beginAttempts,
  type ClaimedDelivery,
  type DueDelivery,
  endUnsent,
  lockDue,
} from "@/db/queries/delivery";
import { findSendableNotices, type SendableNotice } from "@/db/queries/notice";
import { engineScope } from "@/lib/auth/scope";
import { templateRules } from "@/lib/domain/notice";
import { suppressionSentence } from "@/lib/domain/suppression";
import type { Ms } from "@/lib/domain/time";
import { sendTimeoutMs } from "@/lib/mail/sender";

/** Longer than a send may take, so that nobody is told twice because somebody was slow. */
const leaseMs = 2 * sendTimeoutMs;

export type DeliveryChances = {
  clock: () => Ms;
  /** In [0, 1). */
  jitter: () => number;
};
export const realChances: DeliveryChances = { clock: Date.now, jitter: Math.random };

export type Claim = {
  claimed: ClaimedDelivery[];
  suppressed: number;
  notices: ReadonlyMap<string, SendableNotice>;
};

/** The organization served last, per set of lanes: the next one is first now. */
const servedLast = new Map<string, string>();

/**
 * Takes up to `limit` copies into this worker's hands, none of the organizations `except`; those to suppressed addresses
 * meet their fate at once.
 */
export async function claim(
  from: readonly number[],
  limit: number,
  now: Ms,
  except: readonly string[] = [],
): Promise<Claim> {
  if (limit <= 0) return { claimed: [], suppressed: 0, notices: new Map() };
  const after = servedLast.get(from.join()) ?? "";
  return await inEngine(engineScope(), async (tx) => {
    const due = await lockDue(tx, { lanes: from, places: limit, unit: 1, after, except }, now);
    const held = due.filter(isHeldBack);
    const free = due.filter((delivery) => !isHeldBack(delivery));
    if (held.length > 0) await endUnsent(tx, held, "suppressed", held.map(heldBackBecause));
    const claimed = free.length > 0 ? await beginAttempts(tx, free, leaseMs, now) : [];
    const notices = free.length > 0 ? await findSendableNotices(tx, free) : [];
    servedLast.set(from.join(), due.at(-1)?.organizationId ?? "");
    return {
      claimed,
      suppressed: held.length,
      notices: new Map(notices.map((notice) => [notice.id, notice])),
    };
  });
}

export function isHeldBack({ suppression, template }: DueDelivery): boolean {
  return suppression !== null && !templateRules[template].ignoresSuppression;
}

export function heldBackBecause({ suppression, suppressionDetail }: DueDelivery): string {
  return suppressionSentence({ reason: suppression ?? "manual", detail: suppressionDetail });
}
