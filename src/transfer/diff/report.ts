// The result of a comparison for people, and as the summary of the JSON report.
import { isSame, type DocumentDifference, type PackageComparison } from './compare-packages.ts';
import { formatTitles } from './schema-facts.ts';
import type { Tally } from './tally.ts';

const number = (n: number) => n.toLocaleString('en-US');

/** Percentage of the leaves of A that B states in the same meaning. 100 only where none is missing; cut, never rounded up. */
export function preservation({ leaves }: PackageComparison): string {
  if (leaves.a === 0 || leaves.same === leaves.a) return '100';
  return (Number(BigInt(leaves.same) * 1_000_000n / BigInt(leaves.a)) / 10_000).toFixed(4);
}

/** Everything but the differences one by one; those stand in `differences` of the JSON report. */
export function summaryOf(comparison: PackageComparison, tally: Tally): Record<string, unknown> {
  const { formats, documents, leaves, onlyA, onlyB, otherFiles, notes } = comparison;
  return {
    same: isSame(comparison), formats, documents, leaves: { ...leaves, preservedPercent: Number(preservation(comparison)) },
    differenceCounts: { total: tally.total, ...tally.counts }, paths: tally.paths.map(({ path, total, counts }) => ({ path, total, ...counts })),
    documentsOnlyInA: onlyA, documentsOnlyInB: onlyB, otherFiles, notes,
  };
}

/** The report for a terminal: every path with its count and the first examples, every list cut at the same length. */
export function reportText(a: string, b: string, comparison: PackageComparison, tally: Tally, examples: number): string {
  const { documents: d, leaves, onlyA, onlyB, otherFiles: o } = comparison;
  const lines = [
    `A  ${a}`, `B  ${b}`,
    `  ${isSame(comparison) ? 'the same in meaning' : 'different'}${comparison.formats.length === 0 ? '' : `, ${comparison.formats.map((f) => formatTitles[f]).join(' and ')}`}`,
    `  documents  ${number(d.a)} in A, ${number(d.b)} in B: ${number(d.same)} the same, ${number(d.different)} different, ${number(onlyA.length)} only in A, ${number(onlyB.length)} only in B`,
    `  leaves     ${number(leaves.a)} in A, ${number(leaves.b)} in B; ${number(leaves.same)} of A preserved in B: ${preservation(comparison)} %`,
  ];
  if (o.same + o.different.length + o.onlyA.length + o.onlyB.length > 0) lines.push(`  other files ${number(o.same)} the same, ${number(o.different.length)} different, ${number(o.onlyA.length)} only in A, ${number(o.onlyB.length)} only in B`);
  const list = (title: string, items: readonly string[]) => {
    if (items.length === 0) return;
    lines.push(`  ${title} (${number(items.length)})`, ...items.slice(0, examples).map((item) => `    ${item}`));
    if (items.length > examples) lines.push(`    … and ${number(items.length - examples)} more`);
  };
  list('cannot be read', o.unreadable.map((u) => `${u.side.toUpperCase()}: ${u.reason}`));
  list('documents only in A', onlyA.map((l) => `${l.document} (${l.file}, ${number(l.leaves)} leaves)`));
  list('documents only in B', onlyB.map((l) => `${l.document} (${l.file}, ${number(l.leaves)} leaves)`));
  list('other files that differ', o.different.map((f) => `${f.a}: ${f.sha256A.slice(0, 12)}… in A, ${f.sha256B.slice(0, 12)}… in B`));
  list('other files only in A', o.onlyA);
  list('other files only in B', o.onlyB);
  if (tally.total > 0) lines.push(`  differences ${number(tally.total)}: ${number(tally.counts.changed)} changed, ${number(tally.counts['only-a'])} only in A, ${number(tally.counts['only-b'])} only in B, ${number(tally.counts.order)} in another order`);
  for (const path of tally.paths) {
    lines.push(`  ${number(path.total).padStart(9)}  ${path.path}`);
    for (const example of path.examples.slice(0, examples)) lines.push(`             ${example.document} · ${example.path}`, `               ${values(example)}`);
    if (path.total > examples && examples > 0) lines.push(`             … and ${number(path.total - examples)} more`);
  }
  list('notes', comparison.notes.map((n) => `${n.side.toUpperCase()}: ${n.file}: ${n.text}`));
  return lines.join('\n');
}

function values({ kind, a, b }: DocumentDifference): string {
  if (kind === 'order') return `A: positions ${excerpt(a!, 0)}; they stand in B as ${excerpt(b!, 0)}`;
  const from = a === undefined || b === undefined ? 0 : firstDifference(a, b);
  return [...(a === undefined ? [] : [`A: ${excerpt(a, from)}`]), ...(b === undefined ? [] : [`B: ${excerpt(b, from)}`])].join('   ') + (a === undefined ? '   (only in B)' : b === undefined ? '   (only in A)' : '');
}

const shownLength = 80;

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}

/** A piece of a value around the place where it differs, on one line. */
function excerpt(value: string, from: number): string {
  const start = value.length <= shownLength ? 0 : Math.max(0, Math.min(from - 20, value.length - shownLength));
  const piece = value.slice(start, start + shownLength).replace(/[\r\n\t]/g, (c) => (c === '\n' ? '\\n' : c === '\r' ? '\\r' : '\\t'));
  return `${start > 0 ? '…' : ''}${piece === '' ? '(empty)' : piece}${start + shownLength < value.length ? '…' : ''}`;
}
