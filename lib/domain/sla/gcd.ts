const safe = BigInt(Number.MAX_SAFE_INTEGER);
/** Leading bits that Lehmer's steps work on; their products still fit a plain number. */
const leadingBits = 52;
/** Below this many bits, ordinary division is the faster way. */
const longFrom = 1n << 512n;

/**
 * The greatest common divisor of two values that are not negative; 1 for two zeros. Sums of thousands of error rates
 * have denominators of tens of thousands of digits, hence Lehmer's method (Knuth, The Art of Computer Programming 2,
 * 4.5.2 L): many steps of Euclid on the leading bits, then one on the whole numbers.
 */
export function gcd(a: bigint, b: bigint): bigint {
  if (a < b) [a, b] = [b, a];
  let shift = 0;
  while (b !== 0n) {
    if (a <= safe) return BigInt(smallGcd(Number(a), Number(b)));
    if (b < longFrom) {
      [a, b] = [b, a % b];
      continue;
    }
    shift = leadingShift(a, shift);
    const [p, q, r, s] = lehmerStep(Number(a >> BigInt(shift)), Number(b >> BigInt(shift)));
    [a, b] = q === 0 ? [b, a % b] : [big(p) * a + big(q) * b, big(r) * a + big(s) * b];
  }
  return a === 0n ? 1n : a;
}

const big = BigInt;

/** How far to shift `value` to leave its leading bits, looked for from where it was last. */
function leadingShift(value: bigint, last: number): number {
  const bits = (shift: number) => Math.floor(Math.log2(Number(value >> BigInt(shift))));
  if (last > 0 && value >> BigInt(last) > 0n) {
    const near = last + bits(last) - leadingBits + 2;
    if (near > 0 && near <= last + leadingBits) return near;
  }
  return Math.max(0, value.toString(16).length * 4 - leadingBits);
}

/** Euclid's steps on leading parts as long as they must be those of the whole numbers: [p, q, r, s] of the product. */
function lehmerStep(x: number, y: number): [number, number, number, number] {
  let [p, q, r, s] = [1, 0, 0, 1];
  while (y + r !== 0 && y + s !== 0) {
    const quotient = Math.floor((x + p) / (y + r));
    if (quotient !== Math.floor((x + q) / (y + s))) break;
    [p, r] = [r, p - quotient * r];
    [q, s] = [s, q - quotient * s];
    [x, y] = [y, x - quotient * y];
  }
  return [p, q, r, s];
}

function smallGcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a === 0 ? 1 : a;
}
