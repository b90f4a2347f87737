// Restricted groups of fields that a statement has read for somebody, record by record: what the audit of access is made of.
import { fieldGroup, type FieldGroup } from '../../model/field-group.ts';
import type { Noun } from '../../model/noun.ts';
import type { Table } from '../tables/column.ts';
import { allOpen, fieldsOpen } from './access.ts';
import type { Reader, ReadGroups } from './plan.ts';

/** One record and those of its groups that are not open to all and were read all the same. */
export interface Given {
  noun: Noun;
  id: string;
  groups: readonly FieldGroup[];
}

/** Levels that close a group to some. */
const levels = ['PARTNER', 'BUYER', 'PRIVATE'] as const;

/** Whether anything restricted may ever be open to a reader: what is public needs no audit. */
export const mayBeGiven = ({ all, partner, organization }: Reader): boolean => all === true || partner !== undefined || organization !== undefined;

/**
 * Expression for those of the groups that the row restricts and the reader gets; null where there is none, which for most rows takes one look at a column. `beside`: what stands beside the
 * record is read too, which may say what any group does and is given to those only who get all.
 */
export function givenGroups(table: Table, alias: string, { groups, beside }: ReadGroups, reader: Reader): string {
  const each = (beside === true ? fieldGroup.options : groups).map((group) => {
    const open = groups.includes(group) ? fieldsOpen(table, alias, group, reader) : allOpen(table, alias, reader);
    return `case when ${alias}.restricted && '{${levels.map((level) => `${group}:${level}`).join(',')}}'::text[]${open === undefined ? '' : ` and ${open}`} then '${group}' end`;
  });
  return `case when ${alias}.restricted is not null then nullif(array_remove(array[${each.join(', ')}]::text[], null), '{}') end`;
}

/** What was given with datasets as they were stored. */
export const givenOf = (noun: Noun, stored: readonly { record: { id: string }; given?: readonly FieldGroup[] }[]): Given[] =>
  stored.flatMap(({ record, given }) => (given === undefined ? [] : [{ noun, id: record.id, groups: given }]));

/** Collects what one operation was given; a record that is read twice counts once. */
export class GivenFields {
  readonly #found = new Map<string, { noun: Noun; id: string; groups: Set<FieldGroup> }>();

  add(noun: Noun, id: string, groups: readonly FieldGroup[]): void {
    const key = `${noun} ${id}`;
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { noun, id, groups: new Set(groups) });
    else for (const group of groups) known.groups.add(group);
  }

  /** What was collected since the last time. */
  take(): Given[] {
    const taken = [...this.#found.values()].map(({ noun, id, groups }) => ({ noun, id, groups: [...groups].sort() }));
    this.#found.clear();
    return taken;
  }
}
