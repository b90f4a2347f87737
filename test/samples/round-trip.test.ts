// Same format out as in, on real packages: every element, attribute and number of every dataset is written back.
import { describe, expect, it } from 'vitest';
import { listPackage, openEntries } from '../../src/formats/archive/archive.ts';
import { recognize } from '../../src/formats/registry.ts';
import { leavesOf, missingLeaves } from '../formats/support/leaves.ts';
import { samples } from './support/samples.ts';

const packages = samples.filter(({ kind }) => kind !== 'other' && kind !== 'olca');

describe.each(packages)('$name', ({ path }) => {
  it('comes back with every leaf', async () => {
    const reader = openEntries();
    const missing: string[] = [];
    let documents = 0;
    for (const { name: file, handle } of (await listPackage(path)).entries) {
      const { bytes } = reader.read(handle);
      const found = recognize(bytes, file);
      if (!('adapter' in found)) continue;
      const { adapter } = found;
      const { datasets } = adapter.read(bytes, file);
      const own = datasets.filter((d) => !d.derived);
      if (own.length === 0) continue;
      documents += 1;
      const { namespaces } = adapter.definition;
      const after = new Map<string, number>();
      for (const { noun, record } of own) {
        for (const [leaf, count] of leavesOf(adapter.write(noun, record, datasets.filter((d) => d.whole)).text!, namespaces)) after.set(leaf, (after.get(leaf) ?? 0) + count);
      }
      for (const leaf of missingLeaves(leavesOf(bytes, namespaces), after)) missing.push(`${file}: ${leaf}`);
    }
    reader.close();
    expect(documents).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  }, 120_000);
});
