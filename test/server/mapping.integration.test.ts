// Flow mappings, coverage, mapping rows and previews over HTTP and a real database: what an import finds, what the operator decides, what survives.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anyone } from '../../src/database/read/access.ts';
import { connect } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import { makePool } from '../../src/database/pool.ts';
import { ReadDatabase } from '../../src/database/read/read-database.ts';
import { makeContext } from '../../src/hub/graphql/context.ts';
import { readMapFile, writeMapFile } from '../../src/mapping/flow-maps/map-file.ts';
import { indexFlowMap } from '../../src/mapping/flow-maps/map-index.ts';
import { buildGraphqlSchema } from '../../src/server/graphql/schema.ts';
import { decisionsTo, storedMap } from '../../src/transfer/flow-maps/decisions.ts';
import { loadMappings } from '../../src/transfer/flow-maps/load-mappings.ts';
import { MappingService } from '../../src/transfer/flow-maps/mapping-service.ts';
import { openFlowMaps } from '../../src/transfer/flow-maps/open-flow-maps.ts';
import { applyMappings } from '../../src/transfer/flow-maps/stored-mappings.ts';
import { ownFlowList } from '../../src/mapping/flow-maps/own-maps.ts';
import { createPackage } from '../../src/formats/archive/write-package.ts';
import { exportDatasets, exportFormats } from '../../src/transfer/export/export.ts';
import { loadGeographies } from '../../src/transfer/geographies.ts';
import { importPackages } from '../../src/transfer/import/import.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { actorId, categoryId, methodId, olcaPackage, sourceId, processId, product, type TestFlow } from '../transfer/convert/support/olca-package.ts';
import { testServer, token, type TestServer } from './support/running-server.ts';

let database: FreshDatabase;
let pool: pg.Pool;
let server: TestServer;
let db: ReadDatabase;
const folder = mkdtempSync(join(tmpdir(), 'tanlu-mapping-'));
const fresh = (): string => join(mkdtempSync(join(folder, 'x-')), 'out');

const fossil: TestFlow = { id: '349b29d1-3e58-4c66-98b9-9d1a076efd2e', name: 'Carbon dioxide, fossil' };
const fossilIlcd = '08a91e70-3ddc-11dd-923d-0050c2490048';
const biogenicIlcd = '08a91e70-3ddc-11dd-9c15-0050c2490048';
const open: TestFlow = { id: 'b6f010fb-a764-3063-af2d-bcb8309a97b7', name: 'Carbon dioxide' };
const laughing: TestFlow = { id: '0f0f0f0f-0000-4000-8000-000000000001', name: 'Laughing gas', cas: '10024-97-2' };
const dust: TestFlow = { id: '0f0f0f0f-0000-4000-8000-000000000002', name: 'Rubber dust' };
const odor: TestFlow = { id: '0f0f0f0f-0000-4000-8000-000000000003', name: 'Odor' };
const exchanges = [{ flow: fossil, amount: 2 }, { flow: open, amount: 3 }, { flow: laughing, amount: 0.01 }, { flow: dust, amount: 5 }, { flow: dust, amount: 6 }, { flow: odor, amount: 7 }];

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url);
  const setUp = await connect(database.url, 'test');
  await loadGeographies(setUp);
  await loadMappings(setUp);
  await loadMappings(setUp); // a second start finds nothing to do
  await setUp.end();
  pool = makePool(database.url, { size: 2 });
  db = new ReadDatabase(pool);
  server = await testServer({ schema: buildGraphqlSchema(), hubContext: (principal) => makeContext(db, principal), mappings: new MappingService(database.url), databaseUrl: database.url });
});
afterAll(async () => {
  await server.close();
  await pool.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});
const load = (path: string) => importPackages({ databaseUrl: database.url, paths: [path], adapterVersion: 'test', workers: 1 });
beforeEach(async () => {
  await pool.query('TRUNCATE process, exchange, parameter, flow, flow_property, unit_group, impact_category, characterization_factor, source_document, dataset_reference, import_run, import_issue, flow_mapping');
});

const administrator = { authorization: `Bearer ${token}` };
// oxlint-disable-next-line typescript/no-explicit-any -- answers of any shape
async function ask(query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<any> {
  const { json } = await server.query(query, variables, headers);
  if (json.errors !== undefined) throw new Error(JSON.stringify(json.errors));
  return json.data;
}
const decideText = `mutation ($input: FlowDecision!) { mapFlow(input: $input) { __typename ... on Problem { message } ... on FlowMappingRefused { code } ... on FlowDecided { issues { code } mapping { state method condition factor unit targetId targetName carbonOrigin reason decidedAt flow { name { en } } } } } }`;
const decide = async (input: Record<string, unknown>, headers: Record<string, string> = administrator) => (await ask(decideText, { input: { condition: 'NARROWER', reason: 'by hand', ...input } }, headers)).mapFlow;
const mappings = async (fields = 'flowName state method targetId', filter = '{}') => (await ask(`{ flowMappings(filter: ${filter}, orderBy: [{ field: FLOW_NAME, direction: ASC }]) { nodes { ${fields} } } }`)).flowMappings.nodes;
const withClient = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = await connect(database.url, 'test');
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

describe('import', () => {
  it('finds flows by identifier, then CAS number with compartment, then name; the others wait in the queue, most used first', async () => {
    const report = await load(olcaPackage(fresh(), { exchanges }));
    expect(report.flowMapping).toEqual({ ID: 1, CAS: 1, NAME: 0, FILE: 0, DECISION: 0, NONE: 3, total: 5 });
    expect(await mappings('flowName state method condition factor unit list targetId carbonOrigin exchanges flowCompartment')).toEqual([
      { flowName: 'Carbon dioxide', state: 'UNMAPPED', method: 'NONE', condition: null, factor: null, unit: null, list: null, targetId: null, carbonOrigin: null, exchanges: 1, flowCompartment: 'Elementary flows/Emission to air/unspecified' },
      { flowName: 'Carbon dioxide, fossil', state: 'MAPPED', method: 'ID', condition: 'SAME', factor: '1', unit: 'kg', list: 'ILCD-EF 3.1', targetId: fossilIlcd, carbonOrigin: 'FOSSIL', exchanges: 1, flowCompartment: 'Elementary flows/Emission to air/unspecified' },
      { flowName: 'Laughing gas', state: 'MAPPED', method: 'CAS', condition: 'SAME', factor: '1', unit: 'kg', list: 'ILCD-EF 3.1', targetId: '08a91e70-3ddc-11dd-94c3-0050c2490048', carbonOrigin: null, exchanges: 1, flowCompartment: 'Elementary flows/Emission to air/unspecified' },
      { flowName: 'Odor', state: 'UNMAPPED', method: 'NONE', condition: null, factor: null, unit: null, list: null, targetId: null, carbonOrigin: null, exchanges: 1, flowCompartment: 'Elementary flows/Emission to air/unspecified' },
      { flowName: 'Rubber dust', state: 'UNMAPPED', method: 'NONE', condition: null, factor: null, unit: null, list: null, targetId: null, carbonOrigin: null, exchanges: 2, flowCompartment: 'Elementary flows/Emission to air/unspecified' },
    ].map((each) => ({ ...each, flowCompartment: expect.stringContaining('unspecified') })));
    const queue = await ask(`{ flowMappings(first: 1, filter: { state: { eq: UNMAPPED } }, orderBy: [{ field: EXCHANGES, direction: DESC }]) { totalCount nodes { flowName } pageInfo { hasNextPage endCursor } } }`);
    expect(queue.flowMappings).toMatchObject({ totalCount: 3, nodes: [{ flowName: 'Rubber dust' }], pageInfo: { hasNextPage: true } });
    const next = await ask(`query ($after: String) { flowMappings(first: 5, after: $after, filter: { state: { eq: UNMAPPED } }, orderBy: [{ field: EXCHANGES, direction: DESC }]) { nodes { flowName } } }`, { after: queue.flowMappings.pageInfo.endCursor });
    expect(next.flowMappings.nodes.map((n: { flowName: string }) => n.flowName).sort()).toEqual(['Carbon dioxide', 'Odor']);
  });

  it('">" is never applied at import: the flow that states no origin of carbon waits, with the candidate that the map has', async () => {
    await load(olcaPackage(fresh(), { exchanges }));
    const [waiting] = await mappings('flowName reason candidates { id name }', `{ flowId: { eq: "${open.id}" } }`);
    expect(waiting).toMatchObject({ reason: expect.stringContaining('broader'), candidates: [{ id: fossilIlcd, name: 'carbon dioxide (fossil)' }] });
  });

  it('a flow tells its mapping; two statements answer a list with it', async () => {
    await load(olcaPackage(fresh(), { exchanges }));
    db.log = [];
    const { flows } = await ask('{ flows(filter: { mapping: { state: { eq: MAPPED } } }) { nodes { id mapping { targetName carbonOrigin } } } }');
    expect(db.log).toHaveLength(1);
    db.log = undefined;
    expect(flows.nodes.map((f: { id: string }) => f.id).sort()).toEqual([laughing.id, fossil.id].sort());
    expect(flows.nodes.find((f: { id: string }) => f.id === fossil.id).mapping).toEqual({ targetName: 'carbon dioxide (fossil)', carbonOrigin: 'FOSSIL' });
    expect((await ask(`{ flow(id: "${product}") { mapping { id } } }`)).flow).toEqual({ mapping: null });
  });

  it('hides what a flow was found to be with the flow', async () => {
    await load(olcaPackage(fresh(), { exchanges }));
    await pool.query(`UPDATE flow SET visibility = 'PRIVATE' WHERE id = $1`, [fossil.id]);
    expect((await mappings()).map((m: { flowName: string }) => m.flowName)).not.toContain('Carbon dioxide, fossil');
    expect((await ask('{ mappingCoverage { flows { flows { total } } } }')).mappingCoverage.flows.flows.total).toBe(4);
    expect((await ask('{ mappingCoverage { flows { flows { total } } } }', {}, administrator)).mappingCoverage.flows.flows.total).toBe(5);
  });
});

describe('decisions', () => {
  beforeEach(async () => { await load(olcaPackage(fresh(), { exchanges })); });

  it('map a flow to a flow of the list with condition, factor, unit and reason', async () => {
    const done = await decide({ flowId: laughing.id, targetId: '08a91e70-3ddc-11dd-94c3-0050c2490048', condition: 'SAME', factor: '1', reason: 'confirmed' });
    expect(done).toEqual({ __typename: 'FlowDecided', issues: [], mapping: { state: 'MAPPED', method: 'DECISION', condition: 'SAME', factor: '1', unit: 'kg', targetId: '08a91e70-3ddc-11dd-94c3-0050c2490048', targetName: 'nitrous oxide', carbonOrigin: null, reason: 'confirmed', decidedAt: expect.any(String), flow: { name: { en: 'Laughing gas' } } } });
    const grams = await decide({ flowId: dust.id, targetId: odor.id, unit: 'g' });
    expect(grams.mapping).toMatchObject({ factor: '1000', unit: 'g', condition: 'NARROWER', targetName: 'Odor' });
    expect((await decide({ flowId: dust.id, targetId: odor.id, factor: '3', unit: 'g' })).issues).toEqual([{ code: 'flow-map-factor-doubtful' }]);
  });

  it('refuses what would not hold, each with its code, and stores nothing', async () => {
    const before = await mappings();
    const attempts: [Record<string, unknown>, string][] = [
      [{ flowId: dust.id, targetId: odor.id, factor: '0' }, 'FACTOR_INVALID'], [{ flowId: dust.id, targetId: odor.id, factor: '-2' }, 'FACTOR_INVALID'],
      [{ flowId: dust.id, targetId: odor.id, unit: 'kBq' }, 'UNITS_INCOMPATIBLE'], [{ flowId: dust.id, targetId: odor.id, unit: 'ells' }, 'UNIT_UNKNOWN'],
      [{ flowId: dust.id, targetId: '00000000-0000-4000-8000-00000000dead' }, 'TARGET_UNKNOWN'], [{ flowId: dust.id, targetId: product }, 'TARGET_UNKNOWN'], [{ flowId: product, targetId: dust.id }, 'NOT_ELEMENTARY'],
      [{ flowId: dust.id, targetId: dust.id }, 'CIRCLE'], [{ flowId: dust.id, targetId: odor.id, reason: '  ' }, 'REASON_MISSING'],
      [{ flowId: fossil.id, targetId: biogenicIlcd }, 'ORIGIN_CHANGED'], [{ flowId: fossil.id, targetId: open.id, condition: 'SAME' }, 'ORIGIN_CHANGED'],
    ];
    for (const [input, code] of attempts) expect(await decide(input)).toMatchObject({ __typename: 'FlowMappingRefused', code, message: expect.stringMatching(/\S/) });
    expect(await decide({ flowId: '00000000-0000-4000-8000-00000000dead', targetId: odor.id })).toMatchObject({ __typename: 'NoSuchFlow' });
    expect(await decide({ flowId: 'no flow', targetId: odor.id })).toMatchObject({ __typename: 'NoSuchFlow' });
    expect(await mappings()).toEqual(before);
  });

  it('never lead in a circle', async () => {
    expect(await decide({ flowId: dust.id, targetId: odor.id })).toMatchObject({ __typename: 'FlowDecided' });
    expect(await decide({ flowId: odor.id, targetId: laughing.id })).toMatchObject({ __typename: 'FlowDecided' });
    expect(await decide({ flowId: laughing.id, targetId: dust.id })).toMatchObject({ __typename: 'FlowMappingRefused', code: 'CIRCLE' });
  });

  it('are for the administrator alone', async () => {
    expect(await decide({ flowId: dust.id, targetId: odor.id }, {})).toMatchObject({ __typename: 'NotAuthorized' });
    expect((await server.query(decideText, { input: { flowId: dust.id, targetId: odor.id, condition: 'PROXY', reason: 'x' } }, { authorization: 'Bearer wrong' })).status).toBe(401);
    for (const mutation of [`declareNoCounterpart(flowId: "${dust.id}", reason: "x")`, `withdrawFlowDecision(flowId: "${dust.id}")`, 'applyFlowMappings']) {
      expect(Object.values(await ask(`mutation { ${mutation} { __typename } }`))).toEqual([{ __typename: 'NotAuthorized' }]);
    }
    expect(await mappings('state', `{ flowId: { eq: "${dust.id}" } }`)).toEqual([{ state: 'UNMAPPED' }]);
  });

  it('survive another import and another application, until they are withdrawn', async () => {
    await decide({ flowId: dust.id, targetId: odor.id });
    const none = await ask(`mutation { declareNoCounterpart(flowId: "${odor.id}", reason: "a nuisance, no flow") { __typename ... on FlowDecided { mapping { state reason } } } }`, {}, administrator);
    expect(none.declareNoCounterpart).toEqual({ __typename: 'FlowDecided', mapping: { state: 'NO_COUNTERPART', reason: 'a nuisance, no flow' } });
    const report = await load(olcaPackage(fresh(), { exchanges: [...exchanges, { flow: dust, amount: 1 }] }));
    expect(report.flowMapping).toMatchObject({ DECISION: 2, NONE: 1 });
    const applied = (await ask('mutation { applyFlowMappings { __typename ... on FlowMappingsApplied { examined added changed unchanged unmapped } } }', {}, administrator)).applyFlowMappings;
    expect(applied).toEqual({ __typename: 'FlowMappingsApplied', examined: 5, added: 0, changed: 0, unchanged: 5, unmapped: 1 });
    expect(await mappings('flowName method targetId exchanges', '{ decidedAt: { isNull: false } }')).toEqual([{ flowName: 'Odor', method: 'DECISION', targetId: null, exchanges: 1 }, { flowName: 'Rubber dust', method: 'DECISION', targetId: odor.id, exchanges: 3 }]);
    await load(olcaPackage(fresh(), { exchanges: exchanges.filter(({ flow }) => flow !== odor) })); // what is superseded counts no more
    expect(await mappings('flowName exchanges', '{ decidedAt: { isNull: false } }')).toEqual([{ flowName: 'Odor', exchanges: 0 }, { flowName: 'Rubber dust', exchanges: 2 }]);
    const withdrawn = await ask(`mutation { withdrawFlowDecision(flowId: "${dust.id}") { __typename ... on FlowDecided { mapping { state decidedAt } } } }`, {}, administrator);
    expect(withdrawn.withdrawFlowDecision).toEqual({ __typename: 'FlowDecided', mapping: { state: 'UNMAPPED', decidedAt: null } });
    expect((await ask(`mutation { withdrawFlowDecision(flowId: "${dust.id}") { __typename } }`, {}, administrator)).withdrawFlowDecision).toEqual({ __typename: 'NoSuchFlow' });
  });

  it('are written as mapping file of each format and read again', async () => {
    await decide({ flowId: dust.id, targetId: odor.id, unit: 'g', condition: 'PROXY' });
    await ask(`mutation { declareNoCounterpart(flowId: "${odor.id}", reason: "none") { __typename } }`, {}, administrator);
    const map = await withClient((client) => storedMap(client));
    const glad = readMapFile(Buffer.from(writeMapFile(map, 'glad').text)).value.rows;
    expect(glad.map(({ from, to, condition, factor, mapType, remark }) => [from.id, to.id, condition, factor, to.unit, mapType, remark])).toEqual([
      [odor.id, undefined, '=', null, undefined, 'NO_MAPPING', 'none'], [dust.id, odor.id, '~', '1000', 'g', undefined, 'by hand'],
    ]);
    for (const format of ['openlca-csv', 'openlca-json', 'randonneur'] as const) {
      const rows = readMapFile(Buffer.from(writeMapFile(map, format).text)).value.rows.filter(({ to }) => to.id !== undefined);
      expect(rows.map(({ from, to, factor }) => [from.id, to.id, factor])).toContainEqual([dust.id, odor.id, '1000']);
    }
  });

  it('count in exports before the tables, and go on to the list that is asked for', async () => {
    await decide({ flowId: open.id, targetId: 'e259263c-d1f1-449f-bb9b-73c6d0a32a00', condition: 'PROXY' });
    expect(await mappings('state', `{ flowId: { eq: "${open.id}" } }`)).toEqual([{ state: 'UNMAPPED' }]); // an open origin never becomes a stated one
    await decide({ flowId: dust.id, targetId: '08a91e70-3ddc-11dd-94c3-0050c2490048', condition: 'PROXY' });
    const decisions = await withClient((client) => storedMap(client));
    expect(decisionsTo(decisions, ownFlowList('ecoinvent')).rows.map(({ from, to, condition }) => [from.id, to.id, condition])).toEqual([[dust.id, '20185046-64bb-4c09-a8e7-e8a9e144ca98', '~']]);
    const out = fresh();
    const report = await exportDatasets({ databaseUrl: database.url, selection: { noun: 'process' }, to: exportFormats().find((f) => f.name === 'olca')!, reader: anyone, output: () => createPackage(out), flows: (await openFlowMaps({ list: 'ecoinvent' }))! });
    expect(report.flowMapping).toMatchObject({ maps: ['decisions of the hub'], list: 'ecoinvent 3.12', exchanges: { userFile: 2, id: 1, cas: 1, unmapped: 2 } });
    const answer = await fetch(`${server.url}/export?format=ilcd&report=true&flow-list=ilcd`);
    expect(await answer.json()).toMatchObject({ flowMapping: { list: 'ILCD-EF 3.1', exchanges: { userFile: 2 } } });
    for (const [query, code] of [['flow-list=gabi', 'FLOW_LIST_UNKNOWN'], ['flow-map=/etc/passwd', 'FLOW_MAP_UNKNOWN']] as const) {
      const refused = await fetch(`${server.url}/export?format=ilcd&${query}`);
      expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(code)]);
    }
  });
});

describe('mapping files', () => {
  it('are applied to what is imported already, in one transaction; applied again they change nothing; ">" and N/A never', async () => {
    await load(olcaPackage(fresh(), { exchanges }));
    const file = join(mkdtempSync(join(folder, 'm-')), 'map.csv');
    const header = 'SourceListName,SourceFlowName,SourceFlowUUID,SourceFlowContext,SourceUnit,MatchCondition,ConversionFactor,TargetListName,TargetFlowName,TargetFlowUUID,TargetFlowContext,TargetUnit';
    writeFileSync(file, [header, `A,Rubber dust,${dust.id},air,kg,<,1000,B,Particles,0f0f0f0f-0000-4000-8000-0000000000d1,air/unspecified,g`, `A,Odor,${odor.id},air,kg,>,1,B,Nuisance,0f0f0f0f-0000-4000-8000-0000000000d2,air/unspecified,kg`,
      `A,Laughing gas,${laughing.id},air,kg,=,N/A,B,Gas,0f0f0f0f-0000-4000-8000-0000000000d3,air/unspecified,m3`].join('\n'));
    const [opened] = (await openFlowMaps({ maps: [file] }))!.maps;
    const files = [{ name: 'map.csv', index: opened!.index }];
    const report = await withClient((client) => applyMappings(client, files));
    expect(report).toMatchObject({ examined: 5, added: 0, changed: 3, flows: { FILE: 1, ID: 1, NONE: 3 } });
    expect(await mappings('flowName method condition factor unit targetName origin reason', '{ method: { in: [FILE, NONE] } }')).toMatchObject([
      { flowName: 'Carbon dioxide' }, { flowName: 'Laughing gas', method: 'NONE', reason: expect.stringContaining('N/A') }, { flowName: 'Odor', method: 'NONE', reason: expect.stringContaining('>') },
      { flowName: 'Rubber dust', method: 'FILE', condition: 'NARROWER', factor: '1000', unit: 'g', targetName: 'Particles', origin: 'map.csv, row 2' },
    ]);
    expect(await withClient((client) => applyMappings(client, files))).toMatchObject({ added: 0, changed: 0 });
    expect(await withClient((client) => applyMappings(client))).toMatchObject({ flows: { FILE: 1, CAS: 1 } });
  });

  it('a failure leaves everything as it was', async () => {
    await load(olcaPackage(fresh(), { exchanges }));
    const before = await mappings('flowName method targetId updatedAt');
    const broken = { name: 'broken', index: new Proxy(indexFlowMap({ rows: [] }), { get: (target, key) => { if (key === 'byName' || key === 'byId') throw new Error('broken'); return target[key as 'map']; } }) };
    await pool.query(`UPDATE flow_mapping SET decided_at = NULL`);
    await expect(withClient((client) => applyMappings(client, [broken]))).rejects.toThrow('broken');
    expect(await mappings('flowName method targetId updatedAt')).toEqual(before);
  });
});

describe('coverage and rows', () => {
  it('mappingCoverage tells formats, flows, packages and nomenclatures; a statement each', async () => {
    const report = await load(olcaPackage(fresh(), { exchanges }));
    db.log = [];
    const { mappingCoverage: coverage } = await ask(`{ mappingCoverage { formats { format tables rows carried lost } flows { flows { total byId byCas byName byFile byDecision noCounterpart unmapped } exchanges { total byId byCas unmapped } }
      packages { importRun origin coverage { flows { total unmapped } } } nomenclatures { system coverage { flows { total } } } } }`);
    expect(db.log).toHaveLength(4);
    db.log = undefined;
    expect(coverage.formats.map((f: { format: string }) => f.format)).toEqual(['ecospold1', 'ecospold2', 'ilcd', 'olca', 'pact']);
    for (const { rows, carried, lost } of coverage.formats) expect(rows).toBe(carried + lost);
    expect(coverage.flows).toEqual({ flows: { total: 5, byId: 1, byCas: 1, byName: 0, byFile: 0, byDecision: 0, noCounterpart: 0, unmapped: 3 }, exchanges: { total: 6, byId: 1, byCas: 1, unmapped: 4 } });
    expect(coverage.packages).toEqual([{ importRun: report.run, origin: 'out', coverage: { flows: { total: 5, unmapped: 3 } } }]);
    expect(coverage.nomenclatures).toEqual([{ system: 'openlca', coverage: { flows: { total: 5 } } }]);
  });

  it('rows of field tables and of own maps are lists like all others', async () => {
    const { fieldMappings } = await ask(`{ fieldMappings(first: 3, filter: { format: { eq: "ecospold2" }, table: { eq: "elementary-exchange" }, lost: { isNull: false } }) { totalCount nodes { id format table dataset path model transform occurs lost } pageInfo { endCursor hasNextPage } } }`);
    expect(fieldMappings.totalCount).toBeGreaterThan(3);
    expect(fieldMappings.nodes[0]).toEqual({ id: expect.stringMatching(/^fieldMapping-\d+$/), format: 'ecospold2', table: 'elementary-exchange', dataset: 'Exchange', path: '@unitContextId', model: null, transform: null, occurs: '0..1', lost: 'context of master data' });
    const next = await ask(`query ($after: String) { fieldMappings(first: 3, after: $after, filter: { format: { eq: "ecospold2" }, table: { eq: "elementary-exchange" }, lost: { isNull: false } }) { nodes { path } } }`, { after: fieldMappings.pageInfo.endCursor });
    expect(next.fieldMappings.nodes[0].path).not.toBe(fieldMappings.nodes[2].path);
    const { fieldMappings: amount } = await ask('{ fieldMappings(filter: { model: { eq: "amount" }, format: { in: ["ecospold2"] } }) { nodes { table path transform } } }');
    expect(amount.nodes).toContainEqual({ table: 'elementary-exchange', path: '@amount', transform: 'decimal' });
    const { flowMapRows } = await ask(`{ flowMapRows(filter: { sourceId: { eq: "${fossil.id}" } }) { nodes { map sourceList targetList targetId condition factor } } }`);
    expect(flowMapRows.nodes).toEqual(expect.arrayContaining([{ map: 'ecoinvent-ilcd', sourceList: 'ecoinvent 3.12', targetList: 'ILCD-EF 3.1', targetId: fossilIlcd, condition: 'SAME', factor: '1' }]));
    expect((await ask('{ node(id: "flowMapRow-1") { __typename id } }')).node).toEqual({ __typename: 'FlowMapRow', id: 'flowMapRow-1' });
  });
});

describe('convert', () => {
  const text = `query ($record: RecordKey!, $to: Format!, $list: FlowListName) { convert(record: $record, to: $to, flowList: $list) { __typename ... on Problem { message } ... on ConversionRefused { code issues { code message } }
    ... on ConversionPreview { format documents { name text } values { kept derived approximated lost } paths { path lost } issues { code severity message } } } }`;
  const preview = async (type: string, id: string, to: string, more: Record<string, unknown> = {}, headers = {}) => (await ask(text, { record: { type, id }, to, ...more }, headers)).convert;
  beforeEach(async () => { await load(olcaPackage(fresh(), { exchanges, factors: [{ flow: fossil, value: 1 }], parties: true })); });

  it.each(['ILCD', 'ECOSPOLD1', 'ECOSPOLD2', 'OLCA'])('a process in %s: its document, its account and its issues', async (to) => {
    const done = await preview('PROCESS', processId, to);
    expect(done.__typename).toBe('ConversionPreview');
    expect(done.documents[0].text).toContain('rubber drying');
    expect(done.values.kept).toBeGreaterThan(10);
    expect(done.paths.every(({ path }: { path: string }) => path.startsWith('process'))).toBe(true);
  });
  it('in its own format nothing is lost', async () => {
    expect((await preview('PROCESS', processId, 'OLCA')).values).toMatchObject({ derived: 0, approximated: 0, lost: 0 });
  });

  it.each([['FLOW', fossil.id, 'ILCD', 'Carbon dioxide, fossil'], ['FLOW_PROPERTY', '93a60a56-a3c8-11da-a746-0800200b9a66', 'ILCD', 'Mass'], ['UNIT_GROUP', '93a60a57-a4c8-11da-a746-0800200c9a66', 'ILCD', 'Units of mass'], ['IMPACT_CATEGORY', categoryId, 'ILCD', 'climate change'],
    ['UNIT_GROUP', '93a60a57-a4c8-11da-a746-0800200c9a66', 'OLCA', 'Units of mass'], ['IMPACT_METHOD', methodId, 'OLCA', 'method of the test'], ['CONTACT', actorId, 'ILCD', 'Rubber Institute'], ['SOURCE', sourceId, 'ILCD', 'Rubber survey'], ['SOURCE', sourceId, 'OLCA', 'Rubber survey']])('a %s %s in %s', async (type, id, to, name) => {
    const done = await preview(type, id, to);
    expect(done).toMatchObject({ __typename: 'ConversionPreview', documents: [{ text: expect.stringContaining(name) }] });
  });

  it('led to a list, the document has its flows', async () => {
    const done = await preview('PROCESS', processId, 'ILCD', { list: 'ILCD' });
    expect(done.documents[0].text).toContain(fossilIlcd);
    expect(done.documents[0].text).not.toContain(`refObjectId="${fossil.id}"`);
  });

  it('tells what cannot be written, and why', async () => {
    expect(await preview('FLOW', fossil.id, 'ECOSPOLD2')).toMatchObject({ __typename: 'ConversionRefused', code: 'UNWRITABLE', message: expect.stringContaining('it stands in the documents of those that name it') });
    expect(await preview('IMPACT_METHOD', methodId, 'ILCD')).toMatchObject({ __typename: 'ConversionRefused', code: 'UNWRITABLE', issues: [{ code: 'dataset-unwritable', message: expect.any(String) }] });
    expect(await preview('PROCESS', '00000000-0000-4000-8000-00000000dead', 'ILCD')).toMatchObject({ __typename: 'NoSuchRecord' });
    expect(await preview('PROCESS', 'not an identifier', 'ILCD')).toMatchObject({ __typename: 'NoSuchRecord' });
    const { json } = await server.query(text, { record: { type: 'PROCESS', id: processId }, to: 'GABI' });
    expect(json.errors![0]!.message).toContain('GABI');
  });

  it('obeys visibility and license', async () => {
    await pool.query(`UPDATE process SET visibility = 'PRIVATE'`);
    expect(await preview('PROCESS', processId, 'ILCD')).toMatchObject({ __typename: 'NoSuchRecord' });
    expect(await preview('PROCESS', processId, 'ILCD', {}, administrator)).toMatchObject({ __typename: 'ConversionPreview' });
    await pool.query(`UPDATE process SET visibility = 'PUBLIC', redistribution = 'FORBIDDEN'`);
    for (const headers of [{}, administrator]) expect(await preview('PROCESS', processId, 'ILCD', {}, headers)).toMatchObject({ __typename: 'ConversionRefused', code: 'FORBIDDEN' });
  });

  it('issues found at import stand with the record', async () => {
    await load(olcaPackage(fresh(), { exchanges: [{ flow: { ...dust, category: 'Elementary flows/Emission to nowhere' }, amount: 1 }] }));
    const { flow } = await ask(`{ flow(id: "${dust.id}") { provenance { issues { code severity message } } } }`);
    expect(flow.provenance.issues).toContainEqual({ code: 'compartment-unknown', severity: 'WARNING', message: expect.stringContaining('Emission to nowhere') });
  });

  it('one operation asks for a few previews at most', async () => {
    const six = Array.from({ length: 6 }, (_, n) => `p${n}: convert(record: { type: FLOW, id: "${fossil.id}" }, to: ILCD) { __typename }`).join(' ');
    expect((await server.query(`{ ${six} }`)).json.errors![0]).toMatchObject({ message: expect.stringContaining('5 previews'), extensions: { code: 'BAD_USER_INPUT' } });
  });
});
