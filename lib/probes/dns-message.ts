import ipaddr from "ipaddr.js";
import type { RecordType } from "@/lib/domain/check-settings";

/** Numbers of record types (IANA "DNS Parameters"). */
export const typeNumbers = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  CAA: 257,
} as const satisfies Record<RecordType, number>;

const optType = 41;
const inClass = 1;
/** Most bytes of an answer over UDP that does not risk fragments (DNS flag day 2020). */
const udpPayload = 1_232;
const recordsMax = 500;

type DnsRecord = { name: string; type: number; ttl: number; text: string };
export type DnsAnswer = {
  id: number;
  /** 0 NOERROR, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED (RFC 1035 §4.1.1). */
  code: number;
  isTruncated: boolean;
  /** The resolver vouches for DNSSEC (RFC 4035 §3.2.3). */
  isAuthentic: boolean;
  question: { name: string; type: number } | null;
  records: readonly DnsRecord[];
};

/** A query with EDNS(0); `dnssec` sets AD and DO, so that a validating resolver says whether it validated. */
export function encodeQuery(id: number, name: string, type: number, dnssec: boolean): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(0x0100 | (dnssec ? 0x0020 : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(1, 10);
  const question = Buffer.alloc(4);
  question.writeUInt16BE(type, 0);
  question.writeUInt16BE(inClass, 2);
  const opt = Buffer.alloc(11);
  opt.writeUInt16BE(optType, 1);
  opt.writeUInt16BE(udpPayload, 3);
  opt.writeUInt16BE(dnssec ? 0x8000 : 0, 7);
  return Buffer.concat([header, encodeName(name), question, opt]);
}

function encodeName(name: string): Buffer {
  const labels = name.replace(/\.$/, "").split(".").filter(Boolean);
  const parts = labels.map((label) => {
    const bytes = Buffer.from(label, "latin1");
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

/** An answer read; null for bytes that are none. Never throws and never loops: names may only point backwards. */
export function decodeAnswer(bytes: Buffer): DnsAnswer | null {
  try {
    return new Reader(bytes).answer();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  answer(): DnsAnswer | null {
    const [id, flags, questions, answers] = [this.#short(), this.#short(), this.#short(), this.#short()];
    this.#at += 4;
    if ((flags & 0x8000) === 0) return null;
    let question: DnsAnswer["question"] = null;
    for (let index = 0; index < questions; index += 1) {
      const name = this.#name();
      question ??= { name, type: this.#bytes.readUInt16BE(this.#at) };
      this.#at += 4;
    }
    const isTruncated = (flags & 0x0200) !== 0;
    const records = this.#records(Math.min(answers, recordsMax), isTruncated);
    const isAuthentic = (flags & 0x0020) !== 0;
    return { id, code: flags & 0x000f, isTruncated, isAuthentic, question, records };
  }

  /** A truncated answer may break off anywhere. */
  #records(count: number, mayBreakOff: boolean): DnsRecord[] {
    const records: DnsRecord[] = [];
    try {
      for (let index = 0; index < count; index += 1) records.push(this.#record());
    } catch (error) {
      if (!mayBreakOff || !(error instanceof RangeError)) throw error;
    }
    return records;
  }

  #record(): DnsRecord {
    const name = this.#name();
    const type = this.#short();
    this.#at += 2;
    const ttl = this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    const length = this.#short();
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("a record beyond the message");
    const text = this.#data(type, end);
    this.#at = end;
    return { name, type, ttl, text };
  }

  #data(type: number, end: number): string {
    switch (type) {
      case typeNumbers.A:
      case typeNumbers.AAAA:
        return address(this.#rest(end));
      case typeNumbers.NS:
      case typeNumbers.CNAME:
        return this.#name();
      case typeNumbers.MX:
        return `${this.#short()} ${this.#name()}`;
      case typeNumbers.TXT:
        return this.#strings(end);
      case typeNumbers.SOA:
        return [this.#name(), this.#name(), ...Array.from({ length: 5 }, () => this.#long())].join(" ");
      case typeNumbers.SRV:
        return `${this.#short()} ${this.#short()} ${this.#short()} ${this.#name()}`;
      case typeNumbers.CAA:
        return this.#caa(end);
      default:
        return this.#rest(end).toString("hex");
    }
  }

  #rest(end: number): Buffer {
    return this.#bytes.subarray(this.#at, end);
  }

  #short(): number {
    this.#at += 2;
    return this.#bytes.readUInt16BE(this.#at - 2);
  }

  #long(): number {
    this.#at += 4;
    return this.#bytes.readUInt32BE(this.#at - 4);
  }

  /** The pieces of a TXT record are one text. */
  #strings(end: number): string {
    let text = "";
    while (this.#at < end) {
      const length = this.#bytes.readUInt8(this.#at);
      text += this.#bytes.toString("utf8", this.#at + 1, Math.min(end, this.#at + 1 + length));
      this.#at += 1 + length;
    }
    return text;
  }

  /** RFC 8659 §4.1: flags, tag, value. */
  #caa(end: number): string {
    const flags = this.#bytes.readUInt8(this.#at);
    const length = this.#bytes.readUInt8(this.#at + 1);
    const tag = this.#bytes.toString("latin1", this.#at + 2, this.#at + 2 + length);
    return `${flags} ${tag} "${this.#bytes.toString("utf8", this.#at + 2 + length, end)}"`;
  }

  /** A name, its pointers followed (RFC 1035 §4.1.4), in lower case with a final dot. */
  #name(): string {
    const labels: string[] = [];
    let at = this.#at;
    let bound = this.#bytes.length;
    let end: number | null = null;
    for (let length = this.#bytes.readUInt8(at); length !== 0; length = this.#bytes.readUInt8(at)) {
      if (length >= 0xc0) {
        end ??= at + 2;
        const target = this.#bytes.readUInt16BE(at) & 0x3fff;
        if (target >= Math.min(at, bound)) throw new RangeError("a name that points forwards");
        bound = target;
        at = target;
        continue;
      }
      labels.push(this.#bytes.toString("latin1", at + 1, at + 1 + length));
      at += 1 + length;
      if (labels.length > 128) throw new RangeError("a name without an end");
    }
    this.#at = end ?? at + 1;
    return `${labels.join(".").toLowerCase()}.`;
  }
}

function address(bytes: Buffer): string {
  if (bytes.length !== 4 && bytes.length !== 16) throw new RangeError("no address has that many bytes");
  return ipaddr.fromByteArray([...bytes]).toString();
}
