// Signs of exchanges: what a format states as an output, another one states as an input of the opposite sign (ecospold.md, E2 and E4; openLCA, olca-schema Exchange).
import type { Uncertainty } from '../model/documentation.ts';
import type { Exchange } from '../model/process.ts';

/** A decimal text with the other sign; every digit stays. */
export const negated = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount.replace(/^\+/, '')}`);

export const isNegative = (amount: string | undefined): boolean => amount?.startsWith('-') === true && Number(amount) < 0;

const opposite = (text: string | undefined): string | undefined => (text === undefined ? undefined : negated(text));

/** Replaces fields by their opposites; absent ones stay absent. */
function turn<T extends object>(target: T, from: T, pairs: readonly (readonly [keyof T, keyof T])[]): void {
  for (const [to, source] of pairs) {
    const value = opposite(from[source] as string | undefined);
    if (value === undefined) delete target[to];
    else target[to] = value as T[keyof T];
  }
}

/** The exchange with the opposite amount, and everything stated around it turned with it: formulas, means, modes, and bounds, which change places. Deviations have no sign. */
export function mirrored(exchange: Exchange): Exchange {
  const turned: Exchange = { ...exchange };
  turn(turned, exchange, [['amount', 'amount'], ['meanAmount', 'meanAmount'], ['minimum', 'maximum'], ['maximum', 'minimum']]);
  if (exchange.formula !== undefined) turned.formula = `-(${exchange.formula})`;
  if (exchange.uncertainty !== undefined) {
    const uncertainty: Uncertainty = { ...exchange.uncertainty };
    turn(uncertainty, exchange.uncertainty, [['mean', 'mean'], ['mode', 'mode'], ['minimum', 'maximum'], ['maximum', 'minimum']]);
    turned.uncertainty = uncertainty;
  }
  return turned;
}
