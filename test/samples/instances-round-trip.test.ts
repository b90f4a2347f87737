// Random ILCD documents through the converter: into ILCD nothing differs, and into other formats and back only valid files are written.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../src/formats/registry.ts';
import { ilcd } from '../../src/formats/ilcd/adapter.ts';
import { SchemaCheck } from '../../src/transfer/validate/xsd.ts';
import { withLinkedPackage } from './support/instances/linked-package.ts';
import { schemaRoots } from './support/instances/roots.ts';
import { trip, withInstances } from './support/instances/trips.ts';
import { sampleFolder } from './support/samples.ts';

const schemas = resolve(process.env['TANLU_SCHEMAS'] || join(sampleFolder, '../schemas'));
const check = existsSync(schemas) ? await SchemaCheck.open(schemas) : undefined;
if (check === undefined) process.stderr.write(`\nNOT CHECKED: there is no folder ${schemas}. Name the folder of the official schemas with TANLU_SCHEMAS.\n`);
const seeds = Array.from({ length: 40 }, (_, seed) => seed);
const others = adapters.filter((a) => a !== ilcd && a.packaging !== undefined);

describe.each(schemaRoots.filter(({ format }) => format === 'ilcd'))('random documents: $name', (root) => {
  it.runIf(check !== undefined)('come back from ILCD without a difference, and valid', async () => {
    await withInstances(check!, root, seeds, async (path, out) => {
      const { report, invalid, differences } = await trip(check!, path, ilcd, out, true);
      expect({ invalid, differences, refused: report.datasets.refused, files: report.files.read }).toEqual({ invalid: [], differences: [], refused: 0, files: seeds.length });
    });
  });
});

describe.each(schemaRoots.filter(({ format }) => format !== 'ilcd'))('random documents: $name', (root) => {
  it.runIf(check !== undefined)('give valid files of ILCD', async () => {
    await withInstances(check!, root, seeds, async (path, out) => {
      const { report, invalid } = await trip(check!, path, ilcd, out, false);
      expect(invalid).toEqual([]);
      expect(report.datasets.written).toBeGreaterThan(seeds.length / 2);
    });
  });
});

describe('random packages of ILCD', () => {
  it.runIf(check !== undefined).each(others.flatMap((to) => [1, 2, 3].map((seed) => ({ to, seed, name: to.name }))))('into $name, seed $seed: valid files, or refusals with a reason', async ({ to, seed }) => {
    await withLinkedPackage(check!, seed, async (path, work) => {
      const { report, invalid } = await trip(check!, path, to, join(work, 'out'), false);
      expect(invalid).toEqual([]);
      expect(report.datasets.written).toBeGreaterThan(0);
      expect(report.datasets.refused === 0 || report.issues.some((issue) => issue.severity === 'error')).toBe(true);
    });
  });
});
