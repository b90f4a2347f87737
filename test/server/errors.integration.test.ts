// What clients read of failures: expected ones with their code, unexpected ones masked under an id that the log has too.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
beforeAll(async () => { server = await testServer(); });
afterAll(() => server.close());

describe('errors', () => {
  it('masks what is unexpected, with an id that is in the log', async () => {
    const { status, text, json } = await server.query('{ hello broken }');
    expect(status).toBe(200);
    expect(json.data).toEqual({ hello: 'hello world', broken: null });
    expect(text).not.toMatch(/hunter2|db\.internal|\.ts|node_modules|stack/);
    const { message, path, extensions } = json.errors![0]!;
    expect(extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', id: expect.stringMatching(/^[0-9a-f]{12}$/) });
    expect(message).toContain(String(extensions['id']));
    expect(path).toEqual(['broken']);
    const line = server.logged.find((each) => each['errorId'] === extensions['id'])!;
    expect(line).toMatchObject({ path: 'broken', err: { message: 'password=hunter2 at db.internal', stack: expect.stringContaining('shop-schema') } });
  });

  it.each([
    ['usage', 'BAD_USER_INPUT'], ['data', 'BAD_USER_INPUT'], ['forbidden', 'FORBIDDEN'], ['unavailable', 'SERVICE_UNAVAILABLE'],
  ])('passes on an expected failure of kind %s as %s', async (kind, code) => {
    const { json } = await server.query('query ($kind: String!) { refused(kind: $kind) }', { kind });
    expect(json.errors).toEqual([{ message: `it is ${kind}`, locations: expect.anything(), path: ['refused'], extensions: { code, reason: 'TEST', params: { kind } } }]);
  });

  it('masks an internal TanluError, passes a GraphQLError with a code, calls a canceled statement a time-out', async () => {
    const codes = await Promise.all(['internal', 'graphql', 'canceled'].map(async (kind) =>
      (await server.query('query ($kind: String!) { refused(kind: $kind) }', { kind })).json.errors![0]!.extensions['code']));
    expect(codes).toEqual(['INTERNAL_SERVER_ERROR', 'BAD_USER_INPUT', 'TIMEOUT']);
  });

  it.each([
    ['syntax', '{ hello', {}, 'GRAPHQL_PARSE_FAILED'],
    ['unknown field', '{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['wrong literal', '{ hello(name: 5) }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['wrong variable', 'query ($n: Int) { items(first: $n) { totalCount } }', { n: 'x' }, 'BAD_USER_INPUT'],
    ['missing variable', 'query ($ms: Int!) { slow(ms: $ms) }', {}, 'BAD_USER_INPUT'],
    ['null in an argument', 'query ($name: String = "x") { hello(name: $name) }', { name: null }, 'BAD_USER_INPUT'],
    ['two operations', 'query A { hello } query B { hello }', {}, 'OPERATION_RESOLUTION_FAILURE'],
  ])('says what is wrong with the request: %s', async (_name, query, variables, code) => {
    const { json } = await server.query(query, variables);
    expect(json.errors![0]).toMatchObject({ extensions: { code } });
    expect(JSON.stringify(json)).not.toContain('stacktrace');
  });

  it('never runs code that a string literal smuggles in', async () => {
    const { json } = await server.query('{ hello(name: "__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74dglobalThis.smuggled=1") }');
    expect(json.data!['hello']).toContain('__MAGIC_DATE__');
    expect((globalThis as { smuggled?: unknown }).smuggled).toBeUndefined();
  });
});
