// Reads the EcoSpold 1 fixtures of this folder's tests, makes small documents, and finds things in what was read.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DocumentReading } from '../../../src/formats/adapter.ts';
import { ecospold1 } from '../../../src/formats/ecospold1/adapter.ts';
import type { IssueCode } from '../../../src/model/issue-codes.ts';
import type { DatasetNoun, RecordOf } from '../../../src/model/noun.ts';
import type { Exchange, Process } from '../../../src/model/process.ts';

export const fixture = (path: string): Buffer => readFileSync(fileURLToPath(new URL(`../../fixtures/ecospold1/${path}`, import.meta.url)));
export const readFixture = (path: string): DocumentReading => ecospold1.read(fixture(path), path);
export const readText = (text: string | Buffer, file = 'text.xml'): DocumentReading => ecospold1.read(Buffer.from(text as string), file);

export const recordsOf = <N extends DatasetNoun>(reading: DocumentReading, noun: N): RecordOf<N>[] => reading.datasets.filter((d) => d.noun === noun).map((d) => d.record as RecordOf<N>);
export const processOf = (reading: DocumentReading, index = 0): Process => recordsOf(reading, 'process')[index]!;
export const exchangeOf = (reading: DocumentReading, internalId: string): Exchange => processOf(reading).exchanges!.find((e) => e.internalId === internalId)!;
const issues = (reading: DocumentReading) => [...reading.issues, ...reading.datasets.flatMap((d) => d.issues)];
export const issuesOf = (reading: DocumentReading, code: IssueCode) => issues(reading).filter((i) => i.code === code);
export const codesOf = (reading: DocumentReading): string[] => [...new Set(issues(reading).map((i) => i.code))].sort();

/** The documents that the own datasets of a reading are written as. */
export const written = (reading: DocumentReading): string[] =>
  reading.datasets.filter((d) => d.derived !== true).map((d) => ecospold1.write(d.noun, d.record, reading.datasets.filter((c) => c.whole)).text!);

interface Parts { number?: number; name?: string; unit?: string; location?: string; type?: string; head?: string; function?: string; period?: string; flowData?: string; information?: string }

/** A dataset with what a test is about; the rest is as plain as the schema allows. */
export function datasetText(parts: Parts = {}): string {
  const { number = 1, name = 'steel', unit = 'kg', location = 'CN', type = '1', head = '', period = '<startYear>2020</startYear><endYear>2021</endYear>', flowData = '', information = 'languageCode="en" localLanguageCode="en"' } = parts;
  const stated = parts.function ?? `name="${name}" localName="${name}" infrastructureProcess="false" amount="1" unit="${unit}" category="metals" subCategory="extraction" localCategory="metals" localSubCategory="extraction"`;
  return `<dataset number="${number}" generator="by hand" timestamp="2026-11-22T10:00:00"><metaInformation><processInformation>
    <referenceFunction datasetRelatesToProduct="true" ${stated}/><geography location="${location}"/><technology/><timePeriod dataValidForEntirePeriod="true">${period}</timePeriod>
    <dataSetInformation type="${type}" impactAssessmentResult="false" timestamp="2023-03-01T08:30:00" version="1.0" internalVersion="1.0" energyValues="0" ${information}/></processInformation>
    <modellingAndValidation><source number="1" firstAuthor="Zhao" year="2020" title="A report" placeOfPublications="Sanya"/>${head}</modellingAndValidation>
    <administrativeInformation><dataEntryBy person="1"/><dataGeneratorAndPublication person="1" copyright="false"/><person number="1" name="Li" address="Haikou" companyCode="A" countryCode="CN"/></administrativeInformation>
    </metaInformation><flowData>${flowData}</flowData></dataset>`;
}

export const documentText = (...datasets: string[]): string => `<?xml version="1.0" encoding="UTF-8"?>\n<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01">${datasets.join('')}</ecoSpold>`;
export const readDataset = (parts: Parts = {}): DocumentReading => readText(documentText(datasetText(parts)));

/** An exchange: `group` is "i5" or "o0", several are divided by blanks, none is ''. */
export function exchangeText(number: number, group: string, attributes: Record<string, string> = {}): string {
  const stated = { name: 'steel', unit: 'kg', meanValue: '1', ...attributes };
  const groups = group.split(' ').filter((g) => g !== '').map((g) => (g.startsWith('i') ? `<inputGroup>${g.slice(1)}</inputGroup>` : `<outputGroup>${g.slice(1)}</outputGroup>`));
  return `<exchange number="${number}" ${Object.entries(stated).map(([key, value]) => `${key}="${value}"`).join(' ')}>${groups.join('')}</exchange>`;
}

export const reference = exchangeText(1, 'o0', { location: 'CN', infrastructureProcess: 'false' });
