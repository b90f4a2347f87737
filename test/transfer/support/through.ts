// Sends a package through formats, one after the other, and reads what came out of the last.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { FormatAdapter } from '../../../src/formats/adapter.ts';
import { adapters, recognize } from '../../../src/formats/registry.ts';
import type { DatasetNoun, RecordOf } from '../../../src/model/noun.ts';
import { convertPackage } from '../../../src/transfer/convert/convert-package.ts';
import type { ConvertReport } from '../../../src/transfer/convert/report.ts';

const work = mkdtempSync(join(tmpdir(), 'tanlu-through-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });

export interface Arrived {
  /** Report of the last conversion. */
  report: ConvertReport | undefined;
  /** Folder or file with what came out. */
  path: string;
  /** Texts of the documents, in the order of their names. */
  texts: string[];
  all<N extends DatasetNoun>(noun: N): RecordOf<N>[];
}

const isFolder = (path: string): boolean => statSync(path).isDirectory();

export async function through(path: string, ...formats: string[]): Promise<Arrived> {
  let from = path;
  let report: ConvertReport | undefined;
  for (const [i, name] of formats.entries()) {
    const out = join(mkdtempSync(join(work, 'x-')), `${i}-${name}`);
    report = await convertPackage({ path: from, to: adapters.find((a) => a.name === name)!, out });
    from = out;
  }
  return { report, path: from, ...recordsIn(from) };
}

/** All records of a package, exchanges with what they say by way of their flows. */
function recordsIn(path: string): Pick<Arrived, 'texts' | 'all'> {
  const records = new Map<DatasetNoun, Map<string, object>>();
  const texts: string[] = [];
  const files = isFolder(path) ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((file) => join(path, file)) : [path];
  let format: FormatAdapter | undefined;
  for (const file of files.filter((name) => /\.(xml|spold|json)$/.test(name)).sort()) {
    const bytes = readFileSync(file);
    const found = recognize(bytes, file);
    if (!('adapter' in found)) continue;
    format = found.adapter;
    texts.push(bytes.toString());
    for (const { noun, record } of format.read(bytes, file).datasets) {
      const known = records.get(noun) ?? new Map<string, object>();
      records.set(noun, known.set((record as { id: string }).id, record));
    }
  }
  const find = (noun: DatasetNoun, id: string) => records.get(noun)?.get(id);
  for (const noun of ['flowProperty', 'flow', 'process'] as const) for (const record of records.get(noun)?.values() ?? []) format?.packaging?.resolve?.(noun, record, find);
  return { texts, all: <N extends DatasetNoun>(noun: N) => [...(records.get(noun)?.values() ?? [])] as RecordOf<N>[] };
}
