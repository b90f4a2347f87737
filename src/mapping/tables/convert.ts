// Conversion of an amount between two units of the same quantity.
import { TanluError } from '../../errors.ts';
import { decimalPattern } from '../../model/scalar.ts';
import { rescale } from './fraction.ts';
import type { Unit } from './units.ts';

/**
 * The amount `valueText` (a decimal text, in `from`) in the unit `to`. Exact where the result is a finite decimal, else rounded
 * to 34 significant digits; the text itself where both units are the same.
 * @throws TanluError UNIT_NOT_CONVERTIBLE if the quantities differ or the units carry no factor (money);
 *   NUMBER_INVALID if the text is no decimal
 */
export function convert(valueText: string, from: Unit, to: Unit): string {
  if (!decimalPattern.test(valueText)) throw new TanluError('NUMBER_INVALID', `"${valueText}" is not a decimal number.`, { params: { value: valueText } });
  if (from.symbol === to.symbol) return valueText;
  if (from.quantity !== to.quantity) {
    throw new TanluError('UNIT_NOT_CONVERTIBLE', `"${from.symbol}" measures ${from.quantity}, "${to.symbol}" measures ${to.quantity}; they cannot be converted into each other.`,
      { params: { from: from.symbol, to: to.symbol } });
  }
  if (from.factor === undefined || to.factor === undefined) {
    throw new TanluError('UNIT_NOT_CONVERTIBLE', `There is no fixed factor between "${from.symbol}" and "${to.symbol}"; amounts of ${from.quantity} are not converted.`,
      { params: { from: from.symbol, to: to.symbol } });
  }
  return rescale(valueText, from.factor, to.factor);
}
