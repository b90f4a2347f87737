// The conformance check against a host with one thing wrong at a time: exactly the cases that are about it speak up.
import { beforeAll, describe, expect, it } from 'vitest';
import { checkHost, type CheckReport } from '../../../src/transfer/pact/check/check.ts';
import type { Status } from '../../../src/transfer/pact/check/case.ts';
import { cases } from '../../../src/transfer/pact/check/cases.ts';
import { specimen2, specimen3 } from '../../../src/transfer/pact/check/specimen.ts';
import type { PactVersion } from '../../../src/formats/pact/versions.ts';
import { makeAuthority, type Identity } from './support/certificates.ts';
import { answering, conformantHost, credentials, type Behavior } from './support/conformant-host.ts';
import { freePort } from './support/free-port.ts';

let ca: string;
let identity: Identity;
beforeAll(async () => {
  const authority = await makeAuthority();
  ca = authority.ca;
  identity = await authority.issue();
});

async function check(change: Partial<Behavior>, version: PactVersion, maxWait: number, only: string[]): Promise<CheckReport> {
  const port = await freePort();
  const callbackUrl = `http://127.0.0.1:${port}`;
  await using host = await conformantHost(change, identity, [callbackUrl]);
  return await checkHost({ baseUrl: host.url, ...credentials, versions: [version], only, maxWait, settle: 0.1, network: { allowPrivate: true, ca, timeout: 5000 }, callbackUrl, callbackListen: { host: '127.0.0.1', port, ...credentials } });
}
const withStatus = (report: CheckReport, status: Status): string[] => report.results.filter((one) => one.status === status).map(({ id }) => id);
const told = (report: CheckReport): string => report.results.filter(({ status }) => status === 'failed' || status === 'warning').map(({ id, status, got }) => `${id} ${status}: ${got}`).join('\n');

type Json = Record<string, unknown>;
/** What is wrong with the host; the cases that fail because a rule is broken; those that warn because it is no rule, though others stumble over it. */
type Row = [what: string, change: Partial<Behavior>, failures: string, warnings: string];

const first: Json = specimen3();
const old: Json = { ...specimen3(), status: 'Deprecated' };
const other: Json = specimen3();
const withPcf = (footprint: Json, pcf: Json): Json => ({ ...footprint, pcf: { ...(footprint['pcf'] as object), ...pcf } });
const showing = (...changed: Json[]): Partial<Behavior> => ({ footprints3: [...changed, old, other] });
const refusing = (part: string, status = 400): Partial<Behavior> => answering((path) => path.startsWith('/3/footprints?') && path.includes(part), status);
const end = (first['pcf'] as Record<string, string>)['referencePeriodEnd']!;

/** What other checks punish: rules of PACT fail, habits of those checks warn or pass. */
const known: Row[] = [
  ['only one footprint visible', { footprints3: [first] }, '', 'L2'],
  ['rel=next without quotes', { link: (target) => `<${target}>; rel=next` }, '', 'L7'],
  ['another parameter before rel', { link: (target) => `<${target}>; title="x"; rel="next"` }, '', 'L7'],
  ['a link with http', { link: (target) => `<${target.replace('https:', 'http:')}>; rel="next"` }, 'L6 L10', 'L7'],
  ['a link to another host', { link: (target) => `<${target.replace('localhost', 'api.example')}>; rel="next"` }, 'L6 L10', 'L7'],
  ['empty filters match nothing', { emptyFilterMatchesNothing: true }, '', 'F41 F42'],
  ['Europe lists what lies in Europe', { geography: 'contained' }, '', 'F40'],
  ['no answer to "#" in a filter', refusing('%23'), '', 'F47'],
  ['no answer to a filter cut off at "#"', refusing('0173-1'), '', 'F47 F48'],
  ['no answer to "&" in a filter', refusing('&b'), '', 'F49'],
  ['strict times', { strict: ['time'] }, '', 'F50'],
  ['strict URNs', { strict: ['urn'] }, '', 'F45 F46'],
  ['strict status', { strict: ['status'] }, '', 'F44'],
  ['event ids must be UUIDs', { uuidEventIds: true }, 'E2 C1', 'C2'],
  ['404 at once for an unknown product', { unknownProduct: 'refuse' }, '', 'E3 C2'],
  ['202 on events', { eventStatus: 202 }, 'E1 E2 E3 E4 E5', 'E6 E7'],
  ['204 on events', { eventStatus: 204 }, 'E1 E2 E3 E4 E5', 'E6 E7'],
  ['a body on events', { eventBody: { ok: true } }, 'E1 E2 E3 E4 E5', 'E6 E7'],
  ['NoSuchFootprint in v3', { unknownId: { status: 404, code: 'NoSuchFootprint' } }, 'G4', ''],
  ['any code in a rejection', { rejection: { code: 'NoSuchFootprint', message: 'none' } }, '', ''],
  ['403 for an unknown id', { unknownId: { status: 403, code: 'AccessDenied' } }, 'G3 G4', ''],
  ['403 for a bad token', { badToken: { status: 403, body: { code: 'AccessDenied', message: 'no' } } }, 'A10 A11 A12 A13 A14 A15 A16 L11 E42', 'A19'],
  ['401 with no body', { badToken: { status: 401 } }, '', ''],
  ['callbacks to /3/events/', { callbackPath: (path) => `${path}/` }, 'C1 C2 C5', ''],
  ['only validityPeriodStart', showing({ ...first, validityPeriodStart: end }), '', ''],
  ['only validityPeriodEnd', showing({ ...first, validityPeriodEnd: end.replace(/^\d+/, (year) => String(Number(year) + 1)) }), '', ''],
  ['discovery under another path, /auth/token absent', { tokenPath: '/oauth/token' }, '', 'H6'],
];

/** Rules, one after another. */
const rules: Row[] = [
  ['no discovery', { discovery: false }, '', 'A1'],
  ['a token answer of 201', { tokenStatus: 201 }, 'A2', 'A4'],
  ['a token without type and life', { tokenExtras: false }, '', 'A3 A21'],
  ['no credentials in the body', { bodyCredentials: false }, '', 'A4'],
  ['any secret will do', { acceptAnySecret: true }, 'A5', 'A7'],
  ['500 to who may not have a token', { tokenRefusal: 500 }, 'A5 A6 A8 A9', ''],
  ['any token will do', { acceptAnyToken: true }, 'A11 A12 A13 A14 A15 A16', 'A18 A19'],
  ['a token without signature will do', { acceptAlgNone: true }, 'A15', ''],
  ['errors of authentication without code', { badToken: { status: 401, body: { error: 1 } } }, '', 'A18 A19'],
  ['bearer in small letters is not known', answering((_, { headers }) => headers.authorization?.startsWith('bearer ') === true, 401), '', 'A20'],
  ['no list', answering((path) => path === '/3/footprints', 500), 'L1', ''],
  ['limit not obeyed', { ignoreLimit: true }, 'L3 L4 L10', ''],
  ['no link', { link: () => '' }, 'L4 L10 F30', ''],
  ['a link that is no link', { link: (target) => `${target}; rel="next"` }, 'L4 L10 F30', ''],
  ['a relative link', { link: (_, path) => `<${path}>; rel="next"` }, 'L5', 'L7'],
  ['the second page is the first', { pageTwice: true }, 'L8 L10', ''],
  ['links that work once', { instead: once() }, 'L9', ''],
  ['links that work without a token', answering((path, { headers }) => path.includes('offset') && headers.authorization === undefined, 200, { data: [] }), 'L11', ''],
  ['limit=many is taken', refusing('many', 200), '', 'L13'],
  ['parameters of vendors are refused', refusing('x-tanlu'), '', 'L14'],
  ['links without the filter', { linkForgetsFilter: true }, 'F30', ''],
  ['deprecated footprints not listed', { hidesDeprecated: true }, '', 'L15'],
  ['null for an empty list', { dataNull: true }, 'F4 F8 F12 F16 F19 F22 F24 F29', 'F44 F45 F46 F47 F48 F50 F51'],
  ['letters of filters compared exactly', { caseSensitive: true }, 'F2 F6 F10 F14 F27', ''],
  ['validAfter includes the start', { validAfterIncludes: true }, 'F22', ''],
  ['no validOn', refusing('validOn'), 'F17 F18 F19 F20 F31', 'F50'],
  ['no validAfter and validBefore', answering((path) => /valid(After|Before)/.test(path), 400), 'F21 F22 F23 F24', ''],
  ['no geography', refusing('geography'), 'F13 F14 F15 F16', 'F40 F41 F43'],
  ['no names in small letters', refusing('productid'), '', 'F51'],
  ['filters not obeyed', { ignoreFilters: true }, '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 19 20 22 23 24 25 26 27 28 29 30'.replaceAll(/\d+/g, 'F$&'), 'F40'],
  ['no footprint by its id', answering((path, { headers }) => /footprints\/.{36}$/.test(path) && headers.authorization !== 'Bearer not-a-token', 500), 'G1 G2 G3 G4 G6 C9', 'G7 G8'],
  ['ids in small letters alone', answering((path) => /footprints\/[\dA-F-]{36}$/.test(path), 404), '', 'G8'],
  ['404 for a malformed id', { malformedId: { status: 404, code: 'NotFound' } }, '', 'G5'],
  ['500 for a malformed id', { malformedId: { status: 500, code: 'InternalError' } }, 'G6', 'G5'],
  ['another footprint by its id than in the list', { getChanges: true }, 'G2', ''],
  ['application/json refused', { eventsOnlyCloudType: true }, '', 'E6'],
  ['any event accepted', { acceptAnyEvent: true }, `${Array.from({ length: 20 }, (_, n) => `E${20 + n}`).join(' ')} E41 C1 C2`, 'E40'],
  ['events without a token', answering((path, { headers }) => path === '/3/events' && headers.authorization === undefined, 200), 'E42', ''],
  ['no callbacks', { silent: true }, 'C1 C2', ''],
  ['a token asked for in another way', { callbackTokenType: 'text/plain' }, 'C4', ''],
  ['callbacks of another type', { callbackType: 'application/json' }, '', 'C6'],
  ['callbacks without time', { callbackEnvelope: { time: undefined } }, 'C7', ''],
  ['callbacks with one id for all', { callbackEnvelope: { id: 'same' } }, 'C7', ''],
  ['callbacks with a token of their own', { callbackToken: 'own' }, 'C12', 'C10'],
  ['the id of the request changed', { echoId: (id) => id.split('/')[0]! }, 'C1 C2', ''],
  ['fulfilled with nothing', { fulfillEmpty: true }, 'C1', ''],
  ['rejected without a reason', { rejection: { code: 'NotFound' } }, 'C3', ''],
  ['answered twice', { answerTwice: true }, 'C11', ''],
  ['not delivered again', { retry: false }, '', 'C10'],
  ['footprints sent that cannot be got', { sendsUnknown: true }, 'C9', ''],
];

const wire: Row[] = [
  ['a property missing', showing({ ...first, companyName: undefined }), 'W1', ''],
  ['null', showing({ ...first, comment: null }), 'W2 C8', ''],
  ['numbers as numbers', showing(withPcf(first, { declaredUnitAmount: 1 })), 'W3 C8', ''],
  ['a decimal that the broken pattern takes', showing(withPcf(first, { declaredUnitAmount: '12abc' })), 'W3 C8', ''],
  ['a positive uptake, which the other broken pattern takes', showing(withPcf(first, { biogenicCO2Uptake: '10' })), 'W3 C8', 'W12'],
  ['nonsense that the schema alone takes', showing(withPcf(first, { dqi: { technologicalDQR: '9', geographicalDQR: '1', temporalDQR: '1' } })), 'W3 C8', ''],
  ['a time without zone', showing({ ...first, created: '2025-01-01T00:00:00' }), 'W3 C8', ''],
  ['an empty list', showing({ ...first, productClassifications: [] }), 'W4 C8', ''],
  ['a repeated value', showing({ ...first, productIds: ['urn:a:b', 'urn:a:b'] }), 'W4 C8', ''],
  ['a footprint of v2', showing({ ...first, specVersion: '2.3.0' }), 'W5 C8', ''],
  ['two places', showing(withPcf(first, { geographyRegionOrSubregion: 'Asia' })), 'W6 C8', ''],
  ['a reference period that ends before it starts', showing(withPcf(first, { referencePeriodStart: '2030-01-01T00:00:00Z' })), 'W7 C8', ''],
  ['valid before the reference period ends', showing({ ...first, validityPeriodStart: '2020-01-01T00:00:00Z' }), 'W8 C8', ''],
  ['valid for four years', showing({ ...first, validityPeriodEnd: end.replace(/^\d+/, (year) => String(Number(year) + 4)) }), 'W8 C8', ''],
  ['packaging emissions that are not included', showing(withPcf(first, { packagingGhgEmissions: '1' })), 'W9 C8', ''],
  ['a footprint that precedes itself', showing({ ...first, precedingPfIds: [first['id']] }), 'W10 W14 C8', ''],
  ['a successor of an active one', showing({ ...first, precedingPfIds: [other['id']] }), 'W14', ''],
  ['an id listed twice', showing(first, { ...first }), 'L8 L10 W13', ''],
  ['nothing said about primary data', showing(withPcf(first, { primaryDataShare: undefined })), '', 'W11'],
  ['a total that is wrong', showing(withPcf(first, { pcfExcludingBiogenicUptake: '7' })), '', 'W12'],
];

const one2: Json = specimen2('2.3.0');
const more2: Json[] = [specimen2('2.3.0'), specimen2('2.3.0')];
const showing2 = (footprint: Json): Partial<Behavior> => ({ footprints2: [footprint, ...more2] });
const rules2: Row[] = [
  ['filters refused', { odata: 'refuse' }, '', ''],
  ['filters that fail', { odata: 'fail' }, 'F60 F61 F62 F63 F64 F65 F66', ''],
  ['silence after a request', { silent: true }, '', 'C1 C2'],
  ['a body on events', { eventBody: { code: 'x', message: 'y' } }, '', 'E1 E2 E3 E4 E5 E6 E7'],
  ['400 for a bad token', { badToken: { status: 400, body: { code: 'BadRequest', message: 'no' } } }, '', ''],
  ['another code for an unknown id', { unknownId: { status: 404, code: 'Missing' } }, 'G4', ''],
  ['links that give something else the second time', { instead: once() }, 'L9', ''],
  ['decimals in percentages', showing2(withPcf(one2, { primaryDataShare: '50' })), 'W3 C8', ''],
  ['a footprint negative in total', showing2(withPcf(one2, { pCfExcludingBiogenic: '-1' })), 'W3 C8', ''],
  ['one end of the validity period', showing2({ ...one2, validityPeriodStart: end }), 'W8 C8', ''],
  ['updated before it was created', showing2({ ...one2, updated: '2020-01-01T00:00:00Z' }), 'W10 C8', ''],
  ['no sources of characterization factors', showing2(withPcf(one2, { ipccCharacterizationFactorsSources: undefined })), 'W1', 'W15'],
  ['no quality indicators after 2024', showing2(withPcf(one2, { dqi: undefined })), '', 'W11'],
  ['a footprint of v3', showing2({ ...one2, specVersion: '3.0.0' }), 'W5 C8', ''],
];

/** The link to the second footprint is good for one call. */
function once(): Behavior['instead'] {
  let calls = 0;
  return (path, request, response) => {
    if (!path.endsWith('limit=1&offset=1') || path.includes('status') || request.headers.authorization === undefined || (calls += 1) === 1) return false;
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"NotFound","message":"used up"}');
    return true;
  };
}

const words = (ids: string[]): string => ids.join(' ');
const outcome = async (change: Partial<Behavior>, version: PactVersion, { maxWait = 2, only = [...'HALFGWEC'] } = {}): Promise<{ failed: string; warnings: string; told: string }> => {
  const report = await check(change, version, maxWait, only);
  return { failed: words(withStatus(report, 'failed')), warnings: words(withStatus(report, 'warning')), told: told(report) };
};

// A wrong footprint is the business of what looks at footprints; the rest would take long for nothing.
describe.concurrent.each<[string, PactVersion, Row[], string[]?]>([
  ['what other checks punish', '3.0', known], ['rules of v3', '3.0', rules], ['footprints of v3', '3.0', wire, ['L', 'W', 'C']], ['rules of v2', '2.3', rules2],
])('%s', (_, version, rows, only) => {
  it.each(rows)('%s', async (_what, change, failed, warnings) => {
    const { told, ...got } = await outcome(change, version, only === undefined ? {} : { only });
    expect({ ...got, told }).toEqual({ failed, warnings, told }); // told, for whoever reads a failure
  }, 60_000);
});

it('a token that is taken after its end', async () => {
  expect(await outcome({ tokenLife: 1, acceptExpired: true }, '3.0', { maxWait: 1 })).toMatchObject({ failed: 'A17', warnings: '' });
}, 60_000);

it('2.1 knows no ipccCharacterizationFactorsSources; others want them all the same', async () => {
  expect(await outcome(showing2(withPcf(one2, { ipccCharacterizationFactorsSources: undefined })), '2.1')).toMatchObject({ failed: '', warnings: 'W15' });
}, 60_000);

it('events are a recommendation before 2.2', async () => {
  expect(await outcome({ eventStatus: 202 }, '2.0')).toMatchObject({ failed: '', warnings: 'E1 E2 E3 E4 E5 E6 E7' });
}, 60_000);

it('every case has been seen to speak up', () => {
  const seen = new Set([...known, ...rules, ...wire, ...rules2].flatMap(([, , failures, warnings]) => [...failures.split(' '), ...warnings.split(' ')]));
  for (const id of ['A17', 'H1', 'H2', 'H3', 'H4', 'H5']) seen.add(id); // above, and with the host that speaks plain http
  expect(cases.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual(['L12']); // which takes three minutes
});
