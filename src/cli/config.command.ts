// tanlu config: every option with its meaning, default and present value.
import type { Command } from 'commander';
import { configSchema, readConfig } from '../config.ts';
import { print } from './output.ts';

const secret = new Set(['TANLU_ADMIN_TOKEN', 'DATABASE_URL', 'TANLU_SECRET_KEY', 'TANLU_OIDC_CLIENT_SECRET']);

export function configCommand(program: Command): void {
  program.command('config').description('Print every option, its default and its present value.').action(() => {
    const present = readConfig() as Record<string, unknown>;
    const defaults = configSchema.parse({}) as Record<string, unknown>;
    for (const [name, schema] of Object.entries(configSchema.shape)) {
      const value = present[name] === undefined ? 'not set' : secret.has(name) ? 'set' : typeof present[name] === 'object' ? JSON.stringify(present[name]) : String(present[name]);
      print(`${name} = ${value}${defaults[name] === undefined ? '' : ` (default ${String(defaults[name])})`}\n  ${schema.description ?? ''}`);
    }
  });
}
