// Packages: which documents are paired, what is missing, what cannot be read, units, the reports.
import { readFileSync, existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { isSame } from '../../../src/transfer/diff/compare-packages.ts';
import { csvWriter, jsonWriter } from '../../../src/transfer/diff/report-file.ts';
import { preservation, reportText } from '../../../src/transfer/diff/report.ts';
import { Tally } from '../../../src/transfer/diff/tally.ts';
import { zip } from '../../formats/support/zip-writer.ts';
import { compareFiles, comparePaths, ecoSpold1, ecoSpold2, fileOf, folderOf, ilcdProcess, removeFolders, type Told } from './support/compare.ts';

afterAll(removeFolders);

const id = (n: number) => `00000001-0000-4000-8000-00000000000${n}`;

describe('documents are paired', () => {
  it('E17, ILCD 6: by the identity they state, whatever their files are called and whatever holds them', async () => {
    const [one, two] = [ilcdProcess('<x>1</x>', { id: id(1) }), ilcdProcess('<x>2</x>', { id: id(2) })];
    const packed = fileOf('a.zip', zip([{ name: 'ILCD/processes/a.xml', content: one }, { name: 'ILCD/processes/b.xml', content: two }]));
    const { comparison } = await comparePaths(packed, folderOf({ 'b.xml': one, 'a.xml': two }));
    expect(isSame(comparison)).toBe(true);
    expect(comparison.documents).toEqual({ a: 2, b: 2, paired: 2, same: 2, different: 0 });
  });

  it('ILCD 4: by version where a dataset has several, by identifier alone where only the version changed', async () => {
    const of = (version: string, x: string) => ilcdProcess(`<x>${x}</x>`, { version });
    const several = await compareFiles({ '1.xml': of('01.00.000', 'old'), '2.xml': of('02.00.000', 'new') }, { '1.xml': of('02.00.000', 'new') });
    expect(several.lines).toEqual([]);
    expect(several.comparison.onlyA).toEqual([{ document: `processDataSet ${id(1)} 01.00.000`, file: '1.xml', leaves: 6 }]);
    expect((await compareFiles({ '1.xml': of('01.00.000', 'x') }, { '1.xml': of('01.00.001', 'x') })).lines).toEqual(['changed processDataSet/administrativeInformation/publicationAndOwnership/dataSetVersion: 01.00.000 → 01.00.001']);
  });

  it('E48: however datasets are divided into files', async () => {
    const [x, y] = [{ name: 'x', number: 1, exchanges: '<exchange number="1" meanValue="1"/>' }, { name: 'y', number: 2, exchanges: '<exchange number="1" meanValue="2"/>' }];
    const { comparison, lines } = await compareFiles({ 'all.xml': ecoSpold1(x, y) }, { 'x.xml': ecoSpold1(x), 'y.xml': ecoSpold1({ ...y, exchanges: '<exchange number="1" meanValue="3"/>' }) });
    expect(comparison.documents).toEqual({ a: 2, b: 2, paired: 2, same: 1, different: 1 });
    expect(lines).toEqual(['changed dataset/flowData/exchange/@meanValue: 2 → 3']);
  });

  it('E16: one activity with several products is several documents', async () => {
    const of = (product: string, amount: string) => ecoSpold2(`<intermediateExchange id="e" intermediateExchangeId="${product}" amount="${amount}"><outputGroup>0</outputGroup></intermediateExchange>`);
    const { comparison } = await compareFiles({ '1.spold': of('p1', '1'), '2.spold': of('p2', '2') }, { 'x.spold': of('p2', '2'), 'y.spold': of('p1', '1') });
    expect(comparison.documents).toMatchObject({ paired: 2, same: 2 });
  });

  it('ILCD 67: the datasets of a wrapper, one by one; ILCD 8: no version is 00.00.000', async () => {
    const one = ilcdProcess('<x>1</x>', { id: id(1), version: '00.00.000' });
    const two = ilcdProcess('<x>2</x>', { id: id(2) }).replace(/<administrativeInformation>.*<\/administrativeInformation>/, '');
    const { comparison } = await compareFiles({ 'all.xml': `<ILCD xmlns="http://lca.jrc.it/ILCD/Wrapper">${two}${one}</ILCD>` }, { '1.xml': one, '2.xml': two });
    expect(comparison).toMatchObject({ documents: { paired: 2, same: 2 }, onlyA: [], onlyB: [] });
    const { lines, comparison: versions } = await compareFiles({ '1.xml': ilcdProcess('', { id: id(2), version: '02.00.000' }), '2.xml': two }, { '3.xml': ilcdProcess('<x>2</x>', { id: id(2), version: '00.00.000' }) });
    expect(lines).toEqual(['only-b processDataSet/administrativeInformation/publicationAndOwnership/dataSetVersion: - → 00.00.000']);
    expect(versions.onlyA).toMatchObject([{ document: `processDataSet ${id(2)} 02.00.000` }]);
  });

  it('by file name where they state no identity', async () => {
    const list = (text: string) => `<validUnits xmlns="http://www.EcoInvent.org/EcoSpold02"><unit id="u"><name xml:lang="en">${text}</name></unit></validUnits>`;
    expect((await compareFiles({ 'm/Units.xml': list('kg'), 'm/More.xml': list('t') }, { 'm/Units.xml': list('kg'), 'm/More.xml': list('g') })).lines).toEqual(['changed validUnits/unit/name: t → g']);
    expect((await compareFiles({ 'olca-schema.json': '{"version":2}', 'f.json': '{"@id":"1","@type":"Flow"}' }, { 'olca-schema.json': '{"version":1}', 'f.json': '{"@id":"1","@type":"Flow"}' })).lines).toEqual(['changed JSON/version: 2 → 1']);
  });

  it('E37: with what stands around the only dataset of a file', async () => {
    const data = (u: string) => ecoSpold2('', '', `<m:usedUserMasterData xmlns:m="http://www.EcoInvent.org/UsedUserMasterData"><m:unit id="${u}"/></m:usedUserMasterData>`);
    expect((await compareFiles({ 'a.spold': data('1') }, { 'a.spold': data('2') })).lines).toEqual(['changed ecoSpold/usedUserMasterData/unit/@id: 1 → 2']);
  });
});

describe('what is missing or broken', () => {
  it('a missing document: all its leaves are lost', async () => {
    const { comparison, lines } = await compareFiles({ 'a.xml': ilcdProcess('', { id: id(1) }), 'b.xml': ilcdProcess('', { id: id(2) }) }, { 'a.xml': ilcdProcess('', { id: id(1) }) });
    expect(lines).toEqual([]);
    expect(comparison.onlyA).toMatchObject([{ file: 'b.xml', leaves: 5 }]);
    expect(comparison.leaves).toEqual({ a: 10, b: 5, same: 5 });
    expect(preservation(comparison)).toBe('50.0000');
    expect(isSame(comparison)).toBe(false);
  });

  it('E39: broken XML on one side: a message with line and column, and the rest is compared', async () => {
    const good = ilcdProcess('<x>1</x>', { id: id(2) });
    const { comparison } = await compareFiles({ 'a.xml': ilcdProcess(''), 'b.xml': good }, { 'a.xml': ilcdProcess('').replace('</name>', '</nmae>'), 'b.xml': good });
    expect(comparison.otherFiles.unreadable).toMatchObject([{ side: 'b', file: 'a.xml', reason: expect.stringMatching(/a\.xml is broken at line 1, column \d+: the closing tag <\/nmae>/) }]);
    expect(comparison.onlyA).toHaveLength(1);
    expect(comparison.documents).toMatchObject({ paired: 1, same: 1 });
    expect(isSame(comparison)).toBe(false);
  });

  it.each([['{"@id":', /JSON/], ['\xff\xfe', /JSON/], ['[', /JSON/], [`${'['.repeat(300)}1${']'.repeat(300)}`, /nested more than 200 deep/], ['null', /holds nothing/]])('broken JSON %#', async (text, reason) => {
    const { comparison } = await compareFiles({ 'a.json': '{"@id":"1","@type":"Flow"}' }, { 'a.json': Buffer.from(text, 'latin1') });
    expect(comparison.otherFiles.unreadable).toMatchObject([{ side: 'b', file: 'a.json', reason: expect.stringMatching(reason) }]);
  });

  it('E40: a document type is refused', async () => {
    const { comparison } = await compareFiles({ 'a.xml': ilcdProcess('') }, { 'a.xml': `<!DOCTYPE x [<!ENTITY e "x">]>${ilcdProcess('')}` });
    expect(comparison.otherFiles.unreadable).toMatchObject([{ side: 'b', reason: expect.stringMatching(/DOCTYPE/) }]);
  });

  it('E49: the format is found by content, whatever a file is called', async () => {
    const { comparison } = await compareFiles({ 'ecospold2.spold': ecoSpold1({ exchanges: '' }) }, { 'a.xml': ecoSpold1({ exchanges: '' }) });
    expect(comparison.formats).toEqual(['ecospold1']);
  });

  it('an empty file that should be XML', async () => {
    const { comparison } = await compareFiles({ 'a.xml': ilcdProcess('') }, { 'a.xml': '' });
    expect(comparison.otherFiles.unreadable).toMatchObject([{ side: 'b', file: 'a.xml' }]);
  });

  it('files that are no documents are compared by their bytes', async () => {
    const xml = ilcdProcess('');
    const { comparison } = await compareFiles({ 'a.xml': xml, 'external_docs/a.pdf': 'one', 'external_docs/b.png': 'two', 'external_docs/c.doc': 'c' }, { 'a.xml': xml, 'external_docs/a.pdf': 'ONE', 'external_docs/b2.png': 'two' });
    expect(comparison.otherFiles).toMatchObject({ same: 1, different: [{ a: 'external_docs/a.pdf', b: 'external_docs/a.pdf' }], onlyA: ['external_docs/c.doc'], onlyB: [] });
    expect(comparison.otherFiles.different[0]!.sha256A).toBe('7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed');
  });

  it('with or without the top folder ILCD, however often a name or a content comes', async () => {
    const a = { 'ILCD/a.xml': ilcdProcess(''), 'ILCD/external_docs/x.pdf': 'one', 'ILCD/other/x.pdf': 'two', 'ILCD/p.png': 'same', 'ILCD/q.png': 'same' };
    const b = { 'a.xml': ilcdProcess(''), 'external_docs/x.pdf': 'ONE', 'other/x.pdf': 'TWO', 'r.png': 'same', 's.png': 'same' };
    const packed = fileOf('b.zip', zip(Object.entries(b).toReversed().map(([name, content]) => ({ name, content }))));
    const { comparison } = await comparePaths(folderOf(a), packed);
    expect(comparison.otherFiles).toMatchObject({ same: 2, different: [{ a: 'ILCD/external_docs/x.pdf', b: 'external_docs/x.pdf' }, { a: 'ILCD/other/x.pdf', b: 'other/x.pdf' }], onlyA: [], onlyB: [] });
  });

  it('packages of two formats are refused, and so is a package of nothing', async () => {
    await expect(comparePaths(folderOf({ 'a.xml': ilcdProcess('') }), folderOf({ 'a.xml': ecoSpold1({ exchanges: '' }) }))).rejects.toMatchObject({ code: 'DIFF_FORMATS', kind: 'usage', message: expect.stringMatching(/is ILCD, .* is EcoSpold 1/) });
    await expect(comparePaths(folderOf({ 'a.xml': ilcdProcess('') }), fileOf('empty.zip', zip([])))).rejects.toMatchObject({ code: 'DIFF_NOTHING', kind: 'usage' });
  });

  it('E36: a file without namespace is read in the one it must mean, with a note', async () => {
    const stated = ilcdProcess('');
    const { comparison, lines } = await compareFiles({ 'a.xml': stated.replace('xmlns="http://lca.jrc.it/ILCD/Process" ', '') }, { 'a.xml': stated });
    expect(lines).toEqual([]);
    expect(comparison.notes).toMatchObject([{ side: 'a', file: 'a.xml' }]);
  });
});

describe('--units', () => {
  const spold1 = (unit: string, value: string) => ({ 'a.xml': ecoSpold1({ exchanges: `<exchange number="1" name="x" unit="${unit}" meanValue="${value}"/>` }) });

  it('1 500 g are 1.5 kg, only where it is asked for', async () => {
    expect((await compareFiles(spold1('kg', '1.5'), spold1('g', '1500'), { units: true })).lines).toEqual([]);
    expect((await compareFiles(spold1('kg', '1.5'), spold1('g', '1500'))).lines).toHaveLength(2);
  });

  it('an amount that differs is shown in both units', async () => {
    expect((await compareFiles(spold1('kg', '1.5'), spold1('g', '1501'), { units: true })).lines).toEqual(['changed dataset/flowData/exchange/@meanValue: 1.5 → 1.501 (1501 g)']);
  });

  it('1 s is 1/3600 h, in as many digits as a double has', async () => {
    expect((await compareFiles(spold1('s', '1'), spold1('h', '0.0002777777777777778'), { units: true })).lines).toEqual([]);
    expect((await compareFiles(spold1('s', '1'), spold1('h', '0.00027778'), { units: true })).lines).toHaveLength(1);
  });

  it('units of two quantities stay different', async () => {
    expect((await compareFiles(spold1('kg', '1'), spold1('m3', '1'), { units: true })).lines).toEqual(['changed dataset/flowData/exchange/@unit: kg → m3']);
  });

  it('EcoSpold 2 and openLCA: unit names, identifiers and limits of uncertainty follow', async () => {
    const spold2 = (unit: string, unitId: string, factor: number) => ({ 'a.spold': ecoSpold2(`<intermediateExchange id="e" unitId="${unitId}" amount="${2 * factor}"><name>x</name><unitName>${unit}</unitName><uncertainty><triangular minValue="${factor}" mostLikelyValue="${2 * factor}" maxValue="${4 * factor}"/></uncertainty></intermediateExchange>`) });
    expect((await compareFiles(spold2('kWh', '77ae64fa-7e74-4252-9c3b-889c1cd20bfc', 1), spold2('MJ', '980b811e-3905-4797-82a5-173f5568bc7e', 3.6), { units: true })).lines).toEqual([]);
    const olca = (unit: string, amount: string) => ({ 'p.json': `{"@type":"Process","@id":"1","exchanges":[{"internalId":1,"amount":${amount},"unit":{"@type":"Unit","name":"${unit}"}}]}` });
    expect((await compareFiles(olca('t', '0.25'), olca('kg', '250.0'), { units: true })).lines).toEqual([]);
  });
});

describe('reports', () => {
  const told = (): Promise<Told> => compareFiles(
    { 'a.xml': ilcdProcess('<e><amount>1</amount><amount>2</amount></e><note>=1+1, "x"\nend</note>', { id: id(1) }), 'b.xml': ilcdProcess('', { id: id(2) }), 'c.pdf': 'one' },
    { 'a.xml': ilcdProcess('<e><amount>1</amount><amount>3</amount></e><note>y</note>', { id: id(1) }), 'c.pdf': 'two' },
  );
  const tallyOf = ({ differences }: Told): Tally => {
    const tally = new Tally(1);
    for (const difference of differences) tally.add(difference);
    return tally;
  };

  it('text: exact counts, the first of each path', async () => {
    const found = await told();
    const text = reportText('A.zip', 'B.zip', found.comparison, tallyOf(found), 1);
    // A: 8 leaves in a.xml, 5 in b.xml; 6 of them are in B.
    expect(text).toContain('leaves     13 in A, 8 in B; 6 of A preserved in B: 46.1538 %');
    expect(text).toContain('documents  2 in A, 1 in B: 0 the same, 1 different, 1 only in A, 0 only in B');
    expect(text).toContain('e/amount[2]');
    expect(text).toContain('A: 2   B: 3');
    expect(text).toContain('c.pdf: 7692c3ad3540… in A');
    expect(reportText('A', 'B', found.comparison, tallyOf(found), 0)).toContain('1  processDataSet/e/amount');
  });

  it('JSON and CSV: every difference', async () => {
    const found = await told();
    let [json, csv] = ['', ''];
    const writers = [jsonWriter('A.zip', 'B.zip', (t) => { json += t; }), csvWriter((t) => { csv += t; })];
    for (const writer of writers) {
      for (const difference of found.differences) writer.add(difference);
      writer.end(found.comparison, tallyOf(found));
    }
    expect(JSON.parse(json)).toMatchObject({
      a: 'A.zip', same: false, leaves: { a: 13, b: 8, same: 6, preservedPercent: 46.1538 }, differenceCounts: { total: 2, changed: 2 },
      differences: [{ kind: 'changed', path: 'processDataSet/e/amount[2]', a: '2', b: '3' }, { path: 'processDataSet/note', a: '=1+1, "x"\nend', b: 'y' }],
      paths: [{ path: 'processDataSet/e/amount', total: 1 }, { path: 'processDataSet/note', total: 1 }], documentsOnlyInA: [{ file: 'b.xml' }], otherFiles: { different: [{ a: 'c.pdf' }] },
    });
    expect(csv.split('\r\n')).toHaveLength(6);
    expect(csv).toContain(`"'=1+1, ""x""\nend",y`);
  });

  it('a percentage is cut, never rounded up to 100', async () => {
    const { comparison } = await told();
    expect(preservation({ ...comparison, leaves: { a: 10_000_000, b: 1, same: 9_999_999 } })).toBe('99.9999');
    expect(preservation({ ...comparison, leaves: { a: 10_000_000, b: 1, same: 10_000_000 } })).toBe('100');
  });
});

it('the comparison is independent of adapters and mapping tables', () => {
  const folder = new URL('../../../src/transfer/diff/', import.meta.url);
  expect(existsSync(folder)).toBe(true);
  const imports = ['tree', 'values', 'schema-facts', 'identity', 'match', 'compare-trees', 'documents', 'index-package', 'pair-documents', 'compare-bytes', 'compare-packages', 'units', 'tally', 'report', 'report-file']
    .flatMap((name) => [...readFileSync(new URL(`${name}.ts`, folder), 'utf8').matchAll(/from '(\.\.\/\.\.\/[^']+)'/g)].map((m) => m[1]!));
  expect(imports.filter((path) => !/^\.\.\/\.\.\/(errors|model\/(issue|scalar)|formats\/(xml|archive)\/[\w-]+|mapping\/tables\/units)\.ts$/.test(path))).toEqual([]);
});
