"use client";

import { useRouter } from "next/navigation";
import { type PointerEvent, type ReactNode, useState } from "react";
import { StateShape } from "@/app/_ui/state";
import { exactTime, shortDuration } from "@/lib/domain/duration";
import { type State, stateWords } from "@/lib/domain/state";
import { formatInstant, type Ms } from "@/lib/domain/time";

type Stretch = { from: Ms; to: Ms; state: State };

/** A drag shorter than this share of the width is a click. */
const clickShare = 0.01;

/**
 * Lays pointing over the drawing: what is under the pointer is told, dragging over a stretch zooms into it, a click
 * zooms in around it. The links above do the same for the keyboard.
 */
export function TimelineSurface({
  from,
  to,
  zone,
  segments,
  zoomTo,
  children,
}: {
  from: Ms;
  to: Ms;
  zone: string;
  segments: readonly Stretch[];
  /** The address without a window. */
  zoomTo: { base: string };
  children: ReactNode;
}) {
  const router = useRouter();
  const [at, setAt] = useState<number | null>(null);
  const [began, setBegan] = useState<number | null>(null);
  const instantAt = (share: number) => Math.round(from + share * (to - from));
  const told =
    at === null ? undefined : segments.find((each) => each.from <= instantAt(at) && instantAt(at) < each.to);

  const finish = (end: number) => {
    if (began === null) return;
    const [left, right] = [Math.min(began, end), Math.max(began, end)];
    setBegan(null);
    const isClick = right - left < clickShare;
    const reach = 0.125;
    const window = isClick ? [end - reach, end + reach] : [left, right];
    const [first = 0, last = 1] = window.map((share) => instantAt(Math.min(1, Math.max(0, share))));
    if (last - first < 1_000) return;
    const query = new URLSearchParams({ from: formatInstant(first), to: formatInstant(last) });
    router.push(`${zoomTo.base}${zoomTo.base.includes("?") ? "&" : "?"}${query}`, { scroll: false });
  };

  return (
    <div>
      <div
        className="relative cursor-crosshair touch-pan-y select-none"
        onPointerMove={(event) => setAt(shareOf(event))}
        onPointerDown={(event) => event.button === 0 && setBegan(shareOf(event))}
        onPointerUp={(event) => finish(shareOf(event))}
        onPointerLeave={() => {
          setAt(null);
          setBegan(null);
        }}
      >
        {children}
        {at !== null && began !== null ? <Selection from={began} to={at} /> : null}
      </div>
      <p className="mt-2 min-h-5 text-ink-2 text-xs tabular-nums">
        {told && at !== null ? (
          <span className="inline-flex flex-wrap items-center gap-x-2">
            <StateShape state={told.state} size={9} />
            <span className="font-medium text-ink">{stateWords[told.state]}</span>
            {exactTime(told.from, zone)} to {exactTime(told.to, zone)} · {shortDuration(told.to - told.from)}
          </span>
        ) : (
          <span className="text-ink-3">
            {exactTime(from, zone)} to {exactTime(to, zone)}
            <span className="max-md:hidden"> · drag over a stretch to zoom into it</span>
          </span>
        )}
      </p>
    </div>
  );
}

function Selection({ from, to }: { from: number; to: number }) {
  const left = Math.min(from, to) * 100;
  return (
    <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
      <rect
        x={`${left}%`}
        y="0"
        width={`${Math.abs(to - from) * 100}%`}
        height="100%"
        className="fill-accent opacity-25"
      />
    </svg>
  );
}

function shareOf(event: PointerEvent<HTMLDivElement>): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - left) / width));
}
