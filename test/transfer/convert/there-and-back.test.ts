// A → B → A for all twelve pairs: what does not come back is in the reports, and what a dataset is called comes back.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { FormatAdapter } from '../../../src/formats/adapter.ts';
import { adapters } from '../../../src/formats/registry.ts';
import type { Process } from '../../../src/model/process.ts';
import { normalizedVersion } from '../../../src/model/version.ts';
import { convertPackage } from '../../../src/transfer/convert/convert-package.ts';
import { findPackages } from '../../matrix/packages.ts';
import { sumsThatAreWrong } from '../../matrix/run.ts';
import { basics, flow, packageOf, process } from '../support/ilcd-package.ts';
import { recordsOf, thereAndBack } from './support/there-and-back.ts';

const work = mkdtempSync(join(tmpdir(), 'tanlu-legs-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
let number = 0;
const fresh = (): string => {
  const folder = join(work, String((number += 1)));
  mkdirSync(folder);
  return folder;
};
const format = (name: string): FormatAdapter => adapters.find((a) => a.name === name)!;
const others = (name: string): FormatAdapter[] => adapters.filter((a) => a.name !== name && a.packaging !== undefined);
const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(xml|spold|json)$/.test(name)).map((name) => join(folder, name));

async function processes(path: string): Promise<Process[]> {
  return [...(await recordsOf(path)).values()].filter((d) => d.noun === 'process').map((d) => d.record as unknown as Process);
}

/** A package by way of other formats, and home. */
async function journey(path: string, ...ways: string[]): Promise<string> {
  let at = path;
  for (const way of ways) {
    const out = join(fresh(), way);
    await convertPackage({ path: at, to: format(way), out });
    at = out;
  }
  return at;
}

const { packages } = await findPackages([], true);

describe.each([...new Set(packages.map((p) => p.from))].flatMap((from) => others(from.name).map((to) => [`${from.title} → ${to.title} → ${from.title}`, from, to] as const)))('%s', (_pair, from, to) => {
  it('differs only in what the reports list, on all fixtures', async () => {
    for (const each of packages.filter((p) => p.from === from)) {
      const folder = fresh();
      const outcome = await thereAndBack(each.path, from, to, folder);
      const [there, back] = [outcome.there.datasets, outcome.back.datasets];
      expect({ path: each.path, silent: outcome.silent, wrong: sumsThatAreWrong(outcome.there, each.leaves) }).toEqual({ path: each.path, silent: [], wrong: [] });
      expect(outcome.vanished.length, `${each.path}: ${outcome.vanished.join(', ')}`).toBeLessThanOrEqual(there.left + there.refused + back.left + back.refused);
      const written = (await findPackages([join(folder, 'there')], false)).packages;
      expect(sumsThatAreWrong(outcome.back, written[0]?.leaves ?? new Map())).toEqual([]);
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});

describe('EcoSpold 2 comes home', () => {
  const path = `${fixtures}ecospold2/linking/linked.spold`;
  it.each(others('ecospold2').map((to) => to.name))('from %s under its activity id, with its exchange ids, links and file names', async (way) => {
    const [before] = await processes(path);
    const home = await journey(path, way, 'ecospold2');
    const [after] = await processes(home);
    const identity = ({ id, activityId, version, exchanges = [] }: Process) => ({ id, activityId, version, exchanges: exchanges.map((e) => [e.internalId, e.flow.id, e.activityLinkId, e.provider?.id]) });
    expect(identity(after!)).toEqual(identity(before!));
    expect(before!.exchanges!.filter((e) => e.activityLinkId !== undefined).length).toBeGreaterThan(0);
    expect(filesIn(home).map((file) => file.replace(/^.*\//, ''))).toEqual([`${before!.activityId}_${before!.exchanges!.find((e) => e.isReference)!.flow.id}.spold`]);
  });
  it('by way of all the other formats', async () => {
    const [before] = await processes(path);
    const [after] = await processes(await journey(path, 'ilcd', 'olca', 'ecospold1', 'ecospold2'));
    expect([after!.id, after!.activityId, after!.exchanges!.map((e) => e.internalId)]).toEqual([before!.id, before!.activityId, before!.exchanges!.map((e) => e.internalId)]);
  });
});

describe('EcoSpold 1 comes home', () => {
  /** Three datasets of one file: two share name, place and unit, the third takes its input from the second of them. */
  function file(): string {
    const path = join(fresh(), 'three.xml');
    const text = readFileSync(`${fixtures}ecospold1/multi-output/multi-output.xml`, 'utf8');
    const dataset = /<dataset [^]*<\/dataset>/.exec(text)![0];
    writeFileSync(path, text.replace(dataset, [1, 2].map((n) => dataset.replace(/<dataset number="\d+"/, `<dataset number="${n}"`)).join('\n')));
    return path;
  }
  it.each(others('ecospold1').map((to) => to.name))('from %s under its number, although datasets share what makes their identifiers', async (way) => {
    const path = file();
    const before = await processes(path);
    expect(new Set(before.map((p) => p.id)).size).toBe(2);
    const after = await processes(await journey(path, way, 'ecospold1'));
    const identity = (list: Process[]) => list.map(({ id, sourceId, version, exchanges = [] }) => [id, sourceId, version, exchanges.map((e) => [e.internalId, e.flow.id, e.provider?.id]).sort()]).sort();
    expect(identity(after)).toEqual(identity(before));
  });
  it('from its own format, although every dataset gets a file of its own', async () => {
    const path = file();
    const identity = (list: Process[]) => list.map(({ id, exchanges = [] }) => [id, exchanges.map((e) => e.provider?.id)]).sort();
    expect(identity(await processes(await journey(path, 'ecospold1')))).toEqual(identity(await processes(path)));
  });
  it('with the persons and sources that the other format names', async () => {
    const path = `${fixtures}ecospold1/complete`;
    const [before] = await processes(path);
    const [after] = await processes(await journey(path, 'ecospold2', 'ecospold1'));
    expect(after!.administration?.enteredBy?.id).toBe(before!.administration!.enteredBy!.id);
    expect(after!.administration?.generators?.[0]?.id).toBe(before!.administration!.generators![0]!.id);
  });
});

describe('ILCD comes home', () => {
  const path = `${fixtures}ilcd/unit-process/process.xml`;
  it.each(others('ilcd').map((to) => to.name))('from %s under its UUID and version, with the numbers of its exchanges', async (way) => {
    const [before] = await processes(path);
    const [after] = await processes(await journey(path, way, 'ilcd'));
    const kept = new Set(after!.exchanges!.map((e) => e.internalId));
    expect([after!.id, after!.version]).toEqual([before!.id, before!.version]);
    expect(before!.exchanges!.filter((e) => e.amount !== undefined && e.function === undefined && e.flow.id !== undefined && !kept.has(e.internalId))).toEqual([]);
    expect(after!.referenceFlows).toEqual(before!.referenceFlows);
  });
});

describe('openLCA comes home', () => {
  const path = `${fixtures}olca/steel-v2`;
  it.each(others('olca').map((to) => to.name))('from %s with its identifiers, versions and default providers', async (way) => {
    const before = await recordsOf(path);
    const after = await recordsOf(await journey(path, way, 'olca'));
    const of = (records: typeof before, noun: string) => [...records.values()].filter((d) => d.noun === noun).map(({ record }) => [record.id, noun === 'process' ? record.version : normalizedVersion(record.version)]);
    for (const noun of ['process', 'flow']) expect(of(after, noun)).toEqual(expect.arrayContaining(of(before, noun)));
    const providers = (records: typeof before) => [...records.values()].filter((d) => d.noun === 'process').flatMap((d) => (d.record as unknown as Process).exchanges!.map((e) => [e.internalId, e.flow.id, e.provider?.id]));
    const wanted = providers(before).filter(([, , provider]) => provider !== undefined);
    expect(wanted.length).toBeGreaterThan(0);
    expect(providers(after)).toEqual(expect.arrayContaining(wanted));
  });
  it('with the UUIDs that version 1 gives its exchanges', async () => {
    const v1 = `${fixtures}olca/steel-v1`;
    const ids = async (at: string) => (await processes(at)).flatMap((p) => p.exchanges!.map((e) => e.internalId));
    expect(await ids(await journey(v1, 'ilcd', 'olca'))).toEqual(await ids(v1));
  });
});

describe('two things of one name', () => {
  it.each(others('ecospold1').map((to) => to.name))('E46 of two exchanges with one number the reference stays the reference in %s', async (way) => {
    const path = join(fresh(), 'twice.xml');
    writeFileSync(path, readFileSync(`${fixtures}ecospold1/complete/complete.xml`, 'utf8').replace('<exchange number="402"', '<exchange number="1201"'));
    const [before] = await processes(path);
    const reference = ({ exchanges = [], referenceFlows = [] }: Process) => [exchanges.filter((e) => e.isReference).map((e) => e.flow.id), exchanges.filter((e) => referenceFlows.includes(e.internalId) && e.isReference).map((e) => e.flow.id)];
    const [out] = await processes(await journey(path, way));
    expect(reference(out!)).toEqual(reference(before!));
    expect(new Set(out!.exchanges!.map((e) => e.internalId)).size).toBe(out!.exchanges!.length);
  });
  it('of two versions of a flow the newer one goes with its process; the other is refused and its values are lost in the account', async () => {
    const path = join(fresh(), 'versions.zip');
    writeFileSync(path, packageOf({ ...basics(), 'ILCD/flows/a.xml': flow(1, 'steel, new', { version: '02.00.000' }), 'ILCD/flows/b.xml': flow(1, 'steel, old', { version: '01.00.000' }), 'ILCD/processes/p.xml': process(1, 'works') }));
    const out = join(fresh(), 'out');
    const report = await convertPackage({ path, to: format('ecospold2'), out });
    expect(report.datasets).toMatchObject({ refused: 1, written: 2 });
    expect(report.issues.find((i) => i.code === 'duplicate-dataset')?.file).toBe('ILCD/flows/b.xml');
    expect(report.paths.find((p) => p.path === 'flow.id')).toMatchObject({ kept: 1, lost: 1 });
    const written = [...(await recordsOf(out)).values()].find((d) => d.noun === 'flow')!.record;
    expect(written.version).toBe('02.00.000');
  });
});

describe('a mark of origin', () => {
  const path = `${fixtures}olca/steel-v2`;
  it('does not count where the document was made another dataset', async () => {
    const out = await journey(path, 'ecospold2');
    const [file] = filesIn(out);
    const text = readFileSync(file!, 'utf8');
    const own = /<activity id="([^"]+)"/.exec(text)![1]!;
    const other = join(fresh(), 'other.spold');
    writeFileSync(other, text.replace(`<activity id="${own}"`, '<activity id="00000000-0000-4000-8000-00000000beef"'));
    const [before] = await processes(path);
    expect((await processes(out))[0]!.id).toBe(before!.id);
    expect((await processes(other))[0]!.id).not.toBe(before!.id);
  });
  it.each([['broken', '{"format":'], ['of somebody else', '{"a":1}'], ['with words for identifiers', '{"format":"olca","id":"x","flows":["a"],"exchanges":["b"]}'], ['of other types', '{"format":"olca","records":7,"roles":["__proto__"],"number":{},"exchanges":"all"}'], ['for things that are not there', '{"format":"olca","roles":{"__proto__.id":"00000000-0000-4000-8000-00000000beef","constructor":"00000000-0000-4000-8000-00000000beef"},"flows":[]}']])('that is %s is left alone', async (_what, mark) => {
    const out = await journey(path, 'ecospold2');
    const other = join(fresh(), 'other.spold');
    writeFileSync(other, readFileSync(filesIn(out)[0]!, 'utf8').replace(/(<tanlu:origin>)[^<]*/, (_all, start: string) => start + mark.replaceAll('&', '&amp;')));
    const home = await journey(other, 'olca');
    expect((await processes(home)).length).toBe(1);
    expect((await processes(home))[0]!.id).toMatch(/^[0-9a-f-]{36}$/);
  });
  it('stays in its format as it stands', async () => {
    const out = await journey(path, 'ilcd');
    const again = await journey(out, 'ilcd');
    const marks = (folder: string) => filesIn(folder).map((file) => /<tanlu:origin>[^<]*/.exec(readFileSync(file, 'utf8'))?.[0]).filter((mark) => mark !== undefined).sort();
    expect(marks(out).length).toBeGreaterThan(0);
    expect(marks(again)).toEqual(marks(out));
  });
});
