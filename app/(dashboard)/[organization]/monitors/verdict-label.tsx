import { StateShape } from "@/app/_ui/state";
import type { Verdict } from "@/lib/domain/verdict";
import { verdictStates, verdictWords } from "./words";

/** What is believed of a monitor: shape and word. A pause is said instead, because nothing is believed meanwhile. */
export function VerdictLabel({
  verdict,
  paused = false,
  archived = false,
  size = 12,
}: {
  verdict: Verdict;
  paused?: boolean;
  archived?: boolean;
  size?: number;
}) {
  const stopped = archived ? "Archived" : paused ? "Paused" : null;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StateShape state={stopped ? "unknown" : verdictStates[verdict]} size={size} />
      <span>{stopped ?? verdictWords[verdict]}</span>
    </span>
  );
}
