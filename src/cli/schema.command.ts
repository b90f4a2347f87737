// tanlu schema: prints the published contract (SDL, JSON Schemas) from the code into schema/, or checks it for drift.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { TanluError } from '../errors.ts';
import { contractFiles } from './contract.ts';
import { print } from './output.ts';

const folder = fileURLToPath(new URL('../../schema/', import.meta.url));

function current(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

export function schemaCommand(program: Command): void {
  program.command('schema').description('The published contract.').command('print').description('Print SDL and JSON Schemas into schema/.')
    .option('--check', 'write nothing; fail if a file differs')
    .action((options: { check?: boolean }) => {
      const changed = Object.entries(contractFiles()).filter(([name, content]) => current(join(folder, name)) !== content);
      if (options.check && changed.length > 0) throw new TanluError('SCHEMA_DRIFT', `The published contract is not up to date: ${changed.map(([name]) => `schema/${name}`).join(', ')}. Run "npm run schema:print" and commit the result.`);
      for (const [name, content] of changed) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
      print(options.check ? 'The published contract is up to date.' : `${changed.length} files written.`);
    });
}
