"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import type { ComponentRow } from "./initial";

const control =
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-sm placeholder:text-ink-3";

/** Which components a page shows, in which order, under which names. Without JavaScript the order is a number to type. */
export function ComponentChoice({
  rows,
  complaint,
}: {
  rows: readonly ComponentRow[];
  complaint: string | undefined;
}) {
  const [order, setOrder] = useState(() => rows.map((_, index) => index));
  const move = (at: number, by: 1 | -1) => {
    const next = [...order];
    const [moved, other] = [next[at], next[at + by]];
    if (moved === undefined || other === undefined) return;
    next[at] = other;
    next[at + by] = moved;
    setOrder(next);
  };
  return (
    <div>
      <ul className="divide-y rounded-md border bg-surface">
        {order.map((index, at) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <li
              key={row.id}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-2 gap-y-1 px-3 py-1.5"
            >
              <Fields row={row} at={at} />
              <div className="flex">
                <Move label={`Move ${row.name} up`} isOff={at === 0} onClick={() => move(at, -1)}>
                  <ArrowUp size={14} aria-hidden="true" />
                </Move>
                <Move
                  label={`Move ${row.name} down`}
                  isOff={at === order.length - 1}
                  onClick={() => move(at, 1)}
                >
                  <ArrowDown size={14} aria-hidden="true" />
                </Move>
              </div>
            </li>
          );
        })}
      </ul>
      {complaint ? <p className="mt-1 text-major text-xs">{complaint}</p> : null}
    </div>
  );
}

function Fields({ row, at }: { row: ComponentRow; at: number }) {
  const name = (part: string) => `rows.${at}.${part}`;
  return (
    <div className="group/row grid items-start gap-x-3 gap-y-1 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <input type="hidden" name={name("id")} value={row.id} />
      <label className="flex h-8 min-w-0 items-center gap-2 text-sm">
        <input
          type="checkbox"
          name={name("shown")}
          value="true"
          defaultChecked={row.shown}
          className="size-4 shrink-0 accent-ink"
        />
        <span className="truncate">{row.name}</span>
      </label>
      <div className="hidden grid-cols-2 items-center gap-2 group-has-[[name$=shown]:checked]/row:grid">
        <input
          name={name("name")}
          defaultValue={row.shownName}
          aria-label={`Name of ${row.name} on the page`}
          placeholder={row.name}
          className={control}
        />
        <input
          name={name("group")}
          defaultValue={row.shownGroup}
          aria-label={`Group of ${row.name} on the page`}
          placeholder={row.group ?? "No group"}
          className={control}
        />
        <label className="flex items-center gap-1.5 text-ink-2 text-xs">
          <input
            type="checkbox"
            name={name("hidden")}
            value="true"
            defaultChecked={row.hidden}
            className="size-4 accent-ink"
          />
          Only when failing
        </label>
        <label className="flex items-center gap-1.5 text-ink-2 text-xs">
          <input
            type="checkbox"
            name={name("latency")}
            value="true"
            defaultChecked={row.latency}
            className="size-4 accent-ink"
          />
          Response times
        </label>
        <noscript>
          <label className="text-ink-2 text-xs">
            Place
            <input name={name("place")} defaultValue={at + 1} inputMode="numeric" className={control} />
          </label>
        </noscript>
      </div>
    </div>
  );
}

function Move({
  label,
  isOff,
  onClick,
  children,
}: {
  label: string;
  isOff: boolean;
  onClick: () => void;
  children: React.ReactNode;
}) {
  return (
    <Button tone="ghost" className="!px-1.5" aria-label={label} disabled={isOff} onClick={onClick}>
      {children}
    </Button>
  );
}
