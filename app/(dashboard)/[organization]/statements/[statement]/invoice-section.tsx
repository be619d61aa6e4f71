import { Section } from "@/app/_ui/page-head";
import { moneyText, plainAmount } from "@/lib/domain/money-text";
import type { StatementView } from "@/lib/domain/statement";
import { setInvoiceAction } from "../actions";
import { InvoiceForm } from "./invoice-form";

/** The invoice that the period was billed with: entered before the close, kept after it. */
export function InvoiceSection({ view, organization }: { view: StatementView; organization: string }) {
  const { invoice, currency } = view;
  if (view.status === "closed" && invoice === null) return null;
  return (
    <Section title="Invoice">
      {view.status === "closed" ? (
        <p className="text-sm">
          {invoice?.number} of {invoice?.date}
          {invoice?.amountMinor == null ? "" : `, ${moneyText(invoice.amountMinor, currency)}`}
        </p>
      ) : (
        <InvoiceForm
          action={setInvoiceAction}
          organization={organization}
          id={view.id}
          currency={currency}
          given={{
            number: invoice?.number ?? "",
            date: invoice?.date ?? "",
            amount: invoice?.amountMinor == null ? "" : plainAmount(invoice.amountMinor, currency),
          }}
        />
      )}
    </Section>
  );
}
