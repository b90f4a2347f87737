// Real packages into the other formats: every written file is accepted by the official schemas, openLCA packages by what their structure asks for, and the account adds up.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ecospold1 } from '../../src/formats/ecospold1/adapter.ts';
import type { FormatAdapter } from '../../src/formats/adapter.ts';
import { ecospold2 } from '../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../src/formats/ilcd/adapter.ts';
import { olca } from '../../src/formats/olca/adapter.ts';
import { fates } from '../../src/transfer/convert/account.ts';
import { convertPackage } from '../../src/transfer/convert/convert-package.ts';
import { validatePackages } from '../../src/transfer/validate/validate.ts';
import { sampleFolder, samples } from './support/samples.ts';

const schemas = resolve(process.env['TANLU_SCHEMAS'] || join(sampleFolder, '../schemas'));
const work = mkdtempSync(join(tmpdir(), 'tanlu-convert-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
const packages = samples.filter(({ kind, name }) => kind !== 'other' && kind !== 'ilcd-lcia' && name.endsWith('.zip')).flatMap((sample) =>
  [ilcd, ecospold1, ecospold2, olca].filter((to) => !sample.kind.startsWith(to.name)).map((to) => ({ ...sample, to })));
const outOf = (name: string, to: FormatAdapter): string => join(work, `${name}-${to.name}`);
/** What a package may lack because its source does: whole datasets and references. Everything else would be a fault of the conversion. */
const faultsOfSources = new Set(['reference-outside', 'documentation-outside', 'reference-flow-missing', 'reference-amount-zero', 'inventory-empty', 'reference-other-version']);

describe.each(packages)('$name to $to.name', ({ name, path, to }) => {
  const out = outOf(name, to);
  it('accounts for every value', async () => {
    const report = await convertPackage({ path, to, out });
    const total = fates.reduce((sum, fate) => sum + report.values[fate], 0);
    expect(total).toBeGreaterThan(100);
    expect(report.paths.reduce((sum, counts) => sum + fates.reduce((all, fate) => all + counts[fate], 0), 0)).toBe(total);
    expect(report.files.refused).toBe(0);
    expect(report.datasets.written).toBeGreaterThan(0);
  }, 120_000);
});

describe.each(packages.filter(({ to }) => to === olca))('$name in openLCA', ({ name, to }) => {
  it('has the structure of openLCA packages', async () => {
    const { issueCounts, datasets } = await validatePackages({ paths: [outOf(name, to)] });
    expect(Object.keys(issueCounts).filter((code) => !faultsOfSources.has(code))).toEqual([]);
    expect(datasets).toHaveProperty('process');
  }, 120_000);
});

describe.each(packages.filter(({ to }) => to !== olca))('$name in $to.name', ({ name, to }) => {
  it.runIf(existsSync(schemas))('is accepted by the official schemas, file by file', async () => {
    const { schema } = await validatePackages({ paths: [outOf(name, to)], schemas });
    expect(schema).toMatchObject({ invalid: 0, unchecked: 0 });
    expect(schema!.valid).toBeGreaterThan(0);
  }, 120_000);
});
