import { crc32 } from "node:zlib";

export type ZipMember = { name: string; bytes: Uint8Array };

/** 1980-01-01 00:00, the first moment a ZIP can name: two packs of the same members are the same bytes. */
const firstMoment = 0x0021_0000;
const local = 0x04034b50;
const central = 0x02014b50;
const end = 0x06054b50;
/** Names are UTF-8. */
const utf8 = 0x0800;

/** A ZIP of members that are stored as they are. */
export function zipOf(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of members) {
    const title = Buffer.from(name);
    const facts = factsOf(title, bytes);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(local, 0);
    facts.copy(head, 4);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(central, 0);
    entry.writeUInt16LE(20, 4);
    facts.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    parts.push(head, title, Buffer.from(bytes));
    directory.push(entry, title);
    offset += head.length + title.length + bytes.length;
  }
  const list = Buffer.concat(directory);
  return Buffer.concat([...parts, list, endOf(members.length, list.length, offset)]);
}

/** The end of an archive: where its directory stands, how long it is and how many members it lists. */
export function endOf(members: number, length: number, offset: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(end, 0);
  bytes.writeUInt16LE(members, 8);
  bytes.writeUInt16LE(members, 10);
  bytes.writeUInt32LE(length, 12);
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}

/** What the local head and the directory say alike of a member, from the version on. */
function factsOf(title: Buffer, bytes: Uint8Array): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(utf8, 2);
  facts.writeUInt32LE(firstMoment, 6);
  facts.writeUInt32LE(crc32(bytes), 10);
  facts.writeUInt32LE(bytes.length, 14);
  facts.writeUInt32LE(bytes.length, 18);
  facts.writeUInt16LE(title.length, 22);
  return facts;
}

/** The members of a ZIP that `zipOf` made; null for anything else: compressed, cut, doubled or with bytes between. */
export function unzip(zip: Uint8Array): ZipMember[] | null {
  const members = membersOf(Buffer.from(zip));
  if (members === null || new Set(members.map(({ name }) => name)).size !== members.length) return null;
  return zipOf(members).equals(Buffer.from(zip)) ? members : null;
}

function membersOf(zip: Buffer): ZipMember[] | null {
  const members: ZipMember[] = [];
  let at = 0;
  while (at + 30 <= zip.length && zip.readUInt32LE(at) === local) {
    const [length, title, extra] = [
      zip.readUInt32LE(at + 18),
      zip.readUInt16LE(at + 26),
      zip.readUInt16LE(at + 28),
    ];
    const start = at + 30 + title + extra;
    if (zip.readUInt16LE(at + 8) !== 0 || start + length > zip.length) return null;
    members.push({
      name: zip.toString("utf8", at + 30, at + 30 + title),
      bytes: zip.subarray(start, start + length),
    });
    at = start + length;
  }
  return members.length > 0 ? members : null;
}
