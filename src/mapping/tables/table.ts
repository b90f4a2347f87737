// Reads one reference table (CSV after RFC 4180, or YAML) from mappings/ and checks every row; mistakes are named by file and line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { z } from 'zod';
import { TanluError } from '../../errors.ts';
import { mappingsFolder } from '../load-tables.ts';
import { parseCsv } from './csv.ts';

/** The error of a wrong reference table. `where` is `<file>:<line>`. */
export function tableError(where: string, reason: string): TanluError {
  return new TanluError('MAPPING_INVALID', `mappings/${where} ${reason}`, { kind: 'internal', params: { where, reason } });
}

function readText(file: string, folder: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    throw new TanluError('MAPPING_INVALID', `mappings/${file} cannot be read: ${(error as Error).message}`, { kind: 'internal', cause: error });
  }
}

/**
 * Reads `mappings/<file>` (CSV with a header row). The header must name exactly the fields of `schema`.
 * `key` is the text that must be unique over all rows.
 * @throws TanluError MAPPING_INVALID with file and line
 */
export function readCsvTable<T>(file: string, schema: z.ZodObject & z.ZodType<T>, key: (row: T) => string, folder = mappingsFolder): T[] {
  const [header, ...records] = parseCsv(readText(file, folder));
  const expected = Object.keys(schema.shape).join(',');
  if (header?.cells.join(',') !== expected) throw tableError(`${file}:1`, `must have the columns ${expected}.`);
  const lines = new Map<string, number>();
  return records.map(({ cells, line }) => {
    if (cells.length !== header.cells.length) throw tableError(`${file}:${line}`, `has ${cells.length} cells instead of ${header.cells.length}.`);
    const parsed = schema.safeParse(Object.fromEntries(header.cells.map((name, i) => [name, cells[i]])));
    if (!parsed.success) throw tableError(`${file}:${line}`, parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '));
    const row = parsed.data as T;
    const earlier = lines.get(key(row));
    if (earlier !== undefined) throw tableError(`${file}:${line}`, `repeats the key "${key(row)}" of line ${earlier}.`);
    lines.set(key(row), line);
    return row;
  });
}

/** Reads `mappings/<file>` (YAML). @throws TanluError MAPPING_INVALID with the file and the path inside it */
export function readYamlTable<T>(file: string, schema: z.ZodType<T>, folder = mappingsFolder): T {
  let content: unknown;
  try {
    content = load(readText(file, folder));
  } catch (error) {
    if (error instanceof TanluError) throw error;
    throw tableError(file, (error as Error).message);
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw tableError(file, parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '));
  return parsed.data;
}

/** A value that is made at its first use and kept: tables are read once, and only where someone asks. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
