// The one configuration module: environment variables, validated at start, each with its meaning and default.
import { createRequire } from 'node:module';
import { z } from 'zod';
import { TanluError } from './errors.ts';

const flag = z.enum(['true', 'false', '1', '0']).transform((v) => v === 'true' || v === '1');
const count = (fallback: number, min = 1) => z.coerce.number().int().min(min).default(fallback);

/** Every option of Tanlu. The description of each is what `tanlu config` prints. */
export const configSchema = z.object({
  TANLU_DATA: z.string().min(1).default('.tanlu').describe('Folder of the embedded database and of uploads. Relative to the working folder.'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4000).describe('Port of the HTTP server; 0 takes a free one.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address the HTTP server listens on.'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://').optional()
    .describe('A PostgreSQL 15+ server to use instead of the embedded one.'),
  TANLU_ADMIN_TOKEN: z.string().min(16, 'must have at least 16 characters').optional()
    .describe('Bearer token for administrative writes. Without it the embedded set-up writes one to <TANLU_DATA>/admin-token.'),
  TANLU_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info').describe('Log level.'),
  TANLU_DEMO: flag.default(true).describe('Load the demonstration data into an empty database at start.'),
  TANLU_WORKERS: z.coerce.number().int().min(1).max(64).optional().describe('Import workers; default: the number of processor cores.'),
  TANLU_MAX_DEPTH: count(20).describe('Deepest GraphQL selection answered.'),
  TANLU_MAX_COST: count(50_000).describe('Highest estimated number of values a GraphQL operation may ask for.'),
  TANLU_MAX_PAGE: count(500).describe('Largest page of a GraphQL list.'),
  TANLU_MAX_QUERY_BYTES: count(100_000).describe('Longest GraphQL document accepted, in bytes.'),
  TANLU_TIMEOUT_MS: count(10_000).describe('Time after which a GraphQL operation is ended, in milliseconds.'),
  TANLU_MAX_EXPORT: count(10_000).describe('Most datasets that one GET /export gives, with those they refer to.'),
  TANLU_EXPORT_TIMEOUT_MS: count(600_000).describe('Time after which a GET /export is broken off, in milliseconds.'),
  TANLU_MAX_UPLOAD_BYTES: count(4 * 1024 ** 3).describe('Largest upload accepted, in bytes.'),
});

export type Config = z.infer<typeof configSchema>;

/** Reads and checks the configuration. Throws one `usage` error that lists every wrong option. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const known = Object.fromEntries(Object.keys(configSchema.shape).filter((k) => env[k] !== undefined && env[k] !== '').map((k) => [k, env[k]]));
  const parsed = configSchema.safeParse(known);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  throw new TanluError('CONFIG_INVALID', `The configuration is not usable.\n  ${lines.join('\n  ')}`, { kind: 'usage', params: { lines } });
}

/** Version of Tanlu, from package.json: stands in the provenance of every record. */
export const VERSION: string = (createRequire(import.meta.url)('../package.json') as { version: string }).version;
