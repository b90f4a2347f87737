// The factor of `UnitConversion` in formulas of EcoSpold 2, by the unit table.
import { TanluError } from '../../errors.ts';
import { convert, findUnit } from '../tables/units.ts';

const unitOf = (symbol: string) => findUnit(symbol, { system: 'ecoinvent' }) ?? findUnit(symbol);

/** What an amount in `from` is multiplied with to be in `to`; undefined where the table does not tell. */
export function unitFactor(from: string, to: string): number | undefined {
  const [source, target] = [unitOf(from), unitOf(to)];
  if (source === undefined || target === undefined) return undefined;
  try {
    return Number(convert('1', source, target));
  } catch (error) {
    if (error instanceof TanluError) return undefined;
    throw error;
  }
}
