// The contract: the printed schema is stable and shows drift, the examples of GraphiQL fit it, the administrator's token is made once.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adminToken } from '../../src/server/admin-token.ts';
import { costFunction } from '../../src/server/graphql/limits/cost.ts';
import { depthOf } from '../../src/server/graphql/limits/shape-rule.ts';
import { printSdl } from '../../src/server/graphql/print.ts';
import { buildGraphqlSchema } from '../../src/server/graphql/schema.ts';
import { readConfig } from '../../src/config.ts';
import { examples } from '../../src/web/examples.ts';

const schema = buildGraphqlSchema();
let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'tanlu-contract-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the printed schema', () => {
  it('is valid SDL, the same every time, and carries the server\'s mutations', () => {
    const sdl = printSdl(schema);
    expect(printSdl(buildSchema(sdl))).toBe(sdl);
    expect(sdl).toContain('importPackage(');
    expect(sdl).toMatch(/type ImportStarted \{[^}]*importRun: ImportRun/);
  });
});

describe('the examples of GraphiQL', () => {
  it.each(examples.map(({ title, query }) => [title, query]))('%s fits the schema and the limits', (_title, query) => {
    const document = parse(query);
    expect(validate(schema, document).map(String)).toEqual([]);
    const config = readConfig({});
    const operation = document.definitions[0]!;
    expect(depthOf(document).data).toBeLessThanOrEqual(config.TANLU_MAX_DEPTH);
    expect(operation.kind === 'OperationDefinition' && costFunction(schema, operation, {})({}).data).toBeLessThan(config.TANLU_MAX_COST);
  });
});

describe('the administrator\'s token', () => {
  it('is made once, for its owner only', async () => {
    const config = { TANLU_DATA: join(folder, 'data') };
    const [first, second] = await Promise.all([adminToken(config), adminToken(config)]);
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(await adminToken(config)).toBe(first);
    expect(second).toBe(first);
    expect((await stat(join(config.TANLU_DATA, 'admin-token'))).mode & 0o777).toBe(0o600);
  });

  it('comes from the environment when that has one, and is refused when the file holds none', async () => {
    expect(await adminToken({ TANLU_DATA: folder, TANLU_ADMIN_TOKEN: 'x'.repeat(20) })).toBe('x'.repeat(20));
    await writeFile(join(folder, 'admin-token'), '\n');
    await expect(adminToken({ TANLU_DATA: folder })).rejects.toMatchObject({ code: 'ADMIN_TOKEN_INVALID' });
  });
});
