// What partners send becomes records: linked to what the hub has, with provenance, immutable but for the status; what breaks rules is refused.
import { randomUUID } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDatasets } from '../../../src/transfer/load-datasets.ts';
import { connect } from '../../../src/database/connect.ts';
import { specimen2, specimen3 } from '../../../src/transfer/pact/check/specimen.ts';
import type { PactPartner } from '../../../src/transfer/pact/partner-client.ts';
import { inTransaction } from '../../../src/database/transaction.ts';
import { partnerTable } from '../../../src/database/tables/access.ts';
import { storeReceived } from '../../../src/transfer/pact/received/store-received.ts';
import { openHub } from '../../hub/support/hub.ts';
import { aFootprint, anOrganization, aProduct, uuidOf } from '../../hub/support/records.ts';
import { insertDataset, insertValues } from '../../hub/support/rows.ts';
import { partnerHub, type Json, type PartnerHub } from './support/partner-hub.ts';

let hub: PartnerHub;
let supplier: PactPartner;
let older: PactPartner;
beforeAll(async () => {
  hub = await partnerHub();
  supplier = await hub.partner('Supplier');
  older = await hub.partner('Older supplier', { pact_version: '2.3' });
});
afterAll(() => hub.close());

const footprint = (more: Json = {}): Json => ({ ...specimen3(), ...more });
const idOf = (document: Json): string => document['id'] as string;
const versionsOf = (document: Json) => hub.rows('select version, revision, record ->> \'status\' as status, visibility, redistribution, recorded_to is null as current, change_reason, issues from footprint where id = $1 order by key', [idOf(document)]);
const counts = { added: 0, changed: 0, unchanged: 0, refused: 0 };
const codes = (issues: readonly { code: string }[]): string[] => issues.map(({ code }) => code);

describe('storing', () => {
  it('a footprint with its product and organization, closed to others, with the bytes it came in', async () => {
    const document = footprint();
    const text = JSON.stringify(document);
    expect(await hub.receive(supplier, [text])).toEqual({ ...counts, added: 1, issues: [], footprintIds: [idOf(document)] });
    expect(await versionsOf(document)).toEqual([{ version: '00.00.000', revision: 1, status: 'PUBLISHED', visibility: 'PRIVATE', redistribution: 'FORBIDDEN', current: true, change_reason: null, issues: null }]);
    const [stored] = await hub.rows(
      `select f.adapter, d.name, d.format, d.format_version, d.content, d.encoding, encode(d.sha256, 'hex') = encode(sha256($2::bytea), 'hex') as hashed, d.partner_id, p.visibility as product, o.visibility as organization, p.record -> 'identifiers' as identifiers, p.source_document = d.key as "ofDocument"
         from footprint f join source_document d on d.key = f.source_document join product p on p.id = f.product_id join organization o on o.id = f.owner_id and p.producer_id = o.id where f.id = $1`, [idOf(document), Buffer.from(text)]);
    expect(stored).toMatchObject({ adapter: 'pact 0.1.0', name: `https://supplier.example/3/footprints/${idOf(document)}`, format: 'pact', format_version: '3.0.3', encoding: 'deflate-raw', hashed: true, partner_id: supplier.id, product: 'PRIVATE', organization: 'PRIVATE', ofDocument: true });
    expect(stored.identifiers).toEqual([{ scheme: 'URN', value: (document['productIds'] as string[])[0] }]);
    expect(inflateRawSync(stored.content).toString()).toBe(text);
  });

  it('the same again changes nothing, also with members in another order, sets turned round, null for absent and another patch of the specification', async () => {
    const document = footprint({ productIds: ['urn:example:a1', 'urn:example:a2'] });
    await hub.receive(supplier, [document]);
    const [before] = await hub.rows('select count(*)::int as n from source_document');
    const turned = Object.fromEntries(Object.entries({ ...document, productIds: ['urn:example:a2', 'urn:example:a1'], specVersion: '3.0.2', precedingPfIds: null }).reverse());
    for (const again of [document, turned, turned, document]) expect(await hub.receive(supplier, [again])).toEqual({ ...counts, unchanged: 1, issues: [], footprintIds: [idOf(document)] });
    expect(await versionsOf(document)).toHaveLength(1);
    expect(await hub.rows('select count(*)::int as n from source_document')).toEqual([before]);
  });

  it('twice in one page is one', async () => {
    const document = footprint();
    expect(await hub.receive(supplier, [document, document])).toMatchObject({ added: 1, unchanged: 1 });
  });

  it('amounts keep every digit', async () => {
    const text = JSON.stringify(footprint()).replace('"pcfIncludingBiogenicUptake":"2.5"', '"pcfIncludingBiogenicUptake":"2.50000000000000000000000000000000001"');
    const { footprintIds: [id] } = await hub.receive(supplier, [text]);
    expect(await hub.rows('select record -> \'result\' ->> \'total\' as total from footprint where id = $1', [id])).toEqual([{ total: '2.50000000000000000000000000000000001' }]);
  });
});

describe('products and organizations', () => {
  it('are found by any of their identifiers, in any case, and never overwritten', async () => {
    await insertDataset(hub.pool, 'organization', anOrganization(1, { name: { en: 'Ours' }, identifiers: [{ scheme: 'URN', value: 'urn:example:Company-7' }] }));
    await insertDataset(hub.pool, 'product', aProduct(1, { identifiers: [{ scheme: 'GTIN', value: '4712345060507' }], producer: { type: 'organization', id: uuidOf(5, 1) } }));
    const document = footprint({ companyName: 'Theirs', companyIds: ['urn:example:other', 'URN:EXAMPLE:COMPANY-7'], productIds: ['urn:example:mine', 'urn:GTIN:4712345060507'], productNameCompany: 'Other name' });
    expect(await hub.receive(supplier, [document])).toMatchObject({ added: 1 });
    expect(await hub.rows('select product_id, owner_id, record -> \'product\' ->> \'name\' as label from footprint where id = $1', [idOf(document)])).toMatchObject([{ product_id: uuidOf(1, 1), owner_id: uuidOf(5, 1) }]);
    expect(await hub.rows('select name, visibility from organization where id = $1', [uuidOf(5, 1)])).toEqual([{ name: { en: 'Ours' }, visibility: 'PUBLIC' }]);
  });

  it('what a partner called them before counts as well; what another one says does not', async () => {
    const named = (...ids: string[]): Json => footprint({ companyIds: ['urn:example:company-8'], productIds: ids });
    const documents = [named('urn:example:b1', 'urn:example:b2'), named('urn:example:B2', 'urn:example:b3'), named('urn:example:b3')];
    for (const document of documents) await hub.receive(supplier, [document]);
    const products = await hub.rows('select distinct product_id from footprint where id = any($1)', [documents.map(idOf)]);
    expect(products).toHaveLength(1);
    const stranger = named('urn:example:b3');
    await hub.receive(await hub.partner('Stranger'), [stranger]);
    expect(await hub.rows('select product_id from footprint where id = $1', [idOf(stranger)])).not.toEqual(products);
  });

  it('new ones of one page are new once, also by an alias', async () => {
    const named = (...ids: string[]): Json => footprint({ companyIds: ['urn:example:company-9'], productIds: ids });
    const documents = [named('urn:example:c2', 'urn:example:c3'), named('urn:example:c1', 'urn:example:c3')];
    expect(await hub.receive(supplier, documents)).toMatchObject({ added: 2 });
    expect(await hub.rows('select count(distinct f.product_id)::int as products, count(distinct p.key)::int as stored from footprint f join product p on p.id = f.product_id where f.id = any($1)', [documents.map(idOf)])).toEqual([{ products: 1, stored: 1 }]);
  });

  it('codes that a company gives count within the company', async () => {
    const coded = (company: string): Json => footprint({ companyName: company, companyIds: [`urn:example:${company}`], productIds: ['urn:pact:supplier.example:supplier-id:1'] });
    const documents = ['one', 'two', 'one'].map(coded);
    await hub.receive(supplier, documents);
    const rows = await hub.rows('select f.product_id from unnest($1::uuid[]) with ordinality as t(id, n) join footprint f using (id) order by n', [documents.map(idOf)]);
    expect(rows[0]).toEqual(rows[2]);
    expect(rows[0]).not.toEqual(rows[1]);
  });

  it('one that comes with a refused footprint only is brought by the next one', async () => {
    const first = footprint({ productIds: ['urn:example:d1'], companyIds: ['urn:example:company-d'] });
    await hub.receive(supplier, [first]);
    const changed = { ...first, productIds: ['urn:example:d2'], companyIds: ['urn:example:company-e'] };
    const next = footprint({ productIds: ['urn:example:d2'], companyIds: ['urn:example:company-e'] });
    expect(await hub.receive(supplier, [changed, next])).toMatchObject({ added: 1, refused: 1 });
    expect(await hub.rows('select 1 as there from footprint f join product p on p.id = f.product_id join organization o on o.id = f.owner_id where f.id = $1', [idOf(next)])).toEqual([{ there: 1 }]);
  });
});

describe('changes (pact.md §1.10, §3.1)', () => {
  it('Deprecated under the same id is a new version of the record, and the only change there is', async () => {
    const document = footprint();
    await hub.receive(supplier, [document]);
    expect(await hub.receive(supplier, [{ ...document, status: 'Deprecated' }])).toMatchObject({ changed: 1, issues: [] });
    expect(await versionsOf(document)).toMatchObject([{ status: 'PUBLISHED', current: false }, { status: 'DEPRECATED', revision: 2, current: true, change_reason: 'DATA', visibility: 'PRIVATE', issues: null }]);
    const again = await hub.receive(supplier, [document]);
    expect(again).toMatchObject({ refused: 1 });
    expect(codes(again.issues)).toEqual(['pact-footprint-reactivated']);
    const changed = await hub.receive(supplier, [{ ...document, comment: 'other' }]);
    expect(changed).toMatchObject({ refused: 1 });
    expect(codes(changed.issues)).toEqual(['pact-footprint-changed']);
    expect(await versionsOf(document)).toHaveLength(2);
  });

  it('what the operator set of a record stays through a change of its status', async () => {
    const document = footprint();
    await hub.receive(supplier, [document]);
    await hub.pool.query(`update footprint set visibility = 'PUBLIC', redistribution = 'ALLOWED', record = jsonb_set(jsonb_set(record, '{visibility}', '"PUBLIC"'), '{rights}', '{"redistribution":"ALLOWED"}') where id = $1`, [idOf(document)]);
    await hub.receive(supplier, [{ ...document, status: 'Deprecated' }]);
    expect((await versionsOf(document)).at(-1)).toMatchObject({ status: 'DEPRECATED', visibility: 'PUBLIC', redistribution: 'ALLOWED' });
  });

  it('v2: what the operator set of a record stays through a higher version', async () => {
    const document: Json = specimen2('2.3.0');
    await hub.receive(older, [document]);
    await hub.pool.query(`update footprint set record = record || '{"visibility":"PARTNER","rights":{"redistribution":"ALLOWED"},"restrictions":[{"group":"QUALITY","visibility":"BUYER"}]}' where id = $1`, [idOf(document)]);
    await hub.receive(older, [{ ...document, version: 2, updated: '2026-06-01T00:00:00Z', comment: 'better' }]);
    expect(await hub.rows('select version, visibility, redistribution, restricted from footprint where id = $1 and recorded_to is null', [idOf(document)])).toEqual([{ version: '2', visibility: 'PARTNER', redistribution: 'ALLOWED', restricted: ['QUALITY:BUYER'] }]);
  });

  it.each(['before', 'after', 'in the page of', 'in the page behind'])('what it takes the place of is deprecated, come %s it', async (order) => {
    const old = footprint();
    const fresh = footprint({ precedingPfIds: [idOf(old)] });
    const pages = { before: [[old], [fresh]], after: [[fresh], [old]], 'in the page of': [[old, fresh]], 'in the page behind': [[fresh, old]] }[order]!;
    for (const page of pages) expect(await hub.receive(supplier, page)).toMatchObject({ refused: 0 });
    expect((await versionsOf(old)).at(-1)).toMatchObject({ status: 'DEPRECATED', current: true });
    expect(await versionsOf(fresh)).toMatchObject([{ status: 'PUBLISHED' }]);
    // The host says the same afterwards, or has not noticed: nothing changes any more.
    expect(await hub.receive(supplier, [fresh, old])).toMatchObject({ unchanged: 2 });
    expect(await hub.receive(supplier, [{ ...old, status: 'Deprecated' }])).toMatchObject({ unchanged: 1 });
  });

  it('never touches what others sent, and what is the hub\'s own', async () => {
    const theirs = footprint();
    const stranger = await hub.partner('Other supplier');
    await hub.receive(stranger, [theirs]);
    await insertDataset(hub.pool, 'footprint', aFootprint(77, 1, '5'));
    const mine = footprint({ precedingPfIds: [idOf(theirs), uuidOf(2, 77)] });
    expect(await hub.receive(supplier, [mine])).toMatchObject({ added: 1, changed: 0 });
    const attempts = [{ ...theirs, status: 'Deprecated' }, { ...theirs, comment: 'other' }, footprint({ id: uuidOf(2, 77) })];
    const result = await hub.receive(supplier, attempts);
    expect(result).toMatchObject({ refused: 3 });
    expect(codes(result.issues)).toEqual(['pact-footprint-not-theirs', 'pact-footprint-not-theirs', 'pact-footprint-not-theirs']);
    expect(await hub.receive(supplier, [theirs])).toMatchObject({ unchanged: 1 });
    expect((await hub.rows('select count(*)::int as n, max(record ->> \'status\') as status from footprint where id = any($1)', [[idOf(theirs), uuidOf(2, 77)]]))).toEqual([{ n: 2, status: 'PUBLISHED' }]);
  });

  it('v2: a higher version supersedes, a lower one is history, the same one with other content is refused', async () => {
    const document: Json = specimen2('2.3.0');
    const at = (version: number, amount: string, more: Json = {}): Json => ({ ...document, version, ...(version === 1 ? {} : { updated: `202${version}-06-01T00:00:00Z` }), ...more, pcf: { ...(document['pcf'] as Json), fossilGhgEmissions: amount } });
    expect(await hub.receive(older, [at(2, '2')])).toMatchObject({ added: 1 });
    expect(await hub.receive(older, [at(10, '10')])).toMatchObject({ changed: 1 });
    expect(await hub.receive(older, [at(1, '1')])).toMatchObject({ changed: 1 });
    expect(await hub.receive(older, [at(10, '11')])).toMatchObject({ refused: 1 });
    expect(await hub.receive(older, [at(1, '1'), at(2, '2'), at(10, '10')])).toMatchObject({ unchanged: 3 });
    const rows = await hub.rows(`select version, record -> 'result' ->> 'fossil' as fossil, recorded_to is null as current from footprint where id = $1 order by key`, [idOf(document)]);
    expect(rows).toEqual([{ version: '2', fossil: '2', current: false }, { version: '10', fossil: '10', current: true }, { version: '1', fossil: '1', current: false }]);
    expect(await hub.receive(older, [at(11, '10', { status: 'Deprecated' })])).toMatchObject({ changed: 1 });
    expect((await versionsOf(document)).at(-1)).toMatchObject({ version: '11', status: 'DEPRECATED', current: true });
  });

  it('the same footprint in the words of another version: only its status counts', async () => {
    const second: Json = specimen2('2.3.0');
    const third = footprint({ id: second['id'], productIds: second['productIds'] });
    await hub.receive(older, [second]);
    const inThree = { ...older, version: '3.0' as const };
    const result = await hub.receive(inThree, [third]);
    expect(result).toMatchObject({ unchanged: 1 });
    expect(codes(result.issues)).toContain('pact-footprint-restated');
    expect(await hub.receive(inThree, [{ ...third, status: 'Deprecated' }])).toMatchObject({ changed: 1 });
    expect((await versionsOf(second)).at(-1)).toMatchObject({ version: '1', status: 'DEPRECATED', current: true });
  });
});

describe('what is refused, with nothing of it stored', () => {
  const pcf = (more: Json): Json => ({ ...footprint(), pcf: { ...(specimen3()['pcf'] as Json), ...more } });
  it.each<[string, () => Json | string, string]>([
    ['§4: fossilGhgEmissions "abc"', () => pcf({ fossilGhgEmissions: 'abc' }), 'number-invalid'],
    ['§4: the end before the start', () => pcf({ referencePeriodStart: '2025-01-01T00:00:00Z', referencePeriodEnd: '2024-01-01T00:00:00Z' }), 'footprint-period-reversed'],
    ['§4: a DQR of 9', () => pcf({ dqi: { technologicalDQR: '9', geographicalDQR: '1', temporalDQR: '1' } }), 'pact-out-of-range'],
    ['§1.9: a positive removal, which the released pattern lets pass', () => pcf({ biogenicCO2Uptake: '10' }), 'pact-out-of-range'],
    ['§1.9: an amount of zero', () => pcf({ declaredUnitAmount: '0' }), 'pact-out-of-range'],
    ['an id that is no UUID', () => footprint({ id: 'nonsense' }), 'pact-id-invalid'],
    ['a status of no list', () => footprint({ status: 'Retired' }), 'code-unknown'],
    ['a footprint of version 2 on the list of version 3', () => specimen2('2.3.0'), 'pact-version-mismatch'],
    ['no footprint at all', () => ({ id: randomUUID() }), ''],
    ['NUL, which PostgreSQL cannot hold', () => footprint({ comment: 'a\0b' }), 'dataset-invalid'],
    ['half of a surrogate pair', () => JSON.stringify(footprint({ comment: '@' })).replace('"@"', '"\\ud800"'), 'dataset-invalid'],
    ['NUL behind an escaped backslash', () => footprint({ comment: '\\\0' }), 'dataset-invalid'],
    ['an identifier that no index takes', () => footprint({ productIds: [`urn:example:${Array.from({ length: 4000 }, () => randomUUID()[0]).join('')}`] }), 'dataset-invalid'],
  ])('%s', async (_, make, code) => {
    const good = [footprint(), footprint()];
    const before = await hub.rows('select (select count(*) from footprint)::int as f, (select count(*) from product)::int as p, (select count(*) from source_document)::int as d');
    const result = await hub.receive(supplier, [good[0]!, make(), good[1]!]);
    expect(result).toMatchObject({ added: 2, refused: 1, footprintIds: good.map(idOf) });
    expect(['', ...codes(result.issues)]).toContain(code);
    const [was] = before;
    expect(await hub.rows('select (select count(*) from footprint)::int as f, (select count(*) from product)::int as p, (select count(*) from source_document)::int as d')).toEqual([{ f: was.f + 2, p: was.p + 2, d: was.d + 2 }]);
  });

  it('what only the database refuses, wherever it stands in the page', async () => {
    await hub.pool.query(`create function poison() returns trigger language plpgsql as $$ begin if new.record ->> 'description' like '%poison%' then raise exception 'poison' using errcode = '22023'; end if; return new; end $$;
      create trigger poison before insert on footprint for each row execute function poison()`);
    try {
      const documents = Array.from({ length: 9 }, (_, n) => footprint(n === 0 || n === 5 ? { comment: 'poison' } : {}));
      const result = await hub.receive(supplier, documents);
      expect(result).toMatchObject({ added: 7, refused: 2 });
      expect(result.issues).toMatchObject([0, 5].map((n) => ({ code: 'dataset-invalid', file: `https://supplier.example/3/footprints/${idOf(documents[n]!)}`, params: { reason: 'poison' } })));
    } finally {
      await hub.pool.query('drop trigger poison on footprint; drop function poison()');
    }
  });

  it('texts that only look like NUL or half of a pair, and whole pairs, are taken', async () => {
    const text = JSON.stringify(footprint({ comment: '@' })).replace('"@"', '"\\\\u0000 \\\\ud800 \\ud83d\\ude00 😀"');
    expect(await hub.receive(supplier, [text])).toMatchObject({ added: 1, issues: [] });
  });

  it('warnings stay with the record', async () => {
    const document = pcf({ packagingEmissionsIncluded: false, packagingGhgEmissions: '1' });
    expect(await hub.receive(supplier, [document])).toMatchObject({ added: 1 });
    expect(codes((await versionsOf(document))[0].issues)).toEqual(['pact-field-forbidden']);
  });

  it('a URN that says it is the hub\'s own, with no identifier in it', async () => {
    const document = footprint({ productIds: ['urn:pact:hub.example.org:product-id:42'], companyIds: ['urn:pact:hub.example.org:company-id:x'] });
    expect(await hub.receive(supplier, [document])).toMatchObject({ added: 1 });
  });
});

it('two partners that bring the same new product at once bring it once', async () => {
  const partners = await Promise.all(['P', 'Q', 'R'].map((name) => hub.partner(`Twin ${name}`)));
  const shared = { productIds: ['urn:example:shared'], companyIds: ['urn:example:shared-company'] };
  const results = await Promise.all(partners.map((partner) => hub.receive(partner, Array.from({ length: 20 }, () => footprint(shared)))));
  expect(results.map(({ added }) => added)).toEqual([20, 20, 20]);
  expect(await hub.rows(`select count(*)::int as n from product where record -> 'identifiers' @> '[{"value":"urn:example:shared"}]'`)).toEqual([{ n: 1 }]);
});

it('an import of the same product makes a record of its own of it, which later footprints find', async () => {
  const document = footprint({ productIds: ['urn:example:imported'], companyIds: ['urn:example:importer'] });
  await hub.receive(supplier, [document]);
  const [{ id }] = await hub.rows('select product_id as id from footprint where id = $1', [idOf(document)]);
  const client = await connect(hub.url, 'test');
  try {
    await loadDatasets(client, [{ noun: 'product', record: { ...aProduct(9, { name: { en: 'In full' } }), id } }], { origin: 'test', adapterVersion: '0.1.0' });
  } finally {
    await client.end();
  }
  expect(await hub.rows('select name, visibility from product where id = $1 and recorded_to is null', [id])).toEqual([{ name: { en: 'In full' }, visibility: 'PUBLIC' }]);
});

it('GraphQL: the operator sees a received footprint with where it came from; nobody else sees it', async () => {
  const seen = await openHub();
  try {
    const id = randomUUID();
    await insertValues(seen.pool, partnerTable, [{ id, name: 'Rubber Works', kind: 'SUPPLIER' }]);
    const document = footprint();
    await inTransaction(seen.pool, (client) => storeReceived(client, { issuer: 'hub.example.org', adapterVersion: '0.1.0' }, { id }, [{ text: JSON.stringify(document) }], { url: 'https://rubber.example/3/footprints', version: '3', via: 'pull' }));
    const question = `{ footprints(first: 5) { nodes { status result { total } owner { id } product { identifiers { scheme value } } provenance { adapter importedAt sourceDocument { name format formatVersion partner { name } } } } } products(first: 5) { nodes { id } } organizations(first: 5) { nodes { id } } sourceDocuments(first: 5) { nodes { name } } }`;
    const operator = await seen.ask(question, {}, { role: 'operator' });
    expect(operator.errors).toBeUndefined();
    expect(operator.data.footprints.nodes).toMatchObject([{
      status: 'PUBLISHED', result: { total: '2.5' }, product: { identifiers: [{ scheme: 'URN', value: (document['productIds'] as string[])[0] }] },
      provenance: { adapter: 'pact 0.1.0', sourceDocument: { name: `https://rubber.example/3/footprints/${idOf(document)}`, format: 'pact', formatVersion: '3.0.3', partner: { name: 'Rubber Works' } } },
    }]);
    for (const principal of [{ role: 'anonymous' as const }, { role: 'reader' as const }, { role: 'partnerService' as const, partner: { id: randomUUID(), clientId: 'x' } }, { role: 'enterprise' as const, organization: randomUUID(), person: { id: randomUUID(), name: 'E' } }]) {
      const { data } = await seen.ask(question, {}, { principal });
      expect(data).toEqual({ footprints: { nodes: [] }, products: { nodes: [] }, organizations: { nodes: [] }, sourceDocuments: { nodes: [] } });
    }
  } finally {
    await seen.close();
  }
});
