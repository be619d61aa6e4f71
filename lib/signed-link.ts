import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from "node:crypto";
import { env, required } from "@/lib/env";

/** Whose link it is: a subscriber or a contact; `generation` is raised to make every older link worthless. */
export type LinkHolder = { organizationId: string; id: string; generation: number };

/**
 * The secret part of a recipient's own links, the same each time: who may read a mailbox may change what comes into
 * it, without an account. Nothing of it can be worked out from another recipient's.
 */
export function linkToken(holder: LinkHolder): string {
  return `${bodyOf(holder)}.${signatureOf(holder)}`;
}

const tokenShape = /^([0-9a-z_]{1,60})\.([a-z]{3}_[0-9a-z]{26})\.([1-9]\d{0,8})\.([\w-]{43})$/;

/** Whom a token was made for, or null when we did not make it. Whether it is still good its holder's row says. */
export function readLinkToken(token: string): LinkHolder | null {
  const [, organization, id, digits, signature] = tokenShape.exec(token) ?? [];
  if (!organization || !id || !digits || !signature) return null;
  const holder = { organizationId: `org_${organization}`, id, generation: Number(digits) };
  const [given, own] = [Buffer.from(signature), Buffer.from(signatureOf(holder))];
  return given.length === own.length && timingSafeEqual(given, own) ? holder : null;
}

/** Where a recipient chooses what it hears; the same door also ends it. It outlives every renaming of a page. */
export function preferencesAddress(holder: LinkHolder): string {
  return `${env().publicUrl}/subscription/${linkToken(holder)}`;
}

/**
 * What mail programs POST to (RFC 8058) and what a reader's click opens, which asks before it ends anything; beside the
 * address of the preferences.
 */
export function unsubscribeBeside(preferences: string): string {
  return `${preferences}/unsubscribe`;
}

function bodyOf({ organizationId, id, generation }: LinkHolder): string {
  return `${organizationId.replace(/^org_/, "")}.${id}.${generation}`;
}

function signatureOf(holder: LinkHolder): string {
  return createHmac("sha256", linkKey()).update(bodyOf(holder)).digest("base64url");
}

let derived: { from: Uint8Array; key: KeyObject } | undefined;

/** Made into a key once: a hundred thousand mails are signed with it. */
function linkKey(): KeyObject {
  const from = required("encryptionKey");
  if (derived?.from !== from) {
    const bytes = hkdfSync("sha256", from, "", "probity recipient links", 32);
    derived = { from, key: createSecretKey(Buffer.from(bytes)) };
  }
  return derived.key;
}
