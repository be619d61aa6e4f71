import type { Phases } from "@/lib/domain/check";
import { chartPhases, latencyText, phaseWords } from "@/lib/render/chart";

/** The phases of one run after each other, as long as they took. */
export function PhaseBars({ phases }: { phases: Phases }) {
  const taken = chartPhases.flatMap((phase) => {
    const ms = phases[phase];
    return ms === null ? [] : [{ phase, ms }];
  });
  const allMs = Math.max(
    1,
    taken.reduce((sum, { ms }) => sum + ms, 0),
  );
  let before = 0;
  const bars = taken.map(({ phase, ms }) => {
    const bar = { phase, ms, x: (before / allMs) * 100, width: (ms / allMs) * 100 };
    before += ms;
    return bar;
  });
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 text-sm">
      {bars.map(({ phase, ms, x, width }) => (
        <div key={phase} className="contents">
          <dt className="text-ink-2">{phaseWords[phase]}</dt>
          <dd>
            <svg width="100%" height="10" aria-hidden="true" className="block">
              <rect width="100%" height="10" rx="2" className="fill-sunken" />
              <rect
                x={`${x}%`}
                width={`${Math.max(width, 0.5)}%`}
                height="10"
                rx="2"
                className="fill-accent"
              />
            </svg>
          </dd>
          <dd className="text-right tabular-nums">{latencyText(ms)}</dd>
        </div>
      ))}
    </dl>
  );
}
