import { loadavg } from "node:os";

/** What is to be reached, as text (`<= 0.75`), and whether a value reaches it. */
export type Goal = { text: string; isMet(value: number): boolean };

export const atMost = (limit: number): Goal => ({
  text: `<= ${limit}`,
  isMet: (value) => value <= limit,
});

export const atLeast = (limit: number): Goal => ({
  text: `>= ${limit}`,
  isMet: (value) => value >= limit,
});

/** Everything else that was seen with a figure; null where this machine cannot tell. */
export type Details = Readonly<Record<string, number | string | null>>;

type Line = { bench: string; value: number | null; unit: string; goal: string | null; met: boolean | null };

const lines: Line[] = [];

/** One figure as one line of JSON on stdout. A value of null was not measurable here. */
export function report(
  bench: string,
  value: number | null,
  unit: string,
  goal: Goal | null,
  details: Details = {},
): void {
  const known = value === null ? null : round(value);
  const met = goal === null || known === null ? null : goal.isMet(known);
  const line = { bench, value: known, unit, goal: goal?.text ?? null, met };
  lines.push(line);
  const rounded = Object.entries(details).map(([name, seen]) => [
    name,
    typeof seen === "number" ? round(seen) : seen,
  ]);
  console.log(JSON.stringify({ ...line, load: round(loadavg()[0] ?? 0), ...Object.fromEntries(rounded) }));
}

/** What is going on, for the person who waits. */
export function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** All figures once more, for people. True when no goal was missed. */
export function summarize(): boolean {
  say("");
  for (const { bench, value, unit, goal, met } of lines) {
    const verdict = met === null ? "" : met ? "met" : "MISSED";
    say(
      [bench.padEnd(24), String(value ?? "-").padStart(10), unit.padEnd(22), (goal ?? "").padEnd(10), verdict]
        .join(" ")
        .trimEnd(),
    );
  }
  return lines.every((line) => line.met !== false);
}

/** Four significant digits say all that a shared machine can. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}

/** The value that `share` of all values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
