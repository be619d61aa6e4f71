import { dayMs, hourMs, minuteMs, secondMs } from "./time";

/** What a field may hold while somebody types: a number that is none yet stays the text it is. */
export type Loose<T> = T extends number
  ? number | string
  : T extends readonly (infer Each)[]
    ? readonly Loose<Each>[]
    : T extends object
      ? { [Name in keyof T]: Loose<T[Name]> }
      : T;

/** What a sentence says where nothing readable was typed yet. */
export const blank = "…";

/** "99.9 %" */
export function percentWords(percent: string): string {
  return /^\d+(\.\d+)?$/.test(percent) ? `${percent} %` : `${blank} %`;
}

const units: readonly (readonly [number, string])[] = [
  [dayMs, "day"],
  [hourMs, "hour"],
  [minuteMs, "minute"],
  [secondMs, "second"],
];

/** "5 minutes", "36 hours", "90 seconds": the largest unit that says it whole. Two days and less are told in hours. */
export function secondsWords(seconds: number | string): string {
  if (typeof seconds === "string" || seconds < 0) return blank;
  const ms = seconds * secondMs;
  const fits = ([unit]: readonly [number, string]) => ms % unit === 0 && (unit < dayMs || ms > 3 * dayMs);
  const [unit, word] = units.find(fits) ?? [secondMs, "second"];
  return counted(ms / unit, word);
}

/** "1 day", "3 days", "… days" */
export function counted(count: number | string, word: string): string {
  return typeof count === "number" && count === 1 ? `1 ${word}` : `${numberWords(count)} ${word}s`;
}

export function numberWords(count: number | string): string {
  return typeof count === "number" ? String(count) : blank;
}

/** "a", "a and b", "a, b and c" */
export function listed(words: readonly string[], last = "and"): string {
  if (words.length <= 1) return words[0] ?? blank;
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** "first", "second", … of a number of periods or days, as people count them. */
export function ordinal(count: number | string): string {
  if (typeof count === "string") return blank;
  const tail = count % 100 >= 11 && count % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return `${count}${tail}`;
}
