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

/** An exact amount of minor units in its currency: a decimal where it ends, with no fewer places than the currency has. */
export function exactMoney(minor: Rational, currency: string): string {
  const exponent = currencyExponent(currency) ?? 2;
  const text = exactText(divide(minor, rational(10n ** BigInt(exponent), 1n)));
  if (text.includes("/") || exponent === 0) return `${currency} ${text}`;
  const [whole = "", decimals = ""] = text.split(".");
  return `${currency} ${whole}.${decimals.padEnd(exponent, "0")}`;
}

export function percentText(value: Rational): string {
  return `${exactText(value)}\u00a0%`;
}
