// What the planner must know of each kind of rows, by kind.
import { column, type OrderTerm, type Relation } from '../../database/read/plan.ts';
import { datasetSchemas, type Noun } from '../../model/noun.ts';
import { descriptors } from '../descriptors.ts';
import type { RowKind } from './field-source.ts';
import { filterPredicate, type FilterInput } from './filters.ts';
import { nounType } from './noun-type.ts';
import { orderTerms, type OrderInput } from './orders.ts';
import type { RowSource } from './plan-selection.ts';

const known = new Map<RowKind, RowSource>();

/** Kinds of rows that are not nouns announce themselves. */
export function addRowSource(kind: RowKind, source: RowSource): void {
  known.set(kind, source);
}

const byPosition: OrderTerm = { name: 'position', sql: column('position'), type: 'integer', descending: false, nullable: false };

export function rowSource(kind: RowKind): RowSource {
  const found = known.get(kind);
  if (found) return found;
  const noun = kind as Noun;
  const { type, table } = descriptors[noun];
  const made: RowSource = {
    type, table, sources: nounType(noun).sources,
    types: new Set([type, 'Node', ...(noun in datasetSchemas ? ['Dataset'] : [])]),
    where: (args) => (args['filter'] == null ? undefined : filterPredicate(noun, args['filter'] as FilterInput)),
    order: (args, relation: Relation | undefined) => {
      const wanted = (args['orderBy'] ?? []) as OrderInput[];
      if (wanted.length > 0) return orderTerms(noun, wanted);
      return relation && relation.foreign === table.owner?.column ? [byPosition] : [];
    },
  };
  known.set(kind, made);
  return made;
}
