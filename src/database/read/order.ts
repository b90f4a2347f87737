// Stable orders and keyset conditions. Unknown values stand last in both directions; the key of the row decides between equals.
import type { CursorValue } from './cursor.ts';
import type { Parameters } from './parameters.ts';
import { column, type OrderTerm, type Reader } from './plan.ts';

export const keyTerm: OrderTerm = { name: 'key', sql: column('key'), type: 'bigint', descending: false, nullable: false };

/** The order with the key as its last term, in the direction of the first, so that an index can serve both. */
export function stableOrder(terms: readonly OrderTerm[]): OrderTerm[] {
  const seen = new Set<string>();
  const distinct = terms.filter((term) => !seen.has(term.name) && seen.add(term.name));
  return [...distinct.filter((term) => term.name !== 'key'), { ...keyTerm, descending: distinct[0]?.descending ?? false }];
}

export function orderSql(order: readonly OrderTerm[], alias: string, reversed: boolean, reader: Reader): string {
  return order.map((term) => {
    const direction = term.descending === reversed ? '' : ' desc';
    // Ascending order has nulls last by default, descending has them first: name only what differs.
    const nullsLast = !reversed;
    const spelled = !term.nullable || nullsLast === (direction === '') ? '' : ` nulls ${nullsLast ? 'last' : 'first'}`;
    return `${term.sql(alias, reader)}${direction}${spelled}`;
  }).join(', ');
}

/** Rows after the cursor in the given order (`reversed`: before it). `inclusive` counts the row of the cursor itself. */
export function keysetSql(order: readonly OrderTerm[], values: readonly CursorValue[], alias: string, reader: Reader, parameters: Parameters, reversed: boolean, inclusive = false): string {
  const placeholders = values.map((value, i) => (value === null ? null : parameters.add(value, order[i]!.type)));
  const from = (i: number): string => {
    const term = order[i];
    if (term === undefined) return inclusive ? 'true' : 'false';
    const sql = term.sql(alias, reader);
    const value = placeholders[i];
    const rest = from(i + 1);
    const and = (condition: string): string => (rest === 'true' ? condition : rest === 'false' ? '' : `(${condition} and ${rest})`);
    const or = (...parts: string[]): string => {
      const some = parts.filter((part) => part !== '');
      return some.length === 0 ? 'false' : some.length === 1 ? some[0]! : `(${some.join(' or ')})`;
    };
    if (value === null) return or(reversed ? `${sql} is not null` : '', and(`${sql} is null`));
    const beyond = `${sql} ${term.descending === reversed ? '>' : '<'} ${value}`;
    return or(beyond, term.nullable && !reversed ? `${sql} is null` : '', and(`${sql} = ${value}`));
  };
  return from(0);
}
