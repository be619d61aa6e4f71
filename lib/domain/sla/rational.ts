/**
 * An exact fraction; `d` is always positive. Not always in lowest terms: sums over one denominator stay cheap that
 * way. {@link fraction} and {@link reduced} bring it there.
 */
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
  return { n: n / divisor, d: d / divisor };
}

export function reduced(value: Rational): Rational {
  return rational(value.n, value.d);
}

/** Exactly what a decimal text such as "99.95" says; no sign, no exponent. */
export function decimal(text: string): Rational {
  const [integer = "", decimals = ""] = text.split(".");
  return { n: BigInt(integer + decimals), d: 10n ** BigInt(decimals.length) };
}

export function add(a: Rational, b: Rational): Rational {
  if (a.d === b.d) return { n: a.n + b.n, d: a.d };
  return rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { n: -b.n, d: b.d });
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.n * b.n, a.d * b.d);
}

/** a/b; `b` must not be zero. */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d, a.d * b.n);
}

/** Times a whole number, without the cost of lowest terms. */
export function times(a: Rational, factor: number): Rational {
  return { n: a.n * BigInt(factor), d: a.d };
}

/** p percent of `value`. */
export function percentOf(percent: Rational, value: Rational): Rational {
  return rational(percent.n * value.n, percent.d * value.d * 100n);
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

/** Terms of any denominators, summed pairwise so that big denominators meet only at the end. */
export function sum(terms: readonly Rational[]): Rational {
  if (terms.length <= 2) return terms.reduce(add, zero);
  const middle = terms.length >> 1;
  const a = sum(terms.slice(0, middle));
  const b = sum(terms.slice(middle));
  return a.d === b.d ? add(a, b) : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
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
  return { n: round({ n: value.n * scale, d: value.d }, rounding), d: scale };
}

/** "a/b" in lowest terms. */
export function fraction(value: Rational): string {
  const { n, d } = reduced(value);
  return `${n}/${d}`;
}

/** Six decimals, truncated: 99.8999999 never shows as 99.900000. */
export function sixDecimals(value: Rational): string {
  const scaled = (value.n * 1_000_000n) / value.d;
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(7, "0");
  return `${scaled < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

const safe = BigInt(Number.MAX_SAFE_INTEGER);

/** Euclid; in plain numbers as soon as both fit. */
function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) {
    if (a <= safe && b <= safe) return BigInt(smallGcd(Number(a), Number(b)));
    [a, b] = [b, a % b];
  }
  return a === 0n ? 1n : a;
}

function smallGcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a === 0 ? 1 : a;
}
