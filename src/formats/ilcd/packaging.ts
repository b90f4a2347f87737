// How an ILCD package is laid out (ilcd.md §1.2), and what datasets of other formats need to stand in one.
import type { Companion } from '../../mapping/writer.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Flow } from '../../model/flow.ts';
import type { Process } from '../../model/process.ts';
import type { Packaging } from '../adapter.ts';
import { resolveByFlows } from '../by-flows.ts';
import { completeForIlcd } from './complete.ts';
import { measureOf } from './reference-data.ts';

const folders: Partial<Record<DatasetNoun, string>> = {
  process: 'processes', flow: 'flows', flowProperty: 'flowproperties', unitGroup: 'unitgroups', source: 'sources', contact: 'contacts', lifeCycleModel: 'lifecyclemodels', impactCategory: 'lciamethods',
};

/** An exchange is so many times its variable; where that is a parameter with a formula, this is the formula of the exchange, in the words in which amounts are brought into other units and signs. */
function resolveFormulas({ parameters, exchanges }: Process): void {
  const declared = new Set(parameters?.map(({ name }) => name));
  for (const exchange of exchanges ?? []) {
    const { variable, meanAmount } = exchange;
    if (variable === undefined || !declared.has(variable)) continue;
    exchange.formula = meanAmount === undefined || meanAmount === '1' ? variable : meanAmount === '-1' ? `-(${variable})` : `(${variable}) * ${meanAmount}`;
  }
}

export const ilcdPackaging: Packaging = {
  fileName: (noun, record) => `ILCD/${folders[noun] ?? noun}/${(record as { id: string }).id}.xml`,
  complete: completeForIlcd,
  originRoom: { path: 'common:other/tanlu:origin' },
  referenceData(noun, record): Companion[] {
    const { unit, flowProperties } = record as Flow;
    if (noun !== 'flow' || unit === undefined || flowProperties !== undefined) return [];
    const { property, group } = measureOf(unit);
    return [{ noun: 'flowProperty', record: property }, { noun: 'unitGroup', record: group }];
  },
  resolve(noun, back, find) {
    resolveByFlows(noun, back, find);
    if (noun === 'process') resolveFormulas(back as Process);
  },
};
