import { inTenant, type TenantTx } from "@/db/client";
import { deleteExpiredSecrets, insertVerificationToken } from "@/db/queries/session";
import { findUserByEmail } from "@/db/queries/user";
import { systemScope } from "@/lib/auth/scope";
import { confirmAddress, signInLinkLifeMs, verificationHash } from "@/lib/auth/sign-in-link";
import { platformOrganizationId } from "@/lib/domain/organization";
import type { Locale } from "@/lib/domain/page";
import { clientNetwork, localPath, signInLimits } from "@/lib/domain/sign-in";
import type { Ms } from "@/lib/domain/time";
import { hashToken, newToken } from "@/lib/secret";
import { notify } from "./notices";
import { spendToken } from "./rate-limits";
import { newId } from "./record";

export type SignInRequest = {
  /** In lower case, as `signInInput` leaves it. */
  email: string;
  /** Where to go after signing in; a path of ours. */
  callbackPath: string;
  /** The address that the request came from. */
  client: string;
  /** The language that the asking browser prefers, of those that mails speak; English when nobody says. */
  locale?: Locale;
  /** The link's secret, when the caller has made it already. */
  token?: string;
};

/**
 * Mails a one-time link if somebody with this address may sign in. Returns the same either way, so that nobody
 * learns who is known here; throws `limit` by address and by client, known or not.
 */
export async function requestSignIn(request: SignInRequest, now: Ms): Promise<void> {
  const scope = systemScope(platformOrganizationId, "sign-in");
  const { email, client } = request;
  await inTenant(scope, async (tx) => {
    await spend(tx, "client", clientNetwork(client), now);
    await spend(tx, "address", email, now);
  });
  await inTenant(scope, async (tx) => {
    if (await findUserByEmail(tx, email)) await mailLink(tx, request, now);
    await deleteExpiredSecrets(tx, now);
  });
}

async function spend(tx: TenantTx, by: keyof typeof signInLimits, who: string, now: Ms): Promise<void> {
  const bucket = { name: `sign-in:${by}:${hashToken(who)}`, ...signInLimits[by] };
  const refusal = (minutes: number) => `Too many sign-in links were asked for. Try again in ${minutes} min.`;
  await spendToken(tx, bucket, refusal, now);
}

async function mailLink(tx: TenantTx, request: SignInRequest, now: Ms): Promise<void> {
  const { email, callbackPath, locale = "en", token = newToken("") } = request;
  const link = confirmAddress(email, token, localPath(callbackPath));
  const expiresAt = now + signInLinkLifeMs;
  await insertVerificationToken(tx, { identifier: email, tokenHash: verificationHash(token), expiresAt });
  const recipients = [{ address: email, locale, slots: { link } }];
  await notify(tx, { factId: newId("notice", now), template: "sign_in", slots: {}, recipients }, now);
}
