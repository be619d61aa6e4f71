import { shortDuration } from "@/lib/domain/duration";
import type { Ms } from "@/lib/domain/time";

/** "1 h 04 min" */
export function Duration({ lengthMs }: { lengthMs: Ms }) {
  return (
    <time dateTime={`PT${lengthMs / 1_000}S`} className="whitespace-nowrap tabular-nums">
      {shortDuration(lengthMs)}
    </time>
  );
}
