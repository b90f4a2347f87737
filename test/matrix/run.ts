// Runs of the matrix: a package into its own format and compared; into another, checked by the official schemas, and back again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TanluError } from '../../src/errors.ts';
import type { FormatAdapter } from '../../src/formats/adapter.ts';
import { listPackage, openEntries } from '../../src/formats/archive/archive.ts';
import { issueText } from '../../src/model/issue.ts';
import { fates, type Counts } from '../../src/transfer/convert/account.ts';
import { convertPackage } from '../../src/transfer/convert/convert-package.ts';
import type { ConvertReport } from '../../src/transfer/convert/report.ts';
import { comparePackages } from '../../src/transfer/diff/compare-packages.ts';
import { validatePackages } from '../../src/transfer/validate/validate.ts';
import type { SchemaCheck } from '../../src/transfer/validate/xsd.ts';
import { compareLegs, type Outcome } from '../transfer/convert/support/there-and-back.ts';
import type { MatrixPackage } from './packages.ts';

export interface Preserved { leaves: number; same: number; documents: number; paired: number }
const preservedOf = ({ leaves, same, datasets, found }: Outcome): Preserved => ({ leaves, same, documents: datasets, paired: found });
/** `examples`: what is wrong, each said once. */
export interface Checked { valid: number; invalid: number; examples: string[] }

export interface Trip {
  report: ConvertReport;
  /** Written files under the official schemas, or under the documented structure where there is none. */
  checked: Checked | undefined;
  /**
   * Leaves of the package that stand in what came back of it, and documents found again by their identity: of the same format by the comparison that knows no adapter,
   * of another one by the records of all datasets, those made of what others say included. Undefined where nothing can come back.
   */
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
  differs('files read, carried, left out and refused', files.total, files.read + files.carried + files.left + files.refused);
  differs('files by format', files.read, Object.values(formats).reduce((sum, n) => sum + n, 0));
  for (const fate of fates) differs(`values ${fate}, path by path`, values[fate], paths.reduce((sum, path) => sum + path[fate], 0));
  for (const [noun, count] of leaves) differs(`values of ${noun} as read from the documents`, count, paths.reduce((sum, p) => sum + (p.path.split(/[.: ]/)[0] === noun ? sumOf(p) : 0), 0));
  return wrong;
}

/** Findings about the structure of JSON documents that no reader can do without; what a package refers to and does not hold is told by `tanlu validate`, and was so before. */
const structural: ReadonlySet<string> = new Set(['json-invalid', 'id-missing', 'field-absent', 'reference-mark-count', 'file-folder-differs']);

/** Invalid files with what the schema says first of each. */
async function check(path: string, schemas: SchemaCheck): Promise<{ valid: Set<string>; invalid: Map<string, string> }> {
  const found = { valid: new Set<string>(), invalid: new Map<string, string>() };
  const reader = openEntries();
  const documents: string[] = [];
  try {
    for (const { name, handle } of (await listPackage(path)).entries) {
      const { bytes } = reader.read(handle);
      let result;
      try {
        result = schemas.check(bytes, name);
      } catch (error) {
        // A schema that cannot be used says nothing good of a file.
        if (!(error instanceof TanluError)) throw error;
        found.invalid.set(name, `not checked: ${error.message}`);
        continue;
      }
      if (result?.state === 'valid') found.valid.add(name);
      else if (result !== undefined) found.invalid.set(name, result.issues[0] === undefined ? 'unchecked' : issueText(result.issues[0]));
      else if (name.endsWith('.json')) documents.push(name);
    }
  } finally {
    reader.close();
  }
  if (documents.length === 0) return found;
  const { issues } = await validatePackages({ paths: [path] });
  for (const issue of issues) if (issue.file !== undefined && structural.has(issue.code)) found.invalid.set(issue.file, issueText(issue));
  for (const name of documents) if (!found.invalid.has(name)) found.valid.add(name);
  return found;
}

const checkedOf = ({ valid, invalid }: Awaited<ReturnType<typeof check>>): Checked => ({ valid: valid.size, invalid: invalid.size, examples: [...new Set(invalid.values())] });

async function compare(a: string, b: string): Promise<Preserved> {
  const { leaves, documents } = await comparePackages(a, b);
  return { leaves: leaves.a, same: leaves.same, documents: documents.a, paired: documents.paired };
}

/**
 * Into its own format. What breaks the schema in the source breaks it in the output as well, as nobody may invent what it lacks; `checked` tells
 * what is invalid only now. Files of several datasets become files of one, so that of these only the source as a whole can be asked.
 */
export const same = ({ path, from, leaves }: MatrixPackage, schemas: SchemaCheck): Promise<Trip> => inFolder(async (folder) => {
  const out = join(folder, 'same');
  const report = await convertPackage({ path, to: from, out });
  const [before, after] = [await check(path, schemas), await check(out, schemas)];
  for (const name of after.invalid.keys()) if (before.invalid.has(name) || (before.invalid.size > 0 && !before.valid.has(name))) after.invalid.delete(name);
  return { report, checked: checkedOf(after), preserved: await compare(path, out), wrong: sumsThatAreWrong(report, leaves) };
});

/** Into another format, and back where packages of the first can be made. */
export const across = ({ path, from, leaves }: MatrixPackage, to: FormatAdapter, schemas: SchemaCheck): Promise<Trip> => inFolder(async (folder) => {
  const [out, back] = [join(folder, 'out'), join(folder, 'back')];
  const report = await convertPackage({ path, to, out });
  const wrong = sumsThatAreWrong(report, leaves);
  if (report.datasets.written + report.datasets.added === 0) return { report, checked: undefined, preserved: undefined, wrong };
  const checked = checkedOf(await check(out, schemas));
  if (from.packaging === undefined) return { report, checked, preserved: undefined, wrong };
  const again = await convertPackage({ path: out, to: from, out: back });
  wrong.push(...sumsThatAreWrong(again, new Map()).map((text) => `on the way back: ${text}`));
  return { report, checked, preserved: again.datasets.written + again.datasets.added === 0 ? undefined : preservedOf(await compareLegs(path, back, report, again)), wrong };
});
