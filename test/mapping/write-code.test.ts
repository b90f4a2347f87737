// The code that is generated for a table: what it asks of a record, and that elements which share what they have alike are changed one by one.
import { describe, expect, it } from 'vitest';
import { compileFormat } from '../../src/mapping/compile.ts';
import type { FieldTable } from '../../src/mapping/field-table.ts';
import { loadFormatTables } from '../../src/mapping/load-tables.ts';
import { scalarTransforms } from '../../src/mapping/scalar-transforms.ts';
import { transformSet } from '../../src/mapping/transform.ts';
import { RecordWriter } from '../../src/mapping/writer.ts';
import { addChild, newElement, setAttribute, textElement, type WrittenElement } from '../../src/mapping/written.ts';
import { fileURLToPath } from 'node:url';

const tables = loadFormatTables('mini', fileURLToPath(new URL('../fixtures/mapping/', import.meta.url)));
const card = tables.tables.get('contact-card')!;

/** What a table of the format writes of a record, as nested lists. */
function written(fields: FieldTable['fields'], record: object): unknown {
  const raw: FieldTable = { ...card, fields };
  const compiled = compileFormat({ ...tables, tables: new Map([...tables.tables, ['contact-card', raw]]) }, transformSet([...scalarTransforms] as never[], []));
  return shown(new RecordWriter(compiled).write('contact', record).root!);
}

const shown = ({ name, attributes, text, children }: WrittenElement): unknown[] => [name, ...attributes, text, ...children.map(shown)].filter((part) => part !== '');

describe('code that writes a table', () => {
  it('takes null like what is absent, at every step of a path', () => {
    const fields = [{ path: '@id', model: 'id' }, { path: 'place', model: 'administration.revisedAt' }, { path: 'box/@phone', model: 'telephone' }, { path: 'box/mail', model: 'email' }] as FieldTable['fields'];
    expect(written(fields, { id: 'a', administration: null, telephone: null, email: undefined })).toEqual(['card', 'id', 'a']);
    expect(written(fields, { id: 'a', administration: { revisedAt: 'x' }, telephone: null, email: 'm' })).toEqual(['card', 'id', 'a', ['place', 'x'], ['box', ['mail', 'm']]]);
  });

  it('writes an element with an empty text, and none with nothing in it', () => {
    const fields = [{ path: 'box', model: 'email' }, { path: 'box/@phone', model: 'telephone' }] as FieldTable['fields'];
    expect(written(fields, { email: '' })).toEqual(['card', ['box']]);
    expect(written(fields, { telephone: undefined })).toEqual(['card']);
  });

  it('states attributes of a text that repeats at the first of them, and by themselves where there is none', () => {
    const fields = [{ path: 'name', model: 'name', as: 'text' }, { path: 'name/@phone', model: 'telephone' }] as FieldTable['fields'];
    expect(written(fields, { name: { en: 'n', zh: '名' }, telephone: '7' })).toEqual(['card', ['name', 'xml:lang', 'en', 'phone', '7', 'n'], ['name', 'xml:lang', 'zh', '名']]);
    expect(written(fields, { name: {}, telephone: '7' })).toEqual(['card', ['name', 'phone', '7']]);
  });

  it('takes names and parameters as they are, whatever stands in them', () => {
    const odd = `a'"\`\${1}\\`;
    expect(written([{ path: `@${odd}`, model: 'id' }, { path: odd, model: 'email' }] as FieldTable['fields'], { id: '1', email: 'm' })).toEqual(['card', odd, '1', [odd, 'm']]);
  });
});

describe('elements that share what they have alike', () => {
  it('are changed one by one', () => {
    const [first, second] = [textElement('t', undefined, 'a', 'en'), textElement('t', undefined, 'b', 'en')];
    setAttribute(first, 'xml:lang', 'zh');
    setAttribute(first, 'n', '1');
    const [holder, other] = [newElement('h'), newElement('h')];
    addChild(holder, first);
    expect([shown(holder), shown(other), shown(second), shown(textElement('t', undefined, 'c', 'en'))]).toEqual([['h', ['t', 'xml:lang', 'zh', 'n', '1', 'a']], ['h'], ['t', 'xml:lang', 'en', 'b'], ['t', 'xml:lang', 'en', 'c']]);
  });
});
