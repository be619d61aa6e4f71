import { decimal, percentOf, type Rounding, round, whole } from "./rational";

/** The tax on an amount in minor units, rounded once; null where no rate is named. */
export function taxOn(
  amountMinor: number,
  taxPercent: string | undefined,
  rounding: Rounding,
): number | null {
  if (taxPercent === undefined) return null;
  return Number(round(percentOf(decimal(taxPercent), whole(amountMinor)), rounding));
}
