// A dataset with every element of the schema, and the master data of a package.
import { describe, expect, it } from 'vitest';
import { process as processSchema } from '../../../src/model/process.ts';
import { datasetSchemas } from '../../../src/model/noun.ts';
import { codesOf, id, processOf, readFixture, recordsOf } from './support.ts';

describe('a complete dataset', () => {
  const reading = readFixture('complete/complete.spold');
  it('fits the model, as everything that comes with it', () => {
    expect(processSchema.strict().safeParse(processOf(reading)).error).toBeUndefined();
    for (const { noun, record } of reading.datasets) expect(datasetSchemas[noun].safeParse(record).error).toBeUndefined();
    expect(codesOf(reading)).toEqual([]);
  });
  it('leaves aside only what the tables call lost', () => {
    expect([...reading.account.unmapped.keys()]).toEqual(['activity: administrativeInformation/fileAttributes/@contextId']);
  });
  it('keeps every field', () => expect(processOf(reading)).toMatchSnapshot());
  it('makes the flows, contacts and sources that it names, once each', () => {
    expect(reading.datasets.filter((d) => d.noun !== 'process').map((d) => [d.noun, d.record.id, d.derived])).toEqual([
      ['source', id(602), true], ['flow', id(1), true], ['flow', id(2), true], ['flow', '349b29d1-3e58-4c66-98b9-9d1a076efd2e', true],
      ['contact', id(503), true], ['contact', id(502), true], ['contact', id(501), true],
    ]);
    expect(recordsOf(reading, 'flow')).toMatchSnapshot();
  });
});

describe('master data', () => {
  it.each([['Persons', 'contact'], ['Companies', 'contact'], ['Sources', 'source'], ['IntermediateExchanges', 'flow'], ['ElementaryExchanges', 'flow']] as const)('%s.xml become datasets', (file, noun) => {
    const reading = readFixture(`master-data/${file}.xml`);
    expect(reading.datasets.every((d) => d.noun === noun && d.derived === undefined)).toBe(true);
    for (const { record } of reading.datasets) expect(datasetSchemas[noun].safeParse(record).error).toBeUndefined();
    expect(recordsOf(reading, noun)).toMatchSnapshot();
    expect(codesOf(reading)).toEqual([]);
  });
  it.each(['Units', 'Geographies', 'Tags', 'Properties', 'Parameters', 'SystemModels', 'MacroEconomicScenarios', 'Languages', 'ActivityNames', 'ActivityIndex', 'UnitConversions', 'Compartments', 'Classifications'])(
    '%s.xml is recognized, and every leaf of it counted', (file) => {
      const reading = readFixture(`master-data/${file}.xml`);
      expect(reading.datasets).toEqual([]);
      expect(codesOf(reading)).toEqual([]);
      expect(reading.account.inFile).toBeGreaterThan(0);
      expect([reading.account.kept, [...reading.account.unmapped]]).toEqual([0, []]);
    });
});

describe('the release of a list of master data', () => {
  it('belongs to the file, and not to the first record of it', () => {
    const reading = readFixture('master-data/Persons.xml');
    expect(reading.account.inFile).toBe(5); // release, revision, context with its name and language
    expect(recordsOf(reading, 'contact')[0]).not.toHaveProperty('extensions');
  });
});

describe('derived flows', () => {
  it('do not depend on the dataset that names them', () => {
    const [here, there] = ['signs/reference-thousand.spold', 'xml/prefixed.spold'].map((file) => recordsOf(readFixture(file), 'flow'));
    expect(here).toEqual(there);
  });
});
