// usedBy: which datasets refer to a source, contact or other dataset, and in what role.
import { column } from '../../database/read/plan.ts';
import type { Predicate } from '../../database/read/predicate.ts';
import { datasetReferenceTable } from '../../database/tables/rows.ts';
import type { DatasetNoun, Noun } from '../../model/noun.ts';
import { connectionOf } from './connections.ts';
import { declareField, declareObject } from './declare.ts';
import { declareFieldResolvers } from './declare-resolver.ts';
import { Dataset } from './interfaces.ts';
import { loadDataset } from './loaders.ts';
import { attached, pageArguments, type ExtraField } from './noun-resolver.ts';
import { addRowSource } from './row-sources.ts';

const Usage = declareObject('Usage', 'A reference from a dataset to this one.');
declareField(Usage, 'role', () => String, { description: 'Field of the dataset that holds the reference: dataSources, owner, assurance.body, …' });
declareField(Usage, 'noun', () => String, { description: 'Kind of the dataset: process, factor, footprint, …' });
declareField(Usage, 'dataset', () => Dataset, { description: 'The dataset that refers to this one.', nullable: true });

export const UsageFields = declareFieldResolvers(Usage, {
  dataset: (usage, context, info) => loadDataset(context, info, usage['$noun'] as Noun, 'key', usage['$key'] as number),
});

addRowSource('usage', {
  type: 'Usage', types: new Set(['Usage']), table: datasetReferenceTable,
  sources: {
    role: { kind: 'value', sql: column('role') },
    noun: { kind: 'value', sql: column('from_noun') },
    dataset: { kind: 'computed', needs: [{ property: '$noun', sql: column('from_noun') }, { property: '$key', sql: column('from_key') }] },
  },
  // The same UUID may be that of two nouns; the field gives the one it stands on.
  where: ({ to, role }) => {
    const of: Predicate[] = [{ op: 'eq', sql: column('to_noun'), type: 'text', value: to }];
    if (role != null) of.push({ op: 'eq', sql: column('role'), type: 'text', value: role });
    return { op: 'and', of };
  },
  order: () => [],
});

/** The field usedBy of a dataset noun. */
export const usedBy = (noun: DatasetNoun, description: string): ExtraField => ({
  type: () => connectionOf(Usage), description,
  args: { role: { type: () => String, description: 'Only references in this field of the referring dataset.' }, ...pageArguments },
  source: { kind: 'many', relation: { table: datasetReferenceTable, local: 'id', foreign: 'to_id' }, to: 'usage', fixed: { to: noun } },
  resolve: attached,
});
