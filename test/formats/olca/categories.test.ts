// Categories of version 1: paths that only the package tells, and what becomes of the datasets that refer to them.
import { afterEach, describe, expect, it } from 'vitest';
import { listPackage, openEntries } from '../../../src/formats/archive/archive.ts';
import { olca } from '../../../src/formats/olca/adapter.ts';
import { gatherFacts, wantsFacts } from '../../../src/formats/olca/package-facts.ts';
import { gatherSurroundings } from '../../../src/formats/surroundings.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { fixtureText, only, readFixture } from './fixture.ts';

const gatherCategories = (documents: Parameters<typeof gatherFacts>[0]) => gatherFacts(documents).categories;
const category = (id: string, name: string, parent?: string) => () => Buffer.from(JSON.stringify({ '@type': 'Category', '@id': id, name, ...(parent === undefined ? {} : { category: { '@type': 'Category', '@id': parent } }) }));
const air = '0c0c0000-0000-4000-8000-000000000011';
const unspecified = '0c0c0000-0000-4000-8000-000000000012';

let folder: TemporaryFolder | undefined;
afterEach(() => folder?.remove());

describe('categories of version 1', () => {
  it('have the names of all above them', () => {
    expect([...gatherCategories([category('c', 'unspecified', 'b'), category('a', 'Elementary flows'), category('b', 'air', 'a')])]).toEqual([
      ['c', ['Elementary flows', 'air', 'unspecified']], ['a', ['Elementary flows']], ['b', ['Elementary flows', 'air']],
    ]);
  });

  it('have no path where it goes round in circles or leads to nothing, and broken documents none at all', () => {
    const paths = gatherCategories([category('a', 'x', 'b'), category('b', 'y', 'a'), category('c', 'z', 'gone'), () => Buffer.from('{"@type": "Category"'), () => Buffer.from('[]'), category('d', 'sound')]);
    expect([...paths]).toEqual([['d', ['sound']]]);
  });

  it('lie in a folder of their own, in packages imported together as well', () => {
    expect(['categories/a.json', 'x/categories/a.json', 'p.zip: categories/a.json'].map(wantsFacts)).toEqual([true, true, true]);
    expect(['flows/a.json', 'categories/a.xml', 'mycategories/a.json', 'categories.json'].map(wantsFacts)).toEqual([false, false, false, false]);
  });

  it('give elementary flows their compartment and other datasets their class, as version 2 states them', async () => {
    folder = temporaryFolder();
    folder.write(`categories/${air}.json`, category(air, 'air')().toString());
    folder.write(`categories/${unspecified}.json`, fixtureText('package/category.json'));
    const reader = openEntries();
    const surroundings = gatherSurroundings((await listPackage(folder.path)).entries, reader);
    reader.close();
    const read = (name: string) => olca.read(Buffer.from(fixtureText(name)), 'x.json', surroundings.get('olca'));
    const { record, codes } = only(read('steel-v1/flow.json'), 'flow');
    expect(record.compartment).toEqual({ code: 'air/unspecified', system: 'openlca', path: ['air', 'unspecified'] });
    expect(codes).toEqual([]);
    expect(JSON.parse(olca.write('flow', record).text!)).toMatchObject({ category: 'air/unspecified' });
    // The package does not have the category of the process: its name is all there is.
    expect(only(read('steel-v1/process.json'), 'process').record.classifications).toMatchObject([{ statedId: '0c0c0000-0000-4000-8000-000000000002' }]);
  });

  it('are not guessed from the last name alone', () => {
    const { record, issues } = only(readFixture('steel-v1/flow.json'), 'flow');
    expect(record.compartment).toEqual({ system: 'openlca', path: ['unspecified'], statedId: unspecified });
    expect(issues.map((i) => i.code)).toEqual(['compartment-unknown']);
  });

  it('cost nothing in packages of other formats', () => {
    expect([...gatherSurroundings([{ name: 'ILCD/flows/a.xml', byteLength: 1, handle: { kind: 'file', path: '/nowhere', byteLength: 1 } }], openEntries())]).toEqual([]);
  });
});
