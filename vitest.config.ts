// Test projects: unit (no I/O), integration (real embedded PostgreSQL, real HTTP), samples (third-party packages named by TANLU_SAMPLES).
import { defineConfig } from 'vitest/config';

const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

export default defineConfig({
  resolve,
  test: {
    projects: [
      { resolve, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/**/*.integration.test.ts', 'test/samples/**', 'test/bench/**'], testTimeout: 20_000 } },
      {
        resolve,
        test: {
          name: 'integration',
          include: ['test/**/*.integration.test.ts'],
          exclude: ['test/samples/**', 'test/bench/**'],
          globalSetup: ['test/support/global-database.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        resolve,
        test: {
          name: 'samples',
          include: ['test/samples/**/*.test.ts'],
          globalSetup: ['test/support/global-database.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
