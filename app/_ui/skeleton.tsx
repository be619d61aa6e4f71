/** Rows that will be there in a moment, at the height they will have. */
export function Skeleton({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" className="overflow-hidden rounded-md border bg-surface">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div
          key={row}
          aria-hidden="true"
          className="flex h-9 items-center gap-4 border-b px-3 last:border-b-0"
        >
          <div className="h-2.5 w-32 animate-pulse rounded bg-sunken" />
          <div className="h-2.5 flex-1 animate-pulse rounded bg-sunken" />
          <div className="h-2.5 w-16 animate-pulse rounded bg-sunken" />
        </div>
      ))}
    </div>
  );
}
