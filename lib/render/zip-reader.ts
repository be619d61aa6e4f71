import { inflateRawSync } from "node:zlib";
import type { ZipMember } from "./zip";

const central = 0x02014b50;
const end = 0x06054b50;
const [stored, deflated] = [0, 8];
/** Longest end record with the longest comment. */
const tailMax = 22 + 0xffff;
/** No file of ours is larger; a small ZIP must not become a huge one. */
const memberMax = 1 << 28;

/**
 * The members of any plain ZIP by the directory at its end, whoever packed it; null when it cannot be read. Checksums
 * are not looked at: whoever asks compares what is in it with hashes of their own.
 */
export function openZip(bytes: Uint8Array): ZipMember[] | null {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    return directoryOf(zip);
  } catch (error) {
    // What is cut off reads beyond its end, what is not deflated does not inflate.
    if (error instanceof RangeError || (error instanceof Error && "code" in error)) return null;
    throw error;
  }
}

function directoryOf(zip: Buffer): ZipMember[] | null {
  const tail = tailOf(zip);
  if (tail === null) return null;
  const members: ZipMember[] = [];
  let entry = zip.readUInt32LE(tail + 16);
  for (let left = zip.readUInt16LE(tail + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(entry) !== central) return null;
    const title = zip.readUInt16LE(entry + 28);
    const bytes = bytesOf(zip, entry);
    if (bytes === null) return null;
    members.push({ name: zip.toString("utf8", entry + 46, entry + 46 + title), bytes });
    entry += 46 + title + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return members;
}

function tailOf(zip: Buffer): number | null {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - tailMax); at -= 1)
    if (zip.readUInt32LE(at) === end) return at;
  return null;
}

function bytesOf(zip: Buffer, entry: number): Buffer | null {
  const method = zip.readUInt16LE(entry + 10);
  const length = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (from + length > zip.length) return null;
  const packed = zip.subarray(from, from + length);
  if (method === stored) return packed;
  return method === deflated ? inflateRawSync(packed, { maxOutputLength: memberMax }) : null;
}
