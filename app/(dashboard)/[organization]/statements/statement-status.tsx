import { StageShape } from "@/app/_ui/stage";
import type { StatementStatus } from "@/lib/domain/statement";
import { statusWords } from "@/lib/domain/statement-words";
import { statusStages } from "./words";

/** Shape and word of a statement's status. */
export function StatementStatusLabel({ status }: { status: StatementStatus }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StageShape stage={statusStages[status]} />
      {statusWords[status]}
    </span>
  );
}
