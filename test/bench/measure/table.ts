// Results as lines of a table: what was measured, what stands beside it, the ratio and whether the target is met.

export interface Line {
  figure: string;
  measured: string;
  yardstick: string;
  ratio: string;
  target: string;
  /** Undefined: told for comparison, without a target. */
  met: boolean | undefined;
}

const heads: Line = { figure: 'figure', measured: 'measured', yardstick: 'yardstick', ratio: 'ratio', target: 'target', met: undefined };
const columns = ['figure', 'measured', 'yardstick', 'ratio', 'target'] as const;

const verdict = (line: Line): string => (line === heads ? '' : line.met === undefined ? '' : line.met ? 'met' : 'MISSED');

/** The lines below each other, columns aligned. */
export function tableText(lines: readonly Line[]): string {
  const all = [heads, ...lines];
  const widths = columns.map((column) => Math.max(...all.map((line) => line[column].length)));
  const rows = all.map((line) => [...columns.map((column, i) => line[column].padEnd(widths[i]!)), verdict(line)].join('  ').trimEnd());
  rows.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return rows.join('\n');
}

/** A comparison with a target for the ratio. */
export function compared(figure: string, measured: number, unit: string, yardstick: number, yardstickName: string, target?: number): Line {
  const ratio = measured / yardstick;
  return {
    figure, measured: `${amount(measured)} ${unit}`, yardstick: `${yardstickName} ${amount(yardstick)} ${unit}`, ratio: ratio.toFixed(2),
    target: target === undefined ? '' : `>= ${target}`, met: target === undefined ? undefined : ratio >= target,
  };
}

export const amount = (value: number): string => (value >= 1000 ? Math.round(value).toLocaleString('en-US') : value >= 100 ? value.toFixed(0) : value.toFixed(1));

/** A whole number of things. */
export const count = (value: number): string => value.toLocaleString('en-US');

export const megabytes = (bytes: number): string => `${amount(bytes / 1e6)} MB`;
