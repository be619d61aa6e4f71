/** How far something has come: begun, waiting for a person, almost done, done, or ended without. */
export type Stage = "begun" | "waiting" | "almost" | "done" | "ended";

const colors: Record<Stage, string> = {
  begun: "text-ink-3",
  waiting: "text-degraded",
  almost: "text-degraded",
  done: "text-operational",
  ended: "text-ink-3",
};

/** A circle that fills as things go on, so that colour never speaks alone. Decorative: a word stands beside it. */
export function StageShape({ stage }: { stage: Stage }) {
  return (
    <svg
      width={12}
      height={12}
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={`shrink-0 ${colors[stage]}`}
    >
      {stage === "done" ? null : (
        <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      )}
      {fills[stage]}
    </svg>
  );
}

const fills: Record<Stage, React.ReactNode> = {
  begun: null,
  waiting: <path d="M6 1.25a4.75 4.75 0 0 1 0 9.5z" fill="currentColor" />,
  almost: <path d="M6 6H1.25A4.75 4.75 0 1 0 6 1.25z" fill="currentColor" />,
  done: <circle cx="6" cy="6" r="5.5" fill="currentColor" />,
  ended: <path d="M2.8 9.2 9.2 2.8" stroke="currentColor" strokeWidth="1.5" />,
};
