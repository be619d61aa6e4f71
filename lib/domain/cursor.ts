import { invalid } from "./errors";
import type { Page } from "./input";

/** The sort key of the last row seen. */
export type CursorKey = readonly (string | number)[];

/** Opaque text for a sort key; carries no secret and grants nothing. */
export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** Reads a cursor whose parts have these types; anything else is the caller's mistake (400 on `cursor`). */
export function decodeCursor(text: string, shape: readonly ("string" | "number")[]): CursorKey {
  const broken = invalid("cursor", "is not a cursor of this list; leave it out to start from the beginning");
  try {
    const key: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (!Array.isArray(key) || key.length !== shape.length) throw broken;
    if (key.some((part, index) => typeof part !== shape[index] || !isPlain(part))) throw broken;
    return key;
  } catch {
    throw broken;
  }
}

/** Whole numbers and text that the database can compare with; a forged cursor must not become an error of ours. */
function isPlain(part: unknown): boolean {
  if (typeof part === "string") return part.isWellFormed() && !part.includes("\u0000");
  return Number.isSafeInteger(part);
}

/** Cuts a page out of `limit + 1` rows; the extra row only says that there is more. */
export function pageOf<T>(rows: readonly T[], limit: number, keyOf: (row: T) => CursorKey): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last)) : null };
}
