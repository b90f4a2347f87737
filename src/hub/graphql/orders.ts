// Order inputs of nouns and their terms.
import { nameOrder } from '../../database/tables/dataset-columns.ts';
import { openColumn } from '../../database/read/access.ts';
import { column, type OrderTerm } from '../../database/read/plan.ts';
import type { Noun } from '../../model/noun.ts';
import { descriptors } from '../descriptors.ts';
import { declareEnum, declareField, declareInput, type TypeClass } from './declare.ts';
import { comparable } from './descriptor.ts';

export const Direction = declareEnum('OrderDirection', 'Direction of an order. Unknown values stand last in both.', { ASC: 'ASC', DESC: 'DESC' }, (key) => (key === 'ASC' ? 'Smallest first.' : 'Greatest first.'));

const orderTypes = new Map<Noun, TypeClass>();
const termsOf = new Map<Noun, Record<string, Omit<OrderTerm, 'descending'>>>();

function terms(noun: Noun): Record<string, Omit<OrderTerm, 'descending'>> {
  const known = termsOf.get(noun);
  if (known) return known;
  const descriptor = descriptors[noun];
  const { table, numbers } = descriptor;
  const found: Record<string, Omit<OrderTerm, 'descending'>> = {};
  if (table.versioned) found['NAME'] = { name: 'name', sql: (alias) => `${nameOrder(`${alias}.`)} collate "C"`, type: 'text', nullable: false };
  for (const c of comparable(table)) {
    if (c.type === 'text[]' || c.type === 'uuid') continue;
    const beside = Object.entries(numbers).find(([name]) => name === c.name)?.[1];
    const compared = beside ? table.columns.find((other) => other.name === beside)! : c;
    found[c.name.toUpperCase()] = { name: compared.name, sql: openColumn(table, compared.name), type: compared.type, nullable: compared.nullable };
  }
  if (table.owner) found['POSITION'] = { name: 'position', sql: column('position'), type: 'integer', nullable: false };
  termsOf.set(noun, found);
  return found;
}

export function orderOf(noun: Noun): TypeClass {
  const known = orderTypes.get(noun);
  if (known) return known;
  const { type: name } = descriptors[noun];
  const fields = declareEnum(`${name}OrderField`, `What lists of ${name} can be ordered by.`, Object.fromEntries(Object.keys(terms(noun)).map((key) => [key, key])),
    (key) => (key === 'NAME' ? 'Name in English, else in Chinese; by character code.' : `By ${key.toLowerCase().replace(/_/g, ' ')}.`));
  const type = declareInput(`${name}Order`, `Order of a list of ${name}.`);
  orderTypes.set(noun, type);
  declareField(type, 'field', () => fields, { description: 'What to order by.' });
  declareField(type, 'direction', () => Direction, { description: 'Direction.', defaultValue: 'ASC', nullable: true });
  return type;
}

export interface OrderInput { field: string; direction?: 'ASC' | 'DESC' | null }

export const orderTerms = (noun: Noun, input: readonly OrderInput[]): OrderTerm[] =>
  input.map(({ field, direction }) => ({ ...terms(noun)[field]!, descending: direction === 'DESC' }));
