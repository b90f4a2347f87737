// Reference tables: mistakes are named by file and line.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseCsv } from '../../../src/mapping/tables/csv.ts';
import { readCsvTable, readYamlTable } from '../../../src/mapping/tables/table.ts';

const row = z.object({ key: z.string(), size: z.string().regex(/^\d+$/, 'is not a number') });
const read = (text: string): unknown => {
  const folder = mkdtempSync(join(tmpdir(), 'tanlu-table-'));
  writeFileSync(join(folder, 't.csv'), text);
  return readCsvTable('t.csv', row, (r) => r.key, folder);
};

describe('CSV', () => {
  it('reads quotes, line breaks in cells and a byte order mark', () => {
    expect(parseCsv('\uFEFFa,b\r\n"x ""y"", z","two\nlines"\n\nlast,')).toEqual([
      { cells: ['a', 'b'], line: 1 }, { cells: ['x "y", z', 'two\nlines'], line: 2 }, { cells: ['last', ''], line: 5 },
    ]);
  });
});

describe('a table', () => {
  it('is read into rows', () => expect(read('key,size\na,1\n')).toEqual([{ key: 'a', size: '1' }]));

  it.each([
    ['key\na\n', 't.csv:1 must have the columns key,size.'],
    ['key,size\na,1,2\n', 't.csv:2 has 3 cells instead of 2.'],
    ['key,size\na,1\nb,x\n', 't.csv:3 size: is not a number'],
    ['key,size\na,1\na,2\n', 't.csv:3 repeats the key "a" of line 2.'],
  ])('%j is refused', (text, message) => expect(() => read(text)).toThrow(message));

  it('that is missing is named', () => {
    expect(() => readCsvTable('no/such.csv', row, (r) => r.key)).toThrow('mappings/no/such.csv cannot be read');
    expect(() => readYamlTable('no/such.yaml', z.array(z.string()))).toThrow('mappings/no/such.yaml cannot be read');
  });
});
