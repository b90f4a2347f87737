// Loads the field tables of a format from its folder, once, with every mistake named by file and row.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import type { z } from 'zod';
import { TanluError } from '../errors.ts';
import { fieldTable, formatDefinition, type FieldTable, type FormatDefinition } from './field-table.ts';

/** Folder of all mapping data. */
export const mappingsFolder = fileURLToPath(new URL('../../mappings/', import.meta.url));

/** Lists of code pairs, per name: term of the format ↔ value of the model. */
export type CodeLists = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface FormatTables {
  definition: FormatDefinition;
  tables: ReadonlyMap<string, FieldTable>;
  codes: CodeLists;
}

function readYaml<T>(file: string, schema: z.ZodType<T>): T {
  let content: unknown;
  try {
    content = load(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new TanluError('MAPPING_INVALID', `${file}: ${(error as Error).message}`, { kind: 'internal', cause: error });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  throw new TanluError('MAPPING_INVALID', `${file} is no valid mapping table:\n  ${lines.join('\n  ')}`, { kind: 'internal', params: { file, lines } });
}

/** Reads `mappings/<format>/format.yaml`. */
export function loadFormatDefinition(format: string, folder = mappingsFolder): FormatDefinition {
  return readYaml(join(folder, format, 'format.yaml'), formatDefinition);
}

/** Reads the lists of terms of a format, `mappings/<format>/codes.yaml`; none where there is no such file. */
export function loadCodes(format: string, folder = mappingsFolder): CodeLists {
  const file = join(folder, format, 'codes.yaml');
  if (!existsSync(file)) return new Map();
  const lists = load(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  return new Map(Object.entries(lists).map(([list, pairs]) => [list, new Map(Object.entries(pairs).map(([k, v]) => [k, String(v)]))]));
}

/** Reads `mappings/<format>/`: format.yaml, codes.yaml and one YAML file per table. */
export function loadFormatTables(format: string, folder = mappingsFolder): FormatTables {
  const directory = join(folder, format);
  const definition = loadFormatDefinition(format, folder);
  const tables = new Map<string, FieldTable>();
  const codes = loadCodes(format, folder);
  for (const name of readdirSync(directory).filter((n) => n.endsWith('.yaml')).sort()) {
    if (name === 'format.yaml' || name === 'codes.yaml') continue;
    const table = readYaml(join(directory, name), fieldTable);
    if (`${table.table}.yaml` !== name) throw new TanluError('MAPPING_INVALID', `${join(directory, name)} calls its table "${table.table}"; file and table must have the same name.`, { kind: 'internal' });
    tables.set(table.table, table);
  }
  return { definition, tables, codes };
}
