"use client";

import { rowCount, type Typed } from "./initial";
import { Rows } from "./rows";

const control =
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 font-mono text-sm placeholder:text-ink-3";

/** Request headers. Stored values come masked; one left masked stays what it was. */
export function HeaderRows({ typed }: { typed: Typed }) {
  return (
    <Rows
      count={rowCount(typed, "headers")}
      add="Add a header"
      remove={(number) => `Remove header ${number + 1}`}
      row={(number) => <HeaderRow number={number} typed={typed} />}
    />
  );
}

function HeaderRow({ number, typed }: { number: number; typed: Typed }) {
  const [name, value] = [`headers.${number}.name`, `headers.${number}.value`];
  return (
    <div className="grid grid-cols-2 gap-1">
      <input
        key={`name ${typed[name] ?? ""}`}
        name={name}
        defaultValue={typed[name] ?? ""}
        aria-label={`Name of header ${number + 1}`}
        placeholder="authorization"
        autoComplete="off"
        className={control}
      />
      <input
        key={`value ${typed[value] ?? ""}`}
        name={value}
        defaultValue={typed[value] ?? ""}
        aria-label={`Value of header ${number + 1}`}
        placeholder="Bearer …"
        autoComplete="off"
        className={control}
      />
    </div>
  );
}
