// tanlu flow-map: check, convert, list, with exit codes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flowMapCommand } from '../../src/cli/flow-map.command.ts';

let folder: string;
let output: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tanlu-flow-map-'));
  output = '';
  const keep = (chunk: unknown): boolean => {
    output += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
});

async function run(...words: string[]): Promise<void> {
  const program = new Command().exitOverride();
  flowMapCommand(program);
  await program.parseAsync(['flow-map', ...words], { from: 'user' });
}
const place = (name: string): string => join(folder, name);
const glad = 'SourceFlowName,SourceFlowUUID,SourceUnit,MatchCondition,ConversionFactor,TargetFlowName,TargetFlowUUID,TargetUnit\na,id-a,kg,=,0.50,b,id-b,kg\nc,id-c,kg,>,1,d,id-d,kg\n';

describe('flow-map', () => {
  it('check counts conditions; a sound file ends with 0, a circle with 1', async () => {
    writeFileSync(place('map.csv'), glad);
    await run('check', place('map.csv'));
    expect(output).toContain('2 rows (glad): = 1, > 1; not convertible: 0');
    expect(process.exitCode).toBeUndefined();
    writeFileSync(place('circle.csv'), `${glad}b,id-b,kg,=,2,a,id-a,kg\n`);
    await run('check', place('circle.csv'));
    expect(output).toContain('circle.csv, row 4: The rows lead in a circle: a → b → a.');
    expect(process.exitCode).toBe(1);
  });

  it('check --json gives all issues', async () => {
    writeFileSync(place('map.csv'), glad.replace(',=,', ',about,'));
    await run('check', place('map.csv'), '--json');
    expect(JSON.parse(output)).toMatchObject({ format: 'glad', rows: 2, issues: [{ code: 'flow-map-condition-unknown', file: 'map.csv', path: 'row 2' }] });
  });

  it('convert keeps the digits of factors and tells what was left out', async () => {
    writeFileSync(place('map.csv'), glad);
    await run('convert', place('map.csv'), '-o', place('map.json'), '--to', 'openlca-json');
    expect(readFileSync(place('map.json'), 'utf8')).toContain('"conversionFactor": 0.50');
    expect(output).toContain('The mapping of c was left out');
    await run('convert', place('map.json'), '-o', place('back.csv'));
    expect(readFileSync(place('back.csv'), 'utf8').split('\n')[1]).toBe(',a,id-a,,kg,=,0.50,,b,id-b,,kg,,,');
  });

  it('the hub\'s own maps are listed and can be written out', async () => {
    await run('list');
    expect(output).toMatch(/own:ecoinvent-ilcd\s+ecoinvent 3.12 → ILCD-EF 3.1\s+242 rows: = 236, < 1, ~ 5/);
    await run('convert', 'own:ecoinvent-ilcd', '-o', place('own.csv'));
    expect(readFileSync(place('own.csv'), 'utf8').split('\n')).toHaveLength(244);
  });

  it('wrong use is told before anything is written', async () => {
    writeFileSync(place('map.csv'), glad);
    await expect(run('check', place('absent.csv'))).rejects.toMatchObject({ code: 'FILE_NOT_READABLE', kind: 'usage' });
    await expect(run('check', 'own:nothing')).rejects.toMatchObject({ code: 'FLOW_MAP_UNKNOWN', kind: 'usage' });
    await expect(run('convert', place('map.csv'), '-o', place('map.xyz'))).rejects.toMatchObject({ code: 'FLOW_MAP_FORMAT' });
    await expect(run('convert', place('map.csv'), '-o', place('no/such/folder.csv'))).rejects.toMatchObject({ code: 'FILE_NOT_WRITTEN' });
  });
});
