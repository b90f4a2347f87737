// Every package equals itself, also in another spelling; and each changed leaf is found, and nothing else.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { comparePackages, isSame, type DocumentDifference } from '../../src/transfer/diff/compare-packages.ts';
import { temporaryFolder } from '../formats/support/temporary-folder.ts';
import { looksLikeXml, zipEntries } from './support/dom.ts';
import { respellJson, respellXml } from './support/respell.ts';
import { sampleFolder, samples } from './support/samples.ts';

if (samples.length === 0) process.stderr.write(`\nNOT CHECKED: no packages to compare in ${sampleFolder}. Name the folder of the samples with TANLU_SAMPLES.\n`);

const folder = temporaryFolder();
afterAll(() => folder.remove());

async function* filesOf(path: string): AsyncGenerator<{ name: string; bytes: Buffer }> {
  if (path.endsWith('.zip')) yield* zipEntries(path);
  else for (const found of await readdir(path, { recursive: true, withFileTypes: true })) if (found.isFile()) yield { name: relative(path, join(found.parentPath, found.name)), bytes: readFileSync(join(found.parentPath, found.name)) };
}

/** A copy of a package in another spelling, with one leaf changed in every `every`-th document that has one to change. */
async function respelled(path: string, name: string, every: number): Promise<{ path: string; changed: number; respelled: number }> {
  const to = join(folder.path, name);
  const counts = { path: to, changed: 0, respelled: 0 };
  let since = every;
  for await (const { name: file, bytes } of filesOf(path)) {
    const text = bytes.toString('utf8');
    const write = looksLikeXml(bytes) && /\.(xml|spold)$/i.test(file) ? respellXml : file.endsWith('.json') ? respellJson : undefined;
    const result = write?.(text, every > 0 && since++ >= every);
    if (result !== undefined) counts.respelled++;
    if (result?.changed === true) {
      counts.changed++;
      since = 1;
    }
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeFileSync(join(to, file), result?.text ?? bytes);
  }
  return counts;
}

async function compare(a: string, b: string) {
  const differences: DocumentDifference[] = [];
  return { comparison: await comparePackages(a, b, { onDifference: (d) => differences.push(d) }), differences };
}

describe.each(samples.map((sample) => [sample.name, sample] as const))('%s', (name, sample) => {
  it('equals itself', async () => {
    const { comparison, differences } = await compare(sample.path, sample.path);
    expect(differences).toEqual([]);
    expect(isSame(comparison)).toBe(true);
    expect(comparison.documents.a).toBeGreaterThan(0);
    expect(comparison.leaves.same).toBe(comparison.leaves.a);
  });

  it('equals itself in another spelling', async () => {
    const copy = await respelled(sample.path, `${name}-same`, 0);
    expect(copy.respelled).toBeGreaterThan(0);
    const { comparison, differences } = await compare(sample.path, copy.path);
    expect(differences).toEqual([]);
    expect(isSame(comparison)).toBe(true);
    expect(comparison.leaves).toMatchObject({ same: comparison.leaves.a, b: comparison.leaves.a });
  });

  it('with a leaf changed here and there, exactly those are told', async () => {
    const copy = await respelled(sample.path, `${name}-changed`, 7);
    expect(copy.changed).toBeGreaterThan(0);
    const { comparison, differences } = await compare(sample.path, copy.path);
    expect(differences.map((d) => d.kind)).toEqual(Array.from({ length: copy.changed }, () => 'changed'));
    expect(differences.filter((d) => d.b === undefined || !/1"?\s*$/.test(d.b))).toEqual([]);
    expect(comparison.leaves.a - comparison.leaves.same).toBe(copy.changed);
    expect(comparison.documents.different).toBe(copy.changed);
  });
});
