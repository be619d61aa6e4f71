import { dayMs, hourMs, type Ms, minuteMs, secondMs } from "./time";
import { zonedParts } from "./zone";

/** "42 s", "12 min", "1 h 04 min", "3 d 02 h": the two largest units, cut and never rounded up. */
export function shortDuration(lengthMs: Ms): string {
  const length = Math.max(0, lengthMs);
  const [days, hours] = [Math.floor(length / dayMs), Math.floor((length % dayMs) / hourMs)];
  if (days > 0) return hours > 0 ? `${days} d ${two(hours)} h` : `${days} d`;
  const minutes = Math.floor((length % hourMs) / minuteMs);
  if (hours > 0) return minutes > 0 ? `${hours} h ${two(minutes)} min` : `${hours} h`;
  const seconds = Math.floor((length % minuteMs) / secondMs);
  if (minutes > 0) return seconds > 0 && minutes < 10 ? `${minutes} min ${two(seconds)} s` : `${minutes} min`;
  return seconds > 0 || length === 0 ? `${seconds} s` : `${length} ms`;
}

/** "just now", "12 min ago", "in 3 d": the one largest unit, as people say it. */
export function relativeTime(instant: Ms, now: Ms): string {
  const distance = Math.abs(now - instant);
  if (distance < 5 * secondMs) return "just now";
  const length = largestUnit(distance);
  return instant <= now ? `${length} ago` : `in ${length}`;
}

function largestUnit(lengthMs: Ms): string {
  if (lengthMs < minuteMs) return `${Math.floor(lengthMs / secondMs)} s`;
  if (lengthMs < hourMs) return `${Math.floor(lengthMs / minuteMs)} min`;
  if (lengthMs < 2 * dayMs) return `${Math.floor(lengthMs / hourMs)} h`;
  return `${Math.floor(lengthMs / dayMs)} d`;
}

/** "14:03 CET" today, "20 Nov, 14:03 CET" this year, "20 Nov 2025, 14:03 CET" before. */
export function clockTime(instant: Ms, zone: string, now: Ms): string {
  const then = zonedParts(instant, zone);
  const today = zonedParts(now, zone);
  const time = `${then.hour}:${then.minute} ${then.zoneName}`;
  if (then.year !== today.year) return `${then.day} ${then.month} ${then.year}, ${time}`;
  const isToday = then.day === today.day && then.month === today.month;
  return isToday ? time : `${then.day} ${then.month}, ${time}`;
}

/** "20 Nov 2026, 14:03:07 CET": to the second, for evidence. */
export function exactTime(instant: Ms, zone: string): string {
  const { day, month, year, hour, minute, second, zoneName } = zonedParts(instant, zone);
  return `${day} ${month} ${year}, ${hour}:${minute}:${second} ${zoneName}`;
}

function two(count: number): string {
  return String(count).padStart(2, "0");
}
