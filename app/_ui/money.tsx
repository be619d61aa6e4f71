import { moneyText } from "@/lib/domain/money-text";

/** "EUR 1,234.50", its digits standing under each other in a table. */
export function Money({ minor, currency }: { minor: number; currency: string }) {
  return <span className="whitespace-nowrap tabular-nums">{moneyText(minor, currency)}</span>;
}
