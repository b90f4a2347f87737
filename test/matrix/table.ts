// The tables of the matrix: a line per package, a line per format or pair that sums them up.
import { fates, noCounts, type Counts } from '../../src/transfer/convert/account.ts';
import type { Preserved, Trip } from './run.ts';

const number = (n: number): string => n.toLocaleString('en-US');
/** Cut, never rounded up: 100 only where nothing is missing. */
export const percent = (part: number, whole: number): string => (whole === 0 ? '–' : part === whole ? '100' : (Math.floor((10_000 * part) / whole) / 100).toFixed(2));

export interface Line {
  group: string;
  row: string;
  packages: number;
  values: Counts;
  datasets: { written: number; added: number; left: number; refused: number };
  checked: { valid: number; invalid: number };
  isChecked: boolean;
  /** Undefined where nothing came back. */
  preserved: Preserved | undefined;
}

export const lineOf = (group: string, row: string, { report, checked, preserved }: Trip): Line => ({
  group, row, packages: 1, values: report.values, datasets: report.datasets, isChecked: checked !== undefined, checked: { valid: checked?.valid ?? 0, invalid: checked?.invalid ?? 0 }, preserved,
});

const plus = <T extends object>(a: T, b: T): T => Object.fromEntries(Object.entries(a).map(([key, n]) => [key, (n as number) + (b as Record<string, number>)[key]!])) as T;

function sum(lines: readonly Line[], row: string): Line {
  const start: Line = { group: lines[0]!.group, row, packages: 0, values: noCounts(), datasets: { written: 0, added: 0, left: 0, refused: 0 }, checked: { valid: 0, invalid: 0 }, isChecked: false, preserved: undefined };
  return lines.reduce((all, line): Line => ({
    ...all, packages: all.packages + line.packages, values: plus(all.values, line.values), datasets: plus(all.datasets, line.datasets),
    checked: plus(all.checked, line.checked), isChecked: all.isChecked || line.isChecked,
    preserved: all.preserved === undefined ? line.preserved : line.preserved === undefined ? all.preserved : plus(all.preserved, line.preserved),
  }), start);
}

/** Lines by group in the order they came, those of one row summed up, with a total for each group of several. */
export function grouped(lines: readonly Line[]): Line[] {
  return [...Map.groupBy(lines, (l) => l.group).values()].flatMap((group) => {
    const rows = [...Map.groupBy(group, (l) => l.row)].map(([row, list]) => sum(list, list.length > 1 ? `${row} (${list.length} packages)` : row));
    return rows.length > 1 ? [...rows, sum(group, 'all')] : rows;
  });
}

function aligned(heads: readonly string[], rows: readonly (readonly string[])[], texts: number): string {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) => cells.map((cell, i) => (i < texts ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ').trimEnd();
  return [line(heads), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

const validity = ({ isChecked, checked }: Line): string => (isChecked ? `${number(checked.valid)}/${number(checked.valid + checked.invalid)}` : '–');

/** Part (a): a package into its own format. */
export const sameTable = (lines: readonly Line[]): string => aligned(
  ['format', 'package', 'datasets', 'refused', 'leaves in A', 'preserved', '%', 'newly invalid'],
  grouped(lines).map((l) => [l.group, l.row, number(l.datasets.written), number(l.datasets.refused), number(l.preserved?.leaves ?? 0), number(l.preserved?.same ?? 0), percent(l.preserved?.same ?? 0, l.preserved?.leaves ?? 0), l.isChecked ? number(l.checked.invalid) : '–']),
  2,
);

/** Part (b): into another format and back. */
export const acrossTable = (lines: readonly Line[]): string => aligned(
  ['pair', 'package', 'values', ...fates.map((fate) => `${fate} %`), 'written', 'added', 'left', 'refused', 'valid', 'found again', 'leaves back', 'A→B→A %'],
  grouped(lines).map((l) => {
    const whole = fates.reduce((all, fate) => all + l.values[fate], 0);
    const { written, added, left, refused } = l.datasets;
    return [l.group, l.row, number(whole), ...fates.map((fate) => percent(l.values[fate], whole)), ...[written, added, left, refused].map(number), validity(l), l.preserved === undefined ? '–' : `${number(l.preserved.paired)}/${number(l.preserved.documents)}`, l.preserved === undefined ? '–' : `${number(l.preserved.same)}/${number(l.preserved.leaves)}`, l.preserved === undefined ? '–' : percent(l.preserved.same, l.preserved.leaves)];
  }),
  2,
);
