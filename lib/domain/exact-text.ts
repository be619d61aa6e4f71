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

/** An exact fraction `a/b` as a decimal of so many digits, cut: `1.4` of `7/5`. */
export function decimalOf(fractionText: string, digits: number): string {
  const [n = "0", d = "1"] = fractionText.split("/");
  const scaled = (BigInt(n) * 10n ** BigInt(digits)) / BigInt(d);
  const sign = scaled < 0n ? "-" : "";
  const text = String(scaled < 0n ? -scaled : scaled).padStart(digits + 1, "0");
  if (digits === 0) return sign + grouped(text);
  return `${sign}${grouped(text.slice(0, -digits))}.${text.slice(-digits)}`;
}

/** An exact share `a/b` in percent: `33.3` of `1/3`. */
export function percentOfShare(fractionText: string, digits: number): string {
  const [n = "0", d = "1"] = fractionText.split("/");
  return decimalOf(`${BigInt(n) * 100n}/${d}`, digits);
}
