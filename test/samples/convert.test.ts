// Real packages into the other formats: every written file is accepted by the official schemas, and the account adds up.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ecospold1 } from '../../src/formats/ecospold1/adapter.ts';
import { ecospold2 } from '../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../src/formats/ilcd/adapter.ts';
import { fates } from '../../src/transfer/convert/account.ts';
import { convertPackage } from '../../src/transfer/convert/convert-package.ts';
import { validatePackages } from '../../src/transfer/validate/validate.ts';
import { sampleFolder, samples } from './support/samples.ts';

const schemas = resolve(process.env['TANLU_SCHEMAS'] || join(sampleFolder, '../schemas'));
const work = mkdtempSync(join(tmpdir(), 'tanlu-convert-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
const targets = [ilcd, ecospold1, ecospold2];
const packages = samples.filter(({ kind, name }) => kind !== 'other' && kind !== 'ilcd-lcia' && name.endsWith('.zip')).flatMap((sample) => targets.filter((to) => !sample.kind.startsWith(to.name)).map((to) => ({ ...sample, to })));

describe.each(packages)('$name to $to.name', ({ name, path, to }) => {
  const out = join(work, `${name}-${to.name}`);
  it('accounts for every value', async () => {
    const report = await convertPackage({ path, to, out });
    const total = fates.reduce((sum, fate) => sum + report.values[fate], 0);
    expect(total).toBeGreaterThan(100);
    expect(report.paths.reduce((sum, counts) => sum + fates.reduce((all, fate) => all + counts[fate], 0), 0)).toBe(total);
    expect(report.files.refused).toBe(0);
    expect(report.datasets.written).toBeGreaterThan(0);
  }, 120_000);

  it.runIf(existsSync(schemas))('is accepted by the official schemas, file by file', async () => {
    const { schema } = await validatePackages({ paths: [out], schemas });
    expect(schema).toMatchObject({ invalid: 0, unchecked: 0 });
    expect(schema!.valid).toBeGreaterThan(0);
  }, 120_000);
});
