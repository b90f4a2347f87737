// MikroORM entities made from the table definitions; used for administrative writes, import runs and migrations, never for reads.
import { BigIntType, EntitySchema } from '@mikro-orm/core';
import { camelCase, type Column, type Table } from './tables/column.ts';
import { allTables } from './tables/tables.ts';

// bigint keys stay numbers, numerics and times stay text: as in pool.ts.
const runtimeTypes: Record<Column['type'], unknown> = {
  bigint: new BigIntType('number'), integer: 'integer', uuid: 'string', text: 'string', 'text[]': 'array', jsonb: 'json', boolean: 'boolean', date: 'string',
  timestamptz: 'string', numeric: 'string', 'double precision': 'double', bytea: 'blob', tsvector: 'string',
};

export const entityName = (table: Table): string => table.name.replace(/(^|_)([a-z])/g, (_, __, c: string) => c.toUpperCase());

function entityOf(table: Table): EntitySchema {
  const primary = table.columns.find((c) => c.identity)?.name ?? 'code';
  const properties = Object.fromEntries(table.columns.map((c) => [camelCase(c.name), {
    type: runtimeTypes[c.type], columnType: c.type, fieldName: c.name, nullable: c.nullable, primary: c.name === primary,
    ...(c.identity && { autoincrement: true }), ...(c.default !== undefined && { defaultRaw: c.default }),
    ...(['record', 'content', 'search'].includes(c.name) && { lazy: true }),
  }]));
  return new EntitySchema({ name: entityName(table), tableName: table.name, properties } as unknown as ConstructorParameters<typeof EntitySchema>[0]);
}

/** One entity per table with a key, named as the noun: `em.findOneOrFail('ImportRun', { id })`. */
export const entities: readonly EntitySchema[] = allTables.filter((table) => table.columns.some((c) => c.identity || c.name === 'code')).map(entityOf);
