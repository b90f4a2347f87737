// Real packages A → B → A for all pairs: whatever does not come back is in one of the two reports, and no dataset becomes another one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { adapters } from '../../src/formats/registry.ts';
import { findPackages } from '../matrix/packages.ts';
import { sumsThatAreWrong } from '../matrix/run.ts';
import { thereAndBack } from '../transfer/convert/support/there-and-back.ts';
import { needSamples, samples } from './support/samples.ts';

const work = mkdtempSync(join(tmpdir(), 'tanlu-legs-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });

for (const kind of ['ilcd', 'ecospold1', 'ecospold2', 'olca'] as const) needSamples(kind);
const { packages } = await findPackages(samples.map((sample) => sample.path), false);
const trips = packages.flatMap((each) => adapters.filter((to) => to !== each.from && to.packaging !== undefined).map((to) => ({ ...each, to })));

describe.each(trips)('$row: $from.name → $to.name → $from.name', ({ path, from, to, leaves }) => {
  it('differs only in what the reports list', async () => {
    const folder = mkdtempSync(join(work, 'trip-'));
    const { there, back, silent, vanished, datasets, found } = await thereAndBack(path, from, to, folder);
    expect(silent).toEqual([]);
    expect(sumsThatAreWrong(there, leaves)).toEqual([]);
    const written = there.datasets.written + there.datasets.added === 0 ? [] : (await findPackages([join(folder, 'there')], false)).packages;
    expect(sumsThatAreWrong(back, written[0]?.leaves ?? new Map())).toEqual([]);
    expect(vanished.length).toBe(datasets - found);
    expect(vanished.length).toBeLessThanOrEqual(there.datasets.left + there.datasets.refused + back.datasets.left + back.datasets.refused);
    rmSync(folder, { recursive: true });
  }, 240_000);
});
