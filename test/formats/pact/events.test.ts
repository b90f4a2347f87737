// Events of both versions: read, checked, written, and led from one version to the other.
import { describe, expect, it } from 'vitest';
import { eventTypes, projectFootprint, readEvent, writeEvent, type Major, type PactEvent, type Projection } from '../../../src/formats/pact/pact.ts';
import { codesOf, fixture, fixtureText, setOf, small3, type Json } from './support/documents.ts';

const envelope = { specversion: '1.0', id: '0b2f6a2e-6a3e-4f4f-8c57-0d6ad1e0b1f4/14.A', source: '//api.example.com/3/events', time: '2026-01-02T03:04:05Z' };
const requestId = 'c1d2/12';

/** Each event in both versions, and what it is in the hub. */
const created3: Json = {
  ...envelope, type: 'org.wbcsd.pact.ProductFootprint.RequestCreatedEvent.3',
  data: { productId: ['urn:gtin:1', 'urn:a:2'], companyId: ['urn:c:1'], geography: ['CN-HI'], classification: ['urn:cpc:0151'], validOn: '2026-01-01T00:00:00Z', validAfter: '2025-01-01T00:00:00Z', validBefore: '2027-01-01T00:00:00Z', status: 'Active', comment: 'for 2026' },
};
const created2: Json = {
  ...envelope, type: 'org.wbcsd.pathfinder.ProductFootprintRequest.Created.v1',
  data: { pf: { status: 'Active', companyIds: ['urn:c:1'], productIds: ['urn:gtin:1', 'urn:a:2'], productCategoryCpc: '0151', pcf: { geographyCountrySubdivision: 'CN-HI', referencePeriodStart: '2024-01-01T00:00:00Z', referencePeriodEnd: '2025-01-01T00:00:00Z' } }, comment: 'for 2026' },
};
const rejected = (version: Major, code: string): Json => ({ ...envelope, type: eventTypes[version].requestRejected, data: { requestEventId: requestId, error: { code, message: 'nothing found' } } });
const published = (version: Major): Json => ({ ...envelope, type: eventTypes[version].published, data: { pfIds: ['3f2a6c1e-5b7d-4e8f-9a10-2b3c4d5e6f70'] } });
const fulfilled = (version: Major, pfs: unknown[]): Json => ({ ...envelope, type: eventTypes[version].requestFulfilled, data: { requestEventId: requestId, pfs } });

const write = (event: PactEvent | undefined, version: Major) => writeEvent(event as PactEvent<never>, version);

describe('a request', () => {
  it('of version 3 is criteria of the hub, and back', () => {
    const { event, version, issues } = readEvent(created3);
    expect([version, issues]).toEqual([3, []]);
    expect(event).toEqual({
      kind: 'requestCreated', id: envelope.id, source: envelope.source, time: envelope.time, comment: 'for 2026',
      criteria: { productIds: ['urn:gtin:1', 'urn:a:2'], companyIds: ['urn:c:1'], geographies: ['CN-HI'], classifications: ['urn:cpc:0151'], validOn: '2026-01-01T00:00:00Z', validAfter: '2025-01-01T00:00:00Z', validBefore: '2027-01-01T00:00:00Z', status: 'PUBLISHED' },
    });
    expect(write(event, 3)).toMatchObject({ value: created3, issues: [] });
    expect(JSON.parse(write(event, 3).text!)).toEqual(created3);
  });
  it('of version 2 is criteria of the hub, and back', () => {
    const { event, issues } = readEvent(created2);
    expect(issues).toEqual([]);
    expect(event).toMatchObject({ criteria: { classifications: ['urn:cpc:0151'], geographies: ['CN-HI'], referencePeriod: { start: '2024-01-01T00:00:00Z', end: '2025-01-01T00:00:00Z' }, status: 'PUBLISHED' } });
    expect(write(event, 2)).toMatchObject({ value: created2, issues: [] });
  });
  it('of version 2 is one of version 3 but for the reference period', () => {
    const { value, issues } = write(readEvent(created2).event, 3);
    expect(value!['data']).toEqual({ productId: ['urn:gtin:1', 'urn:a:2'], companyId: ['urn:c:1'], geography: ['CN-HI'], classification: ['urn:cpc:0151'], status: 'Active', comment: 'for 2026' });
    expect(issues.map(({ params }) => params['criterion'])).toEqual(['referencePeriod']);
  });
  it('of version 3 is one of version 2 but for the validity', () => {
    const { value, issues } = write(readEvent(created3).event, 2);
    expect(value!['data']).toEqual({ pf: { status: 'Active', companyIds: ['urn:c:1'], productIds: ['urn:gtin:1', 'urn:a:2'], productCategoryCpc: '0151', pcf: { geographyCountrySubdivision: 'CN-HI' } }, comment: 'for 2026' });
    expect(issues.map(({ params }) => params['criterion'])).toEqual(['validOn', 'validAfter', 'validBefore']);
  });
  it('with several geographies or classes asks version 2 for no geography, and for classes by URN', () => {
    const { value, issues } = write(readEvent({ ...created3, data: { geography: ['CN', 'TH'], classification: ['urn:cpc:1', 'urn:eclass:2'] } }).event, 2);
    expect(value!['data']).toEqual({ pf: { productClassifications: ['urn:cpc:1', 'urn:eclass:2'] } });
    expect(codesOf(issues)).toEqual(['pact-criterion-dropped']);
  });
  it('with geographies beside the pcf, as in the examples of the specification, is read alike', () => {
    expect(readEvent({ ...created2, data: { pf: { geographyCountry: 'CN', referencePeriodStart: '2024-01-01T00:00:00Z' } } }).event).toMatchObject({ criteria: { geographies: ['CN'], referencePeriod: { start: '2024-01-01T00:00:00Z' } } });
  });
  it('#7 of lenient hosts is read: lists of states, blank and unknown values, no criteria', () => {
    const read = (data: Json) => (readEvent({ ...created3, data }).event as { criteria: Json } | undefined)?.criteria;
    expect(read({ productId: ['urn:a:1'], status: ['deprecated'], geography: [''], companyId: ['not-a-urn'], validOn: '2026-01-01T00:00Z' })).toEqual({ productIds: ['urn:a:1'], status: 'DEPRECATED', companyIds: ['not-a-urn'], validOn: '2026-01-01T00:00:00Z' });
    expect(read({ status: 'bogus' })).toEqual({});
    expect(read({ status: ['Active', 'Deprecated'] })).toEqual({});
    expect(read({})).toEqual({});
  });
  it.each([
    ['10,000 values', { productId: Array.from({ length: 10_000 }, (_, n) => `urn:a:${n}`) }], ['objects for texts', { productId: [{}] }], ['a text for a list', { productId: 'urn:a:1' }], ['no moment', { validOn: 'soon' }],
  ])('with %s is refused', (_name, data) => {
    const { event, issues } = readEvent({ ...created3, data });
    expect([event, codesOf(issues)]).toEqual([undefined, ['pact-event-invalid']]);
  });
});

describe('answers', () => {
  it.each([[2, 'NotFound', 3, 'NotFound'], [2, 'NoSuchFootprint', 3, 'NotFound'], [3, 'AccessDenied', 2, 'AccessDenied']] as const)('rejections of version %i with %s are those of version %i with %s', (from, code, to, expected) => {
    const { event, issues } = readEvent(rejected(from, code));
    expect(issues).toEqual([]);
    expect(write(event, to).value).toEqual(rejected(to, expected));
  });
  it.each([[2, 3], [3, 2]] as const)('publications of version %i are those of version %i', (from, to) => expect(write(readEvent(published(from)).event, to).value).toEqual(published(to)));

  it('with footprints read each by itself', () => {
    const { event, issues } = readEvent(fulfilled(3, [fixture('panel-v3'), small3({ 'pcf.fossilGhgEmissions': '12abc' }), 'nonsense']));
    expect(issues).toEqual([]);
    const { footprints, requestId: request } = event as Extract<PactEvent, { kind: 'requestFulfilled' }>;
    expect(request).toBe(requestId);
    expect(footprints.map(({ footprint, issues: own }) => [footprint?.result.fossil, codesOf(own)])).toEqual([['2.25', []], [undefined, ['field-absent', 'number-invalid']], [undefined, ['file-unreadable']]]);
  });
  it('of a request hold footprints as they were projected, numbers with their digits', () => {
    const set = setOf(fixtureText('bottle-v2.3'));
    for (const version of ['2.3', '3.0'] as const) {
      const projection = projectFootprint(version, set);
      const major = version === '3.0' ? 3 : 2;
      const event: PactEvent<Projection> = { kind: 'requestFulfilled', ...envelope, requestId, footprints: [projection] };
      const { value, text, issues } = writeEvent(event, major);
      expect([value, issues]).toEqual([fulfilled(major, [projection.value]) , []]);
      expect(JSON.parse(text!)).toEqual(value);
      expect(text).toContain(projection.text);
    }
  });
  it('without footprints, or with one that cannot be stated, are not written', () => {
    const bare = { kind: 'requestFulfilled' as const, ...envelope, requestId };
    for (const footprints of [[], [{ issues: [] }]]) expect(writeEvent({ ...bare, footprints }, 3)).toMatchObject({ issues: [{ code: 'pact-event-invalid' }] });
    expect(writeEvent({ kind: 'published', ...envelope, footprintIds: [] }, 2).value).toBeUndefined();
  });
  it('without footprints are refused in version 3 and read in version 2', () => {
    expect(readEvent(fulfilled(3, [])).event).toBeUndefined();
    expect(readEvent(fulfilled(2, [])).event).toMatchObject({ footprints: [] });
  });
});

describe('an event', () => {
  it.each([
    ['type', undefined], ['type', 'org.wbcsd.pact.ProductFootprint.Unknown'], ['specversion', '0.3'], ['specversion', undefined], ['id', ''], ['id', undefined], ['id', 7], ['source', undefined], ['time', undefined], ['time', 'today'], ['data', undefined], ['data', []],
  ])('of version 3 with %s %j is refused', (key, value) => {
    const { event, issues } = readEvent({ ...published(3), [key]: value });
    expect([event, codesOf(issues)]).toEqual([undefined, ['pact-event-invalid']]);
  });
  it('of version 2 may have no time', () => {
    const { time: _none, ...rest } = rejected(2, 'BadRequest');
    expect(readEvent(rest).event).toMatchObject({ kind: 'requestRejected' });
  });
  it('#10 has an identifier that is no UUID, kept as it is', () => expect(readEvent(published(3)).event!.id).toBe(envelope.id));
  it('names footprints by UUID', () => {
    expect(codesOf(readEvent({ ...published(3), data: { pfIds: ['urn:gtin:1'] } }).issues)).toEqual(['pact-event-invalid']);
    expect(readEvent({ ...published(3), data: { pfIds: ['URN:UUID:3F2A6C1E-5B7D-4E8F-9A10-2B3C4D5E6F70'] } }).event).toMatchObject({ footprintIds: ['3f2a6c1e-5b7d-4e8f-9a10-2b3c4d5e6f70'] });
    expect(readEvent({ ...published(3), data: {} }).event).toMatchObject({ footprintIds: [] });
    expect(readEvent({ ...published(2), data: { pfIds: [] } }).event).toBeUndefined();
  });
  it.each(['[]', '1', '"x"', 'null'])('%s is none', (text) => expect(codesOf(readEvent(text).issues)).toEqual(['pact-event-invalid']));
  it('that is no JSON is refused with its place', () => expect(() => readEvent('{')).toThrow(expect.objectContaining({ code: 'json-not-well-formed' }) as Error));
});
