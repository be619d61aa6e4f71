import { fraction, type Rational } from "./sla/rational";

/** Digits in threes: `2,678,400`. */
export function grouped(digits: string): string {
  const [whole = "", decimals] = digits.split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals === undefined ? spaced : `${spaced}.${decimals}`;
}

/** Decimals that an exact value may be written with; a longer one is a fraction. */
const decimalsMax = 12;

/** An exact value as people can check it: a decimal where it ends, else the fraction itself. */
export function exactText(value: Rational): string {
  const text = exactDecimal(value);
  return text === null ? fraction(value) : grouped(text);
}

function exactDecimal({ n, d }: Rational): string | null {
  for (let digits = 0, scale = 1n; digits <= decimalsMax; digits += 1, scale *= 10n) {
    if ((n * scale) % d !== 0n) continue;
    const scaled = (n * scale) / d;
    const sign = scaled < 0n ? "-" : "";
    const text = String(scaled < 0n ? -scaled : scaled).padStart(digits + 1, "0");
    return sign + (digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`);
  }
  return null;
}
