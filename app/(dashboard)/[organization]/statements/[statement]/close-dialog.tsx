import { ActDialog } from "@/app/_ui/act-dialog";
import { moneyText } from "@/lib/domain/money-text";
import { owedMinor, type StatementView } from "@/lib/domain/statement";
import { outcomeSentence } from "@/lib/domain/statement-words";
import { closeStatementAction } from "../actions";

/** What closing does, in words and amounts, before it is done. */
export function CloseDialog({ view, organization }: { view: StatementView; organization: string }) {
  const { result, currency, invoice, takenMinor } = view;
  const credit = result === null ? 0 : owedMinor(result, takenMinor);
  const adjustment = result?.adjustment;
  return (
    <ActDialog
      label="Close…"
      title="Close this statement"
      verb="Close statement"
      tone="primary"
      action={closeStatementAction}
      fields={{ organization, id: view.id }}
      inputs={[{ label: "Reason", name: "reason", hint: "Optional. Kept in the audit log." }]}
    >
      <p>{outcomeSentence(view)}</p>
      <ul className="mt-2 list-disc pl-5">
        <li>The figures, the terms and the heads of the ledger are stored and never change again.</li>
        {adjustment && adjustment.kind !== "none" ? (
          <li>
            A {adjustment.kind === "debit_memo" ? "charge" : "credit"} of{" "}
            {moneyText(adjustment.amount_minor, currency)} is made, the difference to what was issued.
          </li>
        ) : credit > 0 && !adjustment ? (
          <li>A credit of {moneyText(credit, currency)} is made.</li>
        ) : (
          <li>No credit is made.</li>
        )}
        {invoice === null ? <li>No invoice is noted: the memo will name none.</li> : null}
        <li>What the ledger learns later leads to a restatement.</li>
      </ul>
    </ActDialog>
  );
}
