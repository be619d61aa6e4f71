import { clockTime, shortDuration } from "@/lib/domain/duration";
import { formatInstant, type Interval, type Ms } from "@/lib/domain/time";
import { zonedParts } from "@/lib/domain/zone";

/** "Sun 29 Nov, 01:00 CET – 03:00 CET · 2 h 00 min": a window on the reader's clock, with its true length. */
export function WindowTime({ from, to, zone, now }: Interval & { zone: string; now: Ms }) {
  return (
    <span className="tabular-nums">
      <time dateTime={formatInstant(from)}>{`${weekday(from, zone)} ${clockTime(from, zone, now)}`}</time>
      {" – "}
      <time dateTime={formatInstant(to)}>{endText({ from, to }, zone, now)}</time>
      <span className="text-ink-3"> · {shortDuration(to - from)}</span>
    </span>
  );
}

function weekday(instant: Ms, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: zone }).format(instant);
}

/** The end without its date when that is the start's. */
function endText({ from, to }: Interval, zone: string, now: Ms): string {
  const [start, end] = [zonedParts(from, zone), zonedParts(to, zone)];
  const isSameDay = start.day === end.day && start.month === end.month && start.year === end.year;
  return isSameDay ? `${end.hour}:${end.minute} ${end.zoneName}` : clockTime(to, zone, now);
}
