import { addressesToTry, feedsNamedBy } from "@/lib/domain/provider-address";
import type { ProviderFormat, Reading } from "@/lib/domain/reading";
import { secondMs } from "@/lib/domain/time";
import { collectDocument } from "./collect";
import { type FetchDeps, type FetchLimits, fetchDocument, fetchLimits, type Validators } from "./fetch";
import type { Read } from "./poll";
import { decode } from "./text";

/** Where a provider's document was found, what it is and what it says now; or why nothing was. */
export type Detected = { url: string; format: ProviderFormat; reading: Reading } | { reason: string };

const patienceMs = 25 * secondMs;
const formless: ReadonlySet<ProviderFormat> = new Set<ProviderFormat>(["rss-atom-plain"]);

/**
 * Finds the status document behind a pasted address by trying the places that products keep theirs, one after
 * another within one patience. Never rejects.
 */
export async function detectProvider(
  pasted: string,
  read: Read,
  deps: FetchDeps,
  signal: AbortSignal,
  limits: FetchLimits = { ...fetchLimits, timeoutMs: 6 * secondMs },
): Promise<Detected> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  const get = (url: string, validators: Validators) => fetchDocument(url, validators, deps, deadline, limits);
  let reason = "No status document was found at this address.";
  const tries = addressesToTry(pasted);
  for (let index = 0; index < tries.length && !deadline.aborted; index += 1) {
    const url = tries[index] ?? pasted;
    const fetched = await collectDocument(url, null, { etag: null, lastModified: null }, get);
    if (fetched.kind === "failed") {
      if (fetched.status === null && index === 0) reason = fetched.reason;
      if (fetched.status === null && isHopeless(fetched.reason)) return { reason: fetched.reason };
      continue;
    }
    if (fetched.kind === "unchanged") continue;
    const reading = await read({
      bytes: fetched.bytes,
      contentType: fetched.contentType,
      observedAt: deps.now(),
    });
    if (!reading.parseError && reading.format !== null && isTelling(reading, url, pasted))
      return { url: fetched.url === url ? url : fetched.url, format: reading.format, reading };
    if (url === new URL(pasted).href)
      tries.push(...feedsOf(fetched, url).filter((feed) => !tries.includes(feed)));
  }
  return { reason };
}

/** What no other path of the same host can mend. */
function isHopeless(reason: string): boolean {
  return /private or reserved|name does not exist|refused/i.test(reason);
}

/** Any feed is a plain feed; only one that was pasted or named as the page's own is meant. */
function isTelling(reading: Reading, url: string, pasted: string): boolean {
  if (reading.format === null || !formless.has(reading.format)) return true;
  return url === new URL(pasted).href || reading.counts.incidents > 0;
}

function feedsOf(fetched: { bytes: Uint8Array; contentType: string | undefined }, page: string): string[] {
  const decoded = decode(fetched.bytes.subarray(0, 400_000), fetched.contentType);
  return "text" in decoded && /<html|<!doctype/i.test(decoded.text.slice(0, 2_000))
    ? feedsNamedBy(decoded.text, page)
    : [];
}
