// Parameters and variables of other formats in ILCD: names of at most fifty characters, each once, and references to declared ones only (ilcd.md §1.8.1; §4.3, case 25).
import { freeName, longestName } from '../../mapping/formulas/names.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import type { Exchange, Parameter, Process } from '../../model/process.ts';

const fits = (name: string): boolean => name.length <= longestName('ilcd');

/** Parameters under names that the format allows, and exchanges that refer to them. */
export function completeParameters(process: Process, exchanges: Exchange[] | undefined, context: WriteContext): Pick<Process, 'parameters' | 'exchanges'> {
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  // A name that is allowed stays that of its first parameter, whatever becomes of the others.
  const allowed = new Set(process.parameters?.map(({ name }) => name).filter(fits));
  const names = (process.parameters ?? []).map(({ name }) => {
    const used = freeName(name.trim() === '' ? 'p' : name, 'ilcd', (each) => taken.has(each) || (each !== name && allowed.has(each)));
    taken.add(used);
    if (used !== name) {
      context.issue('variable-renamed', { name, used, format: 'ILCD' });
      // A name that stands twice means its first parameter wherever it is referred to.
      if (!fits(name) && !renamed.has(name)) renamed.set(name, used);
    }
    return used;
  });
  const inNewNames = (formula: string): string => [...renamed].reduce((text, [name, used]) => text.replaceAll(wholeName(name), used), formula);
  const parameters = process.parameters?.map((parameter, at): Parameter => {
    const { uncertainty, formula, calculated: _told, ...rest } = parameter;
    return {
      ...rest, name: names[at]!, ...(formula === undefined ? {} : { formula: inNewNames(formula) }),
      ...(uncertainty?.relativeStandardDeviation95 === undefined ? {} : { uncertainty }),
    };
  });
  return {
    ...(parameters === undefined ? {} : { parameters }),
    ...(exchanges === undefined ? {} : { exchanges: exchanges.map((exchange) => completeVariable(exchange, renamed, taken, context)) }),
  };
}

const wholeName = (name: string): RegExp => new RegExp(`(?<![\\w.])${name.replace(/[^\w]/g, '\\$&')}(?![\\w(])`, 'g');

/** Elsewhere an amount may have a name of its own; here the name of a variable means a declared parameter. */
function completeVariable(exchange: Exchange, renamed: ReadonlyMap<string, string>, declared: ReadonlySet<string>, context: WriteContext): Exchange {
  const { variable } = exchange;
  if (variable === undefined) return exchange;
  const used = renamed.get(variable) ?? variable;
  if (declared.has(used)) return used === variable ? exchange : { ...exchange, variable: used };
  context.issue('variable-unwritable', { exchange: exchange.internalId, name: variable, format: 'ILCD' });
  const { variable: _undeclared, ...rest } = exchange;
  return rest;
}
