import type { Interval } from "../time";
import { datesTouched } from "./calendar";
import { add, decimal, divide, multiply, one, type Rational, rational, whole } from "./rational";
import type { Contract, Fees } from "./vector";

/** The net fee of the part of the period that the contract covers, exact, in minor units. */
export function feeOf(fees: Fees, contract: Contract, period: Interval, active: Interval): Rational {
  return multiply(netAmount(fees), shareOf(contract, period, active));
}

function netAmount({ amount_minor, amount_includes_tax, tax_percent }: Fees): Rational {
  const amount = whole(amount_minor);
  if (!amount_includes_tax || tax_percent === undefined) return amount;
  return divide(amount, add(one, divide(decimal(tax_percent), whole(100))));
}

function shareOf({ partial_period, timezone }: Contract, period: Interval, active: Interval): Rational {
  switch (partial_period.fee) {
    case "full":
      return one;
    case "prorate_seconds":
      return rational(BigInt(active.to - active.from), BigInt(period.to - period.from));
    case "prorate_days":
      return rational(BigInt(datesTouched(active, timezone)), BigInt(datesTouched(period, timezone)));
  }
}
