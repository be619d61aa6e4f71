import { dayMs, type Ms } from "@/lib/domain/time";
import { readInstant } from "./instant";

const textMax = 4_000;
const utc = "\\(?UTC\\)?";
const day =
  "(?:[A-Z][a-z]{2,5}day,? )?(?:(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>[A-Z][a-z]{2,8})|(?<monthBefore>[A-Z][a-z]{2,8}) (?<dayAfter>\\d{1,2})(?:st|nd|rd|th)?),? (?<year>\\d{4})";
const end = "(?: (?:and|to|until|[-–]) (?<end>\\d{1,2}:\\d{2}))?";
const clock = `(?<start>\\d{1,2}:\\d{2})(?: ?${utc})?${end} ?${utc}`;
/** "14:44 UTC on 23 July, 2026"; "between 02:50 and 10:37 UTC on 27 Oct 2018" */
const clockFirst = new RegExp(`${clock},? on ${day}`);
/** "Monday, November 9, 2020, at 19:00 UTC" */
const dayFirst = new RegExp(`${day},? (?:(?:at|from|around|between) )?(?:approximately )?${clock}`);
const lateEnd = new RegExp(`\\buntil (?:approximately )?(\\d{1,2}:\\d{2}) ?${utc}`);

/** The first window of time that sentences name in UTC; an end without a date of its own is the next such hour. */
export function windowIn(prose: string): { from: Ms | null; to: Ms | null } {
  const text = prose.slice(0, textMax);
  const found = [clockFirst.exec(text), dayFirst.exec(text)]
    .filter((match) => match !== null)
    .sort((a, b) => a.index - b.index)[0];
  const told = found?.groups;
  if (found === undefined || told === undefined) return { from: null, to: null };
  const date = `${told.day ?? told.dayAfter} ${told.month ?? told.monthBefore} ${told.year}`;
  const from = readInstant(`${date} ${told.start} UTC`);
  const ends = told.end ?? lateEnd.exec(text.slice(found.index))?.[1];
  const to = ends === undefined ? null : readInstant(`${date} ${ends} UTC`);
  return { from, to: from !== null && to !== null && to <= from ? to + dayMs : to };
}
