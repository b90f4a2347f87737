// The published contract: the schema as SDL in schema/tanlu.graphql, in a stable order, and the check that it is current.
import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';

const header = '# Printed from the code by `npm run schema:print`. Do not edit.\n\n';

/** SDL sorted by name, with descriptions. The same schema always gives the same text. */
export const printSdl = (schema: GraphQLSchema): string => `${header}${printSchema(lexicographicSortSchema(schema))}\n`;

export interface Drift {
  /** First line that differs, from 1. */
  line: number;
  file: string;
  code: string;
}

/** Writes the SDL to `path`. */
export const writeSdl = (schema: GraphQLSchema, path: string): Promise<void> => writeFile(path, printSdl(schema));

/** Compares `path` with the code; undefined when they agree. A missing file counts as empty. */
export async function checkSdl(schema: GraphQLSchema, path: string): Promise<Drift | undefined> {
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const printed = printSdl(schema);
  if (kept === printed) return undefined;
  const [file, code] = [kept.split('\n'), printed.split('\n')];
  const line = code.findIndex((text, index) => text !== file[index]);
  const at = line < 0 ? code.length : line;
  return { line: at + 1, file: file[at] ?? '', code: code[at] ?? '' };
}
