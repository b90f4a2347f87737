// Parameters and variables of other formats in ILCD: names of at most fifty characters, each once, and references to declared ones only (ilcd.md §1.8.1; §4.3, case 25).
import type { WriteContext } from '../../mapping/transform.ts';
import type { Exchange, Parameter, Process } from '../../model/process.ts';

/** Characters that a name may have (ILCD 1.1, MatV). */
const longestName = 50;

/** Parameters under names that the format allows, and exchanges that refer to them. */
export function completeParameters(process: Process, exchanges: Exchange[] | undefined, context: WriteContext): Pick<Process, 'parameters' | 'exchanges'> {
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  const names = (process.parameters ?? []).map(({ name }) => {
    const used = freeName(name, taken);
    taken.add(used);
    if (used !== name) {
      context.issue('parameter-renamed', { name, used, limit: longestName });
      // A name that stands twice means its first parameter wherever it is referred to.
      if (name.length > longestName && !renamed.has(name)) renamed.set(name, used);
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

function freeName(stated: string, taken: ReadonlySet<string>): string {
  const name = stated.trim() === '' ? 'p' : stated;
  if (name.length <= longestName && !taken.has(name)) return name;
  for (let n = 2; ; n++) {
    const end = `_${n}`;
    const used = `${name.slice(0, longestName - end.length)}${end}`;
    if (!taken.has(used)) return used;
  }
}

const wholeName = (name: string): RegExp => new RegExp(`(?<![\\w.])${name.replace(/[^\w]/g, '\\$&')}(?![\\w(])`, 'g');

/** Elsewhere an amount may have a name of its own; here the name of a variable means a declared parameter. */
function completeVariable(exchange: Exchange, renamed: ReadonlyMap<string, string>, declared: ReadonlySet<string>, context: WriteContext): Exchange {
  const { variable, ...rest } = exchange;
  if (variable === undefined) return exchange;
  const used = renamed.get(variable) ?? variable;
  if (declared.has(used)) return { ...exchange, variable: used };
  context.issue('variable-unwritable', { exchange: exchange.internalId, name: variable, format: 'ILCD' });
  return rest;
}
