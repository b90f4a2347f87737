// Exact unit factors: decimals or fractions, and conversion that keeps every digit.
import { Decimal } from 'decimal.js';

/** A positive decimal (0.3048) or a fraction of whole numbers (1/3600). */
export const fractionPattern = /^(\d+(\.\d+)?|[1-9]\d*\/[1-9]\d*)$/;

// Products of any value and factor are exact at this width, and finite quotients end before theirs.
const Exact = Decimal.clone({ precision: 1_000, toExpNeg: -30, toExpPos: 40 });
const Quotient = Exact.clone({ precision: 400 });
/** Digits of a result that has no end (1 s in h): those of IEEE 754 decimal128. */
const significantDigits = 34;

/** `value × from ÷ to`, exact where the result is a finite decimal, else rounded half-even to 34 significant digits. */
export function rescale(value: string, from: string, to: string): string {
  const [fromTop, fromBottom] = parts(from);
  const [toTop, toBottom] = parts(to);
  const top = new Exact(value).times(fromTop).times(toBottom);
  const bottom = fromBottom.times(toTop);
  const quotient = new Quotient(top).div(bottom);
  if (new Exact(quotient).times(bottom).eq(top)) return quotient.toString();
  return quotient.toSignificantDigits(significantDigits, Decimal.ROUND_HALF_EVEN).toString();
}

const parsed = new Map<string, [Decimal, Decimal]>();

function parts(fraction: string): [top: Decimal, bottom: Decimal] {
  let found = parsed.get(fraction);
  if (found === undefined) {
    const [top, bottom] = fraction.split('/');
    found = [new Exact(top!), new Exact(bottom ?? 1)];
    parsed.set(fraction, found);
  }
  return found;
}
