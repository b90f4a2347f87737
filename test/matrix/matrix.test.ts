// The matrix itself: it finds what does not add up, never rounds up, and takes every fixture that is no deliberate break.
import { describe, expect, it } from 'vitest';
import { emptyReport } from '../../src/transfer/convert/report.ts';
import { repaired } from '../formats/support/repaired-fixtures.ts';
import { leavesOf } from './leaves.ts';
import { findPackages } from './packages.ts';
import { sumsThatAreWrong } from './run.ts';
import { acrossTable, grouped, percent, sameTable, type Line } from './table.ts';

describe('percent', () => {
  it('is cut, and 100 only where nothing is missing', () => {
    expect([percent(3, 3), percent(999_999, 1_000_000), percent(1, 3), percent(0, 5), percent(0, 0)]).toEqual(['100', '99.99', '33.33', '0.00', '–']);
  });
});

describe('sums', () => {
  const report = () => ({
    ...emptyReport('a', 'b'), files: { total: 3, read: 1, copied: 0, carried: 0, left: 1, refused: 1 }, formats: { ilcd: 1 }, values: { kept: 5, derived: 0, approximated: 1, lost: 2 },
    paths: [{ path: 'flow.name.en', kept: 5, derived: 0, approximated: 1, lost: 1 }, { path: 'process beside: a/b', kept: 0, derived: 0, approximated: 0, lost: 1 }],
  });
  it('that add up are left alone', () => expect(sumsThatAreWrong(report(), new Map([['flow', 7], ['process', 1]]))).toEqual([]));
  it('of paths, files and documents are told where they do not', () => {
    const broken = report();
    broken.paths.pop();
    broken.files.left = 0;
    broken.formats = { ilcd: 2 };
    expect(sumsThatAreWrong(broken, new Map([['flow', 8]]))).toEqual([
      'files read, carried, left out and refused: 2 instead of 3', 'files by format: 2 instead of 1', 'values lost, path by path: 1 instead of 2', 'values of flow as read from the documents: 7 instead of 8',
    ]);
  });
});

it('counts every value of a record but positions in lists', () => {
  expect(leavesOf({ id: 'a', flags: [true, false], exchanges: [{ position: 0, amount: '1', flow: { id: 'b' } }], none: undefined, extensions: { ilcd: [['p', 'x'], ['q', 'y']] } })).toBe(7);
});

describe('fixtures', () => {
  it('are all taken but lists and deliberate breaks, each of one format', async () => {
    const { packages, leftOut } = await findPackages([], true);
    const formats = new Set(packages.map((p) => p.from.name));
    expect([...formats].sort()).toEqual(expect.arrayContaining(['ecospold2', 'ilcd', 'olca']));
    expect(new Set(packages.map((p) => p.row))).toEqual(new Set([...formats].map((name) => `fixtures of ${name}`)));
    const reasons = new Set([...Object.values(repaired), 'truth values that begin with a capital letter', 'a list, or broken on purpose', 'no dataset', 'no format that Tanlu reads']);
    expect(leftOut.filter((l) => !reasons.has(l.why))).toEqual([]);
    // What no adapter knows are the golden records beside documents.
    expect(leftOut.filter((l) => l.why === 'no format that Tanlu reads' && !l.path.endsWith('.json'))).toEqual([]);
    const unitProcess = packages.find((p) => p.path.endsWith('unit-process/process.xml'))!;
    expect(unitProcess.leaves.get('process')).toBeGreaterThan(100);
  });

  it('that are not there are told', async () => {
    await expect(findPackages(['/no/such/folder'], false)).rejects.toMatchObject({ code: 'file-missing', kind: 'usage' });
  });
});

describe('tables', () => {
  const line = (row: string, kept: number, lost: number, same: number | undefined): Line => ({
    group: 'ilcd → olca', row, packages: 1, values: { kept, derived: 0, approximated: 0, lost }, datasets: { written: 1, added: 0, left: 0, refused: 0 }, checked: { valid: 1, invalid: 0 }, isChecked: true,
    preserved: same === undefined ? undefined : { leaves: 10, same, documents: 2, paired: 1 },
  });
  it('sum packages of one row, and all of a pair', () => {
    const lines = grouped([line('fixtures', 1, 1, 5), line('fixtures', 3, 3, 10), line('a.zip', 2, 0, undefined)]);
    expect(lines.map((l) => [l.row, l.packages, l.values.kept, l.values.lost, l.preserved?.same, l.preserved?.leaves])).toEqual([['fixtures (2 packages)', 2, 4, 4, 15, 20], ['a.zip', 1, 2, 0, undefined, undefined], ['all', 3, 6, 4, 15, 20]]);
  });
  it('print a line each, with percentages', () => {
    expect(acrossTable([line('a.zip', 1, 3, 5)]).split('\n')[2]!.split(/\s{2,}/)).toEqual(['ilcd → olca', 'a.zip', '4', '25.00', '0.00', '0.00', '75.00', '1', '0', '0', '0', '1/1', '1/2', '5/10', '50.00']);
    expect(sameTable([line('a.zip', 1, 3, 9)]).split('\n')[2]!.split(/\s{2,}/)).toEqual(['ilcd → olca', 'a.zip', '1', '0', '10', '9', '90.00', '0']);
  });
});
