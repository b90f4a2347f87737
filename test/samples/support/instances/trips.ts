// Packages of random documents on their way: into their own format and compared, into the others and checked.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FormatAdapter } from '../../../../src/formats/adapter.ts';
import { listPackage, openEntries } from '../../../../src/formats/archive/archive.ts';
import { issueText } from '../../../../src/model/issue.ts';
import { convertPackage } from '../../../../src/transfer/convert/convert-package.ts';
import type { ConvertReport } from '../../../../src/transfer/convert/report.ts';
import { comparePackages } from '../../../../src/transfer/diff/compare-packages.ts';
import { validatePackages } from '../../../../src/transfer/validate/validate.ts';
import type { SchemaCheck } from '../../../../src/transfer/validate/xsd.ts';
import { instancesOf } from './make-instances.ts';
import type { SchemaRoot } from './roots.ts';

export interface Outcome {
  report: ConvertReport;
  /** Files that the official schema refuses, with what it says first. */
  invalid: string[];
  /** Only for the same format. */
  differences: string[];
}

/** A folder with one random document a seed, removed afterwards. */
export async function withInstances<T>(check: SchemaCheck, { file, root, wishes, isChecked }: SchemaRoot, seeds: readonly number[], run: (folder: string, out: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tanlu-instances-'));
  try {
    const source = instancesOf(check, file, root, wishes, isChecked);
    const from = join(folder, 'in');
    mkdirSync(from);
    for (const seed of seeds) writeFileSync(join(from, `${root}-${seed}.xml`), source.make(seed).text);
    return await run(from, join(folder, 'out'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `isChecked` is false for a schema that libxml2 cannot use as it was published. */
export async function trip(check: SchemaCheck, path: string, to: FormatAdapter, out: string, compared: boolean, isChecked = true): Promise<Outcome> {
  const report = await convertPackage({ path, to, out });
  const invalid: string[] = [];
  if (report.datasets.written + report.datasets.added + report.files.copied > 0) {
    if (isChecked) invalid.push(...await invalidFiles(check, out));
    if (to.syntax === 'json') {
      const { issues } = await validatePackages({ paths: [out] });
      invalid.push(...issues.filter((i) => structural.has(i.code)).map((i) => `${i.file}: ${issueText(i)}`));
    }
  }
  const differences: string[] = [];
  if (compared) {
    const { onlyA, onlyB } = await comparePackages(path, out, { onDifference: (d) => differences.push(`${d.document}: ${JSON.stringify({ ...d, document: undefined })}`) });
    differences.push(...onlyA.map((d) => `only before: ${d.file}`), ...onlyB.map((d) => `only after: ${d.file}`));
  }
  return { report, invalid, differences };
}

/** What no reader of JSON documents can do without. */
const structural: ReadonlySet<string> = new Set(['json-invalid', 'id-missing', 'reference-mark-count', 'file-folder-differs']);

async function invalidFiles(check: SchemaCheck, path: string): Promise<string[]> {
  const found: string[] = [];
  const reader = openEntries();
  try {
    for (const { name, handle } of (await listPackage(path)).entries) {
      const result = check.check(reader.read(handle).bytes, name);
      if (result !== undefined && result.state !== 'valid') found.push(`${name}: ${result.issues.slice(0, 2).map((i) => issueText(i)).join(' ') || result.state}`);
    }
  } finally {
    reader.close();
  }
  return found;
}
