import type { TenantTx } from "@/db/client";
import { distinctNews } from "@/db/queries/audience";
import { lockToldTo } from "@/db/queries/digest";
import { type Expanding, expandFor, listExpanding } from "@/db/queries/expansion";
import type { PageRow } from "@/db/queries/page";
import type { SubscriberRow } from "@/db/queries/subscriber";
import { coverAddresses } from "@/db/queries/told-once";
import { waitingWindow } from "@/lib/domain/digest";
import { copyTraits } from "@/lib/domain/notice";
import { type DigestRhythm, isFor } from "@/lib/domain/subscriber";
import type { Ms } from "@/lib/domain/time";
import { digestOf, happenings } from "./digests";
import { notify } from "./notices";
import { readParts } from "./page-reading";
import { senderOf } from "./page-senders";
import { newId } from "./record";

/**
 * Before a subscriber, locked by the caller, chooses another rhythm, the old one pays what it owes: messages that are
 * due and whose audience is just being looked up, and a digest of what waited for the next. What comes due later is the
 * new rhythm's, so nothing is lost between the two and nothing is told twice (RULES R7.1).
 */
export async function settleRhythm(
  tx: TenantTx,
  page: PageRow,
  subscriber: SubscriberRow,
  now: Ms,
): Promise<void> {
  for (const notice of await listExpanding(tx, page.id, now)) await settle(tx, notice, subscriber, now);
  if (subscriber.rhythm !== "each") await closeDigest(tx, page, subscriber, subscriber.rhythm, now);
}

/** What is being looked up meets the subscriber under its old rhythm, whether or not its turn has come. */
async function settle(tx: TenantTx, notice: Expanding, subscriber: SubscriberRow, now: Ms): Promise<void> {
  const { id, address, addressKey, rhythm } = subscriber;
  const { audience, factId, template } = notice;
  if (rhythm === "each" || !("told" in audience))
    return await expandFor(tx, notice, id, { ...copyTraits(template, now), limit: 1 }, now);
  if (!isFor(subscriber, audience.told)) return;
  const copy = { id: newId("delivery", now), address, addressKey };
  await coverAddresses(tx, [copy], { factId, template, reason: "was told the same in a digest" }, now);
}

async function closeDigest(
  tx: TenantTx,
  page: PageRow,
  subscriber: SubscriberRow,
  rhythm: DigestRhythm,
  now: Ms,
): Promise<void> {
  const saying = { pageId: page.id, rhythm };
  const window = waitingWindow(rhythm, page.timezone, await lockToldTo(tx, saying), now);
  const parts = await readParts(tx, page);
  const { lines: all, isCut } = await happenings(tx, page, parts, saying, window);
  const lines = all.filter(({ at }) => at < window.to);
  if (lines.length === 0) return;
  const [news = ""] = await distinctNews(tx, page.id, rhythm, lines, subscriber.id);
  if (!news.includes("1")) return;
  const own = lines.filter((_, at) => news[at] === "1");
  const slots = await digestOf(tx, page, parts, { ...saying, window, isCut, lines: own }, now);
  const { id, address, addressKey, locale, timezone, linkGeneration } = subscriber;
  const named = { address, addressKey, recipientId: id, locale, timezone };
  const recipients = [{ ...named, slots: { generation: String(linkGeneration) } }];
  const factId = `digest:${page.id}:${rhythm}:${id}:${now}`;
  await notify(tx, { factId, template: "digest", slots, recipients, sender: await senderOf(tx, page) }, now);
}
