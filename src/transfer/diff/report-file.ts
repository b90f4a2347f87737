// Every difference, one by one, as JSON or CSV: written while they are found, so that a report may be larger than memory.
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { TanluError } from '../../errors.ts';
import type { DocumentDifference, PackageComparison } from './compare-packages.ts';
import { summaryOf } from './report.ts';
import type { Tally } from './tally.ts';

export interface DifferenceWriter {
  add(difference: DocumentDifference): void;
  end(comparison: PackageComparison, tally: Tally): void;
}

/** `{ "a", "b", "differences": […], …summary }`, to any receiver of text. */
export function jsonWriter(a: string, b: string, write: (text: string) => void): DifferenceWriter {
  let first = true;
  write(`{\n"a": ${JSON.stringify(a)},\n"b": ${JSON.stringify(b)},\n"differences": [`);
  return {
    add({ document, kind, path, ...values }) {
      const { a: inA, b: inB } = values;
      write(`${first ? '' : ','}\n${JSON.stringify({ document, kind, path, a: inA, b: inB })}`);
      first = false;
    },
    end: (comparison, tally) => write(`\n],\n${JSON.stringify(summaryOf(comparison, tally), undefined, 2).slice(2, -2)}\n}\n`),
  };
}

// A spreadsheet would take such a cell for a formula.
function cell(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value);
  const safe = /^[=@\t\r]|^[+-](?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line a difference; whole documents and files that are missing have a line of their own. */
export function csvWriter(write: (text: string) => void): DifferenceWriter {
  const row = (...cells: (string | number | undefined)[]) => write(`${cells.map(cell).join(',')}\r\n`);
  write('\uFEFF');
  row('kind', 'document', 'path', 'a', 'b', 'leaves');
  return {
    add: ({ kind, document, path, a, b }) => row(kind, document, path, a, b),
    end({ onlyA, onlyB, otherFiles: o }) {
      for (const lost of onlyA) row('document-only-a', lost.document, lost.file, undefined, undefined, lost.leaves);
      for (const lost of onlyB) row('document-only-b', lost.document, lost.file, undefined, undefined, lost.leaves);
      for (const file of o.different) row('file-changed', file.a, undefined, file.sha256A, file.sha256B);
      for (const file of o.onlyA) row('file-only-a', file);
      for (const file of o.onlyB) row('file-only-b', file);
      for (const { side, file, reason } of o.unreadable) row('unreadable', file, undefined, side === 'a' ? reason : undefined, side === 'b' ? reason : undefined);
    },
  };
}

export interface ReportFile extends DifferenceWriter {
  /** Removes what was written so far. */
  discard(): void;
}

const bufferLength = 1_000_000;

/** A report by the ending of its name. It appears under its name when it is complete. Throws `REPORT_NOT_WRITTEN` (usage). */
export function openReportFile(file: string, a: string, b: string): ReportFile {
  const partial = `${file}.partial`;
  const guarded = <T>(use: () => T): T => {
    try {
      return use();
    } catch (error) {
      throw new TanluError('REPORT_NOT_WRITTEN', `The report cannot be written to ${file}: ${(error as Error).message}`, { kind: 'usage', params: { file }, cause: error });
    }
  };
  const fd = guarded(() => openSync(partial, 'w'));
  let pending = '';
  let open = true;
  const flush = () => {
    if (pending !== '') guarded(() => writeFileSync(fd, pending));
    pending = '';
  };
  const write = (text: string) => {
    pending += text;
    if (pending.length > bufferLength) flush();
  };
  const writer = file.toLowerCase().endsWith('.csv') ? csvWriter(write) : jsonWriter(a, b, write);
  const close = () => {
    if (open) closeSync(fd);
    open = false;
  };
  return {
    add: (difference) => writer.add(difference),
    end(comparison, tally) {
      writer.end(comparison, tally);
      flush();
      close();
      guarded(() => renameSync(partial, file));
    },
    discard() {
      close();
      rmSync(partial, { force: true });
    },
  };
}
