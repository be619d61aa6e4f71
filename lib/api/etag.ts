import { invalid } from "@/lib/domain/errors";

/** A tag nobody was ever given: what it guards cannot match. */
const neverVersion = -1;

/** `"<version>"`, the strong entity tag of a row. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/**
 * The version an `If-Match` asks for; undefined when it is absent or `*`. A foreign or weak tag is a version no row has,
 * so that the write is refused with 412 as RFC 9110 wants.
 */
export function readIfMatch(header: string | null): number | undefined {
  const text = header?.trim();
  if (!text || text === "*") return undefined;
  if (/"\s*,/.test(text)) throw invalid("If-Match", "must name one entity tag, the one you last saw");
  const match = /^"(\d{1,15})"$/.exec(text);
  return match ? Number(match[1]) : neverVersion;
}
