// Whole packages of openLCA, versions 1 and 2: all leaves, documents without a noun and binaries come back, in a package that states its version and can be imported.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { olca } from '../../../src/formats/olca/adapter.ts';
import type { FormatAdapter } from '../../../src/formats/adapter.ts';
import { convertPackage } from '../../../src/transfer/convert/convert-package.ts';
import { comparePackages } from '../../../src/transfer/diff/compare-packages.ts';
import { validatePackages } from '../../../src/transfer/validate/validate.ts';

/** A document as far as these tests look into it. */
interface Json { [key: string]: unknown; exchanges?: Json[]; allocationFactors?: Json[]; nwSets?: Json[]; factors?: Json[]; schemaVersion?: number }

const work = mkdtempSync(join(tmpdir(), 'tanlu-whole-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/olca/${name}`, import.meta.url));

async function converted(name: string, to: FormatAdapter, how = '') {
  const out = join(work, `${name}-${to.name}${how}`);
  const report = await convertPackage({ path: fixture(name), to, out });
  return { out, report, json: (file: string) => JSON.parse(readFileSync(join(out, file), 'utf8')) as Json };
}

describe.each(['whole-v1', 'whole-v2'])('%s', async (name) => {
  const { out, report, json } = await converted(name, olca);

  it('comes back with every leaf and every file', async () => {
    const { leaves, onlyA, otherFiles } = await comparePackages(fixture(name), out);
    expect(leaves.same).toBe(leaves.a);
    expect(onlyA).toEqual([]);
    expect(otherFiles).toMatchObject({ onlyA: [], different: [] });
    expect(report.values).toMatchObject({ derived: 0, approximated: 0, lost: 0 });
    expect(report.files).toMatchObject({ left: 0, refused: 0 });
  });

  it('states its version and is sound', async () => {
    expect(json('openlca.json').schemaVersion).toBeGreaterThanOrEqual(3);
    expect(json('olca-schema.json')).toEqual({ version: 2 });
    expect((await validatePackages({ paths: [out] })).issues).toEqual([]);
  });

  it('tells every document that the hub has no noun for', () => {
    const folders = readdirSync(fixture(name)).filter((folder) => /^(categories|currencies|dq_systems|epds|locations|nw_sets|parameters|projects|results|social_indicators)$/.test(folder));
    for (const folder of folders) for (const file of readdirSync(join(fixture(name), folder))) expect(report.issues).toContainEqual(expect.objectContaining({ code: 'file-no-dataset', file: `${folder}/${file}` }));
    expect(folders.length).toBeGreaterThan(4);
  });
});

describe('version 1', async () => {
  const { json } = await converted('whole-v1', olca, 'again');

  it('is written in the words of version 2, in documents without a noun as well', () => {
    const process = json('processes/2a000000-0000-4000-8000-000000000001.json');
    expect(process.exchanges!.map((e) => [e['internalId'], e['isInput'], e['isQuantitativeReference']])).toEqual([[1, false, true], [2, false, undefined]]);
    expect(process.allocationFactors![0]!['exchange']).toMatchObject({ '@id': '2e000000-0000-4000-8000-000000000002', internalId: 2 });
    expect(process).toMatchObject({ category: 'Materials', isInfrastructureProcess: false, exchangeDqSystem: { '@id': '70bf370f-9912-4ec1-baa3-fbd4eaf85a10' } });
    expect(process['processDocumentation']).toMatchObject({ isCopyrightProtected: true, validFrom: '2014-01-01', reviews: [{ details: 'Read.', reviewers: [{ name: 'Wang' }] }] });
    expect(json('flows/2f000000-0000-4000-8000-000000000002.json')['category']).toBe('Elementary flows/Emission to air/unspecified');
    expect(json('lcia_methods/22000000-0000-4000-8000-000000000009.json').nwSets![0]!.factors).toHaveLength(1);
    expect(json('lcia_categories/22000000-0000-4000-8000-000000000001.json')).toMatchObject({ refUnit: 'kg CO2 eq', parameters: [{ name: 'k', isInputParameter: true }] });
    expect(json('product_systems/28000000-0000-4000-8000-000000000001.json')).toMatchObject({ category: 'Not in the package', refProcess: { name: 'Rubber' }, parameterSets: [{ name: 'Baseline', isBaseline: true, parameters: [{ name: 'a', value: 2 }] }] });
    expect(json('parameters/2b000000-0000-4000-8000-000000000009.json')).toMatchObject({ isInputParameter: true, sourceType: 'none' });
  });
});

describe('into another format', () => {
  it('what has no place there is counted as lost, and told', async () => {
    const { report } = await converted('whole-v2', ilcd);
    const inFiles = report.paths.find(({ path }) => path.startsWith('olca (lists'))!;
    expect(inFiles.lost).toBe(report.leaves.inFile);
    expect(report.issueCounts['file-no-dataset']).toBe(10);
    // The report of the source.
    expect(report.files.left).toBe(1);
  });
});
