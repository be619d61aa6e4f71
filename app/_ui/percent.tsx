/** An uptime as text from the domain ("99.912"), or "No data": never 100 or 0 where nothing was measured. */
export function Percent({ value }: { value: string | null }) {
  if (value === null) return <span className="text-ink-3">No data</span>;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {value}
      <span className="text-ink-3"> %</span>
    </span>
  );
}
