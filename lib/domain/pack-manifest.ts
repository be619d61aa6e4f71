import { z } from "zod";
import { canonicalJson } from "./canonical";
import { fromHex, publicKeyFrom, sha256Hex, signBytes, toHex, verifySignature } from "./hash";

export const manifestName = "manifest.json";

const hex = z.string().regex(/^[0-9a-f]+$/);

const shared = {
  version: z.literal(1),
  organization_id: z.string(),
  made_at: z.string(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int(), sha256: hex })),
  public_key: hex.nullable(),
  signature: hex.nullable(),
};
/** A pack is of a statement to a customer, or of a claim against a provider. */
const shape = z.discriminatedUnion("format", [
  z.strictObject({ format: z.literal("probity-audit-pack"), statement_id: z.string(), ...shared }),
  z.strictObject({ format: z.literal("probity-claim-pack"), claim_id: z.string(), ...shared }),
]);
export type PackManifest = z.output<typeof shape>;

type Facts = { organization_id: string; made_at: string };

export type PackFile = { name: string; bytes: Uint8Array };

/** The list of a pack's other files with their hashes, signed where there is a key: one changed byte is found. */
export function sealManifest(
  facts: Facts & { statement_id: string },
  files: readonly PackFile[],
  seed: Uint8Array | null,
): string {
  return sealed({ format: "probity-audit-pack", version: 1, ...facts }, files, seed);
}

/** The same of a claim against a provider. */
export function sealClaimManifest(
  facts: Facts & { claim_id: string },
  files: readonly PackFile[],
  seed: Uint8Array | null,
): string {
  return sealed({ format: "probity-claim-pack", version: 1, ...facts }, files, seed);
}

function sealed(head: object, files: readonly PackFile[], seed: Uint8Array | null): string {
  const unsigned = {
    ...head,
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256Hex(bytes) })),
    public_key: seed === null ? null : toHex(publicKeyFrom(seed)),
  };
  const signature = seed === null ? null : toHex(signBytes(seed, canonicalJson(unsigned)));
  return `${JSON.stringify({ ...unsigned, signature }, null, 2)}\n`;
}

/** The manifest of a pack, or null when the text is none. */
export function readManifest(text: string): PackManifest | null {
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Why these files are not the ones that the manifest was made of, or null. */
export function manifestComplaint(manifest: PackManifest, files: readonly PackFile[]): string | null {
  const { signature, ...unsigned } = manifest;
  if (signature !== null || manifest.public_key !== null) {
    const [key, sign] = [fromHex(manifest.public_key ?? ""), fromHex(signature ?? "")];
    if (!key || !sign || !verifySignature(key, canonicalJson(unsigned), sign))
      return `${manifestName} is not what was signed.`;
  }
  const found = new Map(files.map((file) => [file.name, file.bytes]));
  for (const { name, bytes, sha256 } of manifest.files) {
    const given = found.get(name);
    if (given === undefined) return `${name} is missing.`;
    if (given.length !== bytes || sha256Hex(given) !== sha256) return `${name} was changed.`;
    found.delete(name);
  }
  const [added] = found.keys();
  return added === undefined ? null : `${added} was added.`;
}
