import { createHash } from "node:crypto";
import { inGlobal } from "@/db/client";
import { insertVerificationToken } from "@/db/queries/session";
import { loginAddressInput } from "@/lib/domain/address";
import { dayMs, type Ms } from "@/lib/domain/time";
import { env, required } from "@/lib/env";
import { newToken } from "@/lib/secret";

/** A sign-in link works once, within this time. */
export const signInLinkLifeMs = dayMs;

/**
 * A link that signs `email` in at once when it is opened, once, within 24 hours. For terminals only: what is
 * mailed asks for a click first, because mail scanners open links. The user need not exist yet.
 */
export async function createSignInLink(email: string, now: Ms): Promise<string> {
  const identifier = loginAddressInput.parse(email);
  const token = newToken("");
  await inGlobal((tx) =>
    insertVerificationToken(tx, {
      identifier,
      tokenHash: verificationHash(token),
      expiresAt: now + signInLinkLifeMs,
    }),
  );
  return callbackAddress(identifier, token, "/");
}

/** The form in which the sign-in library stores and asks for a link's token: SHA-256 of token and secret. */
export function verificationHash(token: string): string {
  return createHash("sha256").update(token).update(required("authSecret")).digest("hex");
}

/** The address that consumes a link: what it opens is a session, then `callbackPath`. */
function callbackAddress(email: string, token: string, callbackPath: string): string {
  return linkAddress("/api/auth/callback/email", email, token, callbackPath);
}

/** The address that asks for a click before the link is consumed; the one for mails. */
export function confirmAddress(email: string, token: string, callbackPath: string): string {
  return linkAddress("/sign-in/confirm", email, token, callbackPath);
}

function linkAddress(path: string, email: string, token: string, callbackPath: string): string {
  const { publicUrl } = env();
  const query = new URLSearchParams({ callbackUrl: `${publicUrl}${callbackPath}`, token, email });
  return `${publicUrl}${path}?${query}`;
}
