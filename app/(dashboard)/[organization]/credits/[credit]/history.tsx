import { ExactTime } from "@/app/_ui/time";
import type { Ms } from "@/lib/domain/time";
import type { CreditView } from "@/lib/operations/credits";

type Step = { key: string; at: Ms; text: string; note: string | null };

/** The steps that this credit took, with who took them. */
export function History({ credit, zone }: { credit: CreditView; zone: string }) {
  return (
    <ol className="divide-y divide-line rounded-md border bg-surface text-sm">
      {stepsOf(credit).map(({ key, at, text, note }) => (
        <li key={key} className="flex flex-wrap gap-x-4 gap-y-0.5 px-4 py-2">
          <ExactTime at={at} zone={zone} className="text-ink-3" />
          <span>
            {text}
            {note === null ? null : <span className="text-ink-2">: {note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function isLate({ claimedAt, claimDeadline }: CreditView): boolean {
  return claimedAt !== null && claimDeadline !== null && claimedAt >= claimDeadline;
}

function stepsOf(credit: CreditView): Step[] {
  const { actors, approvals, memo, reversal } = credit;
  const name = (actor: string) =>
    actor === "rule" ? "The contract’s rule" : (actors.get(actor) ?? actor.split(":")[1] ?? actor);
  const steps: Step[] = [
    { key: "made", at: credit.createdAt, text: "Made by the close of its statement", note: null },
  ];
  if (credit.claimedAt !== null)
    steps.push({
      key: "claim",
      at: credit.claimedAt,
      text: isLate(credit) ? "Claimed late, accepted all the same" : "Claimed by the customer",
      note: credit.evidence,
    });
  for (const [index, { by, at, note }] of approvals.entries())
    steps.push({ key: `approval-${index}`, at, text: `${name(by)} approved`, note });
  if (credit.status === "denied")
    steps.push({ key: "denied", at: credit.updatedAt, text: "Denied", note: credit.deniedReason });
  if (memo)
    steps.push({
      key: "memo",
      at: memo.issuedAt,
      text: `${name(memo.issuedBy)} issued ${memo.number}`,
      note: null,
    });
  if (credit.settledAt !== null)
    steps.push({
      key: "settled",
      at: credit.settledAt,
      text: credit.status === "paid_out" ? "Paid out" : "Applied in whole",
      note: credit.appliedInvoice,
    });
  if (reversal)
    steps.push({
      key: "reversal",
      at: reversal.issuedAt,
      text: `${name(reversal.issuedBy)} took it back by ${reversal.number}`,
      note: null,
    });
  return steps.sort((a, b) => a.at - b.at);
}
