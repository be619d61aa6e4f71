import { z } from "zod";

const localPart = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const hostname = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** An e-mail address as it may be written to; quoted local parts and address literals are refused. */
export const addressInput = z
  .string()
  .trim()
  .max(254, "must be at most 254 characters")
  .refine(
    (text) => addressParts(text) !== null,
    "must be one e-mail address without a name, such as ana@example.com",
  )
  .meta({ format: "email", example: "ana@example.com" });

/** The address of a person who signs in: lower case throughout, so that one mailbox is one user. */
export const loginAddressInput = addressInput.transform((text) => addressKey(text).toLowerCase());

/** One recipient, however written: the local part as given, the domain as lower-cased A-label (RULES R7.1). */
export function addressKey(address: string): string {
  const parts = addressParts(address.trim());
  return parts ? `${parts.local}@${parts.domain}` : address.trim();
}

/** The mailbox behind an address as most servers see it: in any case, whatever stands behind a plus. */
export function mailboxOf(address: string): string {
  const key = addressKey(address).toLowerCase();
  return key.replace(/\+[^@]*(?=@)/, "");
}

function addressParts(address: string): { local: string; domain: string } | null {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(at, 0));
  const domain = asciiDomain(address.slice(at + 1));
  if (local.length > 64 || !localPart.test(local) || domain === null) return null;
  return { local, domain };
}

/** `BÜCHER.example` → `xn--bcher-kva.example`; null for what is no domain name. */
function asciiDomain(text: string): string | null {
  if (/[\s/?#@:[\]\\%]/.test(text) || !URL.canParse(`http://${text}`)) return null;
  const host = new URL(`http://${text}`).hostname;
  return hostname.test(host) && !/(^|\.)\d+$/.test(host) ? host : null;
}
