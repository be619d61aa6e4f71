import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { required } from "@/lib/env";

const version = "v1";
const ivBytes = 12;
const tagBytes = 16;
const keyIdLength = 8;

/**
 * Encrypts one field with the environment's key (AES-256-GCM, a fresh nonce each time): `v1.<key id>.<bytes>`.
 * Two seals of one text differ.
 */
export function seal(text: string): string {
  const key = required("encryptionKey");
  return `${version}.${keyId(key)}.${encrypt(key, Buffer.from(text, "utf8")).toString("base64url")}`;
}

/** The text that was sealed. Throws when it was sealed with another key or has been changed. */
export function open(sealed: string): string {
  const key = required("encryptionKey");
  const [writtenVersion, writtenKey, body] = sealed.split(".");
  if (writtenVersion !== version || !writtenKey || !body) throw new Error("This is not a sealed value.");
  refuseOtherKey(writtenKey, key);
  return decrypt(key, Buffer.from(body, "base64url")).toString("utf8");
}

/** The same for bytes: the key's identifier, then what `seal` writes behind its own. */
export function sealBytes(bytes: Uint8Array): Buffer {
  const key = required("encryptionKey");
  return Buffer.concat([Buffer.from(keyId(key), "latin1"), encrypt(key, bytes)]);
}

export function openBytes(sealed: Uint8Array): Buffer {
  const key = required("encryptionKey");
  refuseOtherKey(Buffer.from(sealed.subarray(0, keyIdLength)).toString("latin1"), key);
  return decrypt(key, sealed.subarray(keyIdLength));
}

function refuseOtherKey(written: string, key: Uint8Array): void {
  if (written !== keyId(key))
    throw new Error("A stored secret was sealed with another PROBITY_ENCRYPTION_KEY; restore that key.");
}

function encrypt(key: Uint8Array, bytes: Uint8Array): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, bytes: Uint8Array): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
}

/** A new secret for somebody outside: `prefix` and 256 random bits, safe in an address. Shown once, stored by hash. */
export function newToken(prefix: string): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

/** What Standard Webhooks signs with: `whsec_` and the key in base64, not in the alphabet of addresses. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** The only form in which a token is stored and looked up (RULES R8.3): SHA-256, lower-case hex. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Which key sealed a value, without telling anything about the key. */
function keyId(key: Uint8Array): string {
  return createHash("sha256").update("probity key id").update(key).digest("hex").slice(0, keyIdLength);
}
