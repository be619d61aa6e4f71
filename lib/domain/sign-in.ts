import { z } from "zod";
import { loginAddressInput } from "./address";

export const signInInput = z.strictObject({ email: loginAddressInput });

/**
 * A path of ours to go on to after signing in, or "/". Browsers read `//host`, `/\\host` and control characters as
 * other sites, so those go nowhere.
 */
export function localPath(text: string | null | undefined): string {
  const looksOurs = typeof text === "string" && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text);
  return looksOurs ? text : "/";
}

/** How many sign-in mails one address and one client may cause; a bucket of `capacity` that refills. */
export const signInLimits = {
  address: { capacity: 5, perSecond: 1 / 300 },
  client: { capacity: 20, perSecond: 1 / 30 },
} as const;
