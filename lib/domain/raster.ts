/** A small picture as the page hands it out. Only rasters: an SVG is a document and may hold anything. */
export type Raster = {
  contentType: "image/png" | "image/jpeg" | "image/webp";
  bytes: Uint8Array;
  width: number;
  height: number;
};

const dataAddress = /^data:image\/(?:png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/;

/** The picture of a `data:` address, or null when its bytes are not what a PNG, JPEG or WebP begins with. */
export function rasterOf(address: string): Raster | null {
  const text = dataAddress.exec(address)?.[1];
  if (text === undefined) return null;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return png(bytes) ?? webp(bytes) ?? jpeg(bytes);
}

function png(bytes: Uint8Array): Raster | null {
  const isPng = startsWith(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  if (!isPng || bytes.length < 33 || !startsWith(bytes, 12, ascii("IHDR"))) return null;
  return sized("image/png", bytes, big(bytes, 16, 4), big(bytes, 20, 4));
}

function webp(bytes: Uint8Array): Raster | null {
  if (!startsWith(bytes, 0, ascii("RIFF")) || !startsWith(bytes, 8, ascii("WEBPVP8")) || bytes.length < 30)
    return null;
  const kind = String.fromCharCode(bytes[15] ?? 0);
  if (kind === "X") return sized("image/webp", bytes, little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1);
  if (kind === " ")
    return sized("image/webp", bytes, little(bytes, 26, 2) & 0x3fff, little(bytes, 28, 2) & 0x3fff);
  const packed = little(bytes, 21, 4);
  return sized("image/webp", bytes, (packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1);
}

/** A JPEG's size stands in its frame header, behind segments that each say how long they are. */
function jpeg(bytes: Uint8Array): Raster | null {
  if (!startsWith(bytes, 0, [0xff, 0xd8, 0xff])) return null;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + big(bytes, at + 2, 2)) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return sized("image/jpeg", bytes, big(bytes, at + 7, 2), big(bytes, at + 5, 2));
  }
  return null;
}

const sideMax = 2_048;

function sized(
  contentType: Raster["contentType"],
  bytes: Uint8Array,
  width: number,
  height: number,
): Raster | null {
  const isSane = width >= 1 && height >= 1 && width <= sideMax && height <= sideMax;
  return isSane ? { contentType, bytes, width, height } : null;
}

function startsWith(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[at + index] === byte);
}

function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

function big(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let index = 0; index < count; index += 1) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}

function little(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let index = count - 1; index >= 0; index -= 1) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}
