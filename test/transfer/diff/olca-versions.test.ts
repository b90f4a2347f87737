// openLCA: an older package is compared with a newer one in the words of the newer (CHANGES.md of olca-schema 2); never the other way round.
import { afterAll, describe, expect, it } from 'vitest';
import { compareFiles, removeFolders, type Files } from './support/compare.ts';

afterAll(removeFolders);

const header: Files = { 'openlca.json': '{"schemaVersion":3}' };
const json = (value: object): string => JSON.stringify(value);
/** Lines for one document of version 1 against one of a package of version 3; the header is only in the second. */
const upgrade = async (a: object, b: object, more: Files = {}) => {
  const { lines, comparison } = await compareFiles({ 'a.json': json(a), ...more }, { 'a.json': json(b), ...more, ...header });
  return { lines, all: comparison.leaves.same === comparison.leaves.a, leaves: comparison.leaves };
};

describe('what version 1 says stands in version 2 under its new name', () => {
  it('flags of exchanges, flows, units, documentation', async () => {
    const of = (words: Record<string, string>) => ({
      '@type': 'Process', '@id': 'p', [words['infrastructureProcess']!]: true, processDocumentation: { [words['copyright']!]: false },
      exchanges: [{ '@type': 'Exchange', [words['input']!]: true, [words['avoidedProduct']!]: false, [words['quantitativeReference']!]: true, [words['pedigreeUncertainty']!]: '(1;1;1;1;1)' }],
      parameters: [{ [words['inputParameter']!]: true }],
    });
    const names = { infrastructureProcess: 'isInfrastructureProcess', copyright: 'isCopyrightProtected', input: 'isInput', avoidedProduct: 'isAvoidedProduct', quantitativeReference: 'isQuantitativeReference', inputParameter: 'isInputParameter', pedigreeUncertainty: 'dqEntry' };
    const old = of(Object.fromEntries(Object.keys(names).map((name) => [name, name])));
    expect(await upgrade(old, of(names))).toMatchObject({ lines: [], all: true });
    // What keeps its old name cannot be read any more.
    const { lines, leaves } = await upgrade(old, of({ ...names, input: 'input' }));
    expect(lines).toEqual(['only-a Process/exchanges/isInput: true → -', 'only-b Process/exchanges/input: - → true']);
    expect(leaves.a - leaves.same).toBe(1);
  });

  it('says nothing of packages of one version, and lets nothing become older', async () => {
    const [old, later] = [json({ '@type': 'Unit', '@id': 'u', referenceUnit: true }), json({ '@type': 'Unit', '@id': 'u', isRefUnit: true })];
    expect((await compareFiles({ 'a.json': old }, { 'a.json': later })).lines).toHaveLength(2);
    expect((await compareFiles({ 'a.json': later, ...header }, { 'a.json': old })).lines).toHaveLength(2);
    expect((await compareFiles({ 'a.json': old, ...header }, { 'a.json': later, ...header })).lines).toHaveLength(2);
  });

  const category = (id: string, name: string, parent?: string) => json({ '@type': 'Category', '@id': id, name, ...(parent === undefined ? {} : { category: { '@type': 'Category', '@id': parent } }) });
  const categories = { 'categories/1.json': category('1', 'Metals'), 'categories/2.json': category('2', 'Steel', '1') };
  const reference = { '@type': 'Category', '@id': '2', name: 'Steel' };

  it('a category is its path; all leaves of the reference stand in it', async () => {
    const { lines, leaves } = await upgrade({ '@type': 'Flow', '@id': 'f', category: reference }, { '@type': 'Flow', '@id': 'f', category: 'Metals/Steel' }, categories);
    expect(lines).toEqual([]);
    expect(leaves).toMatchObject({ a: 5 + 3 + 5, same: 5 + 3 + 5 });
    expect(await upgrade({ '@type': 'Flow', '@id': 'f', category: reference }, { '@type': 'Flow', '@id': 'f', category: 'Steel' }, categories)).toMatchObject({ lines: ['changed Flow/category: "Metals/Steel" → "Steel"'], leaves: { same: 10 } });
  });

  it('a category that the package does not have is looked for among the other properties', async () => {
    const of = (id: string) => ({ '@type': 'Flow', '@id': 'f', category: 'Steel', otherProperties: { category: { ...reference, '@id': id } } });
    expect(await upgrade({ '@type': 'Flow', '@id': 'f', category: reference }, of('2'))).toMatchObject({ lines: [], leaves: { a: 5, same: 5 } });
    expect(await upgrade({ '@type': 'Flow', '@id': 'f', category: reference }, of('9'))).toMatchObject({ leaves: { a: 5, same: 4 } });
  });

  it('the reviewer and the review text are a review, points in time days, redefined parameters a set', async () => {
    const documentation = { '@type': 'ProcessDocumentation', validFrom: '2010-01-01T00:00:00-07:00', reviewDetails: 'Sound.', reviewer: { '@type': 'Actor', '@id': 'x' } };
    const { reviewDetails, reviewer, ...rest } = documentation;
    const process = (processDocumentation: object) => ({ '@type': 'Process', '@id': 'p', processDocumentation });
    expect(await upgrade(process(documentation), process({ ...rest, validFrom: '2010-01-01', reviews: [{ details: reviewDetails, reviewers: [reviewer] }] }))).toMatchObject({ lines: [], all: true });
    expect((await upgrade(process(documentation), process({ ...rest, validFrom: '2010-01-02', reviews: [] }))).lines).toContain('changed Process/processDocumentation/validFrom: "2010-01-01" → "2010-01-02"');
    const system = (more: object) => ({ '@type': 'ProductSystem', '@id': 's', ...more });
    expect(await upgrade(system({ referenceProcess: { '@id': 'p' }, parameterRedefs: [{ name: 'a', value: 1 }] }), system({ refProcess: { '@id': 'p' }, parameterSets: [{ name: 'Baseline', isBaseline: true, parameters: [{ name: 'a', value: 1 }] }] }))).toMatchObject({ lines: [], all: true });
  });

  it('a package that has been written anew states the version that it was written in', async () => {
    expect((await compareFiles({ 'openlca.json': '{"schemaVersion":1,"libraries":["l"]}', 'f.json': '{"@type":"Flow","@id":"f"}' }, { 'openlca.json': '{"schemaVersion":3,"libraries":["l"]}', 'f.json': '{"@type":"Flow","@id":"f"}' })).lines).toEqual([]);
  });
});
