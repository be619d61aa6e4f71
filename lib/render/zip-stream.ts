import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw } from "node:zlib";
import { assert } from "@/lib/domain/errors";
import { endOf } from "./zip";

type Text = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** A file inside a ZIP whose text is made while it is written. */
export type StreamedMember = { name: string; text(): Text };

/** What is known of a member once its last byte was made. */
type Facts = { title: Buffer; offset: number; crc: number; size: number; packed: number };

const local = 0x04034b50;
const central = 0x02014b50;
const descriptor = 0x08074b50;
/** 1980-01-01 00:00, the first moment a ZIP can name: two files of the same text are the same bytes. */
const firstMoment = 0x0021_0000;
/** Names are UTF-8; sizes and checksum follow the bytes, for they are not known before. */
const flags = 0x0808;
const deflate = 8;
/** Beyond it a ZIP needs other, longer fields. */
const sizeMax = 0xffff_ffff;

/** A ZIP of deflated members piece by piece; holds no more of them than what is being packed. */
export async function* zipStream(members: readonly StreamedMember[]): AsyncGenerator<Uint8Array> {
  const written: Facts[] = [];
  let offset = 0;
  for (const { name, text } of members) {
    const facts = { title: Buffer.from(name), offset, crc: 0, size: 0, packed: 0 };
    yield Buffer.concat([headOf(facts, local), facts.title]);
    for await (const bytes of packed(text(), facts)) yield bytes;
    assert(facts.size <= sizeMax && offset + facts.packed <= sizeMax, "a ZIP of this kind ends at 4 GiB");
    yield descriptorOf(facts);
    offset += 30 + facts.title.length + facts.packed + 16;
    written.push(facts);
  }
  yield directoryOf(written, offset);
}

async function* packed(text: Text, facts: Facts): AsyncGenerator<Uint8Array> {
  async function* counted() {
    for await (const piece of text) {
      const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
      facts.crc = crc32(bytes, facts.crc);
      facts.size += bytes.length;
      yield bytes;
    }
  }
  const packer = createDeflateRaw();
  const fed = pipeline(Readable.from(counted(), { objectMode: false }), packer);
  // What goes wrong in the source reaches the reader through the packer, which it destroys.
  fed.catch(() => undefined);
  for await (const bytes of packer) {
    facts.packed += bytes.length;
    yield bytes;
  }
}

/** What the local head and the directory say alike; the local one does not know sizes yet. */
function headOf({ title, crc, size, packed: length }: Facts, signature: number): Buffer {
  const isLocal = signature === local;
  const at = isLocal ? 4 : 6;
  const head = Buffer.alloc(isLocal ? 30 : 46);
  head.writeUInt32LE(signature, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(20, at);
  head.writeUInt16LE(flags, at + 2);
  head.writeUInt16LE(deflate, at + 4);
  head.writeUInt32LE(firstMoment, at + 6);
  head.writeUInt32LE(isLocal ? 0 : crc, at + 10);
  head.writeUInt32LE(isLocal ? 0 : length, at + 14);
  head.writeUInt32LE(isLocal ? 0 : size, at + 18);
  head.writeUInt16LE(title.length, at + 22);
  return head;
}

function descriptorOf({ crc, packed: length, size }: Facts): Buffer {
  const bytes = Buffer.alloc(16);
  for (const [index, value] of [descriptor, crc, length, size].entries())
    bytes.writeUInt32LE(value, index * 4);
  return bytes;
}

function directoryOf(members: readonly Facts[], offset: number): Buffer {
  const entries = members.flatMap((facts) => {
    const head = headOf(facts, central);
    head.writeUInt32LE(facts.offset, 42);
    return [head, facts.title];
  });
  const list = Buffer.concat(entries);
  return Buffer.concat([list, endOf(members.length, list.length, offset)]);
}
