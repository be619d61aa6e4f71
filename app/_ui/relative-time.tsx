"use client";

import { useSyncExternalStore } from "react";
import { relativeTime } from "@/lib/domain/duration";
import type { Ms } from "@/lib/domain/time";

const stepMs = 5_000;
let clock = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** One clock for every relative time on the screen. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, stepMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  clock = Date.now();
  for (const listener of listeners) listener();
}

/** "12 min ago", and still right a quarter of an hour later. The server says what it was when it looked. */
export function RelativeTime({ at, now }: { at: Ms; now: Ms }) {
  const ticked = useSyncExternalStore(
    subscribe,
    () => clock,
    () => 0,
  );
  return <span>{relativeTime(at, Math.max(now, ticked))}</span>;
}
