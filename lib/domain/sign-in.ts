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

/**
 * Whom a client's address stands for: of IPv6 its /64, because one household has as many addresses below it as it
 * likes. Anything but an IPv6 address is itself.
 */
export function clientNetwork(address: string): string {
  const [head = "", tail] = address.split("%", 1)[0]?.split("::") ?? [];
  if (!address.includes(":")) return address;
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array(Math.max(0, 8 - groups.length - rest.length)).fill("0");
  return `${[...groups, ...zeros, ...rest].slice(0, 4).join(":")}::/64`;
}

/** How many sign-in mails one address and one client may cause; a bucket of `capacity` that refills. */
export const signInLimits = {
  address: { capacity: 5, perSecond: 1 / 300 },
  client: { capacity: 20, perSecond: 1 / 30 },
} as const;
