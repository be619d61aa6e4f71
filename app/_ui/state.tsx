import { type State, stateWords } from "@/lib/domain/state";

const colors: Record<State, string> = {
  operational: "text-operational",
  degraded_performance: "text-degraded",
  partial_outage: "text-partial",
  major_outage: "text-major",
  under_maintenance: "text-maintenance",
  unknown: "text-unknown",
};

/** The shape of a state, so that colour never speaks alone. Decorative: a word stands beside it. */
export function StateShape({ state, size = 12 }: { state: State; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={`shrink-0 ${colors[state]}`}
    >
      {shapes[state]}
    </svg>
  );
}

/** Shape and word together. */
export function StateLabel({ state }: { state: State }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StateShape state={state} />
      <span>{stateWords[state]}</span>
    </span>
  );
}

const shapes: Record<State, React.ReactNode> = {
  operational: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  degraded_performance: <path d="M6 1 11.5 11h-11z" fill="currentColor" />,
  partial_outage: (
    <>
      <rect x="1.5" y="1.5" width="9" height="9" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M1 6h10v5H1z" fill="currentColor" />
    </>
  ),
  major_outage: <rect x="1" y="1" width="10" height="10" fill="currentColor" />,
  under_maintenance: (
    <path
      d="M11 3.2 9.2 5 7 4.9 7 2.8 8.8 1A3.4 3.4 0 0 0 4.4 5.4L.9 8.9a1.5 1.5 0 0 0 2.2 2.2l3.5-3.5A3.4 3.4 0 0 0 11 3.2z"
      fill="currentColor"
    />
  ),
  unknown: (
    <circle
      cx="6"
      cy="6"
      r="4.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2 1.6"
    />
  ),
};
