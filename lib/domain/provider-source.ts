import { canonicalJson } from "./canonical";
import { sha256Hex } from "./hash";
import type { Reading } from "./reading";
import { hourMs, type Ms, minuteMs, secondMs } from "./time";

/** What one poll of a provider came to; the world's failures are values. */
export type Poll =
  | {
      kind: "read";
      reading: Reading;
      documentHash: string;
      etag: string | null;
      lastModified: string | null;
      freshForMs: number | null;
    }
  | { kind: "unchanged"; freshForMs: number | null }
  | { kind: "failed"; reason: string; retryAfterMs: number | null };

/** What is known of a source between polls. */
export type SourceStanding = {
  createdAt: Ms;
  lastOkAt: Ms | null;
  failures: number;
  reason: string | null;
};

/** The shortest pause between two polls of one address; providers ask for it (Slack: one a minute). */
export const pollEveryMs = minuteMs;
const slowestMs = 5 * minuteMs;
const longestBackOffMs = 15 * minuteMs;
const longestRetryAfterMs = hourMs;
/** After so many failures or so long a silence nothing is known any more: `unknown`, never operational. */
const failuresMax = 5;
export const staleAfterMs = 15 * minuteMs;

/** Whether nothing may be concluded from the last reading any more. */
export function isStaleAt({ lastOkAt, failures }: SourceStanding, now: Ms): boolean {
  return lastOkAt === null || failures >= failuresMax || now - lastOkAt > staleAfterMs;
}

/** Why nothing is known, in a sentence; null while the last word still stands. */
export function staleReason(source: SourceStanding, now: Ms): string | null {
  if (!isStaleAt(source, now)) return null;
  if (source.lastOkAt === null) return source.reason ?? "This provider has not been read yet.";
  return source.reason ?? "This provider has not been read for more than 15 minutes.";
}

/**
 * When to ask again: as often as the document may change, never more than once a minute, ever more seldom while it
 * fails, and not before the provider said. `jitter` in [0, 1) spreads sources that began together over ±20 %.
 */
export function nextPollAt(poll: Poll, failures: number, now: Ms, jitter: number): Ms {
  const spread = (ms: number) => Math.round(ms * (0.8 + 0.4 * jitter));
  if (poll.kind !== "failed") {
    const wanted = Math.min(slowestMs, Math.max(pollEveryMs, poll.freshForMs ?? pollEveryMs));
    return now + Math.max(pollEveryMs, spread(wanted));
  }
  const backOff = Math.min(longestBackOffMs, pollEveryMs * 2 ** Math.min(10, Math.max(0, failures - 1)));
  const asked = Math.min(longestRetryAfterMs, poll.retryAfterMs ?? 0);
  return now + Math.max(spread(backOff), asked, 10 * secondMs);
}

/** Equal for readings that say the same: what moves by itself - counts of history - is left out. */
export function readingHash(reading: Reading): string {
  const { format, overall, components, openIncidents, scheduled } = reading;
  const reason = reading.reason ?? null;
  return sha256Hex(canonicalJson({ format, overall, components, openIncidents, scheduled, reason }));
}

/** How a provider's incident ended: by its own word, or because two readings in a row did not list it. */
export const incidentEnds = ["said", "not_listed"] as const;
export type IncidentEnd = (typeof incidentEnds)[number];

export const incidentEndWords: Readonly<Record<IncidentEnd, string>> = {
  said: "Said to be over",
  not_listed: "No longer listed",
};

/** The newest time that the provider itself names. */
export function saidAtOf(reading: Reading): Ms | null {
  const times = reading.openIncidents.flatMap(({ startedAt, updatedAt }) => [startedAt, updatedAt]);
  return times.reduce<Ms | null>(
    (newest, at) => (at !== null && (newest === null || at > newest) ? at : newest),
    null,
  );
}

/** An open incident of a reading under a key that stays its own while titles and grades change. */
export function incidentKey(incident: Reading["openIncidents"][number]): string {
  const { id, title, startedAt } = incident;
  return (id ?? sha256Hex(`${startedAt ?? ""} ${title}`)).slice(0, 300);
}
