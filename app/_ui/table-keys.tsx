"use client";

import { useEffect } from "react";

/** j and k walk the row links of the screen's tables, / goes to its search field; keys typed into a field stay there. */
export function TableKeys() {
  useEffect(() => {
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return null;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "j" || event.key === "k") step(event, event.key === "j" ? 1 : -1);
  if (event.key === "/") {
    const field = document.querySelector<HTMLInputElement>("input[data-search]");
    if (!field) return;
    event.preventDefault();
    field.select();
    field.focus();
  }
}

function step(event: KeyboardEvent, by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-keys] a[data-row]")];
  if (rows.length === 0) return;
  event.preventDefault();
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]?.focus();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}
