// tanlu migrate: brings the database to the present schema and does nothing else.
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { openDatabase } from './database.ts';
import { print } from './output.ts';

export function migrateCommand(program: Command): void {
  program.command('migrate').description('Apply the database migrations.').action(async () => {
    const database = await openDatabase(readConfig());
    await database.close();
    print('The database is up to date.');
  });
}
