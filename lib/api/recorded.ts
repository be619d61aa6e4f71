import { createHash } from "node:crypto";
import type { MadeFile } from "@/lib/operations/exports";

/** A file's pieces as they are made; after the last one `record` hears what it all was. A reader who leaves hears nothing. */
export async function* recorded(
  pieces: AsyncIterable<string | Uint8Array>,
  record: (file: MadeFile) => Promise<void>,
): AsyncGenerator<string | Uint8Array> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    bytes += Buffer.byteLength(piece);
    yield piece;
  }
  await record({ bytes, sha256: hash.digest("hex") });
}
