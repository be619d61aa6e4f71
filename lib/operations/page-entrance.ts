import { inTenant, type TenantTx } from "@/db/client";
import type { PageRow } from "@/db/queries/page";
import { deletePageLinksBefore, findContactOf, insertPageLink, takePageLink } from "@/db/queries/page-link";
import type { Bucket } from "@/db/queries/rate-bucket";
import { addressKey } from "@/lib/domain/address";
import { isOfDomain, type PagePass, passLifeMs } from "@/lib/domain/page-access";
import type { PageScope } from "@/lib/domain/scope";
import { clientNetwork } from "@/lib/domain/sign-in";
import { type Ms, minuteMs } from "@/lib/domain/time";
import { isPassword } from "@/lib/password";
import { hashToken, newToken } from "@/lib/secret";
import { notify } from "./notices";
import { pageAppearance, readableAt } from "./page-appearance";
import { readLivePage } from "./page-reading";
import { senderOf } from "./page-senders";
import { spendToken } from "./rate-limits";
import { newId } from "./record";

/** A mailed link opens the gate within this time. */
const linkLifeMs = 15 * minuteMs;

/** How often one network may try a password, and how many mails one address and one network may cause. */
const limits = {
  password: { capacity: 10, perSecond: 1 / 30 },
  network: { capacity: 20, perSecond: 1 / 60 },
  address: { capacity: 3, perSecond: 1 / 600 },
} as const;

/** A page as far as somebody at its gate may see it: its name and look. */
export function readGate(scope: PageScope): Promise<{ page: PageRow; url: string }> {
  return inTenant(scope, async (tx) => {
    const page = await readLivePage(tx, scope.pageId);
    return { page, url: await readableAt(tx, page) };
  });
}

/** A pass for whoever knows the page's password, or null. Throws `limit` when one network guesses too often. */
export async function enterByPassword(
  scope: PageScope,
  given: { password: string; client: string },
  now: Ms,
): Promise<PagePass | null> {
  const page = await inTenant(scope, async (tx) => {
    await spend(tx, `gate:password:${scope.pageId}:${clientNetwork(given.client)}`, limits.password, now);
    return readLivePage(tx, scope.pageId);
  });
  if (page.access.mode !== "password") return null;
  if (!(await isPassword(given.password, page.access.passwordHash))) return null;
  return passFor(page, "password", now);
}

/**
 * Mails a link to whoever may read the page, or to a customer's contact. Answers the same for whatever address; throws
 * `limit` by address and by network, known or not.
 */
export function askForPageLink(
  scope: PageScope,
  given: { email: string; isCustomer: boolean; to: string; client: string; locale: string },
  now: Ms,
): Promise<void> {
  const key = addressKey(given.email).toLowerCase();
  return inTenant(scope, async (tx) => {
    await spend(tx, `gate:network:${scope.pageId}:${clientNetwork(given.client)}`, limits.network, now);
    await spend(tx, `gate:address:${hashToken(key)}`, limits.address, now);
    const page = await readLivePage(tx, scope.pageId);
    const audience = await audienceOf(tx, page, key, given);
    if (audience !== null) await mailLink(tx, page, audience, given, now);
    await deletePageLinksBefore(tx, now - linkLifeMs);
  });
}

async function audienceOf(
  tx: TenantTx,
  { access, customerLayer }: PageRow,
  key: string,
  { isCustomer, email }: { isCustomer: boolean; email: string },
): Promise<string | null> {
  const contact = customerLayer ? await findContactOf(tx, addressKey(email)) : undefined;
  if (contact) return `contact:${contact.id}`;
  if (isCustomer || access.mode !== "email_domain") return null;
  return isOfDomain(key, access.domains) ? `email:${key}` : null;
}

async function mailLink(
  tx: TenantTx,
  page: PageRow,
  audience: string,
  { email, to, locale }: { email: string; to: string; locale: string },
  now: Ms,
): Promise<void> {
  const token = newToken("");
  const tokenHash = hashToken(token);
  await insertPageLink(tx, { tokenHash, pageId: page.id, audience, expiresAt: now + linkLifeMs });
  const link = `${await readableAt(tx, page)}/enter/link?${new URLSearchParams({ token, to })}`;
  await notify(
    tx,
    {
      factId: newId("notice", now),
      template: "page_sign_in",
      slots: { page: await pageAppearance(tx, page) },
      recipients: [{ address: email, locale, slots: { link } }],
      sender: await senderOf(tx, page),
    },
    now,
  );
}

/** A pass for a mailed link, once; null when it was used, is too old, or was never ours. */
export function enterByLink(scope: PageScope, token: string, now: Ms): Promise<PagePass | null> {
  return inTenant(scope, async (tx) => {
    const page = await readLivePage(tx, scope.pageId);
    const audience = await takePageLink(tx, page.id, hashToken(token), now);
    return audience === null ? null : passFor(page, audience, now);
  });
}

/** A pass for a member of the page's organization; the caller has verified the membership. */
export function enterAsMember(scope: PageScope, userId: string, now: Ms): Promise<PagePass> {
  return inTenant(scope, async (tx) =>
    passFor(await readLivePage(tx, scope.pageId), `member:${userId}`, now),
  );
}

function passFor({ id, gateEpoch }: PageRow, audience: string, now: Ms): PagePass {
  return { pageId: id, audience, epoch: gateEpoch, expiresAt: now + passLifeMs };
}

function spend(tx: TenantTx, name: string, limit: Omit<Bucket, "name">, now: Ms): Promise<void> {
  const refusal = (minutes: number) => `Too many attempts. Try again in ${minutes} min.`;
  return spendToken(tx, { name, ...limit }, refusal, now);
}
