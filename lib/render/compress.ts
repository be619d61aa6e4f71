import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { EncodedBody, EncodedRepresentation, Representation } from "@/lib/domain/publication";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** On a page of 70 KB: 3 ms and a tenth smaller than gzip's best; 11 takes 40 times as long for another tenth. */
const brotliQuality = 6;

/** Compresses once what is sent many times; off the event loop, a few at a time. */
export async function encodeRepresentation(
  { path, contentType, body, staleBody }: Representation,
  headers: Record<string, string>,
): Promise<EncodedRepresentation> {
  const [fresh, stale] = await Promise.all([encodeBody(body), encodeBody(staleBody)]);
  return { path, contentType, headers, fresh, stale };
}

async function encodeBody(text: string): Promise<EncodedBody> {
  const identity = Buffer.from(text);
  const [zipped, packed] = await Promise.all([
    zip(identity, { level: 9 }),
    brotli(identity, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
        [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
      },
    }),
  ]);
  const etag = createHash("sha256").update(identity).digest("base64url").slice(0, 22);
  return { etag, bytes: { identity, gzip: zipped, br: packed } };
}
