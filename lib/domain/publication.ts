import { type Ms, minuteMs } from "./time";

/** One thing a page answers: now, and as it reads once it is old (RULES R6.1). */
export type Representation = {
  /** "/" or "/api/v2/summary.json", plus "?lang=de" where a language makes other bytes. */
  path: string;
  contentType: string;
  /** Beside those that every publication has. */
  headers: Record<string, string>;
  body: string | Uint8Array;
  staleBody: string | Uint8Array;
};

/** What names a representation's bytes, by path: what has the same tags need not be made again. */
export type KnownTags = ReadonlyMap<string, { etag: string; staleEtag: string }>;

export const encodings = ["identity", "gzip", "br"] as const;
export type Encoding = (typeof encodings)[number];

/** The same text in every encoding, and what names exactly these bytes. */
export type EncodedBody = { etag: string; bytes: Record<Encoding, Uint8Array> };

/** One thing a page answers, as ready bytes. `headers` are beside those that every publication has. */
export type EncodedRepresentation = {
  path: string;
  contentType: string;
  headers: Record<string, string>;
  fresh: EncodedBody;
  stale: EncodedBody;
};

/** From this age on a publication is served with its age (RULES R6.1). */
export const staleAfterMs = 10 * minuteMs;

/** When the clock makes new bytes although nothing happened (RULES R6.1). */
export function renewalAt(publishedAt: Ms, isTroubled: boolean, timezone: string): Ms {
  const regular = publishedAt + (isTroubled ? minuteMs : 5 * minuteMs);
  return Math.min(regular, nextMidnight(publishedAt, timezone), nextMidnight(publishedAt, "UTC"));
}

/**
 * The first instant of the next local day. Found by halving, because a zone's day has 23 to 25 hours and some begin at
 * one o'clock.
 */
function nextMidnight(instant: Ms, timezone: string): Ms {
  const dayOf = (at: Ms) => format(timezone).format(at);
  const today = dayOf(instant);
  let [inside, beyond] = [instant, instant + 26 * 60 * minuteMs];
  while (beyond - inside > 1) {
    const middle = Math.floor((inside + beyond) / 2);
    if (dayOf(middle) === today) inside = middle;
    else beyond = middle;
  }
  return beyond;
}

/** By lower-case name: a zone has as many spellings as its letters have cases, and whoever names it is not us. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(timezone: string): Intl.DateTimeFormat {
  const key = timezone.toLowerCase();
  const made = formats.get(key) ?? new Intl.DateTimeFormat("en-CA", { timeZone: timezone });
  formats.set(key, made);
  return made;
}
