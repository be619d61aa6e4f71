import { Temporal } from "temporal-polyfill";
import { type State, states } from "@/lib/domain/state";
import { dayMs, hourMs, type Interval, type Ms, minuteMs, secondMs } from "@/lib/domain/time";

/** The chart counts in thousandths of its width; it is stretched where it is drawn. */
export const timelineWidth = 1_000;
/** Shorter stretches are drawn this wide, so that no outage vanishes in three years. */
const narrowest = 1.5;

type Stretch = Interval & { state: State };
export type TimelinePath = { state: State; d: string };
export type TimelineTick = { x: number; label: string };

const across = (window: Interval) => (at: Ms) =>
  Math.round(((at - window.from) / (window.to - window.from)) * timelineWidth * 100) / 100;

/** One path per state over a band of `height`; the worse a state, the later and so the higher it is painted. */
export function timelinePaths(
  stretches: readonly Stretch[],
  window: Interval,
  height: number,
): TimelinePath[] {
  const x = across(window);
  return paintOrder.flatMap((state) => {
    const boxes = stretches
      .filter((stretch) => stretch.state === state)
      .map(({ from, to }) => {
        const left = x(Math.max(from, window.from));
        const width = Math.max(x(Math.min(to, window.to)) - left, narrowest);
        return `M${Math.min(left, timelineWidth - narrowest)} 0h${Math.round(width * 100) / 100}v${height}h-${Math.round(width * 100) / 100}z`;
      });
    return boxes.length > 0 ? [{ state, d: boxes.join("") }] : [];
  });
}

const paintOrder: readonly State[] = [
  "operational",
  ...states.filter(
    (state) => state !== "operational" && state !== "partial_outage" && state !== "major_outage",
  ),
  "partial_outage",
  "major_outage",
];

/** Marks of bounded entries such as corrections: where they begin and how wide they are. */
export function timelineMarks(marks: readonly Interval[], window: Interval): { x: number; width: number }[] {
  const x = across(window);
  return marks
    .filter((mark) => mark.from < window.to && mark.to > window.from)
    .map(({ from, to }) => {
      const left = x(Math.max(from, window.from));
      return { x: left, width: Math.max(x(Math.min(to, window.to)) - left, narrowest) };
    });
}

type Step = { unit: "month" | "day" | "hour" | "minute" | "second"; count: number; lengthMs: number };

const steps: readonly Step[] = [
  { unit: "second", count: 10, lengthMs: 10 * secondMs },
  { unit: "minute", count: 1, lengthMs: minuteMs },
  { unit: "minute", count: 10, lengthMs: 10 * minuteMs },
  { unit: "hour", count: 1, lengthMs: hourMs },
  { unit: "hour", count: 4, lengthMs: 4 * hourMs },
  { unit: "day", count: 1, lengthMs: dayMs },
  { unit: "day", count: 5, lengthMs: 5 * dayMs },
  { unit: "day", count: 14, lengthMs: 14 * dayMs },
  { unit: "month", count: 2, lengthMs: 60 * dayMs },
  { unit: "month", count: 6, lengthMs: 182 * dayMs },
];

const ticksMax = 8;

/** At most eight round instants of the zone's own clock and calendar inside the window. */
export function timelineTicks(window: Interval, zone: string): TimelineTick[] {
  const x = across(window);
  const lengthMs = window.to - window.from;
  const step = steps.find((each) => lengthMs / each.lengthMs <= ticksMax) ?? lastStep;
  const ticks: TimelineTick[] = [];
  let at = firstTick(window.from, zone, step);
  for (; at.epochMilliseconds < window.to; at = at.add({ [`${step.unit}s`]: step.count })) {
    const place = x(at.epochMilliseconds);
    if (place >= 0) ticks.push({ x: place, label: tickLabel(at, step) });
  }
  return ticks;
}

const lastStep: Step = { unit: "month", count: 6, lengthMs: 182 * dayMs };

/** The round instant at or before `from`. */
function firstTick(from: Ms, zone: string, { unit, count }: Step): Temporal.ZonedDateTime {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const midnight = start.startOfDay();
  if (unit === "month")
    return midnight.with({ day: 1, month: midnight.month - ((midnight.month - 1) % count) });
  if (unit === "day") return count === 1 ? midnight : midnight.with({ day: 1 });
  return start.round({ smallestUnit: unit, roundingIncrement: count, roundingMode: "floor" });
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function tickLabel(at: Temporal.ZonedDateTime, { unit }: Step): string {
  const month = months[at.month - 1] ?? "";
  if (unit === "month") return `${month} ${at.year}`;
  const time = `${two(at.hour)}:${two(at.minute)}`;
  if (unit === "day" || time === "00:00") return `${at.day} ${month}`;
  return unit === "second" ? `${time}:${two(at.second)}` : time;
}

function two(count: number): string {
  return String(count).padStart(2, "0");
}
