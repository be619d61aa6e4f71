import { inTenant, type TenantTx } from "@/db/client";
import type { PageRow } from "@/db/queries/page";
import { type Bucket, takeToken } from "@/db/queries/rate-bucket";
import {
  forgetPendingBefore,
  insertSubscribers,
  lockSubscriberAt,
  type SubscriberRow,
  updateSubscriber,
} from "@/db/queries/subscriber";
import { publicReaderScope, systemScope } from "@/lib/auth/scope";
import { mailboxOf } from "@/lib/domain/address";
import { AppError, invalid } from "@/lib/domain/errors";
import { platformOrganizationId } from "@/lib/domain/organization";
import type { PageScope, TenantScope } from "@/lib/domain/scope";
import { clientNetwork } from "@/lib/domain/sign-in";
import type { Consent, SubscribeInput } from "@/lib/domain/subscriber";
import { groupsOf, type PagePart, pendingLifeMs, subscribeLimits } from "@/lib/domain/subscription";
import type { Ms } from "@/lib/domain/time";
import { hashToken } from "@/lib/secret";
import { followedIncident } from "./followed-incident";
import { readableAt } from "./page-appearance";
import { readLivePage, readParts } from "./page-reading";
import { spendToken } from "./rate-limits";
import { audit } from "./record";
import { askToConfirm, remindOfSubscription } from "./subscriber-mail";
import { newSubscriber, placeOf, subscriberFacts, wishesOf } from "./subscriber-rows";

export type SubscriptionForm = {
  page: PageRow;
  /** Where the page is read. */
  url: string;
  parts: readonly PagePart[];
  /** The incident that would be followed, if the address named one that the page shows. */
  incident: { id: string; title: string } | null;
};

/** What the form of a page offers. */
export function readSubscriptionForm(scope: PageScope, incidentId: string | null): Promise<SubscriptionForm> {
  return inTenant(scope, async (tx) => {
    const page = await readLivePage(tx, scope.pageId);
    const parts = await readParts(tx, page);
    const incident = incidentId === null ? null : await followedIncident(tx, parts, incidentId);
    return { page, url: await readableAt(tx, page), parts, incident };
  });
}

/**
 * Asks an address to confirm that it wants to hear from a page. Returns the same whoever the address belongs to and
 * however often it was asked already; throws `limit` by network and by page only. `client` is where the request came
 * from.
 */
export async function subscribe(
  scope: PageScope,
  input: SubscribeInput,
  client: string,
  now: Ms,
): Promise<void> {
  const mayWrite = await spend(scope, input, client, now);
  await inTenant(scope, async (tx) => {
    const page = await readLivePage(tx, scope.pageId);
    await checkWishes(tx, page, input);
    await forgetPendingBefore(tx, now - pendingLifeMs);
    if (mayWrite) await ask(tx, publicReaderScope(scope), page, input, now);
  });
}

/** The wish is kept until it is confirmed; what an active subscriber chose nobody changes but through its own link. */
export async function ask(
  tx: TenantTx,
  scope: TenantScope,
  page: PageRow,
  input: SubscribeInput,
  now: Ms,
): Promise<SubscriberRow> {
  const consent: Consent = { basis: "double_opt_in", note: null, at: now };
  const row = newSubscriber(page, input, consent, "pending", now);
  const isNew = (await insertSubscribers(tx, [row])).size === 1;
  const known = isNew ? row : await lockSubscriberAt(tx, placeOf(page, input));
  if (!known) throw new AppError("conflict", "This address was changed meanwhile. Try again.");
  if (known.state === "active") {
    await remindOfSubscription(tx, page, known, now);
    return known;
  }
  const wished = { ...wishesOf(page, input), state: "pending" as const, consent };
  const asked = isNew ? row : await updateSubscriber(tx, known, wished, now);
  await askToConfirm(tx, page, asked, now);
  const act = { action: "subscriber.ask", objectType: "subscriber", objectId: asked.id };
  await audit(
    tx,
    scope,
    { ...act, before: isNew ? null : subscriberFacts(known), after: subscriberFacts(asked) },
    now,
  );
  return asked;
}

/** Complains about parts that the page does not show, by field. */
export async function checkWishes(tx: TenantTx, page: PageRow, input: SubscribeInput): Promise<PagePart[]> {
  const parts = await readParts(tx, page);
  const ids = new Set(parts.map(({ id }) => id));
  const groups = new Set(groupsOf(parts));
  const strange = input.components?.findIndex((id) => !ids.has(id)) ?? -1;
  if (strange >= 0) throw invalid(`components.${strange}`, "is not shown on this page");
  const unknown = input.groups?.findIndex((name) => !groups.has(name)) ?? -1;
  if (unknown >= 0) throw invalid(`groups.${unknown}`, "is no group of this page");
  const { incident_id: incidentId } = input;
  if (incidentId !== null && (await followedIncident(tx, parts, incidentId)) === null)
    throw invalid("incident_id", "is no incident of this page");
  if (input.locale !== undefined && !page.locales.includes(input.locale))
    throw invalid("locale", "is no language of this page");
  return parts;
}

/**
 * Counts a request over all tenants. Throws `limit` when its network or the page asked too often; returns whether the
 * address may be written to, which nobody is told.
 */
async function spend(scope: PageScope, input: SubscribeInput, client: string, now: Ms): Promise<boolean> {
  return await inTenant(systemScope(platformOrganizationId, "subscribe"), async (tx) => {
    await spendOr(tx, "client", clientNetwork(client), now);
    await spendOr(tx, "page", scope.pageId, now);
    for (const bucket of targetsOf(scope.pageId, input))
      if (!(await takeToken(tx, bucket, now)).taken) return false;
    return true;
  });
}

/** Counts a member's wish to ask an address, with all that others asked of it. Throws `limit`: a mailbox is no target. */
export async function spendAsking(pageId: string, input: SubscribeInput, now: Ms): Promise<void> {
  await inTenant(systemScope(platformOrganizationId, "subscribe"), async (tx) => {
    for (const bucket of targetsOf(pageId, input)) await spendToken(tx, bucket, refusal, now);
  });
}

/** Who would be written to: the address by this page, in whatever case, and its mailbox by anybody. */
function targetsOf(pageId: string, input: SubscribeInput): Bucket[] {
  const { addressKey } = placeOf({ id: "" }, input);
  const mailbox = input.channel === "email" ? mailboxOf(addressKey) : addressKey;
  return [bucketOf("address", `${pageId} ${addressKey.toLowerCase()}`), bucketOf("mailbox", mailbox)];
}

const refusal = (minutes: number) => `Too many requests to subscribe. Try again in ${minutes} min.`;

function spendOr(tx: TenantTx, by: keyof typeof subscribeLimits, who: string, now: Ms): Promise<void> {
  return spendToken(tx, bucketOf(by, who), refusal, now);
}

function bucketOf(by: keyof typeof subscribeLimits, who: string): Bucket {
  return { name: `subscribe:${by}:${hashToken(who)}`, ...subscribeLimits[by] };
}
