/** Lines gathered to about this many characters a chunk: a write per line would cost more than the line. */
const chunkLength = 64_000;

/** A body that is written as fast as its reader takes it: lines are asked for one chunk ahead, never all at once. */
export function ndjsonStream(lines: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const source = lines[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let text = "";
      while (text.length < chunkLength) {
        const { done, value } = await source.next();
        if (done) {
          if (text !== "") controller.enqueue(encoder.encode(text));
          controller.close();
          return;
        }
        text += `${value}\n`;
      }
      controller.enqueue(encoder.encode(text));
    },
    async cancel() {
      await source.return?.();
    },
  });
}
