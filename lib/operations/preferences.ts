import { inTenant, type TenantTx } from "@/db/client";
import { findPage, type PageRow } from "@/db/queries/page";
import {
  findSubscriber,
  forgiveAddress,
  lockSubscriber,
  type SubscriberChange,
  type SubscriberRow,
  updateSubscriber,
} from "@/db/queries/subscriber";
import { systemScope } from "@/lib/auth/scope";
import { AppError, invalid, notFound } from "@/lib/domain/errors";
import type { TenantScope } from "@/lib/domain/scope";
import { type PreferencesInput, rhythmComplaint, type SubscriberView } from "@/lib/domain/subscriber";
import { type PagePart, pendingLifeMs } from "@/lib/domain/subscription";
import type { Ms } from "@/lib/domain/time";
import { newSigningSecret, seal } from "@/lib/secret";
import type { LinkHolder } from "@/lib/signed-link";
import { followedIncident } from "./followed-incident";
import { cancelForRecipient } from "./notices";
import { readableAt } from "./page-appearance";
import { readParts } from "./page-reading";
import { audit } from "./record";
import { settleRhythm } from "./rhythm-change";
import { subscriberFacts, subscriberView } from "./subscriber-rows";
import { checkWishes } from "./subscriptions";

/** What the holder of a link may see: its own subscription, and of the page what everybody may. */
export type Preferences = {
  subscriber: SubscriberView;
  page: PageRow;
  /** Where the page is read. */
  url: string;
  parts: readonly PagePart[];
  incident: { id: string; title: string } | null;
  /** It was not confirmed in time. */
  isExpired: boolean;
};

/** Throws `not_found` for a link that is not valid any more. Works on archived pages too: an end is always possible. */
export function readPreferences(holder: LinkHolder, now: Ms): Promise<Preferences> {
  return inTenant(scopeOf(holder), async (tx) =>
    preferencesOf(tx, await findOwn(tx, holder, findSubscriber), now),
  );
}

/** `secret` is what a webhook's messages are signed with from now on, shown this once; null of every other channel. */
export type Confirmed = Preferences & { secret: string | null };

/** The recipient says yes. A second time changes nothing; after 7 days it is too late (`conflict`). */
export async function confirmSubscription(holder: LinkHolder, now: Ms): Promise<Confirmed> {
  let secret: string | null = null;
  const preferences = await change(holder, "subscriber.confirm", now, async (tx, row) => {
    if (isExpired(row, now)) throw new AppError("conflict", "The link has expired. Subscribe once more.");
    if (row.state === "active") return null;
    await forgiveAddress(tx, row.addressKey);
    secret = row.channel === "webhook" ? newSigningSecret() : null;
    return {
      ...(secret === null ? {} : { signingSecret: seal(secret) }),
      state: "active",
      confirmedAt: now,
      consent: { ...row.consent, basis: "double_opt_in", at: now },
      unsubscribedAt: null,
      quarantinedAt: null,
      quarantineReason: null,
    };
  });
  return { ...preferences, secret };
}

/** What it hears from now on. */
export function savePreferences(holder: LinkHolder, input: PreferencesInput, now: Ms): Promise<Preferences> {
  return change(holder, "subscriber.update", now, async (tx, row) => {
    if (row.state !== "active") throw new AppError("conflict", "Confirm the subscription first.");
    const page = await findPage(tx, row.pageId);
    if (!page) throw notFound("page");
    const { components, groups, kinds, least_impact: leastImpact, rhythm, locale, timezone } = input;
    const { channel, address, incidentId } = row;
    const complaint = rhythmComplaint(rhythm, row);
    if (complaint !== null) throw invalid("rhythm", complaint);
    await checkWishes(tx, page, { ...input, channel, address, incident_id: incidentId });
    if (rhythm !== row.rhythm) await settleRhythm(tx, page, row, now);
    const rhythmSince = rhythm === row.rhythm ? row.rhythmSince : now;
    return { components, groups, kinds, leastImpact, rhythm, rhythmSince, locale, timezone };
  });
}

/** Nothing more is sent, what waits already included. A second time changes nothing. */
export function unsubscribe(holder: LinkHolder, now: Ms): Promise<Preferences> {
  return change(holder, "subscriber.unsubscribe", now, async (tx, row) => {
    await cancelForRecipient(tx, row.id);
    return row.state === "unsubscribed" ? null : { state: "unsubscribed", unsubscribedAt: now };
  });
}

async function change(
  holder: LinkHolder,
  action: string,
  now: Ms,
  decide: (tx: TenantTx, row: SubscriberRow) => Promise<SubscriberChange | null>,
): Promise<Preferences> {
  const scope = scopeOf(holder);
  return await inTenant(scope, async (tx) => {
    const before = await findOwn(tx, holder, lockSubscriber);
    const wanted = await decide(tx, before);
    if (wanted === null) return await preferencesOf(tx, before, now);
    const after = await updateSubscriber(tx, before, wanted, now);
    const act = { action, objectType: "subscriber", objectId: before.id };
    await audit(tx, scope, { ...act, before: subscriberFacts(before), after: subscriberFacts(after) }, now);
    return await preferencesOf(tx, after, now);
  });
}

async function findOwn(
  tx: TenantTx,
  { id, generation }: LinkHolder,
  find: (tx: TenantTx, id: string) => Promise<SubscriberRow | undefined>,
): Promise<SubscriberRow> {
  const row = await find(tx, id);
  if (!row || row.linkGeneration !== generation) throw notFound("subscription");
  return row;
}

async function preferencesOf(tx: TenantTx, row: SubscriberRow, now: Ms): Promise<Preferences> {
  const page = await findPage(tx, row.pageId);
  if (!page) throw notFound("page");
  const parts = await readParts(tx, page);
  const incident = row.incidentId === null ? null : await followedIncident(tx, parts, row.incidentId);
  const url = await readableAt(tx, page);
  return { subscriber: subscriberView(row), page, url, parts, incident, isExpired: isExpired(row, now) };
}

function isExpired(row: SubscriberRow, now: Ms): boolean {
  return row.state === "pending" && now >= row.updatedAt + pendingLifeMs;
}

/** Whoever holds a recipient's link acts as that recipient. */
function scopeOf({ organizationId, id }: LinkHolder): TenantScope {
  return systemScope(organizationId, id);
}
