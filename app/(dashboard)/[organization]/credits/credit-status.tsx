import { StateShape } from "@/app/_ui/state";
import type { CreditStatus } from "@/lib/domain/credit";
import { creditStatusWords } from "@/lib/domain/credit-status-words";
import type { State } from "@/lib/domain/state";

const shapes: Readonly<Record<CreditStatus, State>> = {
  eligible: "degraded_performance",
  claimed: "degraded_performance",
  approved: "under_maintenance",
  issued: "operational",
  applied: "operational",
  paid_out: "operational",
  expired: "unknown",
  denied: "unknown",
  voided: "unknown",
  superseded: "unknown",
};

/** Shape and word of a credit's status. */
export function CreditStatusLabel({ status }: { status: CreditStatus }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StateShape state={shapes[status]} />
      {creditStatusWords[status]}
    </span>
  );
}
