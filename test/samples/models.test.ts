// Life cycle models and formulas as they are written, against the official schemas: our own fixtures back, a product system of openLCA, formulas in ILCD and EcoSpold 2.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { FormatAdapter } from '../../src/formats/adapter.ts';
import { ecospold2 } from '../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../src/formats/ilcd/adapter.ts';
import { olca } from '../../src/formats/olca/adapter.ts';
import { convertPackage } from '../../src/transfer/convert/convert-package.ts';
import { validatePackages } from '../../src/transfer/validate/validate.ts';
import { sampleFolder } from './support/samples.ts';

const schemas = resolve(process.env['TANLU_SCHEMAS'] || join(sampleFolder, '../schemas'));
const ready = existsSync(schemas);
if (!ready) process.stderr.write(`\nNOT CHECKED: there are no schemas in ${schemas}. Name the folder with TANLU_SCHEMAS.\n`);
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'tanlu-sample-models-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });

async function through(path: string, ...targets: FormatAdapter[]): Promise<string> {
  let from = path;
  for (const to of targets) {
    const out = join(mkdtempSync(join(work, 'x-')), 'out');
    await convertPackage({ path: from, to, out });
    from = out;
  }
  return from;
}

const schemaIssues = async (path: string) => {
  const { schema, issues } = await validatePackages({ paths: [path], schemas });
  return { schema, issues: issues.filter((i) => i.code.startsWith('schema-')) };
};

describe.skipIf(!ready)('official schemas accept', () => {
  it('the fixture of a life cycle model, as it is and as it is written back', async () => {
    const file = `${fixtures}ilcd/life-cycle-model/model.xml`;
    const { text } = ilcd.write('lifeCycleModel', ilcd.read(readFileSync(file), 'model.xml').datasets[0]!.record);
    const again = join(work, 'again.xml');
    writeFileSync(again, text!);
    for (const path of [file, again]) expect(await schemaIssues(path)).toMatchObject({ schema: { valid: 1, invalid: 0, unchecked: 0 }, issues: [] });
  });

  it('a life cycle model made of a product system, and the processes with it', async () => {
    const path = join(work, 'system');
    const kg = { unit: { '@type': 'Unit', '@id': '20aadc24-a391-41cf-b340-3e4529f44bde', name: 'kg' }, flowProperty: { '@type': 'FlowProperty', '@id': '93a60a56-a3c8-11da-a746-0800200b9a66', name: 'Mass' } };
    const ref = (n: number) => ({ '@type': 'Process', '@id': `0a000000-0000-4000-8000-00000000000${n}`, name: `process ${n}` });
    const flow = { '@type': 'Flow', '@id': '0f000000-0000-4000-8000-000000000001', name: 'goods', flowType: 'PRODUCT_FLOW' };
    const processes = [[{ '@type': 'Exchange', internalId: 1, isInput: false, isQuantitativeReference: true, amount: 1, flow: { ...flow, '@id': '0f000000-0000-4000-8000-000000000002' }, ...kg }, { '@type': 'Exchange', internalId: 2, isInput: true, amount: 0.3, amountFormula: 'if(a > 1; a/10; 0)', flow, ...kg }], [{ '@type': 'Exchange', internalId: 1, isInput: false, isQuantitativeReference: true, amount: 2, flow, ...kg }]]
      .map((exchanges, n) => ({ ...ref(n + 1), version: '01.00.000', processType: 'UNIT_PROCESS', processDocumentation: { '@type': 'ProcessDocumentation', validFrom: '2024-01-01' }, exchanges, parameters: [{ '@type': 'Parameter', name: 'a', value: 3, isInputParameter: true }] }));
    const system = { '@type': 'ProductSystem', '@id': '0a5a0000-0000-4000-8000-000000000001', name: 'system', version: '01.00.000', refProcess: ref(1), refExchange: { internalId: 1 }, targetAmount: 1, processes: [ref(1), ref(2)], processLinks: [{ provider: ref(2), process: ref(1), flow, exchange: { internalId: 2 } }], parameterSets: [{ name: 'b', isBaseline: true, parameters: [{ name: 'a', value: 4, context: ref(1) }] }] };
    for (const [folder, files] of Object.entries({ processes, product_systems: [system] })) {
      mkdirSync(join(path, folder), { recursive: true });
      for (const file of files) writeFileSync(join(path, folder, `${file['@id']}.json`), JSON.stringify(file));
    }
    const { schema, issues } = await schemaIssues(await through(path, ilcd));
    expect(issues).toEqual([]);
    expect(schema!.valid).toBeGreaterThanOrEqual(3);
  });

  it.each([['ILCD', [ilcd]], ['EcoSpold 2, by ILCD', [ilcd, ecospold2]], ['EcoSpold 2, by openLCA', [olca, ecospold2]]] as [string, FormatAdapter[]][])('formulas in %s', async (_name, targets) => {
    expect((await schemaIssues(await through(`${fixtures}convert/formulas/plant.spold`, ...targets))).issues).toEqual([]);
  });
});
