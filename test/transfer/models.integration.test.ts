// Life cycle models through the hub: imported with their links, asked in GraphQL, exported with their processes (ilcd.md §4.3, case 63).
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything } from '../../src/database/read/access.ts';
import { connect } from '../../src/database/connect.ts';
import { createPackage } from '../../src/formats/archive/write-package.ts';
import { exportDatasets, exportFormats } from '../../src/transfer/export/export.ts';
import { loadGeographies } from '../../src/transfer/geographies.ts';
import { importPackages } from '../../src/transfer/import/import.ts';
import { comparePackages } from '../../src/transfer/diff/compare-packages.ts';
import { openHub, type Hub } from '../hub/support/hub.ts';
import { basics, flow, flowId, lifeCycleModel, modelId, packageOf, process, processId } from './support/ilcd-package.ts';

let hub: Hub;
const folder = mkdtempSync(join(tmpdir(), 'tanlu-models-'));
const zip = join(folder, 'package.zip');
const files = {
  ...basics(), 'ILCD/flows/1.xml': flow(1, 'sheet'), 'ILCD/flows/2.xml': flow(2, 'latex'), 'ILCD/processes/1.xml': process(1, 'makes sheet', { inputs: [2] }), 'ILCD/processes/2.xml': process(2, 'makes latex'),
  'ILCD/processes/8.xml': process(8, 'something else', { output: 1 }),
  'ILCD/lifecyclemodels/1.xml': lifeCycleModel(1, [[1, '1'], [2, '0.10'], [9, '0']], [[1, 0, 2]]),
};

beforeAll(async () => {
  hub = await openHub();
  const client = await connect(hub.url, 'test');
  await loadGeographies(client);
  await client.end();
  writeFileSync(zip, packageOf(files));
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true });
});

describe('a life cycle model', () => {
  it('ILCD 4.3 #63: is imported with a process that is absent, which is told and stands as a placeholder', async () => {
    const report = await importPackages({ databaseUrl: hub.url, paths: [zip], adapterVersion: 'test', workers: 1 });
    expect(report.issues.filter((i) => i.params['id'] === processId(9))).toMatchObject([{ code: 'reference-dangling', dataset: `lifeCycleModel ${modelId(1)}`, path: 'processes.process' }]);
    const again = await importPackages({ databaseUrl: hub.url, paths: [zip], adapterVersion: 'test', workers: 1 });
    expect(again.datasets).toMatchObject({ new: 0 });
  });

  it.each(['graphql-js', 'tanlu'] as const)('answers with its processes, their factors and links (%s)', async (engine) => {
    const { data, errors, statements } = await hub.ask(
      `query ($id: ID!) { lifeCycleModel(id: $id) { name { en } referenceInstance referenceProcess { name { en } } processes(orderBy: [{ field: POSITION }]) { totalCount nodes { internalId multiplicationFactor process { name { en } isPlaceholder } connections { flow { id target { id } } links { instance flow { id } } } } } } }`,
      { id: modelId(1) }, { engine });
    expect(errors).toBeUndefined();
    expect(data.lifeCycleModel).toMatchObject({
      name: { en: 'model 1' }, referenceInstance: '0', referenceProcess: { name: { en: 'makes sheet' } },
      processes: {
        totalCount: 3, nodes: [
          { internalId: '0', multiplicationFactor: '1', process: { name: { en: 'makes sheet' }, isPlaceholder: false }, connections: null },
          { internalId: '1', multiplicationFactor: '0.10', process: { name: { en: 'makes latex' } }, connections: [{ flow: { id: flowId(2), target: { id: flowId(2) } }, links: [{ instance: '0', flow: { id: flowId(2) } }] }] },
          { internalId: '2', multiplicationFactor: '0', process: { isPlaceholder: true } },
        ],
      },
    });
    expect(statements.length).toBeLessThanOrEqual(4);
  });

  it('is found by what it is for and by how much of a process it has, and from its processes', async () => {
    const { data } = await hub.ask(`query ($id: ID!) {
      models: lifeCycleModels(filter: { referenceProcess: { id: { eq: $id } } }) { nodes { id } }
      part: processInstances(filter: { multiplicationFactor: { gt: "0.05", lt: "0.5" } }) { nodes { internalId lifeCycleModel { id } } }
      process(id: $id) { modelInstances { nodes { multiplicationFactor lifeCycleModel { name { en } } } } }
    }`, { id: processId(1) });
    expect(data).toEqual({
      models: { nodes: [{ id: modelId(1) }] }, part: { nodes: [{ internalId: '1', lifeCycleModel: { id: modelId(1) } }] },
      process: { modelInstances: { nodes: [{ multiplicationFactor: '1', lifeCycleModel: { name: { en: 'model 1' } } }] } },
    });
  });

  it('is exported with its processes and their flows, as it came, and not with others', async () => {
    const out = join(folder, 'out');
    await exportDatasets({ databaseUrl: hub.url, selection: { noun: 'lifeCycleModel' }, to: exportFormats().find((a) => a.name === 'ilcd')!, reader: everything, output: () => createPackage(out) });
    const written = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.xml')).map((f) => f.replaceAll('\\', '/')).sort();
    expect(written.filter((f) => /processes|lifecyclemodels/.test(f))).toEqual([`ILCD/lifecyclemodels/${modelId(1)}.xml`, `ILCD/processes/${processId(1)}.xml`, `ILCD/processes/${processId(2)}.xml`]);
    const differences: string[] = [];
    const compared = await comparePackages(zip, out, { onDifference: ({ document, path }) => differences.push(`${document} ${path}`) });
    expect(differences).toEqual([]);
    expect(compared.onlyA.map((d) => d.file)).toEqual(['ILCD/processes/8.xml']);
  });
});
