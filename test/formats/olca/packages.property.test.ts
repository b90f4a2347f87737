// Whole openLCA packages of any content: written anew in their own format nothing is lost; into other formats every value is accounted for.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ecospold1 } from '../../../src/formats/ecospold1/adapter.ts';
import { ecospold2 } from '../../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { olca } from '../../../src/formats/olca/adapter.ts';
import { convertPackage } from '../../../src/transfer/convert/convert-package.ts';
import { comparePackages } from '../../../src/transfer/diff/compare-packages.ts';
import { validatePackages } from '../../../src/transfer/validate/validate.ts';
import { sumsThatAreWrong } from '../../matrix/run.ts';
import { zip } from '../support/zip-writer.ts';
import { packageOfVersion1, packageOfVersion2, type GeneratedPackage } from './support/generate-package.ts';

const runs = Number(process.env['TANLU_RUNS'] ?? 12);
/** A package is large, and every smaller one is converted anew: the first counterexample must do. */
const endOnFailure = true;

async function inFolder<T>(made: GeneratedPackage, run: (path: string, out: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tanlu-generated-'));
  try {
    const path = join(folder, 'in.zip');
    writeFileSync(path, zip(Object.entries(made).map(([name, document]) => ({ name, content: typeof document === 'string' ? document : JSON.stringify(document) }))));
    return await run(path, join(folder, 'out.zip'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the package has and its copy does not. Aspects of a declaration of compliance have no order. */
async function differences(path: string, out: string): Promise<string[]> {
  const told: string[] = [];
  const { leaves, onlyA, otherFiles } = await comparePackages(path, out, { onDifference: ({ document, kind, path: at, a, b }) => { if (kind !== 'only-b' && !(kind === 'order' && at.endsWith('/aspects'))) told.push(`${document} ${kind} ${at}: ${a ?? '-'} → ${b ?? '-'}`); } });
  const rest = [...onlyA.map((d) => `lost ${d.document}`), ...otherFiles.onlyA, ...otherFiles.different.map((d) => d.a)];
  return leaves.same === leaves.a && rest.length === 0 && told.length === 0 ? [] : [...told, ...rest, `${leaves.same} of ${leaves.a}`];
}

describe('packages of any content', () => {
  it.each([['version 2', packageOfVersion2], ['version 1', packageOfVersion1]] as const)('%s comes back with every leaf and every file', async (_name, packages) => {
    await fc.assert(fc.asyncProperty(packages, (made) => inFolder(made, async (path, out) => {
      const report = await convertPackage({ path, to: olca, out });
      expect(await differences(path, out)).toEqual([]);
      expect(report.datasets).toMatchObject({ refused: 0, left: 0 });
      expect(report.files).toMatchObject({ left: 0, refused: 0 });
      expect(sumsThatAreWrong(report, new Map())).toEqual([]);
    })), { numRuns: runs, endOnFailure });
  }, 300_000);

  it.each([ilcd, ecospold1, ecospold2])('$name: every value is accounted for, and what is written can be read', async (to) => {
    await fc.assert(fc.asyncProperty(packageOfVersion2, (made) => inFolder(made, async (path, out) => {
      const report = await convertPackage({ path, to, out });
      expect(sumsThatAreWrong(report, new Map())).toEqual([]);
      expect(report.files.refused).toBe(0);
      if (report.datasets.written === 0) return;
      const { issues } = await validatePackages({ paths: [out] });
      expect(issues.filter(({ code }) => code.startsWith('xml-') || code === 'file-unreadable')).toEqual([]);
    })), { numRuns: Math.ceil(runs / 2), endOnFailure });
  }, 300_000);
});
