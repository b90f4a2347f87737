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
  const factor = value.length > longestPlain ? undefined : factorOf(from, to);
  return factor === undefined ? divided(value, from, to) : factor.times(value).toString();
}

/** Length of texts whose product with a factor surely has all its digits. */
const longestPlain = 100;

/** Packages state factors of their own, of which there may be many. */
const mostFactors = 1_000;
const factors = new Map<string, Map<string, Decimal | undefined>>();
let factorCount = 0;

/** `from ÷ to`, where that is a decimal of few digits: multiplying takes a fifth of the time of dividing. */
function factorOf(from: string, to: string): Decimal | undefined {
  const known = factors.get(from);
  if (known?.has(to) === true) return known.get(to);
  const factor = finiteQuotient(from, to);
  if (factorCount >= mostFactors) {
    factors.clear();
    factorCount = 0;
  }
  factorCount += 1;
  const others = factors.get(from);
  if (others === undefined) factors.set(from, new Map([[to, factor]]));
  else others.set(to, factor);
  return factor;
}

function finiteQuotient(from: string, to: string): Decimal | undefined {
  const [fromTop, fromBottom] = parts(from);
  const [toTop, toBottom] = parts(to);
  const top = fromTop.times(toBottom);
  const bottom = fromBottom.times(toTop);
  const quotient = top.div(bottom);
  return quotient.precision() <= longestPlain && quotient.times(bottom).eq(top) ? quotient : undefined;
}

function divided(value: string, from: string, to: string): string {
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
