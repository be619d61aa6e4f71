import { type Stage, StageShape } from "@/app/_ui/stage";
import type { CreditStatus } from "@/lib/domain/credit";
import { creditStatusWords } from "@/lib/domain/credit-status-words";

const stages: Readonly<Record<CreditStatus, Stage>> = {
  eligible: "waiting",
  claimed: "waiting",
  approved: "almost",
  issued: "done",
  applied: "done",
  paid_out: "done",
  expired: "ended",
  denied: "ended",
  voided: "ended",
  superseded: "ended",
};

/** Shape and word of a credit's status. */
export function CreditStatusLabel({ status }: { status: CreditStatus }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StageShape stage={stages[status]} />
      {creditStatusWords[status]}
    </span>
  );
}
