"use client";

import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { type BarDay, notable } from "@/lib/domain/bars";
import { shortDuration } from "@/lib/domain/duration";
import { stateWords } from "@/lib/domain/state";
import { zonedParts } from "@/lib/domain/zone";
import { stripHeight, stripPaths, stripSummary, stripWidth } from "@/lib/render/strip";
import { StateShape } from "./state";
import { stateFills } from "./uptime-strip";

/**
 * The last days, large: pointing at a day, or walking with the arrow keys, tells its hours by state. One path per
 * state; a table says the same to those who cannot see it.
 */
export function DayBars({ days, label }: { days: readonly BarDay[]; label: string }) {
  const [at, setAt] = useState<number | null>(null);
  const width = stripWidth(days.length);
  const day = at === null ? undefined : days[at];
  const last = days.length - 1;
  const spoken = days[at ?? last];
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width: wide } = event.currentTarget.getBoundingClientRect();
    setAt(clamp(Math.floor(((event.clientX - left) / wide) * days.length), last));
  };
  const walk = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -days.length, End: days.length }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setAt(clamp((at ?? last + 1) + by, last));
  };
  return (
    <figure>
      <div
        role="slider"
        aria-label={`${label}: ${stripSummary(days)}`}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at ?? last}
        aria-valuetext={spoken ? `${dayText(spoken)}: ${dayWords(spoken)}` : "No days"}
        tabIndex={0}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
        onKeyDown={walk}
        className="touch-pan-y"
      >
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${width} ${stripHeight}`}
          preserveAspectRatio="none"
          className="block h-12 w-full"
        >
          {at === null ? null : (
            <rect x={at * 4 - 0.5} y="0" width="4" height={stripHeight} className="fill-line-strong" />
          )}
          {stripPaths(days).map(({ state, d }) => (
            <path key={state} d={d} className={stateFills[state]} />
          ))}
        </svg>
      </div>
      <figcaption aria-live="polite" className="mt-1.5 flex min-h-5 justify-between gap-4 text-ink-3 text-xs">
        {day ? <DayText day={day} /> : <Ends days={days} />}
      </figcaption>
      <DayTable days={days} label={label} />
    </figure>
  );
}

function clamp(at: number, last: number): number {
  return Math.min(last, Math.max(0, at));
}

function Ends({ days }: { days: readonly BarDay[] }) {
  const [first] = days;
  return (
    <>
      <span>{first ? dayText(first) : ""}</span>
      <span>Today, UTC days</span>
    </>
  );
}

function DayText({ day }: { day: BarDay }) {
  const parts = notable(day.totalsMs);
  return (
    <span className="flex flex-wrap items-center gap-x-3 text-ink-2">
      <span className="font-medium text-ink">{dayText(day)}</span>
      {parts.length === 0 ? (
        <span className="inline-flex items-center gap-1.5">
          <StateShape state="operational" size={10} /> Operational all day
        </span>
      ) : (
        parts.map(({ state, lengthMs }) => (
          <span key={state} className="inline-flex items-center gap-1.5 tabular-nums">
            <StateShape state={state} size={10} /> {stateWords[state]} {shortDuration(lengthMs)}
          </span>
        ))
      )}
    </span>
  );
}

function dayText({ dayStart }: BarDay): string {
  const { day, month, year } = zonedParts(dayStart, "UTC");
  return `${day} ${month} ${year}`;
}

function DayTable({ days, label }: { days: readonly BarDay[]; label: string }) {
  return (
    <div className="sr-only">
      <table>
        <caption>{label}, day by day</caption>
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            <th scope="col">What happened</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.dayStart}>
              <th scope="row">{dayText(day)}</th>
              <td>{dayWords(day)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function dayWords(day: BarDay): string {
  const parts = notable(day.totalsMs).map(
    ({ state, lengthMs }) => `${stateWords[state]} ${shortDuration(lengthMs)}`,
  );
  return parts.length === 0 ? "Operational all day" : parts.join(", ");
}
