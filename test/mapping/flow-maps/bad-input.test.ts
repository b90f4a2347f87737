// Bad mapping files: whatever the bytes are, they are read with issues or refused with a message for people; nothing else is thrown.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TanluError } from '../../../src/errors.ts';
import { checkFlowMap } from '../../../src/mapping/flow-maps/check-map.ts';
import { mapFileFormats, readMapFile, writeMapFile } from '../../../src/mapping/flow-maps/map-file.ts';
import { indexFlowMap } from '../../../src/mapping/flow-maps/map-index.ts';

const header = 'SourceFlowName,SourceFlowUUID,SourceFlowContext,SourceUnit,MatchCondition,ConversionFactor,TargetFlowName,TargetFlowUUID,TargetFlowContext,TargetUnit,MapType,__proto__\n';
const cell = fc.constantFrom('a', '', '"', ',', ';', '\n', 'kg', 'MJ', 'Bq', '=', '<', '1e999999', '-0', 'N/A', 'NaN', '1,5', 'air/unspecified', '/', 'n.a.', 'NO_MAPPING', 'ONE2MANY_X', 'Carbon dioxide, fossil', 'methane (', '\u0000', '碳');
const leaf = fc.oneof(cell, fc.double(), fc.boolean(), fc.constant(null));
const anyEnd = fc.dictionary(fc.constantFrom('name', 'uuid', 'unit', 'context', 'flow', '@id', 'category', 'categoryPath', 'allocation', 'conversion_factor', 'provider'), fc.oneof(leaf, fc.array(leaf, { maxLength: 2 }), fc.dictionary(fc.constantFrom('@id', 'name', 'category'), leaf)));
const entry = fc.oneof(leaf, fc.dictionary(fc.constantFrom('source', 'target', 'targets', 'from', 'to', 'conversionFactor', 'conversion_factor', 'comment'), fc.oneof(leaf, anyEnd, fc.array(anyEnd, { maxLength: 2 }))));
const json = fc.dictionary(fc.constantFrom('mappings', 'replace', 'update', 'disaggregate', 'delete', 'name', 'mapping', 'source'), fc.oneof(leaf, fc.array(entry, { maxLength: 4 })));

/** What was thrown and is no message for people; undefined where all is well. */
function crashOf(text: string): unknown {
  try {
    const { value } = readMapFile(new TextEncoder().encode(text), 'bad');
    checkFlowMap(value);
    indexFlowMap(value);
    for (const format of mapFileFormats) writeMapFile(value, format);
  } catch (error) {
    if (!(error instanceof TanluError)) return error;
  }
  return undefined;
}

describe('bad input', () => {
  it('a factor beyond all measure is told and never applied', () => {
    const text = ['1e101', '1e-101', '1e99999999999999999999', `0.${'1'.repeat(500)}`].map((factor) => `a;b;${factor}\n`).join('');
    const { value, issues } = readMapFile(new TextEncoder().encode(text));
    expect(value.rows.map(({ factor }) => factor)).toEqual([null, null, null, null]);
    expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['flow-map-factor-invalid']));
  });

  const tables = fc.tuple(fc.constantFrom(header, '', ';;\n'), fc.array(cell, { maxLength: 60 })).map(([start, cells]) => start + cells.join(','));
  const lines = fc.array(fc.array(cell, { maxLength: 25 }), { maxLength: 5 }).map((found) => found.map((cells) => cells.join(';')).join('\n'));
  it.each([['tables of anything', tables], ['lines of anything, divided by semicolons', lines], ['JSON of any shape', json.map((value) => JSON.stringify(value))]])('%s', (_what, texts) => {
    fc.assert(fc.property(texts, (text) => {
      expect(crashOf(text)).toBeUndefined();
    }), { numRuns: 500 });
  });
});
