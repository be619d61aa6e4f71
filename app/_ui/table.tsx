import Link from "next/link";
import type { ReactNode } from "react";
import { TableKeys } from "./table-keys";

export type Column = {
  label: string;
  /** Numbers stand under each other, right-aligned. */
  numeric?: boolean;
  /** Left out on a phone; the row's own screen has it. */
  wide?: boolean;
  /** Read out but not shown, as for a column of buttons. */
  silent?: boolean;
};

/**
 * Rows of 36 px under a head that stays. j and k walk the rows' links, Enter opens, / goes to the search field.
 * `label` names the table to a screen reader; `id` lets a CsvButton find it.
 */
export function Table({
  label,
  id,
  columns,
  scrolls,
  children,
}: {
  label: string;
  id?: string;
  columns: readonly Column[];
  /** Wider than a phone and without a link in its rows: the keyboard must reach it to scroll. */
  scrolls?: boolean;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={scrolls ? label : undefined}
      tabIndex={scrolls ? 0 : undefined}
      className="overflow-x-auto rounded-md border bg-surface lg:overflow-visible"
    >
      <TableKeys />
      <table id={id} className="w-full border-separate border-spacing-0 text-sm" data-keys="">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" className={headLook(column)}>
                {column.silent ? <span className="sr-only">{column.label}</span> : column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

function headLook({ numeric, wide }: Column): string {
  return [
    "sticky top-0 z-10 h-8 whitespace-nowrap border-b bg-surface px-3 font-medium text-ink-3 text-xs first:rounded-tl-md last:rounded-tr-md",
    numeric ? "text-right" : "text-left",
    wide ? "max-md:hidden" : "",
  ].join(" ");
}

export function Row({ children }: { children: ReactNode }) {
  return (
    <tr className="group relative hover:bg-sunken has-[a[data-row]:focus-visible]:bg-sunken">{children}</tr>
  );
}

/** `csv` is what the download says where the cell shows something else. */
export function Cell({
  children,
  numeric,
  wide,
  csv,
  className = "",
}: {
  children?: ReactNode;
  numeric?: boolean;
  wide?: boolean;
  csv?: string | number | undefined;
  className?: string;
}) {
  const look = [
    "h-9 border-b px-3 group-last:border-b-0",
    numeric ? "text-right tabular-nums" : "",
    wide ? "max-md:hidden" : "",
    className,
  ];
  return (
    <td data-csv={csv} className={look.join(" ")}>
      {children}
    </td>
  );
}

/** The link that a whole row is: a click anywhere in the row follows it. */
export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      data-row=""
      className="font-medium text-ink after:absolute after:inset-0 focus-visible:outline-offset-[-2px]"
    >
      {children}
    </Link>
  );
}
