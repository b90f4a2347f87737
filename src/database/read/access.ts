// The access policy as SQL: which rows a reader sees, and which restricted fields of them. Every path asks here: lists, joins, filters, counts, exports, PACT.
//
// PUBLIC: all. PARTNER: every active partner. BUYER and PRIVATE: whoever has a grant for the record; a grant for a product or an owner reaches BUYER and PARTNER,
// never PRIVATE. A grant with an owner reaches what belongs to that organization and nothing else. What belongs to an organization is seen by its people and its
// partner service. Row-level security says the same once more (migration 12).
import { fieldGroup, fieldGroupPaths, type FieldGroup } from '../../model/field-group.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { Table } from '../tables/column.ts';
import { column, type Expression, type Reader, type Relation } from './plan.ts';

const fieldGroups = fieldGroup.options;

export const anyone: Reader = Object.freeze({});
export const everything: Reader = Object.freeze({ all: true });

/** Readers with the same text see the same: plans are kept by it. */
export const readerKey = ({ all, partner, organization }: Reader): string => (all ? 'all' : `${partner ?? ''}/${organization ?? ''}`);

/** Statement that tells row-level security who reads: for the session, or for a transaction. */
export const sessionOf = ({ all, partner, organization }: Reader, local: boolean): { name?: string; text: string; values: string[] } => ({
  ...(local ? {} : { name: 'reader' }),
  text: `select set_config('tanlu.reader_all', $1, ${local}), set_config('tanlu.reader_partner', $2, ${local}), set_config('tanlu.reader_organization', $3, ${local})`,
  values: [all ? 'on' : '', partner ?? '', organization ?? ''],
});

/** Identifiers come from our own tokens and tables; they enter the text of statements, so nothing else may. */
export function idLiteral(id: string): string {
  if (!uuidPattern.test(id)) throw new Error(`"${id}" is not the identifier of a reader`);
  return `'${id}'::uuid`;
}

/** Condition that a grant is one for the reader, and in force. */
function held({ partner, organization }: Reader): string {
  const by = [...(partner === undefined ? [] : [`g.partner_id = ${idLiteral(partner)}`]), ...(organization === undefined ? [] : [`g.organization_id = ${idLiteral(organization)}`])];
  return `(${by.join(' or ')}) and g.revoked_at is null and (g.valid_until is null or g.valid_until > now())`;
}

/** Conditions on a row that make a grant one for it. */
function targets(table: Table, alias: string): string {
  const ways = [`(g.target = 'RECORD' and g.noun = '${table.noun!}' and g.target_id = ${alias}.${table.recordId ?? 'id'})`];
  const open = `${alias}.visibility <> 'PRIVATE'`;
  if (table.about !== undefined) ways.push(`(g.target = 'PRODUCT' and g.target_id = ${alias}.${table.about} and ${open})`);
  if (table.belongsTo !== undefined) ways.push(`(g.target = 'OWNER' and g.target_id = ${alias}.${table.belongsTo} and ${open})`);
  const owned = table.belongsTo === undefined ? 'g.owner_id is null' : `(g.owner_id is null or g.owner_id = ${alias}.${table.belongsTo})`;
  return `(${ways.join(' or ')}) and ${owned}`;
}

const granted = (table: Table, alias: string, reader: Reader, more = ''): string => `exists (select 1 from access_grant g where ${held(reader)}${more} and ${targets(table, alias)})`;

const hasGrants = ({ partner, organization }: Reader): boolean => partner !== undefined || organization !== undefined;

/** Condition that the reader may see a row of a dataset table; undefined where it may see all. */
export function rowSeen(table: Table, alias: string, reader: Reader): string | undefined {
  if (reader.all) return undefined;
  const ways = [`${alias}.visibility = 'PUBLIC'`];
  if (reader.partner !== undefined) ways.push(`${alias}.visibility = 'PARTNER'`);
  if (reader.organization !== undefined && table.belongsTo !== undefined) ways.push(`${alias}.${table.belongsTo} = ${idLiteral(reader.organization)}`);
  if (hasGrants(reader)) ways.push(granted(table, alias, reader));
  return ways.length === 1 ? ways[0]! : `(${ways.join(' or ')})`;
}

/** Condition that the reader may see a group of fields of a row that it may see; undefined where it may see all. */
export function fieldsOpen(table: Table, alias: string, group: FieldGroup, reader: Reader): string | undefined {
  if (reader.all) return undefined;
  const levels = reader.partner === undefined ? ['PARTNER', 'BUYER', 'PRIVATE'] : ['BUYER', 'PRIVATE'];
  const ways = [`${alias}.restricted is null`, `not ${alias}.restricted && '{${levels.map((level) => `${group}:${level}`).join(',')}}'::text[]`];
  if (reader.organization !== undefined && table.belongsTo !== undefined) ways.push(`${alias}.${table.belongsTo} = ${idLiteral(reader.organization)}`);
  if (hasGrants(reader)) ways.push(granted(table, alias, reader, ` and '${group}' = any(g.field_groups)`));
  return `coalesce(${ways.join(' or ')}, false)`;
}

/** Condition that no group of fields is closed to the reader. */
export const allOpen = (table: Table, alias: string, reader: Reader): string =>
  (reader.all ? 'true' : `(${alias}.restricted is null or (${fieldGroups.map((group) => fieldsOpen(table, alias, group, reader)).join(' and ')}))`);

/** The record of a row as far as it is open to the reader, and whether all of it is. What stands beside it is left out with any group. */
export function recordSeen(table: Table, alias: string, reader: Reader): string {
  if (table.closed === undefined || reader.all) return `${alias}.record`;
  const without = (paths: readonly string[], open: string): string => paths.map((path) => ` #- case when ${open} then '{}' else '{${path.replaceAll('.', ',')}}' end::text[]`).join('');
  return `(${alias}.record${fieldGroups.map((group) => without(fieldGroupPaths[group], fieldsOpen(table, alias, group, reader)!)).join('')}${without(['extensions'], allOpen(table, alias, reader))})`;
}

/** Condition that the reader may see a column of a row; undefined where nothing closes it. */
export function columnOpen(table: Table | undefined, alias: string, name: string, reader: Reader): string | undefined {
  const group = table?.closed?.[name];
  return group === undefined ? undefined : fieldsOpen(table!, alias, group, reader);
}

/** An expression on fields of a group: `otherwise` where they are closed. */
export function whereOpen(table: Table, group: FieldGroup, sql: Expression, otherwise: Expression = () => 'null'): Expression {
  return (alias, reader) => {
    const open = fieldsOpen(table, alias, group, reader);
    return open === undefined ? sql(alias, reader) : `case when ${open} then ${sql(alias, reader)} else ${otherwise(alias, reader)} end`;
  };
}

/** A column as far as it is open to the reader. */
export function openColumn(table: Table, name: string): Expression {
  const group = table.closed?.[name];
  return group === undefined ? column(name) : whereOpen(table, group, column(name));
}

/** Condition that two rows hang together, by columns that the reader may see. */
export function joinedSql({ table, from, local, foreign }: Relation, parent: string, child: string, reader: Reader): string[] {
  const open = [columnOpen(from, parent, local, reader), columnOpen(table, child, foreign, reader)];
  return [`${child}.${foreign} = ${parent}.${local}`, ...open.filter((condition) => condition !== undefined)];
}
