// Runs of the matrix: a package into its own format and compared; into another, checked by the official schemas, and back again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FormatAdapter } from '../../src/formats/adapter.ts';
import { fates, type Counts } from '../../src/transfer/convert/account.ts';
import { convertPackage } from '../../src/transfer/convert/convert-package.ts';
import type { ConvertReport } from '../../src/transfer/convert/report.ts';
import { comparePackages } from '../../src/transfer/diff/compare-packages.ts';
import { validatePackages } from '../../src/transfer/validate/validate.ts';
import type { MatrixPackage } from './packages.ts';

export interface Preserved { leaves: number; same: number }
/** `messages` counts what the schema finds. */
export interface Checked { valid: number; invalid: number; messages: number }

export interface Trip {
  report: ConvertReport;
  /** Written files under the official schemas, or under the documented structure where there is none. */
  checked: Checked | undefined;
  /** Leaves of the package that stand in what came back of it, by the comparison that knows no adapter; undefined where nothing can come back. */
  preserved: Preserved | undefined;
  /** Ways in which the account does not add up. */
  wrong: string[];
}

/** A folder for one run, removed afterwards whatever happens. */
async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tanlu-matrix-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const sumOf = (counts: Counts): number => fates.reduce((sum, fate) => sum + counts[fate], 0);

/** Every value of every dataset has one fate, every file one state. */
export function sumsThatAreWrong({ values, paths, files, formats }: ConvertReport, leaves: ReadonlyMap<string, number>): string[] {
  const wrong: string[] = [];
  const differs = (what: string, stated: number, found: number) => { if (stated !== found) wrong.push(`${what}: ${found} instead of ${stated}`); };
  differs('files read, left out and refused', files.total, files.read + files.left + files.refused);
  differs('files by format', files.read, Object.values(formats).reduce((sum, n) => sum + n, 0));
  for (const fate of fates) differs(`values ${fate}, path by path`, values[fate], paths.reduce((sum, path) => sum + path[fate], 0));
  for (const [noun, count] of leaves) differs(`values of ${noun} as read from the documents`, count, paths.reduce((sum, p) => sum + (p.path.split(/[.: ]/)[0] === noun ? sumOf(p) : 0), 0));
  return wrong;
}

/** Findings about the structure of JSON documents that no reader can do without; what a package refers to and does not hold is told by `tanlu validate`, and was so before. */
const structural = ['json-invalid', 'id-missing', 'field-absent', 'reference-mark-count', 'file-folder-differs'];

async function check(path: string, schemas: string): Promise<Checked> {
  const { schema, files, issues, issueCounts } = await validatePackages({ paths: [path], schemas });
  if (schema!.valid + schema!.invalid + schema!.unchecked > 0) return { valid: schema!.valid, invalid: schema!.invalid + schema!.unchecked, messages: schema!.messages };
  const messages = structural.reduce((sum, code) => sum + (issueCounts[code] ?? 0), 0);
  // Reports hold the first findings of each code: of very many, these tell at least how many files there are.
  const invalid = new Set(issues.filter((i) => structural.includes(i.code)).map((i) => i.file)).size;
  return { valid: files.total - invalid, invalid, messages };
}

async function compare(a: string, b: string): Promise<Preserved> {
  const { leaves } = await comparePackages(a, b);
  return { leaves: leaves.a, same: leaves.same };
}

/**
 * Into its own format. What breaks the schema in the source breaks it in the output as well, as nobody may invent what it lacks, and a file of
 * several datasets becomes several files; `checked` tells what is invalid only now.
 */
export const same = ({ path, from, leaves }: MatrixPackage, schemas: string): Promise<Trip> => inFolder(async (folder) => {
  const out = join(folder, 'same');
  const report = await convertPackage({ path, to: from, out });
  const checked = await check(out, schemas);
  if (checked.invalid > 0) {
    const before = await check(path, schemas);
    checked.messages = Math.max(0, checked.messages - before.messages);
    checked.invalid = checked.messages === 0 ? 0 : Math.max(1, checked.invalid - before.invalid);
  }
  return { report, checked, preserved: await compare(path, out), wrong: sumsThatAreWrong(report, leaves) };
});

/** Into another format, and back where packages of the first can be made. */
export const across = ({ path, from, leaves }: MatrixPackage, to: FormatAdapter, schemas: string): Promise<Trip> => inFolder(async (folder) => {
  const [out, back] = [join(folder, 'out'), join(folder, 'back')];
  const report = await convertPackage({ path, to, out });
  const wrong = sumsThatAreWrong(report, leaves);
  if (report.datasets.written + report.datasets.added === 0) return { report, checked: undefined, preserved: undefined, wrong };
  const checked = await check(out, schemas);
  if (from.packaging === undefined) return { report, checked, preserved: undefined, wrong };
  const again = await convertPackage({ path: out, to: from, out: back });
  wrong.push(...sumsThatAreWrong(again, new Map()).map((text) => `on the way back: ${text}`));
  return { report, checked, preserved: again.datasets.written + again.datasets.added === 0 ? undefined : await compare(path, back), wrong };
});
