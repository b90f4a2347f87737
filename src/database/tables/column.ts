// Columns and tables as data. From these come the COPY rows, the MikroORM entities, the migrations' check and the columns of the read planner.
import type { z } from 'zod';
import type { FieldGroup } from '../../model/field-group.ts';
import { nounSchemas, type Noun } from '../../model/noun.ts';
import { schemaAt, kindOf } from './schema-path.ts';
import { storable } from './storable.ts';

export type ColumnType = 'bigint' | 'integer' | 'uuid' | 'text' | 'text[]' | 'jsonb' | 'boolean' | 'date' | 'timestamptz' | 'numeric' | 'double precision' | 'bytea' | 'tsvector';

/** What a row needs to know that does not stand in its record; the loader fills it in. */
export interface RowContext {
  /** Key reserved for the row; undefined lets the database give one. */
  key?: number | string;
  revision?: number;
  /** ISO 8601 with zone. Undefined: the default of the table, now. */
  recordedFrom?: string;
  recordedTo?: string | null;
  supersedes?: number | string | null;
  changeReason?: string | null;
  placeholder?: boolean;
  /** Made from what other datasets say of it; never replaces what a dataset of its own says. */
  derived?: boolean;
  sourceDocument?: number | string | null;
  importRun?: number | string | null;
  adapter?: string | null;
  contentHash?: Uint8Array | null;
  /** 'SCHEME:code' with all ancestors and '=SCHEME:code' for the class itself. */
  classification?: readonly string[];
  issues?: readonly unknown[] | null;
  /** Who may see the row, where its record does not say; public where absent. */
  visibility?: string;
  /** Key of the process or impact category a row belongs to. */
  owner?: number | string;
}

export interface Column {
  name: string;
  type: ColumnType;
  nullable: boolean;
  /** SQL default. `identity` numbers the rows. */
  default?: string;
  identity?: boolean;
  /** Never read on behalf of others: the role that does so has no right to it. */
  secret?: boolean;
  /** How PostgreSQL keeps long values; external: out of line and not compressed again. */
  storage?: 'external';
  /** Dotted path in the noun's record whose value the column holds in full; the planner answers that field from the column. */
  path?: string;
  /** Noun that a uuid column points to. */
  to?: Noun;
  /**
   * Value for COPY and INSERT as a plain JavaScript value: jsonb = the object itself, text[] = string[], bytea = Uint8Array,
   * numeric = decimal text, tsvector = tsvector input text. `undefined` means: leave it to the default.
   */
  from?: (record: never, context: RowContext) => unknown;
}

export interface Index {
  name: string;
  /** What stands between the parentheses of CREATE INDEX, with `using` before it where it is not a btree. */
  on: string;
  using?: 'btree' | 'gin' | 'hash';
  unique?: boolean;
  where?: string;
}

export interface Table {
  name: string;
  noun?: Noun;
  columns: readonly Column[];
  indexes: readonly Index[];
  /** Has recorded_from, recorded_to, visibility: rows are versions of datasets. */
  versioned: boolean;
  /** Its rows have a place, in the column `geography`. */
  place?: boolean;
  /** Column with the organization that a dataset belongs to, whose people and service see it. */
  belongsTo?: string;
  /** Column with the product that a dataset is about; a grant for the product is one for it. */
  about?: string;
  /** Columns that belong to a group of fields which a record may close; `restricted` says for whom. */
  closed?: Readonly<Record<string, FieldGroup>>;
  /** Column with the identifier of the record, where that is not `id`. */
  recordId?: string;
  /** Never read on behalf of others. */
  internal?: boolean;
  /** Rows that live and die with a dataset: the column with its key and the table it is in. */
  owner?: { column: string; table: string };
}

export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

export const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());

/** Value at a dotted path of a record. */
export function valueAt(record: unknown, path: readonly string[]): unknown {
  let value = record;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** A column that holds one field of the record; its type follows from the model. `to` makes it a reference: the identifier of the target. */
export function field(noun: Noun, path: string, options: { name?: string; to?: Noun } = {}): Column {
  const full = options.to ? `${path}.id` : path;
  const steps = full.split('.');
  const type = columnType(schemaAt(nounSchemas[noun], steps));
  const name = options.name ?? snakeCase(path.replace(/\./g, '_')) + (options.to ? '_id' : '');
  return { name, type, nullable: true, path: full, ...(options.to && { to: options.to }), from: (record) => storable(type, valueAt(record, steps)) };
}

function columnType(schema: z.ZodType): ColumnType {
  switch (kindOf(schema)) {
    case 'Decimal': return 'numeric';
    case 'Date': return 'date';
    case 'DateTime': return 'timestamptz';
    case 'Int': return 'integer';
    case 'Boolean': return 'boolean';
    case 'ID': return 'uuid';
    case 'String': case 'Enum': return 'text';
    case 'StringList': return 'text[]';
    default: return 'jsonb';
  }
}
