// Percentages as ILCD can state them: five digits, three of them behind the point (ilcd.md §1.3, Perc).
import { Decimal } from 'decimal.js';
import type { WriteContext } from '../../mapping/transform.ts';
import { decimalPattern } from '../../model/scalar.ts';

const digits = 5;
const mostDecimals = 3;

/** The number as it can be written, rounded where it must be, which is told; undefined for what is no number or too large. */
export function percentFor(stated: string, field: string, context: WriteContext): string | undefined {
  const value = decimalPattern.test(stated.trim()) ? new Decimal(stated.trim()) : undefined;
  const whole = value === undefined ? 0 : value.abs().trunc().toFixed().replace(/^0$/, '').length;
  if (value === undefined || whole > digits) {
    context.issue('term-unwritable', { value: stated, list: field });
    return undefined;
  }
  const rounded = value.toDecimalPlaces(Math.min(mostDecimals, digits - whole));
  if (!rounded.equals(value)) context.issue('value-approximated', { field, value: stated, used: rounded.toFixed() });
  return rounded.toFixed();
}

/** A field with a percentage, as it can be written. */
export function completePercent<K extends string>(record: { [key in K]?: string | undefined }, field: K, context: WriteContext): { [key in K]?: string | undefined } {
  const stated = record[field];
  return stated === undefined ? {} : { [field]: percentFor(stated, field, context) } as { [key in K]?: string | undefined };
}
