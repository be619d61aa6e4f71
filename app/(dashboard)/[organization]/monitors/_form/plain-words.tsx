"use client";

import { useEffect, useRef, useState } from "react";
import { confirmSentence, detectionSentence, heartbeatSentence } from "../words";
import type { Typed } from "./initial";

/** What the numbers beside it mean, in a sentence that follows them while they are typed. */
export function PlainWords({ typed, type }: { typed: Typed; type: "run" | "heartbeat" }) {
  const place = useRef<HTMLParagraphElement>(null);
  const [text, setText] = useState(() => say(type, (name) => typed[name] ?? ""));
  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form) return;
    const follow = () => {
      const data = new FormData(form);
      setText(say(type, (name) => String(data.get(name) ?? "")));
    };
    form.addEventListener("input", follow);
    return () => form.removeEventListener("input", follow);
  }, [type]);
  return (
    <p ref={place} aria-live="polite" className="rounded-md bg-sunken px-3 py-2 text-ink-2 text-sm">
      {text}
    </p>
  );
}

function say(type: "run" | "heartbeat", field: (name: string) => string): string {
  const number = (name: string, fallback: number) => {
    const value = Number(field(name));
    return Number.isInteger(value) && value > 0 ? value : fallback;
  };
  const interval = number("interval_seconds", 60);
  if (type === "heartbeat") {
    const schedule = field("settings.cron").trim();
    const cron = schedule === "" ? null : { schedule, timezone: field("settings.timezone") };
    return heartbeatSentence(interval, Number(field("settings.grace_seconds")) || 0, cron);
  }
  const confirm = {
    failures: number("confirm.failures", 2),
    recoveries: number("confirm.recoveries", 2),
    quorum: number("confirm.quorum", 1),
  };
  const regions = field("regions")
    .split(/[\s,]+/)
    .filter(Boolean).length;
  return `${confirmSentence(confirm, regions)} ${detectionSentence(confirm, interval, number("timeout_ms", 5_000))}`;
}
