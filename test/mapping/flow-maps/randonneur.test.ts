// randonneur data packages: verbs, factors inside and beside the target, shares, conditions in comments, required fields; any file found by its content.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/mapping/flow-maps/exact-json.ts';
import type { FlowMapRow } from '../../../src/mapping/flow-maps/flow-map.ts';
import { readMapFile, writeMapFile } from '../../../src/mapping/flow-maps/map-file.ts';
import { readRandonneur, writeRandonneur } from '../../../src/mapping/flow-maps/randonneur.ts';
import { bare, cellText, context, factor, flowId, optional, without } from './rows.ts';

const read = (json: object) => readRandonneur(parseJson(JSON.stringify(json)));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('randonneur', () => {
  it('replace and update with factor beside or inside the target, further attributes, header kept', () => {
    const { value, issues } = read({
      name: 'map', version: '1.2.0', source_id: 'ecoinvent-3.9.1-biosphere', target_id: 'EF-3.1', licenses: [{ name: 'CC BY 4.0' }],
      replace: [{ source: { name: 'Gas, natural', uuid: '7C337428-FB1B-45C7-BBB2-2EE4D29E17BA', unit: 'Sm3', context: ['natural resource', 'in ground'] }, target: { name: 'natural gas', uuid: 'fe0acd60-3ddc-11dd-abe7-0050c2490048', unit: 'MJ' }, conversion_factor: 36.50, comment: 'manual' }],
      update: [{ source: { name: 'x', code: 'abc', formula: 'X2' }, target: { unit: 'g', conversion_factor: 1000 } }],
    });
    expect(issues).toEqual([]);
    expect(value).toMatchObject({ name: 'map', source: 'ecoinvent-3.9.1-biosphere', target: 'EF-3.1', header: { licenses: [{ name: 'CC BY 4.0' }] } });
    expect(without(value)).toEqual([
      { from: { id: '7c337428-fb1b-45c7-bbb2-2ee4d29e17ba', name: 'Gas, natural', context: ['natural resource', 'in ground'], unit: 'Sm3' }, to: { id: 'fe0acd60-3ddc-11dd-abe7-0050c2490048', name: 'natural gas', unit: 'MJ' }, condition: '=', factor: '36.5', verb: 'replace', remark: 'manual' },
      { from: { id: 'abc', name: 'x', attributes: { formula: 'X2', idName: 'code' } }, to: { unit: 'g' }, condition: '=', factor: '1000', verb: 'update' },
    ]);
  });

  it('two different factors are none; create and delete are no mapping; broken entries are told', () => {
    const { value, issues } = read({ replace: [{ source: { name: 'a' }, target: { name: 'b', conversion_factor: 2 }, conversion_factor: 3 }, { source: 'a' }, { source: { unit: 'kg' }, target: { name: 'b' } }], delete: [{ source: { name: 'gone' } }] });
    expect(value.rows.map((row) => row.factor)).toEqual([null]);
    expect(issues.map(({ code, path, params }) => [code, path, params['value'] ?? params['name']])).toEqual([['flow-map-row-left-out', 'row 0', 'gone'], ['flow-map-factor-invalid', 'row 1', '2 and 3'], ['flow-map-row-invalid', 'row 2', undefined], ['flow-map-row-invalid', 'row 3', undefined]]);
  });

  it('disaggregate becomes one row a share', () => {
    const { value } = read({ disaggregate: [{ source: { name: 'transformation' }, targets: [{ name: 'from', allocation: 0.25 }, { name: 'to', allocation: 0.75 }] }] });
    expect(value.rows.map(({ to, allocation, factor }) => [to.name, allocation, factor])).toEqual([['from', '0.25', '1'], ['to', '0.75', '1']]);
  });

  it('what is written has every required field, and the labels name every attribute', () => {
    const { text, issues } = writeRandonneur({ rows: [{ from: { name: 'a', list: 'L 1' }, to: { name: 'b', id: 'x', list: 'M 2' }, condition: '~', factor: '2.50' }] });
    const json = JSON.parse(text) as Record<string, unknown>;
    for (const field of ['name', 'description', 'licenses', 'version', 'contributors', 'mapping', 'graph_context']) expect(json).toHaveProperty(field);
    expect(json).toMatchObject({ source_id: 'L 1', target_id: 'M 2', mapping: { source: { labels: { name: 'name' } }, target: { labels: { uuid: 'uuid', conversion_factor: 'conversion_factor' } } } });
    expect(json['replace']).toEqual([{ source: { name: 'a' }, target: { name: 'b', uuid: 'x', conversion_factor: 2.5 }, conversion_factor: 2.5, comment: 'match condition: ~' }]);
    expect(text).toContain('2.50');
    expect(issues.every(({ code }) => code === 'field-defaulted')).toBe(true);
  });

  it('rows that are never applied by themselves are left out: its readers apply all', () => {
    const { issues } = writeRandonneur({ rows: [{ from: { name: 'a' }, to: { name: 'b' }, condition: '>', factor: '1' }, { from: { name: 'c' }, to: { name: 'd' }, condition: '=', factor: null }] });
    expect(issues.filter(({ code }) => code === 'flow-map-row-left-out').map(({ params }) => params['name'])).toEqual(['a', 'c']);
  });

  it('read(write(map)) = map', () => {
    const end = fc.record({ id: optional(flowId), name: cellText, context: optional(context), unit: optional(cellText), location: optional(cellText), attributes: optional(fc.record({ formula: cellText })) }).map(bare);
    const row = (verb: 'replace' | 'update' | 'disaggregate'): fc.Arbitrary<FlowMapRow> => fc.record({
      from: end, to: end, condition: fc.constantFrom('=' as const, '<' as const, '~' as const), factor: verb === 'disaggregate' ? fc.constant('1') : factor,
      allocation: verb === 'disaggregate' ? factor : fc.constant(undefined), verb: fc.constant(verb), remark: optional(cellText),
    }).map(bare);
    const rows = fc.tuple(...(['replace', 'update', 'disaggregate'] as const).map((verb) => fc.uniqueArray(row(verb), { maxLength: 3, selector: ({ from }) => JSON.stringify(from) }))).map((lists) => lists.flat());
    fc.assert(fc.property(fc.record({ name: cellText, description: cellText, source: optional(cellText), target: optional(cellText), rows }).map(bare), (map) => {
      const written = writeRandonneur(map);
      expect(written.issues.filter(({ code }) => code !== 'field-defaulted')).toEqual([]);
      const { value } = readRandonneur(parseJson(written.text));
      const { header: _header, ...file } = value;
      expect({ ...file, rows: without(value) }).toEqual(map);
      expect(writeRandonneur(value).text).toBe(written.text);
    }), { numRuns: 300 });
  });
});

describe('mapping files', () => {
  const glad = 'SourceFlowName,TargetFlowName\na,b\n';

  it('the format is found by content, packed or not', () => {
    const json = JSON.stringify({ replace: [{ source: { name: 'a' }, target: { name: 'b' } }] });
    const files: [string | Uint8Array, string][] = [[glad, 'glad'], ['x;y;1\n', 'openlca-csv'], ['{"mappings":[]}', 'openlca-json'], [json, 'randonneur'], [gzipSync(json), 'randonneur'], [`\ufeff${json}`, 'randonneur']];
    expect(files.map(([content]) => readMapFile(typeof content === 'string' ? bytes(content) : content).format)).toEqual(files.map(([, format]) => format));
  });

  it.each([
    ['an empty file', bytes(' \n'), /is empty/], ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4), /Save the table as CSV/], ['broken gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2), /cannot be unpacked/],
    ['another encoding', Uint8Array.of(0x61, 0xe9, 0x3b), /not in UTF-8/], ['other JSON', bytes('{"a":1}'), /neither an openLCA flow map/], ['broken JSON', bytes('{"replace":['), /no valid JSON/], ['prose', bytes('hello\n'), /no format that Tanlu reads/],
  ])('%s is refused with what to do', (_what, content, message) => {
    expect(() => readMapFile(content, 'map.x')).toThrow(message);
  });

  it('the header of one format is not written into another, and that is told', () => {
    const { value, format } = readMapFile(bytes('{"@id":"m","mappings":[{"from":{"flow":{"@id":"a"}},"to":{"flow":{"@id":"b"}},"conversionFactor":1.50}]}'));
    const written = writeMapFile(value, 'glad', format);
    expect(written.issues.map(({ params }) => params['field'])).toEqual(['file.@id']);
    expect(written.text).toContain('1.50');
  });
});
