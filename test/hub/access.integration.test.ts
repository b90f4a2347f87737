// Who sees what, and when: visibility in every path, the state at a time, versions, nodes, provenance.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importIssueTable, importRunTable, sourceDocumentTable } from '../../src/database/tables/provenance.ts';
import { datasetReferenceTable } from '../../src/database/tables/rows.ts';
import { openHub, type Engine, type Hub } from './support/hub.ts';
import { aFactor, aFlow, aFootprint, anExchange, aProcess, aProduct, uuidOf } from './support/records.ts';
import { insertDataset, insertValues } from './support/rows.ts';

let hub: Hub;
const [january, march, june] = ['2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z', '2026-06-01T00:00:00Z'];

beforeAll(async () => {
  hub = await openHub();
  const { pool } = hub;
  const [run] = await insertValues(pool, importRunTable, [{ state: 'COMPLETED', origin: 'a.zip', started_at: january, adapter_version: '0.1.0', issue_counts: { 'version-missing': 3 } }]);
  await insertValues(pool, importIssueTable, [{ import_run: run, code: 'version-missing', kind: 'defaulted', severity: 'info', file: 'a.xml', params: {} }, { import_run: run, code: 'id-not-uuid', kind: 'repaired', severity: 'warning', params: { stated: 'x', used: 'y' } }]);
  const [document] = await insertValues(pool, sourceDocumentTable, [{ sha256: Buffer.alloc(32, 7), name: 'a.xml', format: 'ilcd', byte_length: 9, content: Buffer.from('<a/>'), import_run: run }]);
  const provenance = { sourceDocument: document!, importRun: run!, adapter: 'ilcd 0.1.0', issues: [{ code: 'id-not-uuid', kind: 'repaired', severity: 'warning', params: { stated: 'x', used: 'y' } }] };
  await insertDataset(pool, 'product', aProduct(1), { recordedFrom: january, ...provenance });
  await insertDataset(pool, 'footprint', aFootprint(1, 1, '1'), { recordedFrom: january });
  await insertDataset(pool, 'footprint', aFootprint(2, 1, '2', { visibility: 'PRIVATE' }), { recordedFrom: january });
  const old = await insertDataset(pool, 'factor', aFactor(1, '0.6'), { recordedFrom: january, recordedTo: march });
  await insertDataset(pool, 'factor', { ...aFactor(1, '0.5'), version: '02.00.000' }, { recordedFrom: march, supersedes: old, changeReason: 'DATA' });
  // Late arrival: an older version that was never the current one.
  await insertDataset(pool, 'factor', { ...aFactor(1, '0.9'), version: '00.50.000' }, { recordedFrom: june, recordedTo: june });
  // Public once, private now.
  await insertDataset(pool, 'footprint', aFootprint(3, 1, '3'), { recordedFrom: january, recordedTo: march });
  await insertDataset(pool, 'footprint', { ...aFootprint(3, 1, '3', { visibility: 'PARTNER' }), version: '02.00.000' }, { recordedFrom: march });
  await insertDataset(pool, 'flow', aFlow(1), { recordedFrom: january });
  await insertDataset(pool, 'process', aProcess(1, [anExchange(0, 1, { amount: '1' })]), { recordedFrom: january, recordedTo: march });
  await insertDataset(pool, 'process', { ...aProcess(1, [anExchange(0, 1, { amount: '2' })]), version: '02.00.000' }, { recordedFrom: march });
  await insertDataset(pool, 'flow', { ...aFlow(2), name: { en: 'Secret' } }, { recordedFrom: january });
  await pool.query(`update flow set visibility = 'PRIVATE' where id = $1`, [uuidOf(3, 2)]);
  const secret = await insertDataset(pool, 'process', aProcess(2, [anExchange(0, 1, { amount: '9' }), anExchange(1, 2)]), { recordedFrom: january });
  await pool.query(`update process set visibility = 'PRIVATE' where key = $1`, [secret]);
  const source = { id: uuidOf(9, 1), version: '1', name: { en: 'Source' } };
  await insertDataset(pool, 'source', source);
  const { rows } = await pool.query<{ key: number }>('select key from factor where recorded_to is null');
  await insertValues(pool, datasetReferenceTable, [
    { from_noun: 'factor', from_key: rows[0]!.key, role: 'source', to_noun: 'source', to_id: source.id },
    { from_noun: 'process', from_key: secret, role: 'dataSources', to_noun: 'source', to_id: source.id },
    { from_noun: 'factor', from_key: old, role: 'source', to_noun: 'source', to_id: source.id },
  ]);
});
afterAll(() => hub.close());

const administrator = { role: 'administrator' } as const;

describe('where records came from', () => {
  // Keys of runs: one that stored a public record, one a public and a private, one a private alone, one nothing; each with a file for each record.
  const origins = ['public.zip', 'mixed.zip', 'private.zip', 'nothing.zip', 'private-since.zip'];
  beforeAll(async () => {
    const { pool } = hub;
    const runs = await insertValues(pool, importRunTable, origins.map((origin) => ({ state: 'COMPLETED', origin, started_at: june, adapter_version: '0.1.0', issue_counts: { 'version-missing': 1 } })));
    await insertValues(pool, importIssueTable, runs.map((run, i) => ({ import_run: run, code: 'version-missing', kind: 'defaulted', severity: 'info', file: `issue-of-${origins[i]}`, params: {} })));
    const stored: [run: number, n: number, visibility: 'PUBLIC' | 'PRIVATE', more?: object][] = [[0, 11, 'PUBLIC'], [1, 12, 'PUBLIC'], [1, 13, 'PRIVATE'], [2, 14, 'PRIVATE'], [4, 15, 'PUBLIC', { recordedFrom: january, recordedTo: march }]];
    for (const [run, n, visibility, more] of stored) {
      const [document] = await insertValues(pool, sourceDocumentTable, [{ sha256: Buffer.alloc(32, n), name: `${n}.xml`, format: 'ilcd', byte_length: 9, content: Buffer.from('<a/>'), import_run: runs[run] }]);
      await insertDataset(pool, 'footprint', aFootprint(n, 99, '1', { visibility }), { recordedFrom: june, sourceDocument: document!, importRun: runs[run]!, ...more });
    }
    await insertDataset(pool, 'footprint', { ...aFootprint(15, 99, '1', { visibility: 'PRIVATE' }), version: '02.00.000' }, { recordedFrom: march });
    await insertValues(pool, sourceDocumentTable, [{ sha256: Buffer.alloc(32, 16), name: 'refused.xml', format: 'ilcd', byte_length: 9, content: Buffer.from('<a/>'), import_run: runs[0] }]);
  });
  afterAll(async () => {
    await hub.pool.query(`delete from footprint where id = any($1)`, [[11, 12, 13, 14, 15].map((n) => uuidOf(2, n))]);
  });

  const names = async (query: string, role?: 'administrator'): Promise<string> => JSON.stringify((await hub.ask(query, {}, role ? { role } : {})).data);

  it('lists files that a visible record was read from, and no others', async () => {
    const query = '{ sourceDocuments { totalCount nodes { name } } }';
    expect((await hub.ask(query)).data.sourceDocuments).toEqual({ totalCount: 3, nodes: [{ name: 'a.xml' }, { name: '11.xml' }, { name: '12.xml' }] });
    expect((await hub.ask(query, {}, administrator)).data.sourceDocuments.totalCount).toBe(7);
  });

  it('lists imports all of whose records are visible, with their issues', async () => {
    const query = '{ importRuns { totalCount nodes { origin issueCounts { code } issues { nodes { file } } sourceDocuments { nodes { name } } } } }';
    const { data } = await hub.ask(query);
    expect(data.importRuns).toMatchObject({ totalCount: 2, nodes: [{ origin: 'a.zip' }, { origin: 'public.zip', issues: { nodes: [{ file: 'issue-of-public.zip' }] }, sourceDocuments: { nodes: [{ name: '11.xml' }] } }] });
    expect((await hub.ask(query, {}, administrator)).data.importRuns.totalCount).toBe(6);
  });

  it('shows the file of a public record, and its import where that is public', async () => {
    const { data } = await hub.ask('{ footprints(filter: { id: { in: ["00000002-0000-4000-8000-000000000011", "00000002-0000-4000-8000-000000000012"] } }) { nodes { provenance { sourceDocument { name importRun { origin } } importRun { origin } } } } }');
    expect(data.footprints.nodes).toEqual([
      { provenance: { sourceDocument: { name: '11.xml', importRun: { origin: 'public.zip' } }, importRun: { origin: 'public.zip' } } },
      { provenance: { sourceDocument: { name: '12.xml', importRun: null }, importRun: null } },
    ]);
  });

  it('gives nothing away by identifier, node or filter', async () => {
    const { rows } = await hub.pool.query<{ id: string }>(`select id from import_run where origin <> 'a.zip' and origin <> 'public.zip' union all select id from source_document where name = any($1)`, [['13.xml', '14.xml', '15.xml', 'refused.xml']]);
    expect(rows).toHaveLength(8);
    for (const { id } of rows) expect(await names(`{ importRun(id: "${id}") { id } sourceDocument(id: "${id}") { id } node(id: "${id}") { id } nodes(ids: ["${id}"]) { id } }`)).toBe('{"importRun":null,"sourceDocument":null,"node":null,"nodes":[null]}');
    for (const origin of ['mixed.zip', 'private.zip', 'nothing.zip', 'private-since.zip']) {
      expect(await names(`{ importRuns(filter: { origin: { eq: "${origin}" } }) { totalCount } sourceDocuments(filter: { importRun: { origin: { eq: "${origin}" } } }) { totalCount } }`)).toBe('{"importRuns":{"totalCount":0},"sourceDocuments":{"totalCount":0}}');
    }
    expect(await names('{ importRuns(filter: { sourceDocuments: { some: { name: { eq: "refused.xml" } } } }) { totalCount } }')).toBe('{"importRuns":{"totalCount":0}}');
    expect(await names('{ importRuns(filter: { sourceDocuments: { count: { gt: 1 } } }) { totalCount } }')).toBe('{"importRuns":{"totalCount":0}}');
    expect(await names('{ importRuns(filter: { sourceDocuments: { count: { gt: 1 } } }) { totalCount } }', 'administrator')).toBe('{"importRuns":{"totalCount":2}}');
  });
});

describe('visibility', () => {
  it.each([
    ['{ footprints { totalCount nodes { id } } }', 1, 3],
    ['{ footprints: products { nodes { footprints { totalCount nodes { id } } } } }', 1, 3],
    ['{ footprints: products { nodes { footprints(first: 3) { nodes { id } } } } }', 1, 3],
  ])('hides private footprints: %s', async (query, seen, all) => {
    const count = ({ data }: { data: { footprints: { nodes: ({ footprints?: { nodes: object[]; totalCount?: number } } & object)[] } } }) => {
      const list = data.footprints.nodes[0]?.footprints ?? data.footprints as { nodes: object[]; totalCount?: number };
      expect(list.totalCount ?? list.nodes.length).toBe(list.nodes.length);
      return list.nodes.length;
    };
    expect(count(await hub.ask(query))).toBe(seen);
    expect(count(await hub.ask(query, {}, administrator))).toBe(all);
  });

  it('hides them by identifier, node, version and time', async () => {
    const query = `query ($id: ID!) { footprint(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } old: footprint(id: $id, version: "01.00.000") { id } past: footprint(id: $id, asOf: "2026-02-01T00:00:00Z") { id } }`;
    for (const id of [uuidOf(2, 2), uuidOf(2, 3)]) {
      const { data, errors } = await hub.ask(query, { id });
      expect(errors).toBeUndefined();
      expect(data).toEqual({ footprint: null, node: null, nodes: [null], old: null, past: null });
      const { data: all, errors: failed } = await hub.ask(query, { id }, administrator);
      expect(failed).toBeUndefined();
      expect(all).toEqual({ footprint: { id }, node: { id }, nodes: [{ id }], old: { id }, past: { id } });
    }
    const { data } = await hub.ask('{ footprints(asOf: "2026-02-01T00:00:00Z") { totalCount nodes { id } } }');
    expect(data.footprints.nodes).toEqual([{ id: uuidOf(2, 1) }]);
  });

  it('hides rows of private datasets, and private datasets behind rows', async () => {
    const query = '{ flows { nodes { id usedBy { totalCount nodes { amount process { id } } } } } exchanges { totalCount nodes { amount flow { id } } } source(id: "00000009-0000-4000-8000-000000000001") { usedBy { totalCount nodes { role noun dataset { id name { en } } } } } }';
    const { data, errors } = await hub.ask(query);
    expect(errors).toBeUndefined();
    expect(data.flows.nodes).toEqual([{ id: uuidOf(3, 1), usedBy: { totalCount: 1, nodes: [{ amount: '2', process: { id: uuidOf(4, 1) } }] } }]);
    expect(data.exchanges).toEqual({ totalCount: 1, nodes: [{ amount: '2', flow: { id: uuidOf(3, 1) } }] });
    expect(data.source.usedBy).toEqual({ totalCount: 1, nodes: [{ role: 'source', noun: 'factor', dataset: { id: uuidOf(8, 1), name: { en: 'Factor 1' } } }] });
    const all = await hub.ask(query, {}, administrator);
    expect(all.data.exchanges.totalCount).toBe(3);
    expect(all.data.source.usedBy.totalCount).toBe(2);
  });

  it('hides them in filters', async () => {
    const { data } = await hub.ask('{ products(filter: { footprints: { some: { total: { eq: "2" } } } }) { nodes { id } } }');
    expect(data.products.nodes).toEqual([]);
  });
});

describe.each<Engine>(['graphql-js', 'tanlu'])('time and versions under %s', (engine) => {
  it('shows the state at a time, nested rows included', async () => {
    const query = 'query ($t: DateTime) { factors(asOf: $t) { nodes { version value } } flows(asOf: $t) { nodes { usedBy { nodes { amount process { version } } } } } }';
    const at = async (t: string | null) => (await hub.ask(query, { t }, { engine })).data;
    expect((await at('2025-12-31T00:00:00Z')).factors.nodes).toEqual([]);
    expect(await at('2026-02-01T08:00:00+08:00')).toMatchObject({ factors: { nodes: [{ version: '01.00.000', value: '0.6' }] }, flows: { nodes: [{ usedBy: { nodes: [{ amount: '1', process: { version: '01.00.000' } }] } }] } });
    expect(await at(march)).toMatchObject({ factors: { nodes: [{ value: '0.5' }] } });
    expect(await at(null)).toMatchObject({ factors: { nodes: [{ version: '02.00.000', value: '0.5' }] }, flows: { nodes: [{ usedBy: { nodes: [{ amount: '2' }] } }] } });
  });

  it('gives versions by name, the list of them, and what was superseded', async () => {
    const { data, errors } = await hub.ask(`{ factor(id: "${uuidOf(8, 1)}") { version changeReason supersedes { version } versions { version recordedFrom recordedTo } } late: factor(id: "${uuidOf(8, 1)}", version: "00.50.000") { value } none: factor(id: "${uuidOf(8, 1)}", version: "9") { id } }`, {}, { engine });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      factor: {
        version: '02.00.000', changeReason: 'DATA', supersedes: { version: '01.00.000' },
        versions: [{ version: '00.50.000', recordedFrom: june, recordedTo: june }, { version: '02.00.000', recordedFrom: march, recordedTo: null }, { version: '01.00.000', recordedFrom: january, recordedTo: march }],
      },
      late: { value: '0.9' }, none: null,
    });
  });

  it('finds any record by its identifier', async () => {
    const { data, errors } = await hub.ask(`{ node(id: "${uuidOf(8, 1)}") { __typename id ... on Factor { value source { id } } ... on Product { code } } nodes(ids: ["exchange-2", "${uuidOf(1, 1)}", "nonsense", "${uuidOf(1, 77)}"]) { __typename id ... on Dataset { version } ... on Exchange { amount } } }`, {}, { engine });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      node: { __typename: 'Factor', id: uuidOf(8, 1), value: '0.5', source: null },
      nodes: [{ __typename: 'Exchange', id: 'exchange-2', amount: '2' }, { __typename: 'Product', id: uuidOf(1, 1), version: '01.00.000' }, null, null],
    });
  });

  it('tells where a record came from', async () => {
    const { data, errors } = await hub.ask('{ products { nodes { provenance { adapter importedAt sourceDocument { id name sha256 byteLength importRun { origin } } importRun { state issueCounts { code count } issues(severity: WARNING) { totalCount nodes { code kind message(lang: "zh") } } sourceDocuments { nodes { name } } } issues { code kind severity message } } } } }', {}, { engine });
    expect(errors).toBeUndefined();
    expect(data.products.nodes[0].provenance).toMatchObject({
      adapter: 'ilcd 0.1.0', importedAt: january, sourceDocument: { name: 'a.xml', sha256: '07'.repeat(32), byteLength: '9', importRun: { origin: 'a.zip' } },
      importRun: { state: 'COMPLETED', issueCounts: [{ code: 'version-missing', count: 3 }], issues: { totalCount: 1, nodes: [{ code: 'id-not-uuid', kind: 'REPAIRED', message: '“x”不是 UUID；已由其导出标识符 y。' }] }, sourceDocuments: { nodes: [{ name: 'a.xml' }] } },
      issues: [{ code: 'id-not-uuid', kind: 'REPAIRED', severity: 'WARNING', message: '"x" is not a UUID; the identifier y was derived from it.' }],
    });
  });

  it('follows references inside records', async () => {
    const { data, errors, statements } = await hub.ask('{ footprints { nodes { productReference { id target { ... on Product { code footprints { totalCount } } } } method { standard { target { id } } } } } }', {}, { engine });
    expect(errors).toBeUndefined();
    expect(data.footprints.nodes).toEqual([{ productReference: { id: uuidOf(1, 1), target: { code: 'P1', footprints: { totalCount: 1 } } }, method: { standard: { target: null } } }]);
    expect(statements.length).toBeLessThanOrEqual(4);
  });
});
