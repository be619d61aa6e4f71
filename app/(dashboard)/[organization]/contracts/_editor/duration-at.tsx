"use client";

import { useState } from "react";
import { useEditor } from "./editor";

const units = [
  { seconds: 1, label: "seconds" },
  { seconds: 60, label: "minutes" },
  { seconds: 3_600, label: "hours" },
  { seconds: 86_400, label: "days" },
] as const;

/** The largest unit that says so many seconds whole; days only from three on, as people speak. */
function unitOf(value: unknown): number {
  if (typeof value !== "number" || value === 0) return 60;
  const fits = units
    .toReversed()
    .find(({ seconds }) => value % seconds === 0 && (seconds < 86_400 || value > 3 * 86_400));
  return fits?.seconds ?? 1;
}

/** A length of time in a unit of the reader's choice; the draft holds seconds. */
export function DurationAt({
  path,
  label,
  nullable,
  hint,
}: {
  path: string;
  label: string;
  nullable?: boolean;
  hint?: string;
}) {
  const { read, write, complaint } = useEditor();
  const value = read(path);
  const [unit, setUnit] = useState(() => unitOf(value));
  const shown = typeof value === "number" ? String(value / unit) : typeof value === "string" ? value : "";
  const error = complaint(path);
  const change = (text: string, per: number) => {
    if (nullable && text === "") return write(path, null);
    const seconds = Number(text) * per;
    write(path, text.trim() !== "" && Number.isInteger(seconds) ? seconds : text);
  };
  const describedBy = [hint ? `${path}-hint` : "", error ? `${path}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={path} className="font-medium text-sm">
        {label}
      </label>
      <div className="flex">
        <input
          id={path}
          inputMode="decimal"
          value={shown}
          onChange={(event) => change(event.target.value, unit)}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy || undefined}
          className="h-8 w-full min-w-0 rounded-l-md border border-line-strong bg-surface px-2.5 text-base tabular-nums aria-invalid:border-major"
        />
        <select
          aria-label={`${label}: unit`}
          value={unit}
          onChange={(event) => {
            const next = Number(event.target.value);
            setUnit(next);
            if (typeof value === "number") change(String(value / unit), next);
          }}
          className="-ml-px h-8 rounded-r-md border border-line-strong bg-sunken px-2 text-ink-2 text-sm"
        >
          {units.map(({ seconds, label: word }) => (
            <option key={seconds} value={seconds}>
              {word}
            </option>
          ))}
        </select>
      </div>
      {hint ? (
        <p id={`${path}-hint`} className="text-ink-3 text-xs">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${path}-error`} className="text-major text-xs">
          {error}
        </p>
      ) : null}
    </div>
  );
}
