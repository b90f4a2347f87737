// The command line: one command a file, all put together here.
import { Command } from 'commander';
import { VERSION } from '../config.ts';
import { configCommand } from './config.command.ts';
import { convertCommand } from './convert.command.ts';
import { diffCommand } from './diff.command.ts';
import { exportCommand } from './export.command.ts';
import { flowMapCommand } from './flow-map.command.ts';
import { importCommand } from './import.command.ts';
import { keysCommand } from './keys.command.ts';
import { mappingCommand } from './mapping.command.ts';
import { migrateCommand } from './migrate.command.ts';
import { partnerCommand } from './partner.command.ts';
import { pactCommand } from './pact.command.ts';
import { personCommand } from './person.command.ts';
import { schemaCommand } from './schema.command.ts';
import { startCommand } from './start.command.ts';
import { validateCommand } from './validate.command.ts';

export function makeProgram(): Command {
  const program = new Command('tanlu')
    .description('Tanlu 碳路: product-carbon-footprint hub. Exit codes: 0 ok, 1 data issues at error level, 2 usage, 3 internal.')
    .version(VERSION).enablePositionalOptions().exitOverride().showHelpAfterError('Run "tanlu --help" for all commands.');
  for (const add of [startCommand, importCommand, exportCommand, convertCommand, diffCommand, validateCommand, flowMapCommand, pactCommand, mappingCommand, migrateCommand, keysCommand, partnerCommand, personCommand, schemaCommand, configCommand]) add(program);
  return program;
}
