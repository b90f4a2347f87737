// What is written of PACT, against the official OpenAPI documents: random footprints in both versions, events, and whether the tables have every property.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { pact } from '../../src/formats/pact/adapter.ts';
import { projectFootprint, writeEvent, type Major, type PactEvent, type Projection } from '../../src/formats/pact/pact.ts';
import { fixtureText, readOne, setOf, type Json } from '../formats/pact/support/documents.ts';
import { brokenFootprint, footprint2, footprint3 } from '../formats/pact/support/generate.ts';
import { sampleFolder } from './support/samples.ts';

const folder = join(resolve(process.env['TANLU_SCHEMAS'] || join(sampleFolder, '../schemas')), 'pact');
const fileOf = (major: Major): string => join(folder, major === 3 ? 'openapi-3.0.3.yaml' : 'openapi-2.3.yaml');
const documentOf = (major: Major): Json => load(readFileSync(fileOf(major), 'utf8')) as Json;
const runs = Number(process.env['TANLU_RUNS'] ?? 100);

/** The event schemas refer to the properties of another schema in a way that no validator reads; the rest of them counts. */
function withoutBrokenReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBrokenReferences);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => {
    if (key !== 'properties') return [[key, withoutBrokenReferences(inner)]];
    const { $ref: _broken, ...rest } = inner as Json;
    return [[key, withoutBrokenReferences(rest)]];
  }));
}

const formats: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/, urn: /^urn:[a-z0-9][a-z0-9-]*:./i, uri: /^[a-z][a-z0-9+.-]*:/i, 'uri-reference': /./,
  decimal: /^[+-]?\d+(\.\d+)?$/,
};

function validatorOf(major: Major, schema: string): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { ...formats, double: true, float: true, int32: true } });
  ajv.addSchema(withoutBrokenReferences(documentOf(major)) as object, 'pact');
  return ajv.compile({ $ref: `pact#/components/schemas/${schema}` });
}

const faultsIn = (validate: ValidateFunction, value: unknown): string[] => (validate(value) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`));

describe.runIf(existsSync(fileOf(3)))('official schemas', () => {
  it.each([[3, footprint3], [2, footprint2]] as const)('of version %i accept the footprints that the tests make', (major, documents) => {
    const validate = validatorOf(major, 'ProductFootprint');
    fc.assert(fc.property(documents, (document) => { expect(faultsIn(validate, document)).toEqual([]); }), { numRuns: runs });
  });

  it.each([['3.0', 3, 3, footprint3], ['2.3', 2, 2, footprint2], ['3.0', 3, 2, footprint2], ['2.3', 2, 3, footprint3]] as const)('accept what is written in %s (%i) of version %i', (version, major, _from, documents) => {
    const validate = validatorOf(major, 'ProductFootprint');
    const written = fc.sample(documents, runs * 3).map((document) => projectFootprint(version, setOf(document)).value).filter((value) => value !== undefined);
    expect(written.length).toBeGreaterThan(runs / 20);
    expect(written.flatMap((value) => faultsIn(validate, value))).toEqual([]);
  });

  it.each([['3.0', 3], ['2.3', 2]] as const)('accept what is written in %s of documents with nonsense in them', (version, major) => {
    const validate = validatorOf(major, 'ProductFootprint');
    const written = fc.sample(brokenFootprint, runs * 10).flatMap((document) => {
      const { footprint, product, owner } = readOne(document);
      return footprint === undefined || product === undefined || owner === undefined ? [] : projectFootprint(version, { footprint, product, owner }).value ?? [];
    });
    expect(written.length).toBeGreaterThan(runs);
    expect(written.flatMap((value) => faultsIn(validate, value))).toEqual([]);
  });

  it.each([['bottle-v2.3', 2], ['bottle-v3', 3], ['panel-v2.3', 2], ['panel-v3', 3], ['electricity-v3', 3]] as const)('accept the fixture %s', (name, major) => {
    expect(faultsIn(validatorOf(major, 'ProductFootprint'), JSON.parse(fixtureText(name)))).toEqual([]);
  });

  it.each([2, 3] as const)('of version %i accept events', (major) => {
    const envelope = { id: 'x/12', source: 'https://hub.example.org', time: '2026-01-01T00:00:00Z' };
    const projection = projectFootprint(major === 3 ? '3.0' : '2.3', setOf(fixtureText('bottle-v2.3')));
    const events: PactEvent<Projection>[] = [
      { kind: 'requestCreated', ...envelope, criteria: { productIds: ['urn:gtin:1'], geographies: ['CN'], classifications: ['urn:cpc:1'], status: 'PUBLISHED', validOn: '2026-01-01T00:00:00Z' }, comment: 'x' },
      { kind: 'requestFulfilled', ...envelope, requestId: '1', footprints: [projection] }, { kind: 'requestRejected', ...envelope, requestId: '1', error: { code: 'NotFound', message: 'x' } },
      { kind: 'published', ...envelope, footprintIds: ['3f2a6c1e-5b7d-4e8f-9a10-2b3c4d5e6f70'] },
    ];
    const schemas = { requestCreated: 'RequestCreatedEvent', requestFulfilled: 'RequestFulfilledEvent', requestRejected: 'RequestRejectedEvent', published: 'PublishedEvent' };
    for (const event of events) expect(faultsIn(validatorOf(major, schemas[event.kind]), writeEvent(event, major).value)).toEqual([]);
  });

  it.each([[3, 'product-footprint'], [2, 'product-footprint-2']] as const)('of version %i have no property that the tables do not know, nor the other way round', (major, table) => {
    const schemas = (documentOf(major)['components'] as Json)['schemas'] as Record<string, { properties: Json }>;
    const known = new Set(pact.tables.tables.get(table)!.fields.map(({ path }) => path.split('/').slice(0, 2).join('/')));
    const stated = [...Object.keys(schemas['ProductFootprint']!.properties).filter((key) => key !== 'pcf'), ...Object.keys(schemas['CarbonFootprint']!.properties).map((key) => `pcf/${key}`)];
    expect([...known].sort()).toEqual(stated.sort());
  });
});
