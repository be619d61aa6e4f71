import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { required } from "@/lib/env";

/** Whose link it is: a subscriber or a contact; `generation` is raised to make every older link worthless. */
export type LinkHolder = { id: string; generation: number };

/**
 * The secret part of a recipient's own links, the same each time: who may read a mailbox may change what comes into
 * it, without an account. Nothing of it can be worked out from another recipient's.
 */
export function linkToken(holder: LinkHolder): string {
  return `${holder.id}.${holder.generation}.${signatureOf(holder)}`;
}

/** Whom a token was made for, or null when we did not make it. Whether it is still good its holder's row says. */
export function readLinkToken(token: string): LinkHolder | null {
  const [, id, digits, signature] = /^([a-z]{3}_[0-9a-z]{26})\.(\d{1,9})\.([\w-]{43})$/.exec(token) ?? [];
  if (id === undefined || digits === undefined || signature === undefined) return null;
  const holder = { id, generation: Number(digits) };
  const [given, own] = [Buffer.from(signature), Buffer.from(signatureOf(holder))];
  return given.length === own.length && timingSafeEqual(given, own) ? holder : null;
}

function signatureOf({ id, generation }: LinkHolder): string {
  return createHmac("sha256", linkKey()).update(`${id}.${generation}`).digest("base64url");
}

let derived: { from: Uint8Array; key: Buffer } | undefined;

function linkKey(): Buffer {
  const from = required("encryptionKey");
  if (derived?.from !== from)
    derived = { from, key: Buffer.from(hkdfSync("sha256", from, "", "probity recipient links", 32)) };
  return derived.key;
}
