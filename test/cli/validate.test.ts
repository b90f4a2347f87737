// tanlu validate on the command line: exit codes, JSON, report files.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Command } from 'commander';
import { validateCommand } from '../../src/cli/validate.command.ts';
import { temporaryFolder, type TemporaryFolder } from '../formats/support/temporary-folder.ts';
import { basics, flow, flowId } from '../transfer/support/ilcd-package.ts';

let folder: TemporaryFolder;
let printed: string;

beforeEach(() => {
  folder = temporaryFolder();
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  folder.remove();
});

async function run(...args: string[]): Promise<typeof process.exitCode> {
  const program = new Command('tanlu').exitOverride();
  validateCommand(program);
  await program.parseAsync(['validate', ...args], { from: 'user' });
  return process.exitCode;
}

const write = (files: Record<string, string>): string => {
  for (const [name, content] of Object.entries(files)) folder.write(`p/${name}`, content);
  return `${folder.path}/p`;
};

it('ends with 0 where no error is found', async () => {
  expect(await run(write(basics()))).toBeUndefined();
  expect(printed).toContain('findings   0 errors, 0 warnings, 0 hints');
});

it('ends with 1 on errors, and prints and saves the whole report', async () => {
  const path = write({ 'flow.xml': flow(1, 'steel') });
  expect(await run(path, '--json', '--report', `${folder.path}/report.csv`)).toBe(1);
  expect(JSON.parse(printed)).toMatchObject({ issueCounts: { 'reference-outside': 1 }, datasets: { flow: 1 }, issues: [{ code: 'reference-outside', params: { line: 1 } }] });
  expect(readFileSync(`${folder.path}/report.csv`, 'utf8')).toContain(`finding,reference-outside,error,1,flow.xml,1,flow ${flowId(1)},`);
  await run(path, '--report', `${folder.path}/report.json`);
  expect(JSON.parse(readFileSync(`${folder.path}/report.json`, 'utf8'))).toMatchObject({ issueCounts: { 'reference-outside': 1 } });
});

it('lets warnings count with --strict', async () => {
  const path = write({ ...basics(), 'flow.xml': flow(1, 'steel', { cas: 'none' }) });
  expect(await run(path)).toBeUndefined();
  expect(await run(path, '--strict')).toBe(1);
});

it('a file of no format is an error, and no pass', async () => {
  expect(await run(write({ 'notes.txt': 'no dataset' }), '--json')).toBe(1);
  expect(JSON.parse(printed)).toMatchObject({ files: { total: 1, left: 1 }, issueCounts: { 'file-unreadable': 1 } });
});

it('refuses a report where none can be written, before anything is checked', async () => {
  const path = write(basics());
  await expect(run(path, '--report', `${folder.path}/absent/report.json`)).rejects.toThrow(/The folder .*absent cannot be written to/);
  await expect(run(path, '--report', `${folder.path}/report.txt`)).rejects.toThrow('The report must end in .json or .csv.');
  expect(printed).toBe('');
});

it('refuses what it cannot use as wrong usage', async () => {
  const path = write(basics());
  await expect(run(`${path}/nowhere`)).rejects.toMatchObject({ kind: 'usage' });
  await expect(run(path, '--schemas', path)).rejects.toMatchObject({ kind: 'usage', code: 'SCHEMA_FOLDER_EMPTY' });
  await expect(run(path, '--report', 'report.txt')).rejects.toMatchObject({ code: 'commander.invalidArgument' });
});
