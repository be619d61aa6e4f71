import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { assert } from "./errors";

/** `prev_hash` of the first link of every chain (RULES R5.1). */
export const zeroHash = "0".repeat(64);

/** SHA-256 of the parts laid end to end; text is hashed as UTF-8. */
export function sha256(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Lower-case hex of `sha256`. */
export function sha256Hex(...parts: readonly (Uint8Array | string)[]): string {
  return toHex(sha256(...parts));
}

/** What the ledger keeps of a reason: SHA-256(32-byte salt ‖ text). Erasing salt and text makes it meaningless. */
export function hashReason(salt: Uint8Array, text: string): string {
  assert(salt.length === 32, "a reason's salt is 32 bytes");
  return sha256Hex(salt, text);
}

/** A secret salt per leaf from one secret per tree, so that 32 bytes beside the tree are enough to rebuild it. */
export function leafSalt(treeSecret: Uint8Array, leafIndex: number): Uint8Array {
  assert(treeSecret.length === 32, "a tree's secret is 32 bytes");
  return createHmac("sha256", treeSecret).update(`leaf ${leafIndex}`).digest();
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** Bytes of lower-case hex, or null when the text is anything else. */
export function fromHex(text: string): Uint8Array | null {
  return /^(?:[0-9a-f]{2})*$/.test(text) ? Buffer.from(text, "hex") : null;
}

/** RFC 8410: the fixed DER that wraps a raw 32-byte Ed25519 key. */
const privateKeyDer = Buffer.from("302e020100300506032b657004220420", "hex");
const publicKeyDer = Buffer.from("302a300506032b6570032100", "hex");

function privateKeyOf(seed: Uint8Array): KeyObject {
  assert(seed.length === 32, "an Ed25519 seed is 32 bytes");
  return createPrivateKey({ key: Buffer.concat([privateKeyDer, seed]), format: "der", type: "pkcs8" });
}

/** The raw 32-byte Ed25519 public key of a 32-byte seed. */
export function publicKeyFrom(seed: Uint8Array): Uint8Array {
  const der = createPublicKey(privateKeyOf(seed)).export({ format: "der", type: "spki" });
  return der.subarray(publicKeyDer.length);
}

/** Ed25519 (RFC 8032) signature, 64 bytes; deterministic. */
export function signBytes(seed: Uint8Array, bytes: Uint8Array | string): Uint8Array {
  return sign(null, Buffer.from(bytes), privateKeyOf(seed));
}

/** Whether `signature` is the key's over these bytes; a malformed key or signature is simply not. */
export function verifySignature(
  publicKey: Uint8Array,
  bytes: Uint8Array | string,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = createPublicKey({ key: Buffer.concat([publicKeyDer, publicKey]), format: "der", type: "spki" });
  return verify(null, Buffer.from(bytes), key, signature);
}
