// openLCA packages of any content in the other formats: every file that is written is accepted by the official schemas; what cannot be written is refused with the reason.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ecospold1 } from '../../src/formats/ecospold1/adapter.ts';
import { ecospold2 } from '../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../src/formats/ilcd/adapter.ts';
import { issueText } from '../../src/model/issue.ts';
import { convertPackage } from '../../src/transfer/convert/convert-package.ts';
import { validatePackages } from '../../src/transfer/validate/validate.ts';
import { packageOfVersion1, packageOfVersion2, type GeneratedPackage } from '../formats/olca/support/generate-package.ts';
import { zip } from '../formats/support/zip-writer.ts';
import { sampleFolder } from './support/samples.ts';

const schemas = resolve(process.env['TANLU_SCHEMAS'] || join(sampleFolder, '../schemas'));
const runs = Number(process.env['TANLU_RUNS'] ?? 15);

/** What the schemas say of the package in another format, and whether something was refused without a word. */
async function faults(made: GeneratedPackage, to: typeof ilcd): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tanlu-generated-'));
  try {
    const [path, out] = [join(folder, 'in.zip'), join(folder, 'out.zip')];
    writeFileSync(path, zip(Object.entries(made).map(([name, document]) => ({ name, content: typeof document === 'string' ? document : JSON.stringify(document) }))));
    const { datasets, issueCounts } = await convertPackage({ path, to, out });
    const silent = datasets.refused > (issueCounts['required-missing'] ?? 0) ? [`${datasets.refused} refused, ${issueCounts['required-missing'] ?? 0} with a reason`] : [];
    if (datasets.written === 0) return silent;
    const { schema, issues } = await validatePackages({ paths: [out], schemas });
    return schema!.invalid === 0 ? silent : [...silent, ...issues.filter(({ code }) => code.startsWith('schema-')).map((issue) => issueText(issue))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [generated, older] = [[packageOfVersion2, 'version 2'], [packageOfVersion1, 'version 1']] as const;
const targets = [ilcd, ecospold1, ecospold2].flatMap((to) => [generated, older].map(([packages, version]) => ({ to, name: to.name, packages, version })));

describe.runIf(existsSync(schemas))('generated packages', () => {
  it.each(targets)('of $version in $name', async ({ to, packages }) => {
    await fc.assert(fc.asyncProperty(packages, async (made) => {
      expect(await faults(made, to)).toEqual([]);
    }), { numRuns: runs, endOnFailure: true });
  }, 300_000);
});
