// Every sample package and our own fixtures against the official schemas and the rules for packages. The schemas lie beside the samples, or where TANLU_SCHEMAS says.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { validationText, type ValidationReport } from '../../src/transfer/validate/report.ts';
import { validatePackages } from '../../src/transfer/validate/validate.ts';
import { sampleFolder, samples } from './support/samples.ts';

const schemas = resolve(process.env['TANLU_SCHEMAS'] || join(sampleFolder, '../schemas'));
const ready = existsSync(schemas) && samples.length > 0;
if (!ready) process.stderr.write(`\nNOT CHECKED: there are no schemas in ${schemas} or no samples in ${sampleFolder}. Name the folders with TANLU_SCHEMAS and TANLU_SAMPLES.\n`);

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

/** What other programs on libxml2 find in packages known by name (ecospold.md §1.7, §4.5; README of the samples). */
const known: Readonly<Record<string, (report: ValidationReport) => void>> = {
  'ecospold2-uslci-767.zip': ({ schema, datasets, exchanges }) => {
    expect(schema).toMatchObject({ valid: 178, invalid: 589, unchecked: 0, messages: 33_420 });
    expect([datasets, exchanges]).toEqual([{ process: 767 }, 32_489]);
  },
  'ecospold1-uslci-fy20.zip': ({ schema }) => expect(schema!.messages).toBe(13_407 + 1 /* the list of categories beside the datasets */),
  'ilcd-tiangong-300.zip': ({ issueCounts, exchanges, datasets }) => {
    expect(exchanges).toBe(6_717);
    expect(datasets).toMatchObject({ process: 300, flow: 814 });
    expect(issueCounts['reference-outside']! + issueCounts['reference-not-uuid']!).toBe(356);
  },
  'ilcd-epd-environdec_with_dependencies.zip': ({ schema }) => expect(schema).toMatchObject({ valid: 31, invalid: 1 }),
  'olca-jsonld-v1-uslci.zip': ({ formats, datasets }) => {
    expect(formats).toEqual({ olca: 6_484 });
    expect(datasets['flow']).toBe(4_601);
  },
};

describe.skipIf(!ready)('official schemas', () => {
  it.each(samples.map((s): [string, string] => [s.name, s.path]))('checks %s and accounts for every file', async (name, path) => {
    const report = await validatePackages({ paths: [path], schemas });
    process.stderr.write(`\n${validationText(report).split('\n').filter((line) => !line.startsWith('      ') && line !== '').join('\n')}\n`);
    const { files, schema, issueCounts } = report;
    expect(files.read + files.left + files.refused).toBe(files.total);
    expect(schema!.valid + schema!.invalid + schema!.unchecked).toBeLessThanOrEqual(files.total);
    // libxml2 never gives up, and says nothing that has no plain words.
    expect(issueCounts).not.toHaveProperty('schema-not-checked');
    expect(issueCounts).not.toHaveProperty('schema-other');
    const placed = report.issues.filter((i) => i.code.startsWith('schema-') && i.code !== 'schema-absent');
    expect(placed.filter((i) => typeof i.params['line'] !== 'number')).toEqual([]);
    known[name]?.(report);
  });

  it.each(['ilcd', 'ecospold2'])('checks our fixtures: %s', async (format) => {
    const report = await validatePackages({ paths: [join(fixtures, format)], schemas });
    process.stderr.write(`\nfixtures of ${format}: ${report.schema!.valid} valid, ${report.schema!.invalid} not, ${report.schema!.unchecked} not checked\n`);
    const first = Map.groupBy(report.issues.filter((i) => i.code.startsWith('schema-') && i.severity === 'error'), (i) => i.file!);
    for (const [file, issues] of [...first].toSorted()) process.stderr.write(`  ${file}: ${[...new Set(issues.map((i) => `${i.code} ${i.path ?? ''}`))].join(', ')}\n`);
    expect(report.schema!.valid + report.schema!.invalid).toBeGreaterThan(0);
  });
});

describe.skipIf(!ready || !existsSync(join(sampleFolder, 'ecospold-fixtures/v2-v2_2.spold')))('the child dataset of the samples', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tanlu-child-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is valid as it is, and not with an amount that is no number', async () => {
    const text = readFileSync(join(sampleFolder, 'ecospold-fixtures/v2-v2_2.spold'), 'utf8');
    const file = join(folder, 'child.spold');
    writeFileSync(file, text);
    expect((await validatePackages({ paths: [file], schemas })).schema).toMatchObject({ valid: 1, invalid: 0 });
    writeFileSync(file, text.replace(/(<elementaryExchange [^>]*\bamount=")[^"]*"/, '$1abc"'));
    const report = await validatePackages({ paths: [file], schemas });
    expect(report.schema).toMatchObject({ valid: 0, invalid: 1 });
    expect(report.issueCounts['schema-value']).toBe(1);
  });
});
