import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { required } from "@/lib/env";

const version = "v1";
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts one field with the environment's key (AES-256-GCM, a fresh nonce each time): `v1.<key id>.<bytes>`.
 * Two seals of one text differ.
 */
export function seal(text: string): string {
  const key = required("encryptionKey");
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const body = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${keyId(key)}.${body.toString("base64url")}`;
}

/** The text that was sealed. Throws when it was sealed with another key or has been changed. */
export function open(sealed: string): string {
  const key = required("encryptionKey");
  const [writtenVersion, writtenKey, body] = sealed.split(".");
  if (writtenVersion !== version || !writtenKey || !body) throw new Error("This is not a sealed value.");
  if (writtenKey !== keyId(key))
    throw new Error("A stored secret was sealed with another PROBITY_ENCRYPTION_KEY; restore that key.");
  const bytes = Buffer.from(body, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
  return text.toString("utf8");
}

/** A new secret for somebody outside: `prefix` and 256 random bits, safe in an address. Shown once, stored by hash. */
export function newToken(prefix: string): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

/** The only form in which a token is stored and looked up (RULES R8.3): SHA-256, lower-case hex. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Which key sealed a value, without telling anything about the key. */
function keyId(key: Uint8Array): string {
  return createHash("sha256").update("probity key id").update(key).digest("hex").slice(0, 8);
}
