import type { Readable } from "node:stream";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { Failure } from "./attempt";

/** Body bytes as they came over the wire; `cut` when there were more than the limit. */
export type Body = { chunks: readonly Buffer[]; size: number; cut: boolean };

/**
 * Reads at most `limit.bytes`, then hangs up. Chunks are kept only if asked: most checks never look at a body.
 * `done` is called once or more; the first call counts.
 */
export function readBody(
  message: Readable,
  limit: { bytes: number; keep: boolean },
  done: (body: Body | Error) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  message.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (limit.keep) chunks.push(chunk);
    if (size <= limit.bytes) return;
    done({ chunks, size, cut: true });
    message.destroy();
  });
  message.on("end", () => done({ chunks, size, cut: false }));
  message.on("error", done);
}

/**
 * The body as text, or why it cannot be. Checks ask for no compression; a server that compresses anyway is
 * unpacked only up to `maxBytes`, so that a small bomb stays small.
 */
export function decode(body: Body, encoding: string | undefined, maxBytes: number): string | Failure {
  const tooLarge: Failure = { failure: "too_large", detail: `more than ${maxBytes} bytes` };
  if (body.cut) return tooLarge;
  const unpack = unpackers.get(encoding?.trim().toLowerCase() ?? "identity");
  if (unpack === undefined)
    return { failure: "protocol_error", detail: `content-encoding ${encoding} is unknown` };
  try {
    return unpack(Buffer.concat(body.chunks), maxBytes).toString("utf8");
  } catch (error) {
    const bomb = error instanceof RangeError;
    return bomb ? tooLarge : { failure: "protocol_error", detail: `the ${encoding} body cannot be unpacked` };
  }
}

type Unpack = (bytes: Buffer, maxBytes: number) => Buffer;

const unpackers: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ["identity", (bytes) => bytes],
  ["gzip", (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength })],
  ["x-gzip", (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength })],
  ["deflate", (bytes, maxOutputLength) => inflateSync(bytes, { maxOutputLength })],
  ["br", (bytes, maxOutputLength) => brotliDecompressSync(bytes, { maxOutputLength })],
]);
