// Filters as data, and their SQL. Values only ever enter as parameters.
import { searchQuery } from '../search.ts';
import type { ColumnType } from '../tables/column.ts';
import { joinedSql } from './access.ts';
import type { Parameters } from './parameters.ts';
import type { Expression, Relation, Scope } from './plan.ts';
import { byKey, visible } from './visibility.ts';

const operators = { eq: '=', ne: 'is distinct from', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

export type Predicate =
  | { op: 'and' | 'or'; of: readonly Predicate[] }
  | { op: 'not'; of: Predicate }
  | { op: keyof typeof operators; sql: Expression; type: ColumnType; value: unknown }
  | { op: 'in'; sql: Expression; type: ColumnType; values: readonly unknown[] }
  | { op: 'isNull'; sql: Expression; value: boolean }
  | { op: 'startsWith'; sql: Expression; value: string }
  | { op: 'contains'; sql: Expression; values: readonly string[] }
  | { op: 'search'; text: string }
  | { op: 'classification'; classes: readonly { scheme: string; code: string }[]; descend: boolean }
  | { op: 'geography'; sql: Expression; codes: readonly string[]; within: boolean }
  | { op: 'validAt'; from: Expression; to: Expression; day: string }
  | { op: 'related'; relation: Relation; where: Predicate | undefined; none?: boolean }
  /** How many related rows there are to see. */
  | { op: 'count'; relation: Relation; is: readonly { op: keyof typeof operators | 'in'; value: unknown }[] }
  /** What only one noun can tell. */
  | { op: 'custom'; sql: (alias: string, parameters: Parameters) => string };

export function predicateSql(predicate: Predicate, alias: string, scope: Scope, parameters: Parameters): string {
  switch (predicate.op) {
    case 'and': case 'or': {
      if (predicate.of.length === 0) return predicate.op === 'and' ? 'true' : 'false';
      return `(${predicate.of.map((p) => predicateSql(p, alias, scope, parameters)).join(` ${predicate.op} `)})`;
    }
    // "is not true": a row whose value is unknown does not fulfill the condition, so it fulfills its negation.
    case 'not': return `(${predicateSql(predicate.of, alias, scope, parameters)}) is not true`;
    case 'in': return `${predicate.sql(alias, scope.reader)} = any(${parameters.add([...predicate.values], `${predicate.type}[]`)})`;
    case 'isNull': return `${predicate.sql(alias, scope.reader)} is ${predicate.value ? '' : 'not '}null`;
    case 'startsWith': return `starts_with(${predicate.sql(alias, scope.reader)}, ${parameters.add(predicate.value, 'text')})`;
    case 'contains': return `${predicate.sql(alias, scope.reader)} @> ${parameters.add([...predicate.values], 'text[]')}`;
    case 'search': {
      const query = searchQuery(predicate.text);
      return query === '' ? 'false' : `${alias}.search @@ ${parameters.add(query, 'tsquery')}`;
    }
    case 'classification':
      return `${alias}.classification && ${parameters.add(predicate.classes.map(({ scheme, code }) => `${predicate.descend ? '' : '='}${scheme}:${code}`), 'text[]')}`;
    case 'geography': return predicate.within
      ? `${predicate.sql(alias, scope.reader)} in (select code from geography where ancestors && ${parameters.add([...predicate.codes], 'text[]')})`
      : `${predicate.sql(alias, scope.reader)} = any(${parameters.add([...predicate.codes], 'text[]')})`;
    case 'validAt': {
      const day = parameters.add(predicate.day, 'date');
      return `((${predicate.from(alias, scope.reader)} is null or ${predicate.from(alias, scope.reader)} <= ${day}) and (${predicate.to(alias, scope.reader)} is null or ${predicate.to(alias, scope.reader)} >= ${day}))`;
    }
    case 'related': return relatedSql(predicate, alias, scope, parameters);
    case 'count': return countSql(predicate, alias, scope, parameters);
    case 'custom': return predicate.sql(alias, parameters);
    default: return `${predicate.sql(alias, scope.reader)} ${operators[predicate.op]} ${parameters.add(predicate.value, predicate.type)}`;
  }
}

function relatedRows(relation: Relation, alias: string, scope: Scope, parameters: Parameters): { other: string; conditions: string[] } {
  const other = parameters.alias('e');
  const conditions = [
    ...joinedSql(relation, alias, other, scope.reader),
    ...visible(relation.table, other, scope, parameters, { anyVersion: byKey(relation), throughOwner: relation.local === 'key' }),
  ];
  return { other, conditions };
}

function relatedSql({ relation, where, none }: Extract<Predicate, { op: 'related' }>, alias: string, scope: Scope, parameters: Parameters): string {
  const { other, conditions } = relatedRows(relation, alias, scope, parameters);
  if (where) conditions.push(predicateSql(where, other, scope, parameters));
  return `${none ? 'not ' : ''}exists (select 1 from ${relation.table.name} ${other} where ${conditions.join(' and ')})`;
}

function countSql({ relation, is }: Extract<Predicate, { op: 'count' }>, alias: string, scope: Scope, parameters: Parameters): string {
  const { other, conditions } = relatedRows(relation, alias, scope, parameters);
  const tests = is.map(({ op, value }) => (op === 'in' ? `c.n = any(${parameters.add(value, 'bigint[]')})` : `c.n ${operators[op]} ${parameters.add(value, 'bigint')}`));
  return `(select ${tests.length > 0 ? tests.join(' and ') : 'true'} from (select count(*) as n from ${relation.table.name} ${other} where ${conditions.join(' and ')}) c)`;
}
