// tanlu mapping docs: a page for every format that names every field, every reason for a loss and every code, and a check that fails on drift.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Command } from 'commander';
import { mappingCommand } from '../../src/cli/mapping.command.ts';
import { adapters } from '../../src/formats/registry.ts';
import { temporaryFolder, type TemporaryFolder } from '../formats/support/temporary-folder.ts';

let folder: TemporaryFolder;
let printed: string;

beforeEach(() => {
  folder = temporaryFolder();
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  folder.remove();
});

async function docs(...args: string[]): Promise<void> {
  const program = new Command('tanlu').exitOverride();
  mappingCommand(program);
  await program.parseAsync(['mapping', 'docs', '--output', folder.path, ...args], { from: 'user' });
}

const page = (format: string): string => readFileSync(`${folder.path}/${format}/FIELDS.md`, 'utf8');
/** The section of a table, from its anchor to the next. */
const section = (text: string, table: string): string[] => text.split(`<a id="table-${table}"></a>`)[1]!.split(/^(?:<a id="table-|## )/m)[0]!.split('\n');
const escaped = (text: string): string => text.replace(/[|*]/g, '\\$&').replaceAll('<', '&lt;');

describe.each(adapters.map((adapter) => [adapter.name, adapter] as const))('%s', (name, { tables }) => {
  beforeEach(() => docs());

  it('has a line for every field, in the order of its table, with where it goes or why it is lost', () => {
    for (const table of tables.tables.values()) {
      const lines = section(page(name), table.table).filter((line) => line.startsWith('| `'));
      expect(lines.map((line) => line.split('`')[1])).toEqual(table.fields.map((row) => row.path.replaceAll('|', '\\|')));
      table.fields.forEach((row, i) => {
        expect(lines[i]).toContain(row.lost === undefined ? row.model ?? '' : `beside the record | – | lost: ${escaped(row.lost)}`);
        expect(lines[i]).toContain(escaped(row.note ?? ''));
      });
    }
  });

  it('lists every loss with its reason before the fields', () => {
    const lines = page(name).split('## What is lost, and why')[1]!.split('## Fields')[0]!.split('\n').filter((line) => line.startsWith('| ['));
    const lost = [...tables.tables.values()].flatMap((t) => t.fields.filter((row) => row.lost !== undefined).map((row) => ({ table: t.table, ...row })));
    expect(lines).toEqual(lost.map((row) => `| [${row.table}](#table-${row.table}) | \`${row.path}\` | ${escaped(row.lost!)} |`));
    expect(lines.length).toBeGreaterThan(0);
  });

  it('lists every code', () => {
    const text = page(name);
    for (const [list, pairs] of tables.codes) {
      const own = text.split(`<a id="codes-${list}"></a>`)[1]!.split('<a id="codes-')[0]!;
      for (const [term, value] of pairs) expect(own).toMatch(term === value ? `| \`${term}\` |` : `| \`${term}\` | \`${value}\` |`);
    }
  });

  it('has a target for every link, and every target once', () => {
    const text = page(name);
    const targets = [...text.matchAll(/<a id="([^"]+)">/g)].map((m) => m[1]!);
    expect([...text.matchAll(/\]\(#([^)]+)\)/g)].map((m) => m[1]!).filter((link) => !targets.includes(link))).toEqual([]);
    expect(targets.length).toBe(new Set(targets).size);
  });

  it('has tables of equal width only', () => {
    const width = (line: string): number => line.replaceAll('\\|', '').split('|').length;
    for (const block of page(name).split(/\n(?!\|)/)) {
      const lines = block.split('\n').filter((line) => line.startsWith('|'));
      expect(new Set(lines.map(width)).size).toBeLessThanOrEqual(1);
    }
  });
});

it('finds pages up to date only while they are what the tables give', async () => {
  await expect(docs('--check')).rejects.toMatchObject({ code: 'PAGES_DRIFT', message: expect.stringContaining('ilcd/FIELDS.md') as string });
  await docs();
  expect(printed).toBe(`${adapters.length} files written.\n`);
  await docs('--check');
  expect(printed).toContain('up to date');

  writeFileSync(`${folder.path}/ilcd/FIELDS.md`, `${page('ilcd')}more`);
  const error = await docs('--check').catch((reason: unknown) => reason as Error);
  expect(error).toMatchObject({ code: 'PAGES_DRIFT', message: expect.stringMatching(/ilcd\/FIELDS\.md\. Run "npm run mapping:docs"/) as string });
  expect((error as Error).message).not.toContain('ecospold2');
  expect(page('ilcd')).toMatch(/more$/);
  rmSync(`${folder.path}/ilcd/FIELDS.md`);
  await expect(docs('--check')).rejects.toMatchObject({ code: 'PAGES_DRIFT' });
  await docs();
  await docs('--check');
});
