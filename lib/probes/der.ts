/** One element of DER (X.690): its tag, its content, and where it ends. */
export type Element = { tag: number; content: Buffer; end: number };

/** The element at `offset`; null when the bytes are not one. Lengths up to four bytes. */
export function readElement(bytes: Buffer, offset = 0): Element | null {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) return null;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (lengthBytes > 4 || (first >= 0x80 && lengthBytes === 0)) return null;
  if (bytes.length < offset + 2 + lengthBytes) return null;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(offset + 2, lengthBytes);
  const start = offset + 2 + lengthBytes;
  if (start + length > bytes.length) return null;
  return { tag, content: bytes.subarray(start, start + length), end: start + length };
}

/** The elements inside one, in order; broken off where the bytes break their rules. */
export function readChildren(bytes: Buffer): Element[] {
  const children: Element[] = [];
  for (let offset = 0; offset < bytes.length && children.length < 1_000; ) {
    const child = readElement(bytes, offset);
    if (child === null) break;
    children.push(child);
    offset = child.end;
  }
  return children;
}
