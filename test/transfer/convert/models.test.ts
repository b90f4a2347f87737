// Life cycle models between ILCD and openLCA, and what other formats do with them; and what `tanlu validate` says of them. Numbers by hand (ilcd.md §4.3, cases 63 to 65).
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import type { FormatAdapter } from '../../../src/formats/adapter.ts';
import { ecospold2 } from '../../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { olca } from '../../../src/formats/olca/adapter.ts';
import type { LifeCycleModel } from '../../../src/model/life-cycle-model.ts';
import { fates } from '../../../src/transfer/convert/account.ts';
import { validatePackages } from '../../../src/transfer/validate/validate.ts';
import { basics, flow, flowId, lifeCycleModel, modelId, process, processId } from '../support/ilcd-package.ts';
import { convertThrough } from './support/through.ts';

const work = mkdtempSync(join(tmpdir(), 'tanlu-models-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });

function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(work, 'in-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

async function through(path: string, ...targets: FormatAdapter[]) {
  const { folder: from, report } = await convertThrough(work, path, targets);
  const last = targets.at(-1)!;
  const found = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((file) => /lifecyclemodels|product_systems/.test(file) && /\.(xml|json)$/.test(file)).flatMap((file) => last.read(readFileSync(join(from, file)), file).datasets);
  return { model: found[0]?.record as LifeCycleModel | undefined, report, folder: from };
}

const links = (model: LifeCycleModel) => model.processes!.flatMap((p) => (p.connections ?? []).flatMap((c) => (c.links ?? []).map((l) => [p.process!.id, c.flow.id, model.processes!.find((other) => other.internalId === l.instance)!.process!.id, l.exchange])));

// Sheet takes 0.10 of latex and 0.20 of power; latex takes 0.10 of power: 0.1 × 0.1 + 0.2 = 0.21.
const files = {
  ...basics(), 'ILCD/flows/1.xml': flow(1, 'sheet'), 'ILCD/flows/2.xml': flow(2, 'latex'), 'ILCD/flows/3.xml': flow(3, 'power'),
  'ILCD/processes/1.xml': process(1, 'makes sheet', { inputs: [2, 3] }), 'ILCD/processes/2.xml': process(2, 'makes latex', { inputs: [3] }), 'ILCD/processes/3.xml': process(3, 'makes power'),
};
const stated = lifeCycleModel(1, [[1, '5'], [2, '0.5'], [3, '1.05']], [[1, 0, 2], [2, 0, 3], [2, 1, 3]]);
const whole = folder({ ...files, 'ILCD/lifecyclemodels/1.xml': stated });

describe('an ILCD life cycle model', () => {
  it('becomes a product system with the exchanges that are linked and the amount that it is for', async () => {
    const { model, report } = await through(whole, olca);
    expect(model).toMatchObject({ id: modelId(1), referenceProcess: { id: processId(1) }, referenceExchange: '1', targetAmount: '5', targetUnit: 'kg' });
    expect(links(model!)).toEqual([[processId(2), flowId(2), processId(1), '2'], [processId(3), flowId(3), processId(1), '3'], [processId(3), flowId(3), processId(2), '2']]);
    expect(report.datasets).toMatchObject({ refused: 0, left: 0 });
    // Factors are what openLCA solves itself: they do not stand there.
    expect(report.paths.find((p) => p.path === 'lifeCycleModel.processes.multiplicationFactor')).toMatchObject({ lost: 3 });
  });

  it('ILCD 4.3 #65: comes back with the factors that it had, solved again', async () => {
    const { model, report } = await through(whole, olca, ilcd);
    expect(model!.processes!.map((p) => [p.process!.id, Number(p.multiplicationFactor)])).toEqual([[processId(1), 5], [processId(2), 0.5], [processId(3), expect.closeTo(1.05, 12) as number]]);
    expect(links(model!).map((l) => l.slice(0, 3))).toEqual([[processId(2), flowId(2), processId(1)], [processId(3), flowId(3), processId(1)], [processId(3), flowId(3), processId(2)]]);
    expect(report.issueCounts).toMatchObject({ 'model-factor-computed': 1 });
  });

  it('ILCD 4.3 #63: without reference process is refused by openLCA with the reason; the processes are written', async () => {
    const { model, report } = await through(folder({ ...files, 'ILCD/lifecyclemodels/1.xml': stated.replace(/<quantitativeReference>.*?<\/quantitativeReference>/, '') }), olca);
    expect(model).toBeUndefined();
    expect(report.datasets).toMatchObject({ refused: 1 });
    expect(report.byNoun).toMatchObject({ process: 3 });
    expect(report.issues.find((i) => i.code === 'required-missing')).toMatchObject({ dataset: `lifeCycleModel ${modelId(1)}`, params: { format: 'openLCA', field: 'refProcess' } });
  });

  it('has no place in EcoSpold 2, which is told and counted value by value', async () => {
    const { report } = await through(whole, ecospold2);
    expect(report.issues.filter((i) => i.code === 'dataset-unwritable').map((i) => i.dataset)).toContain(`lifeCycleModel ${modelId(1)}`);
    const counts = report.paths.filter((p) => p.path.startsWith('lifeCycleModel.'));
    expect(counts.reduce((sum, p) => sum + p.lost, 0)).toBeGreaterThan(20);
    expect(counts.reduce((sum, p) => sum + fates.reduce((all, fate) => all + p[fate], 0) - p.lost, 0)).toBe(0);
  });
});

describe('an openLCA product system', () => {
  const system = { '@type': 'ProductSystem', '@id': '0a5a0000-0000-4000-8000-000000000009', name: 'system', version: '01.00.000', refExchange: { internalId: 1 }, targetAmount: 2 };
  const ref = (n: number) => ({ '@type': 'Process', '@id': `0a000000-0000-4000-8000-00000000000${n}` });
  const product = (n: number, flowType = 'PRODUCT_FLOW') => ({ '@type': 'Flow', '@id': `0f000000-0000-4000-8000-00000000000${n}`, name: `flow ${n}`, flowType });
  const exchange = (internalId: number, of: object, amount: number, isInput: boolean) => ({ '@type': 'Exchange', internalId, flow: of, amount, isInput, isQuantitativeReference: internalId === 1, unit: { '@type': 'Unit', '@id': '20aadc24-a391-41cf-b340-3e4529f44bde', name: 'kg' }, flowProperty: { '@type': 'FlowProperty', '@id': '93a60a56-a3c8-11da-a746-0800200b9a66', name: 'Mass' } });
  const unit = (n: number, ...exchanges: object[]) => JSON.stringify({ ...ref(n), name: `process ${n}`, version: '01.00.000', processType: 'UNIT_PROCESS', exchanges });
  const flowFile = (n: number, flowType?: string) => JSON.stringify({ ...product(n, flowType), version: '01.00.000', flowProperties: [{ '@type': 'FlowPropertyFactor', isRefFlowProperty: true, conversionFactor: 1, flowProperty: { '@type': 'FlowProperty', '@id': '93a60a56-a3c8-11da-a746-0800200b9a66', name: 'Mass' } }] });
  // 2 kg of goods leave 3 kg of waste each, of which a treatment takes 4 kg a run: 2 × 3 / 4 = 1.5.
  const package_ = (more: object, processes = [ref(1), ref(2)]) => folder({
    'flows/1.json': flowFile(1), 'flows/2.json': flowFile(2, 'WASTE_FLOW'),
    'processes/1.json': unit(1, exchange(1, product(1), 1, false), exchange(2, product(2, 'WASTE_FLOW'), 3, false)), 'processes/2.json': unit(2, exchange(1, product(2, 'WASTE_FLOW'), 4, true)),
    'product_systems/1.json': JSON.stringify({ ...system, refProcess: ref(1), processes, processLinks: [{ provider: ref(2), process: ref(1), flow: { '@type': 'Flow', '@id': product(2)['@id'] }, exchange: { internalId: 2 } }], ...more }),
  });

  it('ILCD 4.3 #65: is solved for ILCD, and its waste leads from who gives to who takes, told by the flow alone', async () => {
    const { model, report } = await through(package_({ parameterSets: [{ name: 'b', isBaseline: true, parameters: [{ name: 'x', value: 7, context: ref(2) }, { name: 'world', value: 1 }] }] }), ilcd);
    expect(model!.processes!.map((p) => [p.process!.id, p.multiplicationFactor, p.parameters])).toEqual([[ref(1)['@id'], '2', undefined], [ref(2)['@id'], '1.5', [{ name: 'x', value: '7' }]]]);
    expect(links(model!)).toEqual([[ref(1)['@id'], product(2)['@id'], ref(2)['@id'], undefined]]);
    expect(report.datasets.refused).toBe(0);
    const back = await through(package_({}), ilcd, olca);
    const written = JSON.parse(readFileSync(join(back.folder, 'product_systems', `${system['@id']}.json`), 'utf8')) as { processLinks: object[]; targetAmount: number };
    expect(written.processLinks).toMatchObject([{ provider: ref(2), process: ref(1), exchange: { internalId: 2 } }]);
    expect(written.targetAmount).toBe(2);
  });

  it('ILCD 4.3 #63: that lacks a process is refused by ILCD, which wants solved amounts; the rest is written', async () => {
    const { model, report } = await through(package_({ processLinks: [{ provider: ref(9), process: ref(1), flow: product(2, 'WASTE_FLOW'), exchange: { internalId: 2 } }] }, [ref(1), ref(9)]), ilcd);
    expect(model).toBeUndefined();
    expect(report.issues.find((i) => i.code === 'required-missing')!.params['field']).toContain(`process ${ref(9)['@id']} is not in the package`);
    expect(report.byNoun).toMatchObject({ process: 2 });
  });
});

describe('tanlu validate', () => {
  const codes = async (files_: Record<string, string>) => {
    const { issues } = await validatePackages({ paths: [folder(files_)] });
    return issues.filter((i) => i.dataset?.startsWith('lifeCycleModel')).map(({ code, params }) => [code, params['id'] ?? params['flow']]);
  };

  it('has nothing against a model whose processes are there and whose factors solve it', async () => {
    expect(await codes({ ...files, 'ILCD/lifecyclemodels/1.xml': stated })).toEqual([]);
  });

  it('ILCD 4.3 #63 and #65: tells processes and flows that are absent, and factors that do not solve it', async () => {
    expect(await codes({ ...files, 'ILCD/lifecyclemodels/1.xml': lifeCycleModel(1, [[1, '5'], [2, '0.4'], [9, '1']], [[1, 0, 2], [2, 0, 8]]) })).toEqual([
      ['model-factor-unbalanced', flowId(2)], ['model-link-flow-absent', flowId(8)], ['reference-outside', processId(9)], ['reference-outside', flowId(8)],
    ]);
    expect(await codes({ ...files, 'ILCD/lifecyclemodels/1.xml': lifeCycleModel(1, [[1, '5']], [[0, 4, 1]], 7) })).toEqual([['model-reference-dangling', '7'], ['model-link-dangling', undefined]]);
  });
});
