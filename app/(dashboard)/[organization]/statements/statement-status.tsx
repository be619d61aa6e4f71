import { StateShape } from "@/app/_ui/state";
import type { StatementStatus } from "@/lib/domain/statement";
import { statusWords } from "@/lib/domain/statement-words";
import { statusShapes } from "./words";

/** Shape and word of a statement's status. */
export function StatementStatusLabel({ status }: { status: StatementStatus }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StateShape state={statusShapes[status]} />
      {statusWords[status]}
    </span>
  );
}
