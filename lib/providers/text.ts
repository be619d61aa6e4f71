import { gunzipSync } from "node:zlib";
import { documentMaxBytes } from "@/lib/domain/reading";

/** The text of a document, or why it is none. */
export type Decoded = { text: string } | { reason: string };

/**
 * Bytes to text: by byte order mark, then the HTTP charset, then the XML declaration, else UTF-8. UTF-16 without
 * a mark is told by its zero bytes, whatever its server claims. Wrong bytes become U+FFFD.
 */
export function decode(bytes: Uint8Array, contentType: string | undefined): Decoded {
  if (bytes.length === 0) return { reason: "The document is empty." };
  if (isGzip(bytes)) return decodePacked(bytes, contentType);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return { reason: "The document is a ZIP archive." };
  return { text: new TextDecoder(encodingOf(bytes, contentType)).decode(bytes) };
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Servers send gzip under a wrong name: it is unpacked once, and never beyond what a document may hold. */
function decodePacked(bytes: Uint8Array, contentType: string | undefined): Decoded {
  try {
    const unpacked = gunzipSync(bytes, { maxOutputLength: documentMaxBytes });
    if (isGzip(unpacked)) return { reason: "The document is compressed more than once (gzip)." };
    return decode(unpacked, contentType);
  } catch (error) {
    const large = error instanceof RangeError;
    const why = large ? `holds more than ${documentMaxBytes / 1_000_000} MB` : "cannot be unpacked";
    return { reason: `The document is compressed (gzip) and ${why}.` };
  }
}

function encodingOf(bytes: Uint8Array, contentType: string | undefined): string {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xef && second === 0xbb) return "utf-8";
  if (first === 0 && second !== 0) return "utf-16be";
  if (first !== 0 && second === 0) return "utf-16le";
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const claimed =
    /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? "")?.[1] ??
    /^\s*<\?xml[^>]{0,150}encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1];
  return claimed === undefined || /^utf-?16/i.test(claimed) ? "utf-8" : knownEncoding(claimed);
}

function knownEncoding(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return "utf-8";
  }
}

const wrapper =
  /^\s*(?:\/\*\*\/\s*)?(?:typeof [\w$.]{1,100} ?===? ?['"]function['"] ?&& ?|[\w$.]{1,100} ?&& ?)?[A-Za-z_$][\w$.]{0,100}\s*\(/;
/** What servers put before JSON so that no script tag can read it, and the head of `var name = …;`. */
const guard =
  /^\s*(?:\)\]\}'?,?|while\s?\(1\);|for\s?\(;;\);|(?:var|let|const|window\.)\s?[\w$.]{1,100}\s?=)\s*/;
const controls = /\p{Cc}/gu;

/** The JSON value of a text, also inside a JSONP call, also with raw control characters in its strings. */
export function parseJson(text: string): { value: unknown } | { reason: string } {
  const bare = unwrapped(text.replace(/^\uFEFF/, ""));
  try {
    return { value: JSON.parse(bare) };
  } catch (error) {
    return retried(bare, error);
  }
}

function retried(text: string, error: unknown) {
  try {
    return { value: JSON.parse(text.replace(controls, " ")) as unknown };
  } catch {
    const why = error instanceof Error ? error.message.slice(0, 160).toWellFormed() : "";
    return { reason: `The document is not valid JSON: ${why}` };
  }
}

/** Never evaluated: only the name and its parentheses, or what stands guard, are cut off. */
function unwrapped(text: string): string {
  const guarded = guard.exec(text);
  if (guarded) return text.slice(guarded[0].length).replace(/;[\s;]{0,10}$/, "");
  const call = wrapper.exec(text);
  const end = call ? text.lastIndexOf(")") : -1;
  return call && end >= 0 ? text.slice(call[0].length, end) : text;
}
