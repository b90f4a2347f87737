// Filter inputs of nouns, and their translation into predicates. One list of conditions per noun makes both.
import { definitionOf, kindOf, metaOf, schemaAt, unwrap, type ValueKind } from '../../database/tables/schema-path.ts';
import { camelCase, type Column, type Table } from '../../database/tables/column.ts';
import { column, type Relation } from '../../database/read/plan.ts';
import { openColumn } from '../../database/read/access.ts';
import type { Predicate } from '../../database/read/predicate.ts';
import { nounSchemas, type Noun } from '../../model/noun.ts';
import { TanluError } from '../../errors.ts';
import type { z } from 'zod';
import { descriptors } from '../descriptors.ts';
import { declareField, declareInput, type TypeClass } from './declare.ts';
import { comparable, relationTo, type Condition, type Descriptor } from './descriptor.ts';
import { ClassificationFilter, CountFilter, enumFilter, enumListFilter, GeographyFilter, valueFilters } from './filter-values.ts';
import { ChangeReason, commonFields, Visibility } from './interfaces.ts';
import { describeField, enumOf } from './model-types.ts';
import { DateScalar } from './scalars.ts';

const filterTypes = new Map<Noun, TypeClass>();
const listFilterTypes = new Map<Noun, TypeClass>();
const conditions = new Map<Noun, Record<string, Condition>>();
const deepest = 8;
/** Conditions on related records in one filter: each is a join. */
const mostRelated = 25;

const kindOfType: Partial<Record<Column['type'], ValueKind>> = {
  uuid: 'ID', text: 'String', integer: 'Int', bigint: 'Float', 'double precision': 'Float', numeric: 'Decimal', date: 'Date', timestamptz: 'DateTime', boolean: 'Boolean', 'text[]': 'StringList',
};

function valueInput(noun: Noun, c: Column, numeric: boolean): TypeClass {
  const schema = c.path && !c.to && c.name !== 'id' && c.name !== 'version' ? schemaAt(nounSchemas[noun], c.path.split('.')) : undefined;
  if (c.name === 'change_reason') return enumFilter('ChangeReason', ChangeReason);
  if (schema && kindOf(schema) === 'Enum') {
    const name = metaOf(definitionOf(schema)).id!;
    return enumFilter(name, enumOf(schema, name));
  }
  if (schema && kindOf(schema) === 'StringList') {
    const item = (unwrap(schema) as z.ZodArray).element as z.ZodType;
    if (kindOf(item) === 'Enum') return enumListFilter(metaOf(definitionOf(item)).id!, enumOf(item, c.name));
  }
  return valueFilters[numeric ? 'Decimal' : kindOfType[c.type]!]!();
}

/** Fields that stand in no model. */
const commonTexts: Record<string, string> = {
  ...Object.fromEntries(Object.entries(commonFields).map(([name, { description }]) => [name, description])),
  id: 'Identifier, stable over all versions.', adapter: 'Adapter that read the record, with its version.', redistribution: 'Whether the record may be passed on in exports.',
};

const operators = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const;
type ValueInput = Partial<Record<(typeof operators)[number] | 'in' | 'isNull' | 'startsWith' | 'has', unknown>>;

function valuePredicate(table: Table, c: Column, input: ValueInput): Predicate {
  const sql = openColumn(table, c.name);
  const type = c.type === 'bigint' ? 'numeric' : c.type; // people may compare counts with 1.5
  const of: Predicate[] = operators.filter((op) => input[op] != null).map((op) => ({ op, sql, type, value: valid(c, input[op]) }));
  if (input.in != null) of.push({ op: 'in', sql, type, values: (input.in as unknown[]).map((v) => valid(c, v)) });
  if (input.isNull != null) of.push({ op: 'isNull', sql, value: input.isNull as boolean });
  if (input.startsWith != null) of.push({ op: 'startsWith', sql, value: String(input.startsWith) });
  if (input.has != null) of.push({ op: 'contains', sql, values: input.has as string[] });
  return of.length === 1 ? of[0]! : { op: 'and', of };
}

function valid(c: Column, value: unknown): unknown {
  if (c.type === 'uuid' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(String(value))) {
    throw new TanluError('INPUT_INVALID', `"${String(value).slice(0, 80)}" is not an identifier; identifiers are UUIDs.`, { kind: 'usage' });
  }
  if (c.type === 'double precision') return Number(value);
  return value;
}

function relatedCondition(to: Noun, relation: Relation, description: string): Condition {
  return { type: () => filterOf(to), description, predicate: (value, depth) => ({ op: 'related', relation, where: filterPredicate(to, value, depth + 1) }) };
}

function listFilterOf(to: Noun): TypeClass {
  const known = listFilterTypes.get(to);
  if (known) return known;
  const { type: name } = descriptors[to];
  const type = declareInput(`${name}ListFilter`, `Condition on a list of ${name}.`);
  listFilterTypes.set(to, type);
  declareField(type, 'some', () => filterOf(to), { description: 'At least one entry fulfills this; {} for: there is one.', nullable: true });
  declareField(type, 'none', () => filterOf(to), { description: 'No entry fulfills this; {} for: there is none.', nullable: true });
  declareField(type, 'count', () => CountFilter, { description: 'How many entries there are.', nullable: true });
  return type;
}

interface ListInput { some?: FilterInput | null; none?: FilterInput | null; count?: ValueInput | null }
export type FilterInput = Record<string, unknown>;

function listPredicate(to: Noun, relation: Relation, { some, none, count }: ListInput, depth: number): Predicate {
  const of: Predicate[] = [];
  if (count != null) of.push({ op: 'count', relation, is: ([...operators, 'in'] as const).filter((op) => count[op] != null).map((op) => ({ op, value: count[op] })) });
  if (some != null) of.push({ op: 'related', relation, where: filterPredicate(to, some, depth + 1) });
  if (none != null) of.push({ op: 'related', relation, where: filterPredicate(to, none, depth + 1), none: true });
  return { op: 'and', of };
}

// Customs codes are written with dots as often as without, schemes in either case.
function classPredicate({ scheme, code, descend }: { scheme: string; code: string; descend?: boolean | null }): Predicate {
  const schemes = new Set([scheme, scheme.toUpperCase()]);
  const codes = new Set([code, code.replace(/[\s.]/g, '')]);
  return { op: 'classification', classes: [...schemes].flatMap((s) => [...codes].map((c) => ({ scheme: s, code: c }))), descend: descend ?? true };
}

function datasetConditions(descriptor: Descriptor): Record<string, Condition> {
  const found: Record<string, Condition> = {};
  if (!descriptor.table.versioned) return found;
  found['search'] = { type: () => String, description: 'Words in Chinese, English or any other language that must all occur in names, synonyms, codes and the like; words match by their beginning, Chinese by any two characters that stand together. A text without a word finds nothing.', predicate: (value: string) => ({ op: 'search', text: value }) };
  found['classification'] = { type: () => ClassificationFilter, description: 'Class of the record.', predicate: classPredicate };
  found['visibility'] = { type: () => enumFilter('Visibility', Visibility), description: 'Who may see the record.', predicate: (v: ValueInput) => valuePredicate(descriptor.table, descriptor.table.columns.find((c) => c.name === 'visibility')!, v) };
  const { validity } = descriptor;
  if (validity) {
    found['validAt'] = { type: () => DateScalar, description: 'Valid on this day; an open end is valid for ever.', predicate: (day: string) => ({ op: 'validAt', from: column(validity.from), to: column(validity.to), day }) };
  }
  return found;
}

/** Conditions of a noun by the name of their input field. */
function conditionsOf(noun: Noun): Record<string, Condition> {
  const known = conditions.get(noun);
  if (known) return known;
  const descriptor = descriptors[noun];
  const { table } = descriptor;
  const found: Record<string, Condition> = {};
  for (const c of comparable(table)) {
    const name = ['placeholder', 'derived'].includes(c.name) ? camelCase(`is_${c.name}`) : camelCase(c.name);
    const beside = descriptor.numbers[c.name];
    const compared = beside ? table.columns.find((other) => other.name === beside)! : c;
    const schema = c.path && c.name !== 'id' && c.name !== 'version' ? schemaAt(nounSchemas[noun], c.path.split('.')) : undefined;
    found[name] = {
      type: () => valueInput(noun, c, beside !== undefined), description: schema ? describeField(schema) : commonTexts[name] ?? `Condition on ${name}.`,
      predicate: (value: ValueInput) => valuePredicate(table, compared, value),
    };
  }
  Object.assign(found, datasetConditions(descriptor));
  const place = table.place ? 'geography' : table.columns.find((c) => c.name === 'location')?.name;
  if (place) {
    found['geography'] = { type: () => GeographyFilter, description: 'Place of the record.', predicate: ({ code, within }: { code: string; within?: boolean | null }) => ({ op: 'geography', sql: column(place), codes: [...new Set([code, code.toUpperCase()])], within: within ?? true }) };
  }
  for (const [name, one] of Object.entries(descriptor.toOne)) found[name] = relatedCondition(one.to, relationTo(descriptor, one), `${one.description} It exists and fulfills this.`);
  for (const [name, many] of Object.entries(descriptor.toMany)) {
    const relation = relationTo(descriptor, many);
    found[name] = { type: () => listFilterOf(many.to), description: many.description, predicate: (value: ListInput, depth) => listPredicate(many.to, relation, value, depth) };
  }
  Object.assign(found, descriptor.conditions);
  conditions.set(noun, found);
  return found;
}

/** The filter input of a noun, made at first use. */
export function filterOf(noun: Noun): TypeClass {
  const known = filterTypes.get(noun);
  if (known) return known;
  const { type: name } = descriptors[noun];
  const type = declareInput(`${name}Filter`, `Conditions on ${name}; all must hold.`);
  filterTypes.set(noun, type);
  for (const [field, condition] of Object.entries(conditionsOf(noun))) declareField(type, field, condition.type, { description: condition.description, nullable: true });
  declareField(type, 'and', () => [type], { description: 'All of these hold.', nullable: true });
  declareField(type, 'or', () => [type], { description: 'At least one of these holds.', nullable: true });
  declareField(type, 'not', () => type, { description: 'This does not hold.', nullable: true });
  return type;
}

function relatedIn(predicate: Predicate | undefined): number {
  switch (predicate?.op) {
    case 'and': case 'or': return predicate.of.reduce((sum, each) => sum + relatedIn(each), 0);
    case 'not': return relatedIn(predicate.of);
    case 'related': return 1 + relatedIn(predicate.where);
    case 'count': return 1;
    default: return 0;
  }
}

/** The predicate of a filter input. Fields that are null are as if not given. Throws INPUT_INVALID. */
export function filterPredicate(noun: Noun, input: FilterInput, depth = 0): Predicate {
  if (depth > deepest) throw new TanluError('INPUT_INVALID', `The filter is nested deeper than ${deepest} levels. Start from a record nearer to the condition, or leave out double negations.`, { kind: 'usage' });
  const known = conditionsOf(noun);
  const of: Predicate[] = [];
  for (const [name, value] of Object.entries(input)) {
    if (value === null || value === undefined) continue;
    if (name === 'and' || name === 'or') of.push({ op: name, of: (value as FilterInput[]).map((inner) => filterPredicate(noun, inner, depth + 1)) });
    else if (name === 'not') of.push({ op: 'not', of: filterPredicate(noun, value as FilterInput, depth + 1) });
    else of.push(known[name]!.predicate(value, depth));
  }
  const made: Predicate = of.length === 1 ? of[0]! : { op: 'and', of };
  const related = depth === 0 ? relatedIn(made) : 0;
  if (related > mostRelated) throw new TanluError('INPUT_INVALID', `The filter has ${related} conditions on related records; at most ${mostRelated} are answered. Ask in several requests.`, { kind: 'usage' });
  return made;
}
