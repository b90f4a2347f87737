// tanlu mapping: prints the field tables for people, and the pages of documentation made of them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { TanluError } from '../errors.ts';
import { adapters } from '../formats/registry.ts';
import type { FormatAdapter } from '../formats/adapter.ts';
import { formatPage } from '../mapping/format-page.ts';
import { mappingsFolder } from '../mapping/load-tables.ts';
import { findTable, tableMarkdown, tableText } from '../mapping/print-table.ts';
import { print } from './output.ts';

function adapterOf(name: string): FormatAdapter {
  const found = adapters.find((a) => a.name === name);
  if (found !== undefined) return found;
  throw new TanluError('FORMAT_UNKNOWN', `There is no format "${name}". Formats: ${adapters.map((a) => a.name).join(', ')}.`, { kind: 'usage' });
}

/** Text of every page by its path below the folder. */
const pages = (): [file: string, page: string][] =>
  adapters.map((adapter) => [`${adapter.name}/FIELDS.md`, formatPage({ compiled: adapter.compiled, syntax: adapter.syntax, capabilities: adapter.capabilities, packs: adapter.packaging !== undefined })]);

function standing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function printPages({ output, check }: { output: string; check?: boolean }): void {
  const changed = pages().filter(([file, page]) => standing(join(output, file)) !== page);
  if (check && changed.length > 0) throw new TanluError('PAGES_DRIFT', `The pages of documentation differ from the tables: ${changed.map(([file]) => join(output, file)).join(', ')}. Run "npm run mapping:docs" and commit the result.`);
  for (const [file, page] of changed) {
    mkdirSync(dirname(join(output, file)), { recursive: true });
    writeFileSync(join(output, file), page);
  }
  print(check ? 'The pages of documentation are up to date.' : `${changed.length} files written.`);
}

export function mappingCommand(program: Command): void {
  const mapping = program.command('mapping').description('Look at the field tables that drive reading and writing.');

  mapping.command('list').description('List formats and their tables.').action(() => {
    for (const adapter of adapters) {
      print(`${adapter.name}  ${adapter.title}`);
      for (const table of adapter.tables.tables.values()) print(`  ${table.table.padEnd(28)} ${table.title}`);
    }
  });

  mapping.command('show').description('Print one table, or all tables of a format.')
    .argument('<format>', 'format, such as ilcd').argument('[table]', 'table, such as process')
    .option('--markdown', 'print Markdown')
    .action((format: string, table: string | undefined, options: { markdown?: boolean }) => {
      const { tables } = adapterOf(format);
      const show = options.markdown ? tableMarkdown : tableText;
      const chosen = table === undefined ? [...tables.tables.values()] : [findTable(tables, table)];
      print(chosen.map((t) => show(tables, t)).join('\n\n'));
    });

  mapping.command('docs').description('Write the page of every format, <format>/FIELDS.md: each field, where it goes, what is lost and why.')
    .option('-o, --output <folder>', 'folder to write into', mappingsFolder)
    .option('--check', 'write nothing; fail if a page differs')
    .action(printPages);
}
