import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** Cost as OWASP advises for scrypt: 2^16 × 8, some 60 ms and 64 MB. */
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 256 * 2 ** 20 };
const keyBytes = 32;

/** `scrypt.<salt>.<hash>`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt.${salt.toString("base64url")}.${(await derive(password, salt)).toString("base64url")}`;
}

/** Whether the hash is this password's; in a time that tells nothing of how near it was. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [, salt = "", wanted = ""] = hash.split(".");
  const found = await derive(password, Buffer.from(salt, "base64url"));
  const expected = Buffer.from(wanted, "base64url");
  return expected.length === found.length && timingSafeEqual(found, expected);
}

function derive(password: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, keyBytes, cost, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );
}
