import type { CreditSum } from "@/lib/domain/credit";
import { creditStanding } from "@/lib/domain/credit-status-words";
import { moneyText } from "@/lib/domain/money-text";

/** Totals of all that the filter holds, never across currencies. */
export function Totals({ sums }: { sums: readonly CreditSum[] }) {
  if (sums.length === 0) return null;
  const currencies = [...new Set(sums.map(({ currency }) => currency))];
  const total = (currency: string, standing: "open" | "booked") =>
    sums
      .filter((sum) => sum.currency === currency && creditStanding[sum.status] === standing)
      .reduce((minor, sum) => minor + sum.amountMinor, 0);
  return (
    <dl className="mb-4 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      {currencies.map((currency) => (
        <div key={currency} className="rounded-md border bg-surface px-4 py-3">
          <dt className="text-ink-3 text-xs">{currency}, net</dt>
          <dd className="mt-0.5 text-sm">
            <span className="flex justify-between gap-4 tabular-nums">
              <span className="text-ink-2">Not booked yet</span>
              {moneyText(total(currency, "open"), currency)}
            </span>
            <span className="flex justify-between gap-4 tabular-nums">
              <span className="text-ink-2">Booked</span>
              {moneyText(total(currency, "booked"), currency)}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
