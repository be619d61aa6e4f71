"use client";

import { Download } from "lucide-react";
import { harmless } from "@/lib/domain/sheet-text";
import { Button } from "./button";

/** The rows of the table with `id`, as they are seen, as a file for a spreadsheet. */
export function CsvButton({ table, file }: { table: string; file: string }) {
  return (
    <Button tone="ghost" onClick={() => download(table, file)}>
      <Download size={14} aria-hidden="true" />
      CSV
    </Button>
  );
}

function download(id: string, file: string): void {
  const table = document.getElementById(id);
  if (!(table instanceof HTMLTableElement)) return;
  const lines = [...table.rows].map((row) => [...row.cells].map(said).map(quoted).join(","));
  const url = URL.createObjectURL(new Blob([`${lines.join("\r\n")}\r\n`], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file;
  link.click();
  URL.revokeObjectURL(url);
}

function said(cell: HTMLTableCellElement): string {
  return cell.dataset.csv ?? cell.innerText.replace(/\s+/g, " ").trim();
}

/** A cell that begins like a formula would be computed by a spreadsheet: an apostrophe makes it text (DESIGN §9). */
function quoted(text: string): string {
  return `"${harmless(text).replaceAll('"', '""')}"`;
}
