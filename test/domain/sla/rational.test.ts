import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gcd } from "@/lib/domain/sla/gcd";
import {
  add,
  compare,
  decimal,
  divide,
  fraction,
  multiply,
  type Rational,
  rational,
  round,
  sixDecimals,
  subtract,
  sum,
  zero,
} from "@/lib/domain/sla/rational";

function euclid(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}

const huge = fc.bigInt({ min: 0n, max: 1n << 4_000n });
const any = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 20n }))
  .map(([n, d]) => rational(n, d));

const isLowest = ({ n, d }: Rational) => d > 0n && euclid(n < 0n ? -n : n, d) === 1n;

describe("exact fractions", () => {
  it("Lehmer's divisor is Euclid's, for small numbers and huge ones with much in common", () => {
    fc.assert(
      fc.property(huge, huge, huge, (a, b, shared) => {
        expect(gcd(a * shared, b * shared)).toBe(euclid(a * shared, b * shared));
      }),
      { numRuns: 300 },
    );
    const small = fc.bigInt({ min: 0n, max: 100n });
    fc.assert(fc.property(small, huge, (a, b) => gcd(a, b) === euclid(a, b) && gcd(b, a) === euclid(a, b)));
  });

  it("stay in lowest terms and obey arithmetic", () => {
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        for (const each of [add(a, b), subtract(a, b), multiply(a, b)]) expect(isLowest(each)).toBe(true);
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(sum([a, b, c])).toEqual(add(a, add(b, c)));
        expect(compare(subtract(a, b), zero)).toBe(compare(a, b));
        if (b.n !== 0n) expect(multiply(divide(a, b), b)).toEqual(a);
      }),
    );
  });

  it("read decimals as they are written, and print no more than is there", () => {
    expect(fraction(decimal("99.950"))).toBe("1999/20");
    expect(fraction(decimal("0"))).toBe("0/1");
    expect(sixDecimals(rational(99_899_999_999n, 1_000_000_000n))).toBe("99.899999");
    expect(sixDecimals(rational(1n, 3n))).toBe("0.333333");
  });

  it("round ties as told", () => {
    const tie = (n: bigint) => rational(n, 2n);
    const all = (value: Rational) =>
      (["half_up", "half_even", "down", "up"] as const).map((rounding) => round(value, rounding));
    expect(all(tie(3n))).toEqual([2n, 2n, 1n, 2n]);
    expect(all(tie(5n))).toEqual([3n, 2n, 2n, 3n]);
    expect(all(rational(7n, 3n))).toEqual([2n, 2n, 2n, 3n]);
    expect(all(rational(8n, 3n))).toEqual([3n, 3n, 2n, 3n]);
    expect(all(zero)).toEqual([0n, 0n, 0n, 0n]);
  });
});
