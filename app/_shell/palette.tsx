"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { type Command, matching, type Opened } from "./commands";
import { openPalette } from "./palette-events";
import { useFound } from "./use-found";

/**
 * Finds and does anything: the organization's places and acts, and its components, monitors and pages by name.
 * Arrows move, Enter does, Escape closes and gives focus back.
 */
export function Palette({ search, commands }: { search: string; commands: readonly Command[] }) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const found = useFound(search, query);
  const all = [...matching(commands, query), ...found];
  const chosen = all[Math.min(at, all.length - 1)];

  useOpening(() => {
    setQuery("");
    setAt(0);
    if (!dialog.current?.open) dialog.current?.showModal();
  });

  const go = (command: Opened) => {
    dialog.current?.close();
    router.push(command.href);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && all.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, all.length - 1) + step + all.length) % all.length);
    }
    if (event.key === "Enter" && chosen) {
      event.preventDefault();
      go(chosen);
    }
  };

  return (
    <dialog
      ref={dialog}
      aria-label="Find or do"
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
      onKeyDown={onKey}
      className="mx-auto mt-[12vh] w-[min(36rem,calc(100vw-2rem))] overflow-hidden rounded-md border border-line-strong bg-surface p-0 text-ink shadow-xl backdrop:bg-black/40"
    >
      <Query
        query={query}
        onChange={(text) => {
          setQuery(text);
          setAt(0);
        }}
        list={list}
        chosen={chosen}
        isEmpty={all.length === 0}
      />
      <div id={list} role="listbox" aria-label="Matches" className="max-h-[50vh] overflow-y-auto p-1">
        {all.map((command) => (
          <Option
            key={command.key}
            id={`${list}-${command.key}`}
            command={command}
            chosen={command === chosen}
            onChoose={() => go(command)}
          />
        ))}
      </div>
      {all.length === 0 ? (
        <p className="px-4 pb-4 text-ink-2 text-sm">Nothing has that name. Try part of it.</p>
      ) : null}
    </dialog>
  );
}

/** The combobox: keeps the focus while the arrows move through the list below it. */
function Query({
  query,
  onChange,
  list,
  chosen,
  isEmpty,
}: {
  query: string;
  onChange: (text: string) => void;
  list: string;
  chosen: Opened | undefined;
  isEmpty: boolean;
}) {
  return (
    <input
      role="combobox"
      aria-expanded={!isEmpty}
      aria-controls={list}
      aria-activedescendant={chosen ? `${list}-${chosen.key}` : undefined}
      aria-label="Find a component, monitor or page, or do something"
      autoComplete="off"
      spellCheck={false}
      placeholder="Find a component, monitor or page, or do something"
      value={query}
      onChange={(event) => onChange(event.target.value)}
      className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none placeholder:text-ink-3"
    />
  );
}

function Option({
  id,
  command,
  chosen,
  onChoose,
}: {
  id: string;
  command: Opened;
  chosen: boolean;
  onChoose: () => void;
}) {
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) here.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the focus and the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: options are pointed at by aria-activedescendant.
    <div
      ref={here}
      id={id}
      role="option"
      aria-selected={chosen}
      onClick={onChoose}
      className="flex h-9 cursor-pointer items-center gap-3 rounded px-3 text-sm hover:bg-sunken aria-selected:bg-sunken"
    >
      <span className="truncate">{command.label}</span>
      <span className="ml-auto shrink-0 text-ink-3 text-xs">{command.kind}</span>
    </div>
  );
}

/** Calls `open` on ⌘K, Ctrl-K and the palette's button. */
function useOpening(open: () => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey) return;
      event.preventDefault();
      open();
    };
    document.addEventListener("keydown", onKey);
    window.addEventListener(openPalette, open);
    return () => {
      document.removeEventListener("keydown", onKey);
      window.removeEventListener(openPalette, open);
    };
  });
}
