// Uploads over the GraphQL multipart request specification: who may, how much, and what hostile ones leave behind.
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TanluError } from '../../src/errors.ts';
import type { ImportService } from '../../src/server/graphql/context.ts';
import { answerOf, testServer, token, type Answer, type TestServer } from './support/running-server.ts';

type Started = Parameters<ImportService['start']>[0] & { content: string };

let server: TestServer;
let started: Started[];
let refusal: Error | undefined;
const imports: ImportService = {
  async start(input) {
    if (refusal) throw refusal;
    started.push({ ...input, content: await readFile(input.path, 'utf8') });
    return { id: 'run-1' };
  },
  cancel: async (id) => id === 'run-1',
};
beforeEach(async () => {
  started = [];
  refusal = undefined;
  server = await testServer({ imports }, { TANLU_MAX_UPLOAD_BYTES: '100000' });
});
afterEach(() => server.close());

const mutation = `mutation ($file: Upload!) { importPackage(file: $file) { __typename ... on ImportStarted { id } ... on Problem { message } } }`;
const administrator = { authorization: `Bearer ${token}`, 'apollo-require-preflight': '1' };

async function upload(content: string, headers: Record<string, string> = administrator, parts: Partial<Record<'operations' | 'map', string>> = {}, name = 'package.zip'): Promise<Answer> {
  const form = new FormData();
  form.set('operations', parts.operations ?? JSON.stringify({ query: mutation, variables: { file: null } }));
  form.set('map', parts.map ?? '{"0":["variables.file"]}');
  form.set('0', new Blob([content]), name);
  return answerOf(await fetch(`${server.url}/graphql`, { method: 'POST', body: form, headers }));
}

describe('uploads', () => {
  it('starts an import of the file that arrived, and removes it when the import has ended', async () => {
    const { json } = await upload('content of the package');
    expect(json).toEqual({ data: { importPackage: { __typename: 'ImportStarted', id: 'run-1' } } });
    expect(started).toMatchObject([{ origin: 'package.zip', content: 'content of the package', path: expect.stringContaining(server.folder) }]);
    expect(await server.uploads()).toHaveLength(1);
    await started[0]!.onFinished();
    expect(await server.uploads()).toEqual([]);
  });

  it('refuses anonymous callers before the body is read', async () => {
    const { status, json } = await upload('x', { 'apollo-require-preflight': '1' });
    expect([status, json.errors![0]!.extensions['code']]).toEqual([403, 'FORBIDDEN']);
    expect((await upload('x', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect(await server.uploads()).toEqual([]);
  });

  it('refuses a multipart request without a preflight header', async () => {
    const { status, text } = await upload('x', { authorization: `Bearer ${token}` });
    expect(status).toBe(400);
    expect(text).toContain('Cross-Site Request Forgery');
    expect(started).toEqual([]);
  });

  it('answers UploadTooLarge and leaves nothing behind', async () => {
    const { json } = await upload('x'.repeat(150_000));
    expect(json.data!['importPackage']).toMatchObject({ __typename: 'UploadTooLarge', message: expect.stringContaining('TANLU_MAX_UPLOAD_BYTES') });
    expect(await server.uploads()).toEqual([]);
    expect(started).toEqual([]);
  });

  it('refuses a far too large body by its length alone', async () => {
    const { status, json } = await upload('x'.repeat(2_000_000));
    expect([status, json.errors![0]!.extensions]).toMatchObject([413, { code: 'LIMIT_EXCEEDED', limit: 'upload' }]);
    expect(started).toEqual([]);
  });

  it('keeps the name a client gives out of the path', async () => {
    await upload('x', administrator, {}, '..\\..\\etc/passwd');
    expect(started[0]!.origin).toBe('passwd');
    expect(started[0]!.path.startsWith(`${server.folder}/uploads/`)).toBe(true);
    expect(started[0]!.path).not.toContain('passwd');
  });

  it.each([
    ['operations that are no JSON', { operations: '{' }, 400],
    ['a batch', { operations: JSON.stringify([{ query: mutation }]), map: '{"0":["0.variables.file"]}' }, 400],
    ['a map that is no object', { map: '[]' }, 400],
    ['a path into the prototype', { map: '{"0":["__proto__.polluted"]}' }, 400],
    ['two files', { map: '{"0":["variables.file"],"1":["variables.other"]}' }, 413],
  ])('refuses %s', async (_name, parts, status) => {
    const answer = await upload('x', administrator, parts);
    expect(answer.status === status || answer.json.errors !== undefined).toBe(true);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(started).toEqual([]);
    expect((await server.query('{ hello }')).status).toBe(200);
  });

  it('removes the file when the import is refused', async () => {
    refusal = new TanluError('FORMAT_UNKNOWN', 'No adapter recognizes this file.', { kind: 'data' });
    expect((await upload('x')).json.data!['importPackage']).toEqual({ __typename: 'ImportRefused', message: 'No adapter recognizes this file.' });
    expect(await server.uploads()).toEqual([]);
  });

  it('takes no upload as plain JSON', async () => {
    const { json } = await server.query(mutation, { file: 'x' }, { authorization: `Bearer ${token}` });
    expect(json.errors![0]!.extensions['code']).toBe('BAD_USER_INPUT');
  });
});

describe('cancelImport', () => {
  it('cancels what is going on, for the administrator', async () => {
    const cancel = async (id: string, headers?: Record<string, string>): Promise<unknown> =>
      (await server.query('mutation ($id: ID!) { cancelImport(id: $id) { __typename } }', { id }, headers)).json.data!['cancelImport'];
    expect(await cancel('run-1', { authorization: `Bearer ${token}` })).toEqual({ __typename: 'ImportCanceled' });
    expect(await cancel('run-2', { authorization: `Bearer ${token}` })).toEqual({ __typename: 'NoSuchImport' });
    expect(await cancel('run-1')).toEqual({ __typename: 'NotAuthorized' });
  });
});
