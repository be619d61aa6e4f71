import { canonicalJson } from "@/lib/domain/canonical";
import { invalid } from "@/lib/domain/errors";
import { sha256Hex } from "@/lib/domain/hash";

/** The `Idempotency-Key` of a request, or null without one. */
export function readIdempotencyKey(header: string | null): string | null {
  if (header === null) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(header))
    throw invalid("Idempotency-Key", "must be 1 to 255 printable characters without spaces");
  return header;
}

/** One hash for requests that ask the same: spelling of the JSON (order of names, spaces) does not matter. */
export function requestHash(method: string, target: string, body: unknown): string {
  return sha256Hex(canonicalJson({ method, target, body }));
}
