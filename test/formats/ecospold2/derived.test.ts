// Flows, contacts and sources that datasets name: what datasets repeat of them, joined to the master data of the same document.
import { describe, expect, it } from 'vitest';
import { codesOf, fixture, flowOf, id, issuesOf, processOf, readFixture, readText, recordsOf } from './support.ts';

const after = fixture('xml/user-master-data-after.spold').toString();
/** The fixture with one piece of text exchanged for another. */
const changed = (...changes: [from: string, to: string][]) => readText(changes.reduce((text, [from, to]) => {
  expect(text).toContain(from);
  return text.replace(from, to);
}, after));
const contactOf = (reading: ReturnType<typeof readText>, n: number) => recordsOf(reading, 'contact').find((c) => c.id === id(n));
const briefOf = (reading: ReturnType<typeof readText>) => reading.datasets.filter((d) => d.brief).map((d) => d.record.id).sort();

describe.each(['inside', 'after'])('master data %s the dataset', (where) => {
  const reading = readFixture(`xml/user-master-data-${where}.spold`);
  it('give the person in full, whom the dataset only names', () => {
    expect(contactOf(reading, 501)).toEqual({
      id: id(501), version: '00.00.000', kind: 'PERSON', name: { en: 'A. Author' }, address: { en: '1 Street' }, telephone: '1', email: 'author@example.org', companyId: id(601), companyName: 'UNKN',
    });
    expect(contactOf(reading, 502)).toEqual({ id: id(502), version: '00.00.000', name: { en: 'B. Generator' }, email: 'generator@example.org' });
    expect(recordsOf(reading, 'contact')).toHaveLength(3);
  });
  it('leave the flow as the exchange states it, with its compartment', () => {
    expect(flowOf(reading, id(11))).toMatchObject({ name: { en: 'substance 11' }, unit: 'kg', compartment: { code: 'air/unspecified' } });
    expect(codesOf(reading)).toEqual([]);
  });
  it('mark records made of a few facts only, and flows to which the master data add nothing', () => {
    expect(briefOf(reading)).toEqual([id(1), id(11), id(502)].sort());
  });
});

describe('a record that a dataset names', () => {
  it('takes from the master data of a source what the exchange does not state', () => {
    const reading = changed(['id="emission"', `id="emission" sourceId="${id(602)}" sourceYear="2010" sourceFirstAuthor="Doe, J."`]);
    expect(recordsOf(reading, 'source')).toEqual([{ id: id(602), version: '00.00.000', name: { en: 'Doe, J. (2010)' }, type: 'article', year: '2010', firstAuthor: 'Doe, J.', title: 'A title' }]);
  });
  it('keeps an address that the master data have otherwise, and the address of nobody', () => {
    const other = changed(['personEmail="author@example.org"', 'personEmail="other@example.org"']);
    expect(contactOf(other, 501)).toMatchObject({ email: 'author@example.org' });
    expect(processOf(other).extensions?.['ecospold2']).toContainEqual(['administrativeInformation/dataEntryBy/@personEmail', 'other@example.org']);
    const nobody = changed([`personId="${id(501)}" personName="A. Author" personEmail="author@example.org"`, 'personEmail="nobody@example.org"']);
    expect(processOf(nobody).extensions?.['ecospold2']).toContainEqual(['administrativeInformation/dataEntryBy/@personEmail', 'nobody@example.org']);
  });
  it('is, as a flow, what its exchange states; the master data add to it and are kept beside where they differ', () => {
    const master = `<ns3:intermediateExchange id="${id(1)}" unitId="487df68b-4994-4027-8fdc-a4dc298257b7"><ns3:name xml:lang="en">product 1</ns3:name><ns3:unitName xml:lang="en">kg</ns3:unitName>`;
    const reading = changed([master, `<ns3:intermediateExchange id="${id(1)}"><ns3:name xml:lang="en">another 1</ns3:name><ns3:name xml:lang="de">Produkt 1</ns3:name><ns3:unitName xml:lang="en">m3</ns3:unitName><ns3:comment xml:lang="en">what it is</ns3:comment>`]);
    expect(flowOf(reading, id(1))).toEqual({
      id: id(1), version: '00.00.000', kind: 'PRODUCT', name: { de: 'Produkt 1', en: 'product 1' }, unit: 'kg', unitId: '487df68b-4994-4027-8fdc-a4dc298257b7',
      description: { en: 'what it is' }, extensions: { ecospold2: [['name[@xml:lang=en]', 'another 1'], ['unitName', 'm3']] },
    });
    expect(issuesOf(reading, 'unit-conflict')).toMatchObject([{ dataset: `flow ${id(1)}`, params: { flow: id(1), unit: 'm3', other: 'kg' } }]);
    expect(briefOf(reading)).not.toContain(id(1));
  });
});

describe('master data that no record is made of', () => {
  it('stand beside the dataset of their document', () => {
    expect(processOf(readText(after)).extensions?.['ecospold2']).toEqual(expect.arrayContaining([
      ['/ecoSpold/master:usedUserMasterData/master:activityName/@id', id(9001)], ['/ecoSpold/master:usedUserMasterData/master:activityName/master:name', 'an activity'],
    ]));
  });
  it('a person without an identifier is told and kept beside', () => {
    const reading = changed([`<ns3:person id="${id(501)}"`, '<ns3:person']);
    expect(issuesOf(reading, 'id-missing')).toHaveLength(1);
    const beside = processOf(reading).extensions!['ecospold2']!.find(([path]) => path === '/ecoSpold/master:usedUserMasterData/master:person');
    expect(JSON.parse(beside![1])).toMatchObject({ telephone: '1', raw: { name: 'A. Author', address: '1 Street' } });
  });
  it('a second record of the same identifier is kept beside, whether it says something else or the same', () => {
    const [found] = /<ns3:source [^>]*\/>/.exec(after)!;
    const [same, other] = [changed([found, found + found]), changed([found, found + found.replace('A title', 'B title')])];
    expect(JSON.stringify(processOf(same).extensions)).toContain('A title');
    expect(JSON.stringify(processOf(other).extensions)).toContain('B title');
    expect(recordsOf(other, 'source')).toMatchObject([{ title: 'A title' }]);
  });
});
