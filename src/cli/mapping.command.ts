// tanlu mapping: prints the field tables for people.
import type { Command } from 'commander';
import { TanluError } from '../errors.ts';
import { adapters } from '../formats/registry.ts';
import type { FormatAdapter } from '../formats/adapter.ts';
import { findTable, tableMarkdown, tableText } from '../mapping/print-table.ts';
import { print } from './output.ts';

function adapterOf(name: string): FormatAdapter {
  const found = adapters.find((a) => a.name === name);
  if (found !== undefined) return found;
  throw new TanluError('FORMAT_UNKNOWN', `There is no format "${name}". Formats: ${adapters.map((a) => a.name).join(', ')}.`, { kind: 'usage' });
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
}
