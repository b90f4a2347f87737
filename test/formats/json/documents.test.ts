// JSON documents through an adapter: encodings, recognition from the first bytes, and the same events as XML.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { olca } from '../../../src/formats/olca/adapter.ts';
import { sniffJson } from '../../../src/formats/json/sniff.ts';
import { keptKey, keyOfKept } from '../../../src/formats/json/walk.ts';
import { jsonDecimal } from '../../../src/formats/json/write.ts';
import { recognize } from '../../../src/formats/registry.ts';
import { keptAt } from '../olca/fixture.ts';

const ID = '0c000000-0000-4000-8000-000000000001';
const actor = (more = ''): string => `{"@type": "Actor", "@id": "${ID}", "name": "Müller", "version": "1"${more}}`;
const read = (bytes: Uint8Array) => olca.read(bytes, 'a.json');
const nameIn = (bytes: Uint8Array) => (read(bytes).datasets[0]!.record.name as Record<string, string>)['en'];

describe('encodings', () => {
  it('byte order marks are passed over, in UTF-8 and UTF-16', () => {
    for (const bytes of [Buffer.from(actor()), Buffer.from(`\ufeff${actor()}`), Buffer.from(`\ufeff${actor()}`, 'utf16le')]) {
      expect(recognize(bytes, 'a')).toMatchObject({ adapter: { name: 'olca' } });
      expect(nameIn(bytes)).toBe('Müller');
      expect(read(bytes).issues).toEqual([]);
    }
  });

  it('broken UTF-8 is read as windows-1252, which is told with its place', () => {
    const bytes = Buffer.from(actor(), 'latin1');
    expect(nameIn(bytes)).toBe('Müller');
    expect(read(bytes).issues).toMatchObject([{ code: 'encoding-repaired', params: { declared: 'utf-8', used: 'windows-1252', line: 1, offset: actor().indexOf('ü') } }]);
  });
});

describe('the head of a document', () => {
  it('has the plain values at the top only, wherever they stand', () => {
    const head = sniffJson(Buffer.from('{"deep": {"@type": "Flow"}, "list": ["@type", {"a": "}"}], "quote \\" }": 1, "@type": "Process", "after": true}'), '@type');
    expect([...head!]).toEqual([['deep', undefined], ['list', undefined], ['quote \\" }', '1'], ['@type', 'Process'], ['after', 'true']]);
  });

  it('is found behind 64 KiB of other things', () => {
    const text = `{"description": "${'x'.repeat(100_000)}", "@type": "Actor", "@id": "${ID}", "name": "n", "version": "1"}`;
    expect(recognize(Buffer.from(text), 'a')).toMatchObject({ adapter: { name: 'olca' } });
  });

  it('is found behind texts of any length, and of backslashes only', () => {
    for (const long of ['x'.repeat(20_000_000), '\\\\'.repeat(3_000_000)]) expect(sniffJson(Buffer.from(`{"a": "${long}", "@type": "Actor"}`), '@type')?.get('@type')).toBe('Actor');
    expect(sniffJson(Buffer.from(`{"a": "${'['.repeat(5_000_000)}`), '@type')?.has('@type')).toBe(false);
  });

  it('is none where bytes are no object', () => {
    for (const text of ['', '[]', '<a/>', '"x"', 'x{']) expect(sniffJson(Buffer.from(text), '@type')).toBeUndefined();
  });
});

describe('parts that no row knows', () => {
  it('stay whole, with their types and numbers, and are counted by their values', () => {
    const { datasets, account } = read(Buffer.from(actor(', "x": {"y": [1.50, "1.50", true, null, {}]}, "@note": 5, "a/b": "c"')));
    const { record } = datasets[0]!;
    expect([keptAt(record, 'x'), keptAt(record, '@note'), keptAt(record, 'a%2fb')]).toEqual(['{"y":[1.50,"1.50",true,null,{}]}', '5', '"c"']);
    expect([...account.unmapped]).toEqual([['actor: @note', 1], ['actor: x', 3], ['actor: a%2fb', 1]]);
  });

  it('null means absent', () => {
    const { datasets, account } = read(Buffer.from(actor(', "email": null, "x": null')));
    expect(datasets[0]!.record).not.toHaveProperty('email');
    expect([account.kept, account.unmapped.size]).toEqual([4, 0]);
  });

  it('keys survive as steps of a path', () => {
    fc.assert(fc.property(fc.string(), (key) => {
      expect(keyOfKept(keptKey(key))).toBe(key);
      expect(keptKey(key)).not.toMatch(/[/[\]{}]/);
    }));
  });
});

describe('numbers of JSON', () => {
  it.each([['+1', '1'], ['.5', '0.5'], ['-.5e3', '-0.5e3'], ['2.', '2'], ['007', '7'], ['0', '0'], ['-0.0', '-0.0'], ['1.50E-7', '1.50E-7'], ['', ''], ['.', '.'], ['n', 'n']])('%j is written %j', (stated, written) => {
    expect(jsonDecimal(stated)).toBe(written);
  });

  it('have the value of the decimal they are made of', () => {
    const decimal = fc.stringMatching(/^[+-]?(\d{1,9}(\.\d{0,9})?|\.\d{1,9})([eE][+-]?\d{1,2})?$/);
    fc.assert(fc.property(decimal, (text) => {
      expect(JSON.parse(jsonDecimal(text))).toBe(Number(text));
    }));
  });
});
