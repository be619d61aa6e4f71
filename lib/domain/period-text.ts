import { addDays, localDate } from "./sla/calendar";
import type { Interval, Ms } from "./time";

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** "1 Oct 2026": the day of an instant on clocks in `zone`. */
export function dayText(instant: Ms, zone: string): string {
  return dateText(localDate(instant, zone));
}

function dateText(date: string): string {
  const [year, month, day] = date.split("-").map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}`;
}

/** "Oct 2026" for a whole calendar month, else its first and last day: "16 Oct – 15 Nov 2026". */
export function periodText({ from, to }: Interval, zone: string): string {
  const [first, last] = [localDate(from, zone), localDate(to - 1, zone)];
  const isMonth =
    first.endsWith("-01") && first.slice(0, 7) === last.slice(0, 7) && addDays(last, 1).endsWith("-01");
  if (isMonth) return dateText(first).replace(/^\d+ /, "");
  if (first === last) return dateText(first);
  const begin =
    first.slice(0, 4) === last.slice(0, 4) ? dateText(first).replace(/ \d{4}$/, "") : dateText(first);
  return `${begin} – ${dateText(last)}`;
}
