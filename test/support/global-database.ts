// One PostgreSQL for all integration tests of a run: a fresh embedded server, or the one TANLU_TEST_DATABASE_URL names.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/database/embedded/embedded-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of a database whose role may create others; see `freshDatabase`. */
    databaseUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['TANLU_TEST_DATABASE_URL'];
  if (given) {
    project.provide('databaseUrl', given);
    return undefined;
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'tanlu-test-'));
  // Nothing of this server outlives the run, so it need not wait for the disk.
  const server = await startEmbedded({ dataDir, settings: { fsync: 'off', shared_buffers: '128MB' } });
  project.provide('databaseUrl', server.url);
  return async () => {
    await server.stop();
    await rm(server.dataDir, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  };
}
