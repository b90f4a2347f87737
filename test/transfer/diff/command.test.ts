// tanlu diff as a person has it: exit codes, what is printed, the report file.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ecoSpold1, fileOf, folderOf, ilcdProcess, removeFolders } from './support/compare.ts';

afterAll(removeFolders);

function diff(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(resolve('node_modules/.bin/node'), [resolve('src/main.ts'), 'diff', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  return new Promise((done) => { child.on('close', (code) => done({ code, stdout, stderr })); });
}

describe('tanlu diff', () => {
  const a = fileOf('a.xml', ilcdProcess('<amount>1.0</amount>'));
  const same = fileOf('b.xml', ilcdProcess('<amount>1</amount>'));
  const other = fileOf('c.xml', ilcdProcess('<amount>2</amount>'));

  it('0: the same', async () => {
    const { code, stdout } = await diff(a, same);
    expect(code).toBe(0);
    expect(stdout).toContain('6 of A preserved in B: 100 %');
  });

  it('1: different, with every difference in the report', async () => {
    const report = join(dirname(a), 'report.json');
    const { code, stdout } = await diff(a, other, '--report', report);
    expect(code).toBe(1);
    expect(stdout).toContain('A: 1.0   B: 2');
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ same: false, differences: [{ path: 'processDataSet/amount', a: '1.0', b: '2' }] });
    expect(existsSync(`${report}.partial`)).toBe(false);
  });

  it('--json: the same on standard output, also where nothing differs', async () => {
    expect(JSON.parse((await diff(a, other, '--json')).stdout)).toMatchObject({ same: false, leaves: { a: 6, same: 5 }, differences: [{ kind: 'changed' }] });
    expect(JSON.parse((await diff(a, same, '--json')).stdout)).toMatchObject({ same: true, differences: [] });
  });

  it('1: broken on one side, with line and column', async () => {
    const { code, stdout } = await diff(a, folderOf({ 'a.xml': '<processDataSet>\n<x></processDataSet>' }));
    expect(code).toBe(1);
    expect(stdout).toMatch(/B: a\.xml is broken at line 2, column 4: the closing tag/);
  });

  it('2: wrong usage, and no report is left behind', async () => {
    const report = join(dirname(a), 'none.csv');
    const ended = await Promise.all([diff(a), diff(a, `${a}.not-there`, '--report', report), diff(a, fileOf('s.xml', ecoSpold1({ exchanges: '' }))), diff(a, same, '--report', 'report.txt'), diff(a, same, '--examples', '-1'), diff(a, same, '--report', join(a, 'r.csv'))]);
    expect(ended.map((e) => e.code)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(ended[1]!.stderr).toContain('there is no such file or folder');
    expect(ended[2]!.stderr).toMatch(/is ILCD, .* is EcoSpold 1\. Only packages of the same format can be compared/);
    expect(ended[5]!.stderr).toContain('The report cannot be written to');
    expect(existsSync(report) || existsSync(`${report}.partial`)).toBe(false);
  });
});
