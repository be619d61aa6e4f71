import type { Encoding } from "@/lib/domain/publication";
import { folderMirror } from "./folder";
import { s3Mirror } from "./s3";

/** What a file is, for places that keep it beside the bytes: the type of what it holds, and how that is compressed. */
type FileKind = { contentType: string; encoding: Encoding };

/** A place that keeps copies of published bytes. Every call may fail by rejecting; all may be repeated. */
export type Mirror = {
  put(file: string, bytes: Uint8Array, kind: FileKind): Promise<void>;
  remove(file: string): Promise<void>;
};

/** Short enough that news arrives, long enough that a cache in front takes the load. */
export const mirrorCacheControl = "public, max-age=10, stale-while-revalidate=60, stale-if-error=86400";

/**
 * The mirror that PROBITY_MIRROR names: a folder, or
 * `s3://KEY:SECRET@bucket/prefix?endpoint=https://s3.example.com&region=eu-central-1`. Throws with a sentence.
 */
export function openMirror(text: string): Mirror {
  return text.startsWith("s3://") ? s3Mirror(text) : folderMirror(text);
}
