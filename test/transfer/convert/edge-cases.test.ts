// The numbered cases of ecospold.md §4.4 on the way into other formats: what is written of what real files hold. Reading has tests of its own under test/formats.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Exchange, Process } from '../../../src/model/process.ts';
import { hasErrors } from '../../../src/transfer/convert/report.ts';
import { fixture, id } from '../../formats/ecospold2/support.ts';
import { datasetText, documentText, exchangeText, reference } from '../../formats/ecospold1/support.ts';
import { through, type Arrived } from '../support/through.ts';

const work = mkdtempSync(join(tmpdir(), 'tanlu-edge-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
const file = (name: string): string => fileURLToPath(new URL(`../../fixtures/ecospold2/${name}`, import.meta.url));
let number = 0;
function written(text: string, ending: string): string {
  const path = join(work, `${(number += 1)}.${ending}`);
  writeFileSync(path, text);
  return path;
}
/** A fixture of EcoSpold 2 with something in it said otherwise. */
const changed = (name: string, ...changes: [string | RegExp, string][]): string => written(changes.reduce((text, [from, to]) => text.replace(from, to), fixture(name).toString()), 'spold');
const es1 = (parts: Parameters<typeof datasetText>[0]): string => written(documentText(datasetText(parts)), 'xml');
const processOf = ({ all }: Arrived, n = 0): Process => all('process')[n]!;
const exchangeOf = (arrived: Arrived, name: string): Exchange => processOf(arrived).exchanges!.find((e) => Object.values(e.flow.name ?? {}).includes(name))!;
const issuesOf = ({ report }: Arrived, code: string) => report!.issues.filter((issue) => issue.code === code).map((issue) => issue.params);

describe('signs and groups', () => {
  it('E3 a by-product of the class Waste is waste in every format, and a recyclable one is none', async () => {
    const [plain, waste] = [await through(file('signs/treatment.spold'), 'ilcd'), await through(file('signs/treatment.spold'), 'ecospold1')];
    expect(new Set(plain.all('flow').filter((f) => f.kind !== 'ELEMENTARY').map((f) => f.kind))).toEqual(new Set(processOf(plain).exchanges!.filter((e) => e.flowKind !== 'ELEMENTARY').map((e) => e.flowKind)));
    expect(processOf(waste).exchanges!.every((e) => e.flowKind !== 'WASTE' || e.isReference || e.group === 'WASTE_TREATMENT' || e.direction === 'INPUT')).toBe(true);
  });
  it('E4 a credit has three spellings: marked in openLCA, output group 1 in EcoSpold 1, a negative input in EcoSpold 2', async () => {
    const path = es1({ flowData: reference + exchangeText(2, 'o1', { name: 'heat', unit: 'MJ', meanValue: '3', location: 'CN' }) });
    expect(exchangeOf(await through(path, 'olca'), 'heat')).toMatchObject({ isAvoided: true });
    expect(exchangeOf(await through(path, 'ecospold2'), 'heat')).toMatchObject({ direction: 'INPUT', amount: '-3' });
    expect(exchangeOf(await through(path, 'olca', 'ecospold1'), 'heat')).toMatchObject({ group: 'AVOIDED_PRODUCT', amount: '3' });
  });
  it('E45 a process without exchanges is refused by formats that ask for one, with the reason', async () => {
    const arrived = await through(file('signs/empty.spold'), 'ecospold1');
    expect(issuesOf(arrived, 'required-missing')).toEqual([{ field: 'flowData', format: 'EcoSpold 1' }]);
    expect(arrived.report!.datasets).toMatchObject({ written: 0, refused: 1 });
    expect(hasErrors(arrived.report!)).toBe(true);
  });
});

describe('places', () => {
  it('E20 the rest of the world stays the rest of the world', async () => {
    const stated = async (...formats: string[]) => (await through(file('linking/row.spold'), ...formats)).all('process').map((p) => p.geography?.code).sort();
    expect(await stated('ecospold1')).toEqual(await stated());
    expect(await stated('ilcd', 'ecospold2')).toContain('RoW');
  });
  it('E21 places longer than seven characters get a code: that of the table, else one of their own, with the whole name in the remark', async () => {
    const code = async (shortname: string) => {
      const arrived = await through(changed('linking/undefined.spold', ['>GLO<', `>${shortname}<`]), 'ecospold1');
      return { ...processOf(arrived).geography, issues: issuesOf(arrived, 'value-approximated').map((p) => p['value']) };
    };
    expect(await code('US-WECC')).toMatchObject({ stated: 'US-WECC', issues: [] });
    expect(await code('UN-EUROPE')).toMatchObject({ code: '150', stated: '150', description: { en: 'Location: UN-EUROPE' }, issues: [] });
    const [without, other, nowhere] = [await code('Europe without Switzerland'), await code('Europe without Austria'), await code('Nowhere land')];
    expect(without).toMatchObject({ description: { en: 'Location: Europe without Switzerland' }, issues: ['Europe without Switzerland'] });
    expect(new Set([without.stated, other.stated, nowhere.stated]).size).toBe(3);
    expect([without, other, nowhere].every(({ stated }) => stated!.length === 7)).toBe(true);
  });
  it('E31 E21 units longer than twenty characters are told whole in the remark', async () => {
    const arrived = await through(file('flows/units.spold'), 'ecospold1');
    const found = processOf(arrived).exchanges!.find((e) => e.comment?.['en']?.startsWith('Unit: '))!;
    expect(found.comment).toEqual({ en: 'Unit: furlong per fortnight' });
    expect(found.unit).toHaveLength(20);
    expect(issuesOf(arrived, 'value-approximated')).toContainEqual({ field: 'unit', value: 'furlong per fortnight', used: found.unit });
  });
});

describe('activities', () => {
  it('E22 what only the parent knows is passed on literally, and told', async () => {
    for (const format of ['ecospold1', 'ilcd', 'olca']) {
      const arrived = await through(file('linking/child.spold'), format);
      expect(Object.values(processOf(arrived).description!)[0]).toContain('{{PARENTTEXT}} And more.');
      expect(issuesOf(arrived, 'parent-unresolved')).toEqual([{ parent: id(4000) }]);
    }
    expect((await through(file('linking/parent-value.spold'), 'ecospold2')).texts[0]).toContain('PARENTVALUE');
  });
  it('E23 E24 E54 market groups and residual activities keep their kind; where none was stated, the ordinary one is written', async () => {
    const kinds = /specialActivityType="(\d+)"/;
    expect((await through(file('linking/kinds.spold'), 'ecospold2')).texts.map((text) => kinds.exec(text)?.[1]).sort()).toEqual(['0', '10', '3']);
    expect(processOf(await through(file('linking/kinds.spold'), 'ilcd')).exchanges!.every((e) => e.flowKind !== 'ELEMENTARY')).toBe(true);
  });
  it('E53 a scenario that no list knows keeps its name', async () => {
    const arrived = await through(file('values/scenario.spold'), 'ecospold2');
    expect(processOf(arrived).scenario).toEqual(processOf(await through(file('values/scenario.spold'))).scenario);
  });
  it('E57 a version without revision is written as the format of the target has versions', async () => {
    const before = (await through(file('values/versions.spold'))).all('process').map((p) => p.version);
    const after = (await through(file('values/versions.spold'), 'ilcd')).all('process').map((p) => p.version);
    expect(after.every((version) => /^\d{2}\.\d{2}\.\d{3}$/.test(version))).toBe(true);
    expect(after).toHaveLength(before.length);
  });
});

describe('flows', () => {
  it('E26 a CAS number has at least two digits in front in EcoSpold 1 and six in ILCD; what is none is left out', async () => {
    const cas = /CASNumber="([^"]*)"/g;
    const [text] = (await through(file('flows/cas.spold'), 'ecospold1')).texts;
    const numbers = [...text!.matchAll(cas)].map((m) => m[1]!);
    expect(numbers).toContain('124-38-9');
    expect(numbers.every((one) => /^\d{2,7}-\d{2}-\d$/.test(one))).toBe(true);
    expect((await through(file('flows/cas.spold'), 'ilcd')).texts.join('')).toContain('<CASNumber>000124-38-9</CASNumber>');
  });
  it('E28 identifiers are written in lower case; those that are none are derived once and for all', async () => {
    const ids = (arrived: Arrived) => arrived.all('flow').map((f) => f.id).sort();
    const arrived = await through(file('flows/ids.spold'), 'ilcd');
    expect(ids(arrived).every((one) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(one))).toBe(true);
    expect(ids(await through(file('flows/ids.spold'), 'ilcd'))).toEqual(ids(arrived));
  });
  it('E29 an elementary flow without compartment is written as unspecified, or where the gas table puts it', async () => {
    const arrived = await through(file('flows/compartments.spold'), 'ecospold1');
    const elementary = processOf(arrived).exchanges!.filter((e) => e.flowKind === 'ELEMENTARY');
    expect(elementary.length).toBeGreaterThan(0);
    expect(elementary.every((e) => e.compartment !== undefined && e.compartment.path.length > 0)).toBe(true);
  });
  it('E32 a product in another unit in a later release is two products here, and no amount is converted', async () => {
    const arrived = await through(es1({ unit: 'MJ', flowData: exchangeText(1, 'o0', { unit: 'MJ', meanValue: '3.6' }) + exchangeText(2, 'i5', { unit: 'kWh', meanValue: '1' }) }), 'ecospold2');
    expect(processOf(arrived).exchanges!.map((e) => [e.amount, e.unit])).toEqual([['3.6', 'MJ'], ['1', 'kWh']]);
    expect(new Set(processOf(arrived).exchanges!.map((e) => e.flow.id)).size).toBe(2);
  });
  it('E33 names longer than a format allows are shortened there alone, and told', async () => {
    const long = 'steel, '.repeat(30).trim();
    const path = es1({ name: long, flowData: exchangeText(1, 'o0', { name: long }) });
    const arrived = await through(path, 'ecospold2');
    expect(Object.values(processOf(arrived).name)[0]).toHaveLength(120);
    expect(issuesOf(arrived, 'text-shortened')).toContainEqual({ limit: 120 });
    expect(Object.values(processOf(await through(path, 'ilcd')).name)[0]).toBe(long);
    expect(Object.values(processOf(await through(path, 'ecospold1')).name)[0]).toBe(long);
  });
  it('E51 E52 an amount that claims to be calculated keeps the claim; a property without amount is not made up', async () => {
    const arrived = await through(file('flows/formulas.spold'), 'ecospold2');
    expect(processOf(arrived).exchanges!.find((e) => e.internalId === 'calculated')).toMatchObject({ calculated: true });
    expect(exchangeOf(await through(file('flows/formulas.spold'), 'ecospold1'), 'product 2').amount).toBe('1');
  });
});

describe('texts and values', () => {
  it('E38 line breaks in attributes are written as references and come back', async () => {
    const path = es1({ flowData: exchangeText(1, 'o0', { generalComment: 'one&#10;two &lt;three&gt; &amp; 四' }) });
    for (const format of ['ecospold1', 'ecospold2', 'ilcd', 'olca']) {
      const { comment } = processOf(await through(path, format, 'ecospold1')).exchanges![0]!;
      expect([format, ...Object.values(comment!)]).toEqual([format, 'one\ntwo <three> & 四']);
    }
    expect((await through(path, 'ecospold1')).texts[0]).toContain('one&#');
  });
  it('E41 images of a comment stay where they stood, as lines with their address', async () => {
    const lines = 'first\nImage: http://example.org/picture.png\nlast of Haikou';
    for (const format of ['ilcd', 'olca', 'ecospold1']) expect([format, processOf(await through(file('texts/comments.spold'), format)).description?.['en']]).toEqual([format, lines]);
    const back = await through(file('texts/comments.spold'), 'ecospold1', 'ecospold2');
    expect(back.texts[0]).toMatch(/<imageUrl index="\d+">http:\/\/example\.org\/picture\.png<\/imageUrl>/);
  });
  it('E42 E43 numbers are written as they were, or as they were repaired; never in words', async () => {
    const arrived = await through(file('values/numbers.spold'), 'ecospold1');
    const amounts = processOf(arrived).exchanges!.map((e) => e.amount);
    expect(amounts).toEqual(expect.arrayContaining(['0.5', '1234.5', '1.5E-03', '2.50', '0.10000000000000000000001']));
    expect(amounts.every((amount) => Number.isFinite(Number(amount)))).toBe(true);
    expect(issuesOf(arrived, 'exchange-unwritable')).toHaveLength(6);
  });
  it('E44 days with a zone are written as days', async () => {
    const arrived = await through(es1({ period: '<startDate>2003-01-01-07:00</startDate><endDate>2003-12-31-07:00</endDate>', flowData: reference }), 'ecospold2');
    expect(arrived.texts[0]).toContain('startDate="2003-01-01" endDate="2003-12-31"');
  });
  it('E50 people and sources that lack what the format asks for get it, and each is told', async () => {
    const arrived = await through(file('texts/classes.spold'), 'ecospold1');
    expect(issuesOf(arrived, 'field-defaulted').map((p) => p['field'])).toEqual(expect.arrayContaining(['address', 'companyId', 'country']));
    const back = await through(es1({ flowData: reference }), 'ecospold2');
    expect(back.texts[0]).toContain('personEmail="not stated"');
  });
  it('E55 a language that a format has no code for is told; the others are written under theirs', async () => {
    const arrived = await through(changed('texts/languages.spold'), 'ecospold1');
    expect(arrived.texts[0]).toMatch(/languageCode="[a-z]{2}"/);
    expect(issuesOf(arrived, 'language-left-out').length + issuesOf(arrived, 'value-approximated').length).toBeGreaterThan(0);
    const chinese = await through(changed('texts/languages.spold', [/<activityName xml:lang="(?!zh)[^"]*">[^<]*<\/activityName>/g, '']), 'ecospold1');
    expect(processOf(chinese).name).toMatchObject({ zh: '中文' });
  });
  it('E56 two comments in one language reach other formats in one', async () => {
    for (const format of ['ilcd', 'olca', 'ecospold1']) expect([format, exchangeOf(await through(file('texts/comments.spold'), format), 'product 2').comment?.['en']]).toEqual([format, 'first\nsecond']);
  });
  it('E58 a time without seconds gets them where the format asks for them', async () => {
    const arrived = await through(changed('values/dates.spold', [/fileTimestamp="[^"]*"/g, 'fileTimestamp="2026-11-22T10:00"']), 'ecospold1');
    expect(arrived.texts[0]).toContain('timestamp="2026-11-22T10:00:00"');
  });
});
