import { generateKeyPairSync, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Env } from "@/lib/env";

type Secrets = Record<"AUTH_SECRET" | "PROBITY_ENCRYPTION_KEY" | "PROBITY_SIGNING_KEY", string>;

/**
 * The secrets of an embedded installation that the environment does not give. They are made at the first start and
 * kept beside the database: without them stored credentials and signatures could not be read again.
 */
export function keptSecrets(
  dataDir: string,
  given: Pick<Env, "authSecret" | "encryptionKey" | "signingKey">,
): Partial<Secrets> {
  const file = join(dataDir, "secrets.json");
  if (!existsSync(file)) write(file, `${JSON.stringify(makeSecrets(), null, 2)}\n`);
  const kept: Partial<Secrets> = JSON.parse(readFileSync(file, "utf8"));
  if (given.authSecret) delete kept.AUTH_SECRET;
  if (given.encryptionKey) delete kept.PROBITY_ENCRYPTION_KEY;
  if (given.signingKey) delete kept.PROBITY_SIGNING_KEY;
  return kept;
}

function makeSecrets(): Secrets {
  const { privateKey } = generateKeyPairSync("ed25519");
  return {
    AUTH_SECRET: randomBytes(32).toString("base64"),
    PROBITY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    PROBITY_SIGNING_KEY: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
  };
}

/** On disk before anything is encrypted or signed with it. */
function write(file: string, text: string): void {
  const draft = `${file}.draft`;
  const handle = openSync(draft, "w", 0o600);
  writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
}
