/** Pieces gathered to about this many characters or bytes a chunk. */
const chunkLength = 64_000;

/** A body of text and bytes that is made as fast as its reader takes it. */
export function byteStream(pieces: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const source = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const parts: Uint8Array[] = [];
      for (let length = 0; length < chunkLength; ) {
        const { done, value } = await source.next();
        if (done) {
          if (parts.length > 0) controller.enqueue(Buffer.concat(parts));
          controller.close();
          return;
        }
        const part = typeof value === "string" ? encoder.encode(value) : value;
        parts.push(part);
        length += part.length;
      }
      controller.enqueue(Buffer.concat(parts));
    },
    async cancel() {
      await source.return?.();
    },
  });
}
