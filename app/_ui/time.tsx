import { clockTime, exactTime } from "@/lib/domain/duration";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { RelativeTime } from "./relative-time";

type Shown = { at: Ms; now: Ms; zone: string };

/** "12 min ago · 14:03 CET": both ways of saying when, with UTC on hover. */
export function Time({ at, now, zone, className = "" }: Shown & { className?: string }) {
  return (
    <time dateTime={formatInstant(at)} title={utcTitle(at)} className={`whitespace-nowrap ${className}`}>
      <RelativeTime at={at} now={now} />
      <span className="text-ink-3"> · {clockTime(at, zone, now)}</span>
    </time>
  );
}

/** "20 Nov 2026, 14:03:07 CET": where the second matters. */
export function ExactTime({ at, zone, className = "" }: { at: Ms; zone: string; className?: string }) {
  return (
    <time
      dateTime={formatInstant(at)}
      title={utcTitle(at)}
      className={`whitespace-nowrap tabular-nums ${className}`}
    >
      {exactTime(at, zone)}
    </time>
  );
}

/** "2026-11-20 13:03:07.123 UTC" */
function utcTitle(at: Ms): string {
  return formatInstant(at).replace("T", " ").replace("Z", " UTC");
}
