import { gcd } from "./gcd";

/** An exact fraction in lowest terms; `d` is positive. */
export type Rational = { readonly n: bigint; readonly d: bigint };

export const roundings = ["half_up", "half_even", "down", "up"] as const;
export type Rounding = (typeof roundings)[number];

export const zero: Rational = { n: 0n, d: 1n };
export const one: Rational = { n: 1n, d: 1n };

export function whole(value: number | bigint): Rational {
  return { n: BigInt(value), d: 1n };
}

/** n/d in lowest terms; `d` must not be zero. */
export function rational(n: bigint, d: bigint): Rational {
  if (d === 0n) throw new RangeError("a fraction over zero");
  const divisor = gcd(n < 0n ? -n : n, d < 0n ? -d : d) * (d < 0n ? -1n : 1n);
  return divisor === 1n ? { n, d } : { n: n / divisor, d: d / divisor };
}

/** Exactly what a decimal text such as "99.95" says; no sign, no exponent. */
export function decimal(text: string): Rational {
  const [integer = "", decimals = ""] = text.split(".");
  return rational(BigInt(integer + decimals), 10n ** BigInt(decimals.length));
}

export function add(a: Rational, b: Rational): Rational {
  if (a.d === 1n || b.d === 1n) return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
  return rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { n: -b.n, d: b.d });
}

/** Cancels crosswise, which keeps a huge fraction times a small one cheap. */
export function multiply(a: Rational, b: Rational): Rational {
  const left = rational(a.n, b.d);
  const right = rational(b.n, a.d);
  return { n: left.n * right.n, d: left.d * right.d };
}

/** a/b; `b` must not be zero. */
export function divide(a: Rational, b: Rational): Rational {
  return multiply(a, b.n < 0n ? { n: -b.d, d: -b.n } : { n: b.d, d: b.n });
}

export function times(a: Rational, factor: number): Rational {
  return multiply(a, whole(factor));
}

/** p percent of `value`. */
export function percentOf(percent: Rational, value: Rational): Rational {
  return multiply(multiply(percent, { n: 1n, d: 100n }), value);
}

/** Below zero, zero or above it, as `a` is smaller than, equal to or larger than `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function smaller(a: Rational, b: Rational): Rational {
  return compare(b, a) < 0 ? b : a;
}

export function larger(a: Rational, b: Rational): Rational {
  return compare(b, a) > 0 ? b : a;
}

/** Terms of any denominators: paired up, so that big denominators meet late, and brought to lowest terms once. */
export function sum(terms: readonly Rational[]): Rational {
  const { n, d } = rawSum(terms);
  return rational(n, d);
}

function rawSum(terms: readonly Rational[]): Rational {
  const [first] = terms;
  if (terms.length <= 1) return first ?? zero;
  const middle = terms.length >> 1;
  const a = rawSum(terms.slice(0, middle));
  const b = rawSum(terms.slice(middle));
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

/** The largest whole number not above a value that is not negative; for a negative one, the next towards zero. */
export function truncate(value: Rational): bigint {
  return value.n / value.d;
}

/** A value that is not negative to a whole number. */
export function round(value: Rational, rounding: Rounding): bigint {
  const down = value.n / value.d;
  const rest = value.n % value.d;
  if (rest === 0n || rounding === "down") return down;
  if (rounding === "up") return down + 1n;
  const half = 2n * rest - value.d;
  if (half !== 0n) return half > 0n ? down + 1n : down;
  return rounding === "half_up" || down % 2n === 1n ? down + 1n : down;
}

/** To `decimals` places. */
export function roundTo(value: Rational, decimals: number, rounding: Rounding): Rational {
  const scale = 10n ** BigInt(decimals);
  return rational(round({ n: value.n * scale, d: value.d }, rounding), scale);
}

/** "a/b" in lowest terms. */
export function fraction({ n, d }: Rational): string {
  return `${n}/${d}`;
}

/** Six decimals, truncated: 99.8999999 never shows as 99.900000. */
export function sixDecimals(value: Rational): string {
  const scaled = (value.n * 1_000_000n) / value.d;
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(7, "0");
  return `${scaled < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
