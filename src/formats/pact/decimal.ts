// Decimal texts of PACT (v3 §Decimal): plain notation only, exact products and quotients. The patterns of the released schemas let "12abc" pass, so they are not used.
import { Decimal } from 'decimal.js';

/** Wide enough for every product of two accepted texts, and for every quotient that ends. */
const Exact = Decimal.clone({ precision: 1_000 });
/** Digits of a quotient that has no end: those of IEEE 754 decimal128. */
const significantDigits = 34;
/** Longer than any figure, and than what an exponent resolves to: what is written is read again. */
const maxLength = 500;

/** The text in plain notation, without "+" and needless zeros in front; exponents are resolved. Undefined where it is no decimal of PACT. */
export function plainDecimal(stated: string): string | undefined {
  const text = stated.trim();
  const found = /^([+-]?)0*(\d+(?:\.\d+)?)([eE][+-]?\d{1,2})?$/.exec(text);
  if (found === null || text.length > maxLength) return undefined;
  const [, sign, digits, exponent] = found;
  const plain = exponent === undefined ? digits! : new Exact(`${digits}${exponent}`).toFixed();
  return sign === '-' && /[1-9]/.test(plain) ? `-${plain}` : plain;
}

/** A decimal text of the hub (".5", "2.", "+1", "1E3") in plain notation, with all its digits. */
export const plainOf = (text: string): string => plainDecimal(text) ?? plainZero(new Exact(text.replace(/^\+/, '')).toFixed());

const scaleOf = (text: string): number => text.length - 1 - (text.indexOf('.') < 0 ? text.length - 1 : text.indexOf('.'));
const endsInZero = (text: string): boolean => /\.\d*0$/.test(text);

/** `a × b`, exact. Zeros behind the digits of `a` tell its precision: they stay, so that `quotient` gives them back. */
export function times(a: string, b: string): string {
  const product = new Exact(a).times(b);
  return plainZero(endsInZero(a) ? product.toFixed(scaleOf(a) + scaleOf(b)) : product.toFixed());
}

/** `a ÷ b`; exact where the quotient ends, else rounded half-even to 34 significant digits. `quotient(times(a, b), b)` is `a`, digit by digit. */
export function quotient(a: string, b: string): { text: string; exact: boolean } {
  const value = new Exact(a).div(b);
  const exact = value.times(b).eq(a) && value.decimalPlaces() < 500;
  if (!exact) return { text: value.toSignificantDigits(significantDigits, Decimal.ROUND_HALF_EVEN).toFixed(), exact };
  const scale = endsInZero(a) ? scaleOf(a) - scaleOf(b) : 0;
  return { text: plainZero(value.toFixed(Math.max(scale, value.decimalPlaces()))), exact };
}

export const sum = (values: readonly string[]): string => plainZero(values.reduce((total, value) => total.plus(value), new Exact(0)).toFixed());
export const difference = (a: string, b: string): string => plainZero(new Exact(a).minus(b).toFixed());
/** Negative, zero or positive, like `a` against `b`. */
export const compare = (a: string, b: string): number => new Exact(a).cmp(b);
export const isZero = (value: string): boolean => new Exact(value).isZero();
/** Half a unit of the last digit of a text: how far a rounded figure may be off. */
export const halfUnit = (text: string): string => new Exact(10).pow(-scaleOf(text)).div(2).toFixed();
export const absolute = (text: string): string => new Exact(text).abs().toFixed();

function plainZero(text: string): string {
  return text.startsWith('-') && !/[1-9]/.test(text) ? text.slice(1) : text;
}
