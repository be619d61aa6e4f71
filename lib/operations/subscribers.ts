import { inTenant, type TenantTx } from "@/db/client";
import type { PageRow } from "@/db/queries/page";
import {
  countSubscribers,
  findSubscriber,
  insertSubscribers,
  listSubscribers as listRows,
  lockSubscriber,
  lockSubscriberAt,
  type SubscriberRow,
  updateSubscriber,
} from "@/db/queries/subscriber";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type {
  SubscriberChannel,
  SubscriberInput,
  SubscriberListInput,
  SubscriberState,
  SubscriberView,
} from "@/lib/domain/subscriber";
import type { PagePart } from "@/lib/domain/subscription";
import type { Ms } from "@/lib/domain/time";
import { open } from "@/lib/secret";
import { cancelForRecipient } from "./notices";
import { readLivePage, readParts } from "./page-reading";
import { audit } from "./record";
import { newSubscriber, placeOf, subscriberFacts, subscriberView } from "./subscriber-rows";
import { ask, checkWishes, spendAsking } from "./subscriptions";

/** `secret` is what a webhook's messages are signed with, shown this once; null of every other channel. */
export type MadeSubscriber = { subscriber: SubscriberView; secret: string | null };

/**
 * Adds a subscriber. With consent on record it is active at once; without, its mailbox is asked first. An address the
 * page knows already is a conflict - but for one that was only asked so far, which consent makes active, and one that
 * unsubscribed, which only its owner can take up again.
 */
export async function createSubscriber(
  scope: TenantScope,
  pageId: string,
  input: SubscriberInput,
  now: Ms,
): Promise<MadeSubscriber> {
  permit(scope, "write");
  if (input.consent === null) await spendAsking(pageId, input, now);
  return inTenant(scope, async (tx) => {
    const page = await readLivePage(tx, pageId);
    await checkWishes(tx, page, input);
    const known = await lockSubscriberAt(tx, placeOf(page, input));
    if (known && wasTaken(known)) throw taken(known);
    if (input.consent === null)
      return { subscriber: subscriberView(await ask(tx, scope, page, input, now)), secret: null };
    const consent = { ...input.consent, at: now };
    const row = newSubscriber(page, input, consent, "active", now);
    const secret = row.signingSecret === null ? null : open(row.signingSecret);
    if (known) return { subscriber: await activate(tx, scope, known, row), secret };
    if ((await insertSubscribers(tx, [row])).size === 0) throw taken(row);
    await audit(tx, scope, { ...actOf("subscriber.create", row.id), after: subscriberFacts(row) }, now);
    return { subscriber: subscriberView(row), secret };
  });
}

/** One that was only asked so far becomes what `wanted` says. */
async function activate(
  tx: TenantTx,
  scope: TenantScope,
  known: SubscriberRow,
  wanted: SubscriberRow,
): Promise<SubscriberView> {
  const { consent, signingSecret, createdAt: now } = wanted;
  const change = { state: "active", confirmedAt: now, consent, signingSecret } as const;
  const after = await updateSubscriber(tx, known, change, now);
  const act = { before: subscriberFacts(known), after: subscriberFacts(after) };
  await audit(tx, scope, { ...actOf("subscriber.update", known.id), ...act }, now);
  return subscriberView(after);
}

/** Being asked once more does not undo an end: whoever unsubscribed before says so itself. */
function wasTaken({ state, unsubscribedAt, quarantinedAt }: SubscriberRow): boolean {
  return state !== "pending" || unsubscribedAt !== null || quarantinedAt !== null;
}

function taken({ unsubscribedAt }: SubscriberRow): AppError {
  const sentence =
    unsubscribedAt !== null
      ? "This address unsubscribed; only its owner can subscribe it again."
      : "This address has subscribed already.";
  return new AppError("conflict", sentence, { errors: [{ path: "address", message: sentence }] });
}

/** Newest first. */
export function listSubscribers(
  scope: TenantScope,
  pageId: string,
  input: SubscriberListInput,
): Promise<Page<SubscriberView>> {
  permit(scope, "read");
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    await readLivePage(tx, pageId);
    const rows = await listRows(tx, pageId, { limit: input.limit, before }, input);
    return pageOf(rows.map(subscriberView), input.limit, (row) => [row.id]);
  });
}

/** Throws `not_found` for another page's subscriber as for none at all. */
export function getSubscriber(scope: TenantScope, pageId: string, id: string): Promise<SubscriberView> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => subscriberView(onPage(await findSubscriber(tx, id), pageId)));
}

/** Nothing more is sent to it, what waits already included. A second time changes nothing. */
export function removeSubscriber(scope: TenantScope, pageId: string, id: string, now: Ms): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = onPage(await lockSubscriber(tx, id), pageId);
    await cancelForRecipient(tx, id);
    if (before.state === "unsubscribed") return;
    const after = await updateSubscriber(tx, before, { state: "unsubscribed", unsubscribedAt: now }, now);
    const act = { before: subscriberFacts(before), after: subscriberFacts(after) };
    await audit(tx, scope, { ...actOf("subscriber.remove", id), ...act }, now);
  });
}

function onPage(row: SubscriberRow | undefined, pageId: string): SubscriberRow {
  if (row?.pageId !== pageId) throw notFound("subscriber");
  return row;
}

/** A page with what its subscribers may choose among. */
export function readPageParts(
  scope: TenantScope,
  pageId: string,
): Promise<{ page: PageRow; parts: PagePart[] }> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const page = await readLivePage(tx, pageId);
    return { page, parts: await readParts(tx, page) };
  });
}

export type SubscriberCounts = {
  byState: Record<SubscriberState, number>;
  /** Of the active ones. */
  byChannel: Record<SubscriberChannel, number>;
};

/** How many subscribers each of these pages has. */
export function countPageSubscribers(
  scope: TenantScope,
  pageIds: readonly string[],
): Promise<Map<string, SubscriberCounts>> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const counted = await countSubscribers(tx, pageIds);
    return new Map(pageIds.map((id) => [id, countsOf(counted.filter(({ pageId }) => pageId === id))]));
  });
}

function countsOf(
  counted: readonly { channel: SubscriberChannel; state: SubscriberState; count: number }[],
): SubscriberCounts {
  const byState = { pending: 0, active: 0, unsubscribed: 0, quarantined: 0 };
  const byChannel = { email: 0, webhook: 0, slack: 0, teams: 0, discord: 0 };
  for (const { channel, state, count } of counted) {
    byState[state] += count;
    if (state === "active") byChannel[channel] += count;
  }
  return { byState, byChannel };
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "subscriber", objectId };
}
