// Partners over real HTTP, database and tokens: what each role may do, what belongs to whom, what is refused, secrets that overlap while they change.
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TanluError } from '../../src/errors.ts';
import { unseal } from '../../src/hub/access/seal.ts';
import { secretPlace } from '../../src/hub/partner/host-secret.ts';
import { partnerKey } from '../../src/server/oauth/secret-key.ts';
import type { PactService } from '../../src/server/graphql/context.ts';
import { uuidOf } from '../hub/support/records.ts';
import { body, company, partnerHub, roles, stranger, type Asking, type Data, type PartnerHub } from './support/partner-hub.ts';
import { secret as sealing } from './support/identity-server.ts';

/** What mutations hand to the exchange of footprints, which has tests of its own. */
const handed: unknown[][] = [];
let refusal: TanluError | undefined;
const hand = (...words: unknown[]): void => {
  if (refusal !== undefined) throw refusal;
  handed.push(words);
};
const pact: PactService = {
  approve: async (by, id, approval) => { hand('approve', by.role, id, approval); },
  reject: async (by, id, rejection) => { hand('reject', by.role, id, rejection); },
  request: async (by, input) => { hand('request', by.role, input); return { id: uuidOf(90, 1) }; },
  pull: async (by, id) => { hand('pull', by.role, id); return { id: uuidOf(91, 1) }; },
};

let hub: PartnerHub;
beforeAll(async () => { hub = await partnerHub(pact); });
afterAll(() => hub.close());
beforeEach(() => { handed.length = 0; refusal = undefined; });

const problem = '__typename ... on Problem { message }';
const withCode = (types: string): string => `${problem} ${types.split(' ').map((type) => `... on ${type} { code }`).join(' ')}`;
const register = `mutation ($input: PartnerRegistration!) { done: registerPartner(input: $input) { ${withCode('PartnerRefused')} ... on PartnerSaved { partner { id name kind status baseUrl authUrl pactVersion syncMinutes tellsChanges nextSyncAt hostClientId sources organization { id } contacts { name email } } } } }`;
const change = `mutation ($id: ID!, $input: PartnerChange!) { done: changePartner(id: $id, input: $input) { ${withCode('PartnerRefused')} ... on PartnerSaved { partner { id name kind baseUrl authUrl syncMinutes nextSyncAt hostClientId note contacts { name } } } } }`;
const setStatus = `mutation ($id: ID!, $status: PartnerStatus!) { done: setPartnerStatus(id: $id, status: $status) { ${withCode('PartnerRefused')} ... on PartnerSaved { partner { status } } } }`;
const issue = `mutation ($id: ID!, $client: String, $end: DateTime) { done: issueCredential(partnerId: $id, clientId: $client, notAfter: $end) { ${withCode('CredentialRefused')} ... on CredentialIssued { secret credential { id clientId kind hint notAfter } } } }`;
const rotate = `mutation ($client: String!, $hours: Float!) { done: rotateCredential(clientId: $client, overlapHours: $hours) { ${withCode('CredentialRefused')} ... on CredentialIssued { secret credential { id clientId } } } }`;
const revoke = `mutation ($id: ID!) { done: revokeCredential(id: $id) { ${problem} ... on CredentialRevoked { id } } }`;
const keys = `mutation ($id: ID!, $jwks: JSON!, $client: String) { done: registerKeys(partnerId: $id, jwks: $jwks, clientId: $client) { ${withCode('CredentialRefused')} ... on KeysRegistered { credential { id kind clientId keyIds hint } } } }`;
const grant = `mutation ($input: AccessGrantInput!) { done: grantAccess(input: $input) { ${withCode('GrantRefused')} ... on AccessGranted { grant { id target targetId noun fieldGroups grantedBy partner { name } owner { id } } } } }`;
const revokeGrant = `mutation ($id: ID!) { done: revokeAccess(id: $id) { ${withCode('GrantRefused')} ... on AccessRevoked { grant { revokedBy revokedAt } } } }`;
const approve = `mutation ($id: ID!, $footprints: [ID!], $groups: [FieldGroup!], $until: DateTime, $reason: String) { done: approveRequest(id: $id, footprints: $footprints, fieldGroups: $groups, validUntil: $until, reason: $reason) { ${withCode('RequestRefused')} ... on RequestDecided { request { id state } } } }`;
const reject = `mutation ($id: ID!, $reason: String!, $code: String) { done: rejectRequest(id: $id, reason: $reason, code: $code) { ${withCode('RequestRefused')} ... on RequestDecided { request { id } } } }`;
const ask = `mutation ($id: ID!, $criteria: RequestCriteriaInput!) { done: requestFootprints(partnerId: $id, criteria: $criteria, comment: "please") { ${withCode('RequestRefused')} ... on FootprintsRequested { request { id } } } }`;
const pull = `mutation ($id: ID!) { done: pullPartner(id: $id) { ${withCode('RequestRefused')} ... on PullStarted { syncRun { id } } } }`;
const makeRule = `mutation ($input: RequestRuleInput!) { done: makeRequestRule(input: $input) { ${withCode('RequestRuleRefused')} ... on RequestRuleMade { rule { id action madeBy owner { id } product { id } fieldGroups } } } }`;
const endRule = `mutation ($id: ID!) { done: endRequestRule(id: $id) { ${withCode('RequestRuleRefused')} ... on RequestRuleEnded { rule { endedAt } } } }`;
const changePerson = `mutation ($id: ID!, $input: PersonChange!) { done: changePerson(id: $id, input: $input) { ${withCode('PersonRefused')} ... on PersonChanged { id } } }`;

const done = async (as: Asking, mutation: string, variables: Record<string, unknown>): Promise<Data> => (await hub.ask(as, mutation, variables)).done;
let count = 0;
const name = (): string => `Partner ${count += 1} ${randomUUID().slice(0, 8)}`;
const registered = async (input: Record<string, unknown> = {}): Promise<Data> => (await done('operator', register, { input: { name: name(), kind: 'BUYER', ...input } })).partner;

describe('role and mutation', () => {
  const id = uuidOf(99, 1);
  const [onlyOperators, owners] = [['operator', 'administrator', 'token'], ['enterprise', 'certification-body', 'operator', 'administrator', 'token']];
  const mutations: [string, string, () => Record<string, unknown>, readonly string[]][] = [
    ['registerPartner', register, () => ({ input: { name: name(), kind: 'BUYER' } }), onlyOperators], ['changePartner', change, () => ({ id, input: {} }), onlyOperators],
    ['setPartnerStatus', setStatus, () => ({ id, status: 'ENDED' }), onlyOperators], ['issueCredential', issue, () => ({ id }), onlyOperators],
    ['rotateCredential', rotate, () => ({ client: 'nobody', hours: 1 }), onlyOperators], ['revokeCredential', revoke, () => ({ id }), onlyOperators], ['registerKeys', keys, () => ({ id, jwks: {} }), onlyOperators],
    ['requestFootprints', ask, () => ({ id, criteria: { productIds: ['urn:a:b'] } }), onlyOperators], ['pullPartner', pull, () => ({ id }), onlyOperators],
    ['grantAccess', grant, () => ({ input: { target: 'OWNER', targetId: id } }), owners], ['revokeAccess', revokeGrant, () => ({ id }), owners],
    ['approveRequest', approve, () => ({ id }), owners], ['rejectRequest', reject, () => ({ id, reason: 'no' }), owners],
    ['makeRequestRule', makeRule, () => ({ input: { action: 'REJECT' } }), owners], ['endRequestRule', endRule, () => ({ id }), owners], ['changePerson', changePerson, () => ({ id, input: {} }), ['administrator', 'token']],
  ];
  it.each(mutations.flatMap(([mutation, text, variables, allowed]) => roles.map((role) => [role, mutation, allowed.includes(role), text, variables] as const)))('%s: %s is allowed: %s', async (role, mutation, allowed, text, variables) => {
    const partners = async (): Promise<number> => (await hub.pool.query<{ count: number }>('select count(*) from partner')).rows[0]!.count;
    const before = await partners();
    const { __typename: type, message = '' } = await done(role, text, variables());
    // What is allowed fails for another reason, but for the registration.
    expect(type).toMatch(!allowed ? /^NotAuthorized$/ : mutation === 'registerPartner' ? /^PartnerSaved$/ : /^NoSuch|Refused$/);
    expect(message.startsWith('Only ')).toBe(!allowed);
    expect(await partners()).toBe(type === 'PartnerSaved' ? before + 1 : before);
    expect(handed).toEqual([]);
  });

  it.each(roles.map((role) => [role, onlyOperators.includes(role), owners.includes(role), ['administrator', 'token'].includes(role)] as const))('%s sees credentials: %s, names of partners: %s, people: %s', async (role, credentials, names, people) => {
    const data = await hub.ask(role, '{ partners(first: 100) { nodes { name credentials { clientId hint } } } partnerNames { id name kind } people { name role organization { id } } }');
    const shown = data.partners.nodes.flatMap((partner: Data) => partner.credentials ?? []);
    expect(shown.some(({ clientId }: Data) => clientId === 'asking')).toBe(credentials);
    expect(JSON.stringify(data)).not.toMatch(/scrypt|secret/i);
    expect(data.partnerNames?.some((partner: Data) => partner.id === hub.partnerId) ?? false).toBe(names);
    expect(data.people?.map((person: Data) => person.role).toSorted()).toEqual(people ? ['ADMINISTRATOR', 'CERTIFICATION_BODY', 'ENTERPRISE', 'OPERATOR', 'READER'] : undefined);
    expect(data.people?.find((person: Data) => person.role === 'ENTERPRISE').organization).toEqual(people ? { id: company } : undefined);
  });
});

describe('a partner', () => {
  it('is registered with normalized addresses, its secret sealed and never shown', async () => {
    const partner = await registered({ kind: 'SUPPLIER', baseUrl: ' https://PACT.example.com/api/3/events/ ', authUrl: 'https://id.example.com/auth/token', pactVersion: '2.3', syncMinutes: 60, tellsChanges: true, organizationId: stranger, sources: ['urn:supplier'], contacts: [{ name: 'Li', email: 'li@example.com' }], clientId: 'hub', clientSecret: 'the secret of the hub' });
    expect(partner).toMatchObject({ kind: 'SUPPLIER', status: 'ACTIVE', baseUrl: 'https://pact.example.com/api', authUrl: 'https://id.example.com', pactVersion: '2.3', syncMinutes: 60, tellsChanges: true, hostClientId: 'hub', sources: ['urn:supplier'], organization: { id: stranger }, contacts: [{ name: 'Li', email: 'li@example.com' }] });
    expect(Date.parse(partner.nextSyncAt)).toBeLessThanOrEqual(Date.now() + 1000);
    const { rows: [row] } = await hub.pool.query<{ sealed: Buffer }>('select client_secret as sealed from partner where id = $1', [partner.id]);
    expect(row!.sealed.toString()).not.toContain('secret of the hub');
    expect(unseal(partnerKey(sealing), row!.sealed.toString(), secretPlace(partner.id))).toBe('the secret of the hub');
    expect((await hub.pool.query('select row_to_json(p)::text as text from partner p where id = $1', [partner.id])).rows[0].text).not.toContain('the secret of the hub');
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['an empty name', { name: '  ' }, /name must not be empty/], ['a name without end', { name: 'x'.repeat(201) }, /name must have at most 200/], ['control characters', { name: 'a\u0000b' }, /name must not hold control/],
    ['another scheme', { baseUrl: 'ftp://example.com' }, /baseUrl must be an http/], ['user information', { baseUrl: 'https://a:b@example.com' }, /baseUrl/], ['a query', { baseUrl: 'https://example.com/?a=b' }, /baseUrl/],
    ['a fragment', { authUrl: 'https://example.com/#x' }, /authUrl/], ['no address', { baseUrl: 'example.com' }, /baseUrl/], ['an unknown version', { pactVersion: '1.0' }, /pactVersion must be one of 2\.0/],
    ['a pull every minute', { baseUrl: 'https://example.com', syncMinutes: 4 }, /syncMinutes must be 5 or more/], ['pulls from nowhere', { syncMinutes: 60 }, /syncMinutes needs a baseUrl/],
    ['half a credential', { clientId: 'hub' }, /belong together/], ['no e-mail address', { contacts: [{ name: 'A', email: 'nobody' }] }, /contacts\.0\.email/], ['no identifier', { organizationId: 'COCONUT' }, /organizationId must be a UUID/],
  ])('is refused with %s', async (_what, input, message) => {
    expect(await done('operator', register, { input: { name: name(), kind: 'BUYER', ...input } })).toEqual({ __typename: 'PartnerRefused', code: 'PARTNER_INVALID', message: expect.stringMatching(message) });
  });

  it('has a name of its own in any case, and an organization that is there', async () => {
    const first = await registered();
    expect(await done('operator', register, { input: { name: first.name.toUpperCase(), kind: 'BUYER' } })).toMatchObject({ __typename: 'PartnerRefused', code: 'PARTNER_NAME_TAKEN' });
    expect(await done('operator', register, { input: { name: name(), kind: 'BUYER', organizationId: uuidOf(5, 77) } })).toMatchObject({ code: 'ORGANIZATION_UNKNOWN' });
    const second = await registered();
    expect(await done('operator', change, { id: second.id, input: { name: first.name } })).toMatchObject({ code: 'PARTNER_NAME_TAKEN' });
  });

  it('is changed where something is given, and emptied by null', async () => {
    const { id } = await registered({ baseUrl: 'https://a.example', syncMinutes: 600, note: 'old', contacts: [{ name: 'A' }], clientId: 'hub', clientSecret: 's' });
    const changed = await done('operator', change, { id: id.toUpperCase(), input: { note: null, contacts: [{ name: 'B' }], syncMinutes: 5 } });
    expect(changed.partner).toMatchObject({ id, note: null, contacts: [{ name: 'B' }], baseUrl: 'https://a.example', syncMinutes: 5, hostClientId: 'hub' });
    expect((await done('operator', change, { id, input: { syncMinutes: null } })).partner).toMatchObject({ syncMinutes: null, nextSyncAt: null });
    expect(await done('operator', change, { id, input: { clientId: null } })).toMatchObject({ code: 'PARTNER_INVALID', message: expect.stringContaining('belong together') });
    expect(await done('operator', change, { id, input: { baseUrl: null, syncMinutes: 10 } })).toMatchObject({ code: 'PARTNER_INVALID' });
    expect((await done('operator', change, { id, input: {} })).partner).toMatchObject({ id });
    expect(await done('operator', change, { id: 'nobody', input: {} })).toMatchObject({ __typename: 'NoSuchPartner' });
  });

  it('does not take the secret of one host to another', async () => {
    const { id } = await registered({ baseUrl: 'https://a.example/x', clientId: 'hub', clientSecret: 's' });
    expect((await done('operator', change, { id, input: { baseUrl: 'https://a.example/y' } })).partner).toMatchObject({ baseUrl: 'https://a.example/y', hostClientId: 'hub' });
    for (const input of [{ baseUrl: 'https://b.example' }, { authUrl: 'https://b.example' }, { baseUrl: 'http://a.example' }]) expect(await done('operator', change, { id, input })).toMatchObject({ code: 'PARTNER_INVALID', message: expect.stringContaining('another host') });
    expect((await done('operator', change, { id, input: { baseUrl: 'https://b.example', clientId: 'other', clientSecret: 't' } })).partner).toMatchObject({ baseUrl: 'https://b.example', hostClientId: 'other' });
    expect((await done('operator', change, { id, input: { baseUrl: 'https://c.example', clientId: null, clientSecret: null } })).partner).toMatchObject({ baseUrl: 'https://c.example', hostClientId: null });
  });

  it('is suspended and resumed; once ended nothing of it is left, and it does not come back', async () => {
    const { id } = await registered({ baseUrl: 'https://a.example', syncMinutes: 5, clientId: 'hub', clientSecret: 's' });
    const { secret, credential } = await done('operator', issue, { id });
    const given = await done('operator', grant, { input: { partnerId: id, target: 'RECORD', noun: 'FOOTPRINT', targetId: uuidOf(2, 1) } });
    await done('operator', makeRule, { input: { ownerId: company, partnerId: id, action: 'APPROVE' } });
    expect(await hub.tokenStatus(credential.clientId, secret)).toBe(200);
    expect((await done('operator', setStatus, { id, status: 'SUSPENDED' })).partner.status).toBe('SUSPENDED');
    await new Promise((resolve) => { setTimeout(resolve, 3100); }); // so long a suspension may stay unknown
    expect(await hub.tokenStatus(credential.clientId, secret)).toBe(400); // unauthorized_client
    expect((await done('operator', setStatus, { id, status: 'ACTIVE' })).partner.status).toBe('ACTIVE');
    await done('operator', setStatus, { id, status: 'ENDED' });
    const left = async (sql: string): Promise<unknown> => (await hub.pool.query<{ count: number }>(sql, [id])).rows[0]!.count;
    expect(await left('select count(*) from partner_credential where partner_id = $1 and revoked_at is null')).toBe(0);
    expect(await left('select count(*) from access_grant where partner_id = $1 and revoked_at is null')).toBe(0);
    expect(await left('select count(*) from request_rule where partner_id = $1 and ended_at is null')).toBe(0);
    expect(await left('select count(*) from partner where id = $1 and (client_secret is not null or client_id is not null or next_sync_at is not null or sync_minutes is not null)')).toBe(0);
    expect(await done('operator', setStatus, { id, status: 'ACTIVE' })).toMatchObject({ __typename: 'PartnerRefused', code: 'PARTNER_ENDED' });
    expect(await done('operator', change, { id, input: { note: 'x' } })).toMatchObject({ code: 'PARTNER_ENDED' });
    expect(await done('operator', issue, { id })).toMatchObject({ __typename: 'CredentialRefused', code: 'PARTNER_ENDED' });
    expect(await done('operator', rotate, { client: credential.clientId, hours: 1 })).toMatchObject({ code: 'PARTNER_ENDED' });
    expect(await done('operator', grant, { input: { partnerId: id, target: 'RECORD', noun: 'FOOTPRINT', targetId: uuidOf(2, 1) } })).toMatchObject({ code: 'PARTNER_ENDED' });
    expect(await done('operator', revokeGrant, { id: given.grant.id })).toMatchObject({ code: 'GRANT_REVOKED' });
  });
});

describe('credentials', () => {
  it('rotate with overlap: both secrets get tokens, then the new one alone', async () => {
    const { id } = await registered({ name: `Bücher & 茶 ${randomUUID().slice(0, 8)}` });
    const first = await done('operator', issue, { id });
    expect(first.credential).toMatchObject({ clientId: expect.stringMatching(/^bucher-[0-9a-f-]+-[0-9a-f]{8}$/), kind: 'SECRET', hint: first.secret.slice(0, 14), notAfter: null });
    const client = first.credential.clientId;
    const second = await done('token', rotate, { client, hours: 0.0014 }); // five seconds
    expect([await hub.tokenStatus(client, first.secret), await hub.tokenStatus(client, second.secret)]).toEqual([200, 200]);
    const viewer = await hub.askWith(await hub.token(client, second.secret), '{ viewer { role name } partners { nodes { id credentials { id } } } }');
    expect(viewer).toEqual({ viewer: { role: 'PARTNER_SERVICE', name: client }, partners: { nodes: [{ id, credentials: null }] } });
    await hub.pool.query(`update partner_credential set not_after = now() where id = $1 and not_after < now() + interval '10 seconds'`, [first.credential.id]); // instead of waiting
    expect([await hub.tokenStatus(client, first.secret), await hub.tokenStatus(client, second.secret)]).toEqual([401, 200]);
    const list = (await hub.ask('operator', 'query ($id: ID!) { partner(id: $id) { credentials { id clientId notAfter lastUsedAt revokedAt } } }', { id })).partner.credentials;
    expect(list).toMatchObject([{ id: second.credential.id, notAfter: null, lastUsedAt: expect.any(String) }, { id: first.credential.id, notAfter: expect.any(String) }]);
    expect(await done('operator', revoke, { id: second.credential.id })).toEqual({ __typename: 'CredentialRevoked', id: second.credential.id });
    expect(await done('operator', revoke, { id: second.credential.id })).toMatchObject({ __typename: 'NoSuchCredential' });
    expect(await hub.tokenStatus(client, second.secret)).toBe(401);
  });

  it('may be keys', async () => {
    const { id } = await registered();
    const jwk = { ...await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey), kid: 'k1' };
    expect((await done('operator', keys, { id, jwks: { keys: [jwk] }, client: `keys-${id.slice(0, 8)}` })).credential).toMatchObject({ kind: 'KEY', keyIds: ['k1'], hint: null });
    const privateKey = await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey);
    expect(await done('operator', keys, { id, jwks: { keys: [privateKey] } })).toMatchObject({ __typename: 'CredentialRefused', code: 'JWKS_INVALID', message: expect.stringContaining('private') });
  });

  it('are refused for what cannot be', async () => {
    const { id } = await registered();
    const code = async (mutation: string, variables: object): Promise<unknown> => (await done('operator', mutation, { id, ...variables })).code;
    expect(await code(issue, { client: 'a b' })).toBe('CLIENT_ID_INVALID');
    expect(await code(issue, { client: 'asking' })).toBe('CLIENT_ID_TAKEN');
    expect(await code(issue, { end: '2020-01-01T00:00:00Z' })).toBe('TIME_INVALID');
    expect((await done('operator', rotate, { client: 'nobody-here', hours: 1 })).code).toBe('CLIENT_UNKNOWN');
    for (const hours of [-1, 8761]) expect((await done('operator', rotate, { client: 'asking', hours })).code).toBe('TIME_INVALID');
    expect(await done('operator', issue, { id: uuidOf(99, 2) })).toMatchObject({ __typename: 'NoSuchPartner' });
    expect(await done('operator', revoke, { id: 'x' })).toMatchObject({ __typename: 'NoSuchCredential' });
  });
});

describe('grants', () => {
  const seen = async (): Promise<string[]> => (await hub.ask('partner', '{ footprints(first: 50) { nodes { id } } }')).footprints.nodes.map((each: Data) => Number(each.id.slice(-1))).toSorted();
  const give = (as: Asking, input: Record<string, unknown>): Promise<Data> => done(as, grant, { input: { partnerId: hub.partnerId, ...input } });
  const withdrawAll = (): Promise<unknown> => hub.pool.query('update access_grant set revoked_at = now() where revoked_at is null');
  beforeEach(withdrawAll);

  it('of an operator open any record, whatever its visibility, until they are withdrawn', async () => {
    expect(await seen()).toEqual([]);
    const given = await give('operator', { target: 'RECORD', noun: 'FOOTPRINT', targetId: uuidOf(2, 2), fieldGroups: ['STAGES', 'GASES', 'STAGES'], reason: 'contract 7' });
    expect(given.grant).toMatchObject({ target: 'RECORD', noun: 'footprint', fieldGroups: ['STAGES', 'GASES'], grantedBy: expect.stringMatching(/^person .* \(operator\)$/), owner: { id: company }, partner: { name: 'The program that asks' } });
    expect(await seen()).toEqual([2]);
    expect((await done('operator', revokeGrant, { id: given.grant.id })).grant).toEqual({ revokedBy: given.grant.grantedBy, revokedAt: expect.any(String) });
    expect(await seen()).toEqual([]);
    expect(await done('operator', revokeGrant, { id: given.grant.id })).toMatchObject({ __typename: 'GrantRefused', code: 'GRANT_REVOKED' });
  });

  it('for a product open what is not private of it: of an operator of all owners, of a company its own alone', async () => {
    await give('operator', { target: 'PRODUCT', targetId: uuidOf(1, 1) });
    expect(await seen()).toEqual([1, 3]);
    await withdrawAll();
    await give('enterprise', { target: 'PRODUCT', targetId: uuidOf(1, 1) });
    expect(await seen()).toEqual([1]);
    await withdrawAll();
    await give('enterprise', { target: 'OWNER', targetId: company });
    expect(await seen()).toEqual([1]);
  });

  it.each<[Asking, string, Record<string, unknown>, boolean]>([
    ['enterprise', 'its footprint', { target: 'RECORD', noun: 'FOOTPRINT', targetId: uuidOf(2, 1) }, true], ['enterprise', 'its product', { target: 'RECORD', noun: 'PRODUCT', targetId: uuidOf(1, 1) }, true],
    ['enterprise', 'the footprint of another for its product', { target: 'RECORD', noun: 'FOOTPRINT', targetId: uuidOf(2, 3) }, false], ['enterprise', 'the footprint of another', { target: 'RECORD', noun: 'FOOTPRINT', targetId: uuidOf(2, 4) }, false],
    ['enterprise', 'the product of another', { target: 'PRODUCT', targetId: uuidOf(1, 2) }, false], ['enterprise', 'another organization', { target: 'OWNER', targetId: stranger }, false],
    ['enterprise', 'a certificate about it', { target: 'RECORD', noun: 'CERTIFICATION', targetId: uuidOf(7, 1) }, false], ['enterprise', 'a process', { target: 'RECORD', noun: 'PROCESS', targetId: uuidOf(4, 1) }, false],
    ['certification-body', 'its certificate', { target: 'RECORD', noun: 'CERTIFICATION', targetId: uuidOf(7, 1) }, true], ['certification-body', 'a product it has certified', { target: 'PRODUCT', targetId: uuidOf(1, 2) }, true],
    ['certification-body', 'the footprint it has certified', { target: 'RECORD', noun: 'FOOTPRINT', targetId: uuidOf(2, 4) }, false], ['certification-body', 'itself', { target: 'OWNER', targetId: body }, true],
  ])('of the %s for %s are possible: %4$s', async (as, _what, input, possible) => {
    const { __typename: type, message } = await give(as, input);
    expect([type, /does not belong to your organization/.test(message ?? '')]).toEqual(possible ? ['AccessGranted', false] : ['NotAuthorized', true]);
    // What a body certifies is opened as far as it is the body's: its certificate, no footprint of the owner.
    expect(await seen()).toEqual(possible && as === 'enterprise' && input['noun'] === 'FOOTPRINT' ? [1] : []);
  });

  it('are seen and withdrawn by their owner, not by others', async () => {
    const { grant: given } = await give('operator', { target: 'RECORD', noun: 'FOOTPRINT', targetId: uuidOf(2, 1) });
    const list = async (as: Asking): Promise<number> => (await hub.ask(as, 'query ($id: ID!) { accessGrants(filter: { id: { eq: $id } }) { totalCount } }', { id: given.id })).accessGrants.totalCount;
    expect(await Promise.all((['enterprise', 'certification-body', 'reader', 'partner', 'operator'] as const).map(list))).toEqual([1, 0, 0, 1, 1]);
    expect(await done('certification-body', revokeGrant, { id: given.id })).toMatchObject({ __typename: 'NoSuchGrant' });
    expect(await seen()).toEqual([1]);
    expect(await done('enterprise', revokeGrant, { id: given.id })).toMatchObject({ __typename: 'AccessRevoked', grant: { revokedBy: expect.stringContaining('(enterprise)') } });
    expect(await seen()).toEqual([]);
  });

  it('to an organization are read by its people, who cannot withdraw them', async () => {
    const answer = await done('operator', grant, { input: { organizationId: body, target: 'RECORD', noun: 'FOOTPRINT', targetId: uuidOf(2, 2) } });
    expect((await hub.ask('certification-body', '{ footprints { nodes { id } } }')).footprints.nodes).toEqual([{ id: uuidOf(2, 2) }]);
    expect(await done('certification-body', revokeGrant, { id: answer.grant.id })).toMatchObject({ __typename: 'NotAuthorized' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a record that is not there', { target: 'RECORD', noun: 'FOOTPRINT', targetId: uuidOf(2, 99) }, 'TARGET_UNKNOWN'], ['a product that is not there', { target: 'PRODUCT', targetId: uuidOf(1, 99) }, 'TARGET_UNKNOWN'],
    ['a record of no kind', { target: 'RECORD', targetId: uuidOf(2, 1) }, 'GRANT_INVALID'], ['a product with a kind', { target: 'PRODUCT', noun: 'PRODUCT', targetId: uuidOf(1, 1) }, 'GRANT_INVALID'],
    ['no identifier', { target: 'OWNER', targetId: 'x' }, 'GRANT_INVALID'], ['a time that is over', { target: 'OWNER', targetId: company, validUntil: '2020-01-01T00:00:00Z' }, 'GRANT_INVALID'],
    ['nobody', { partnerId: null, target: 'OWNER', targetId: company }, 'GRANT_INVALID'], ['two at once', { organizationId: body, target: 'OWNER', targetId: company }, 'GRANT_INVALID'],
    ['a partner that is not there', { partnerId: uuidOf(20, 99), target: 'OWNER', targetId: company }, 'GRANTEE_UNKNOWN'],
  ])('are refused for %s', async (_what, input, code) => {
    expect(await give('operator', input)).toMatchObject({ __typename: 'GrantRefused', code });
  });
});

describe('requests and rules', () => {
  const incoming = async (owners: readonly string[], more: Record<string, unknown> = {}): Promise<string> => {
    const row = { direction: 'INCOMING', state: 'RECEIVED', ...more };
    return (await hub.pool.query<{ id: string }>(
      `insert into footprint_request (direction, state, partner_id, version, event_id, criteria, owner_ids, deadline, source) values ($1, $2, $3, '3.0', $4, '{}', $5, now() + interval '30 days', 'https://b.example') returning id`,
      [row.direction, row.state, hub.partnerId, randomUUID(), owners])).rows[0]!.id;
  };

  it('are decided by their owner and the operator, with what they say', async () => {
    const id = await incoming([company]);
    expect(await done('enterprise', approve, { id, footprints: [uuidOf(2, 1)], groups: ['GASES'], until: '2099-01-01T00:00:00Z', reason: 'contract' })).toEqual({ __typename: 'RequestDecided', request: { id, state: 'RECEIVED' } });
    expect(await done('operator', approve, { id })).toMatchObject({ __typename: 'RequestDecided' });
    expect(await done('enterprise', reject, { id, reason: ' not ours ', code: 'NotFound' })).toMatchObject({ __typename: 'RequestDecided' });
    expect(handed).toEqual([
      ['approve', 'enterprise', id, { footprintIds: [uuidOf(2, 1)], fieldGroups: ['GASES'], validUntil: '2099-01-01T00:00:00Z', reason: 'contract' }],
      ['approve', 'operator', id, { footprintIds: undefined, fieldGroups: undefined, validUntil: undefined, reason: undefined }], ['reject', 'enterprise', id, { reason: 'not ours', code: 'NotFound' }],
    ]);
  });

  it('are not decided by others, nor twice, nor with what belongs to others', async () => {
    const [mine, theirs] = [await incoming([company]), await incoming([stranger])];
    for (const [as, id, footprints, expected] of [
      ['certification-body', mine, undefined, { __typename: 'NoSuchRequest' }], ['enterprise', theirs, undefined, { __typename: 'NoSuchRequest' }], ['enterprise', mine, [uuidOf(2, 3)], { __typename: 'NotAuthorized' }],
      ['operator', mine, [uuidOf(2, 99)], { __typename: 'RequestRefused', code: 'FOOTPRINT_UNKNOWN' }], ['operator', mine, [], { code: 'FOOTPRINTS_MISSING' }], ['operator', 'x', undefined, { __typename: 'NoSuchRequest' }],
      ['operator', await incoming([company], { state: 'FULFILLED' }), undefined, { code: 'REQUEST_DECIDED' }], ['operator', await incoming([company], { direction: 'OUTGOING' }), undefined, { code: 'REQUEST_OUTGOING' }],
    ] as const) expect(await done(as, approve, { id, footprints })).toMatchObject(expected);
    expect(await done('operator', approve, { id: mine, until: '2020-01-01T00:00:00Z' })).toMatchObject({ code: 'TIME_INVALID' });
    expect(await done('enterprise', reject, { id: mine, reason: '  ' })).toMatchObject({ code: 'REASON_MISSING' });
    expect(handed).toEqual([]);
  });

  it('tell why they were refused, and nothing of what went wrong inside', async () => {
    const id = await incoming([company]);
    refusal = new TanluError('REQUEST_DECIDED', 'Somebody was faster.');
    expect(await done('enterprise', approve, { id })).toEqual({ __typename: 'RequestRefused', code: 'REQUEST_DECIDED', message: 'Somebody was faster.' });
    refusal = new TanluError('X', 'inner details', { kind: 'internal' });
    const { json } = await hub.raw('enterprise', approve, { id });
    expect([JSON.stringify(json).includes('inner details'), json.errors[0].extensions.code]).toEqual([false, 'INTERNAL_SERVER_ERROR']);
  });

  it('are listed as an inbox: by direction and state, in the order of their deadlines, for owners and operators', async () => {
    await hub.pool.query('delete from footprint_request');
    const [first, second] = [await incoming([company]), await incoming([company, stranger])];
    await hub.pool.query(`update footprint_request set deadline = now() + interval '1 day', received_at = now() - interval '1 day' where id = $1`, [second]);
    const other = await incoming([stranger]);
    await incoming([company], { state: 'REJECTED' });
    const inbox = (order: string): string => `{ footprintRequests(filter: { direction: { eq: INCOMING }, state: { eq: RECEIVED } }, orderBy: [{ field: ${order} }]) { totalCount nodes { id deadline receivedAt partner { name } } } }`;
    const ids = async (as: Asking, order: string): Promise<string[]> => (await hub.ask(as, inbox(order))).footprintRequests.nodes.map((each: Data) => each.id);
    expect(await ids('enterprise', 'DEADLINE')).toEqual([second, first]);
    expect(await ids('enterprise', 'RECEIVED_AT')).toEqual([second, first]);
    expect(await ids('operator', 'DEADLINE')).toEqual([second, first, other]);
    expect(await ids('certification-body', 'DEADLINE')).toEqual([]);
    expect(await ids('reader', 'DEADLINE')).toEqual([]);
    expect(await ids('partner', 'RECEIVED_AT')).toEqual([second, first, other]);
    const named = (await hub.ask('enterprise', '{ footprintRequests(first: 1) { nodes { partnerName partner { id } } } }')).footprintRequests.nodes;
    expect(named).toEqual([{ partnerName: 'The program that asks', partner: null }]); // who asks is told, not how to reach it
  });

  it('of the hub go out, and pulls begin, for partners that are there', async () => {
    const { id } = await registered();
    await done('operator', ask, { id: id.toUpperCase(), criteria: { productIds: ['urn:gtin:4712345060507'], status: 'PUBLISHED', validOn: '2026-01-01T00:00:00Z', companyIds: null } });
    await done('token', pull, { id });
    expect(handed).toEqual([['request', 'operator', { partnerId: id, criteria: { productIds: ['urn:gtin:4712345060507'], status: 'PUBLISHED', validOn: '2026-01-01T00:00:00Z' }, comment: 'please' }], ['pull', 'administrator', id]]);
    expect(await done('operator', ask, { id, criteria: {} })).toMatchObject({ __typename: 'RequestRefused', code: 'CRITERIA_MISSING' });
    expect(await done('operator', pull, { id: uuidOf(99, 3) })).toMatchObject({ __typename: 'NoSuchPartner' });
  });

  it('have rules, made and ended by the owner of the footprints', async () => {
    const { rule } = await done('enterprise', makeRule, { input: { productId: uuidOf(1, 1), partnerId: hub.partnerId, action: 'APPROVE', fieldGroups: ['STAGES'] } });
    expect(rule).toMatchObject({ action: 'APPROVE', owner: { id: company }, product: { id: uuidOf(1, 1) }, fieldGroups: ['STAGES'], madeBy: expect.stringContaining('(enterprise)') });
    expect(await done('certification-body', endRule, { id: rule.id })).toMatchObject({ __typename: 'NoSuchRequestRule' });
    expect((await done('enterprise', endRule, { id: rule.id })).rule).toEqual({ endedAt: expect.any(String) });
    expect(await done('enterprise', endRule, { id: rule.id })).toMatchObject({ __typename: 'RequestRuleRefused', code: 'RULE_ENDED' });
    expect(await done('operator', makeRule, { input: { ownerId: stranger, action: 'REJECT', reason: 'no' } })).toMatchObject({ __typename: 'RequestRuleMade' });
    for (const [as, input, expected] of [
      ['enterprise', { ownerId: stranger, action: 'APPROVE' }, { __typename: 'NotAuthorized' }], ['operator', { action: 'APPROVE' }, { code: 'RULE_INVALID' }], ['enterprise', { action: 'REJECT' }, { code: 'RULE_INVALID' }],
      ['enterprise', { action: 'REJECT', reason: 'no', fieldGroups: ['GASES'] }, { code: 'RULE_INVALID' }], ['enterprise', { action: 'APPROVE', productId: uuidOf(1, 2) }, { code: 'TARGET_UNKNOWN' }],
      ['enterprise', { action: 'APPROVE', partnerId: uuidOf(20, 99) }, { code: 'TARGET_UNKNOWN' }], ['enterprise', { action: 'APPROVE', validUntil: '2020-01-01T00:00:00Z' }, { code: 'RULE_INVALID' }],
    ] as const) expect(await done(as, makeRule, { input })).toMatchObject(expected);
  });
});

describe('people', () => {
  const list = async (words = ''): Promise<Data[]> => (await hub.ask('token', `{ people${words} { id name role status organizationId } }`)).people;
  it('are listed, searched and paged', async () => {
    expect((await list('(search: "certifier")')).map(({ role }) => role)).toEqual(['CERTIFICATION_BODY']);
    expect((await list('(role: OPERATOR)')).map(({ role }) => role)).toEqual(['OPERATOR']);
    const everyone = await list();
    expect([...await list('(first: 2)'), ...await list(`(first: 10, after: "${everyone[1]!.id}")`)]).toEqual(everyone);
    expect((await hub.raw('token', '{ people(first: 501) { id } }')).json.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  it('get another role, organization or status, which counts at once', async () => {
    const reader = (await list('(role: READER)'))[0]!;
    expect(await done('token', changePerson, { id: reader.id, input: { role: 'ENTERPRISE', organizationId: stranger } })).toEqual({ __typename: 'PersonChanged', id: reader.id });
    expect((await hub.ask('reader', '{ viewer { role organization { id } } footprints(first: 50) { nodes { id } } }'))).toMatchObject({ viewer: { role: 'ENTERPRISE', organization: { id: stranger } }, footprints: { nodes: [{ id: uuidOf(2, 3) }, { id: uuidOf(2, 4) }] } });
    await done('token', changePerson, { id: reader.id, input: { status: 'SUSPENDED' } });
    expect((await hub.raw('reader', '{ viewer { role } }')).status).toBe(403);
    expect((await list('(search: "reader")'))[0]).toMatchObject({ role: 'ENTERPRISE', status: 'SUSPENDED', organizationId: stranger });
    await done('token', changePerson, { id: reader.id, input: { status: 'ACTIVE', role: 'READER', organizationId: null } });
    expect((await list('(search: "reader")'))[0]).toMatchObject({ role: 'READER', status: 'ACTIVE', organizationId: null });
    expect(await done('token', changePerson, { id: uuidOf(30, 99), input: { role: 'READER' } })).toMatchObject({ __typename: 'NoSuchPerson' });
    expect(await done('token', changePerson, { id: reader.id, input: { organizationId: uuidOf(5, 99) } })).toMatchObject({ __typename: 'PersonRefused', code: 'ORGANIZATION_UNKNOWN' });
    expect(await done('token', changePerson, { id: reader.id, input: { organizationId: 'x' } })).toMatchObject({ code: 'PERSON_INVALID' });
  });
});
