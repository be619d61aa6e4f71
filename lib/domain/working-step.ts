import { exactText } from "./exact-text";
import { currencyExponent } from "./sla/money";
import { divide, type Rational, rational, whole } from "./sla/rational";
import { secondMs } from "./time";

/** One step from the clock to the money: what it is, what it is made of, and what comes out. */
export type ArithmeticLine = {
  label: string;
  /** The sum as anybody can repeat it with the values of the lines above. */
  working: string;
  value: string;
  /** Lines that a reader looks for first. */
  isResult: boolean;
};

/** What a line is made of, and the amount it leads to. */
export const step = (label: string, working: string, value: string, isResult = false): ArithmeticLine => ({
  ...{ label, working, value, isResult },
});

/** Milliseconds as exact seconds: `2,678,400 s`. */
export function secondsText(ms: Rational | number): string {
  const exact = typeof ms === "number" ? whole(ms) : ms;
  return `${exactText(divide(exact, whole(secondMs)))}\u00a0s`;
}

/** An exact amount of minor units in its currency, as a decimal where it ends. */
export function exactMoney(minor: Rational, currency: string): string {
  const scale = 10n ** BigInt(currencyExponent(currency) ?? 2);
  return `${currency} ${exactText(divide(minor, rational(scale, 1n)))}`;
}

export function percentText(value: Rational): string {
  return `${exactText(value)}\u00a0%`;
}
