// Same format out as in: every element, attribute and number of our fixtures is written back.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { FormatAdapter } from '../../src/formats/adapter.ts';
import { ecospold1 } from '../../src/formats/ecospold1/adapter.ts';
import { ecospold2 } from '../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../src/formats/ilcd/adapter.ts';
import { leavesOf, missingLeaves } from './support/leaves.ts';
import { repaired, withoutDataset, writtenOtherwise } from './support/repaired-fixtures.ts';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
function written(adapter: FormatAdapter, bytes: Uint8Array, file: string): string[] {
  const { datasets } = adapter.read(bytes, file);
  const companions = datasets.filter((d) => d.whole);
  return datasets.filter((d) => !d.derived).map((d) => adapter.write(d.noun, d.record, companions).text!);
}

describe.each([['ilcd', ilcd], ['ecospold2', ecospold2], ['ecospold1', ecospold1]] as const)('%s', (name, adapter) => {
  const files = readdirSync(`${fixtures}${name}`, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(xml|spold)$/.test(file) && !withoutDataset.test(`${name}/${file}`) && !writtenOtherwise.test(`${name}/${file}`)).sort();
  it('has fixtures', () => expect(files.length).toBeGreaterThan(5));

  it.each(files.filter((file) => !(file in repaired)))('%s comes back with every leaf', (file) => {
    const bytes = readFileSync(`${fixtures}${name}/${file}`);
    const { namespaces } = adapter.definition;
    const after = new Map<string, number>();
    for (const text of written(adapter, bytes, file)) for (const [leaf, count] of leavesOf(text, namespaces)) after.set(leaf, (after.get(leaf) ?? 0) + count);
    expect(missingLeaves(leavesOf(bytes, namespaces), after)).toEqual([]);
  });

  it.each(files.filter((file) => !(file in repaired)))('%s is the same records again', (file) => {
    const bytes = readFileSync(`${fixtures}${name}/${file}`);
    const own = (datasets: readonly { record: object; derived?: boolean }[]) => datasets.filter((d) => !d.derived).map((d) => d.record);
    const after = written(adapter, bytes, file).flatMap((text) => own(adapter.read(Buffer.from(text), file).datasets));
    expect(after).toEqual(own(adapter.read(bytes, file).datasets));
  });
});
