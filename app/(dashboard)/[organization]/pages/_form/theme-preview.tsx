import type { Palette, ThemePalette } from "@/lib/domain/palette";
import type { State } from "@/lib/domain/state";

const bars = Array.from({ length: 28 }, (_, index) => ({
  x: 20 + index * 8,
  state: index === 19 ? "major_outage" : index === 11 ? "degraded_performance" : "operational",
})) satisfies { x: number; state: State }[];

/** How the page will be read in these colours, and which of them could not be taken as they were. */
export function ThemePreview({
  label,
  palette,
  wished,
}: {
  label: string;
  palette: Palette;
  wished: ThemePalette;
}) {
  const { ground, surface, line, ink, soft, link, states } = palette;
  const moved = [
    wished.ink !== null && wished.ink.toLowerCase() !== ink ? `text to ${ink}` : null,
    wished.accent !== null && wished.accent.toLowerCase() !== link ? `links to ${link}` : null,
  ].filter((each) => each !== null);
  return (
    <figure className="flex flex-col gap-1">
      <svg
        viewBox="0 0 260 104"
        role="img"
        aria-label={`Preview, ${label.toLowerCase()}`}
        className="w-full rounded-md border"
      >
        <rect width="260" height="104" fill={ground} />
        <text x="12" y="24" fontSize="12" fontWeight="600" fill={ink}>
          All services are operational.
        </text>
        <text x="12" y="40" fontSize="9" fill={soft}>
          Updated 14:03 UTC
        </text>
        <rect x="12" y="50" width="236" height="42" rx="4" fill={surface} stroke={line} />
        <circle cx="24" cy="63" r="4" fill={states.operational} />
        <text x="34" y="66" fontSize="9" fill={ink}>
          Checkout
        </text>
        <text x="248" y="24" fontSize="9" textAnchor="end" fill={link}>
          History
        </text>
        {bars.map(({ x, state }) => (
          <rect key={x} x={x} y="74" width="5" height="12" fill={states[state]} />
        ))}
      </svg>
      <figcaption className="text-ink-3 text-xs">{label}</figcaption>
      <p role="status" className="text-degraded text-xs empty:hidden">
        {moved.length > 0
          ? `Too little contrast to be read on this ground: moved ${moved.join(" and ")}.`
          : null}
      </p>
    </figure>
  );
}
