// Units of EcoSpold 1: free text of at most twenty characters, with spellings of its own such as tkm and m2a (ecospold.md §2.7).
import type { CodeLists } from '../../mapping/load-tables.ts';
import { findUnit } from '../../mapping/tables/units.ts';
import type { ScalarTransform } from '../../mapping/transform.ts';
import { stateOf } from './state.ts';
import { isBlank } from './text.ts';

/** The symbol of the unit table for a unit as it is spelled here; another spelling than that of codes.yaml is kept beside. */
export function unitTransform(lists: CodeLists): ScalarTransform<string> {
  const spellings = new Map<string, string>();
  for (const [spelling, symbol] of lists.get('units') ?? []) if (!spellings.has(symbol)) spellings.set(symbol, spelling);
  const spelled = (symbol: string): string => spellings.get(symbol) ?? symbol;
  return {
    name: 'unit', about: 'Symbol of a unit; one in no table stays as stated.',
    read(text, context) {
      if (isBlank(text)) return undefined;
      const found = findUnit(text, { system: 'ecospold1' });
      if (found === undefined) context.issue('unit-unknown', { unit: text });
      const symbol = found?.symbol ?? text;
      if (spelled(symbol) !== text) context.keep('', text);
      const { noted } = stateOf(context).dataset;
      if (!noted.has('unit')) noted.set('unit', symbol); // the reference function comes first
      return symbol;
    },
    write: spelled,
  };
}
