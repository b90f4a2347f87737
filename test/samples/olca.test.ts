// openLCA packages read whole and compared with an independent reading by JSON.parse: counts, values, leaves, and what is written back.
import { beforeAll, describe, expect, it } from 'vitest';
import { listPackage, openEntries } from '../../src/formats/archive/archive.ts';
import type { DocumentReading, FormatAdapter } from '../../src/formats/adapter.ts';
import { recognize } from '../../src/formats/registry.ts';
import { gatherSurroundings } from '../../src/formats/surroundings.ts';
import { findUnit } from '../../src/mapping/tables/units.ts';
import { datasetSchemas, type DatasetNoun } from '../../src/model/noun.ts';
import type { Flow } from '../../src/model/flow.ts';
import type { Process } from '../../src/model/process.ts';
import { leavesOf } from '../formats/olca/leaves.ts';
import { Differences } from './support/differences.ts';
import { openHub } from './support/hub.ts';
import { needSamples } from './support/samples.ts';

const nouns: Readonly<Record<string, DatasetNoun>> = {
  Actor: 'contact', Source: 'source', UnitGroup: 'unitGroup', FlowProperty: 'flowProperty', Flow: 'flow', Process: 'process', ImpactMethod: 'impactMethod', ImpactCategory: 'impactCategory',
};

interface StatedExchange { amount: number; isInput?: boolean; input?: boolean; isAvoidedProduct?: boolean; avoidedProduct?: boolean; isQuantitativeReference?: boolean; quantitativeReference?: boolean; flow: { '@id': string }; unit: { name: string } }
interface Stated { '@type': string; '@id': string; name: string; exchanges?: StatedExchange[]; flowProperties?: { conversionFactor: number }[]; units?: unknown[] }
interface Document { file: string; text: string; stated: Stated; reading: DocumentReading; adapter: FormatAdapter }

/** What version 1 spells otherwise, and is written in the words of version 2. */
const upgraded = /^\/category\/|\/(input|avoidedProduct|quantitativeReference|referenceFlowProperty|referenceUnit|inputParameter|copyright|infrastructureFlow|infrastructureProcess|reviewDetails|pedigreeUncertainty|validFrom|validUntil|referenceUnitName) = |\/reviewer\//;

/** A unit stands as stated, or under the symbol that the unit table has for the name in openLCA ("gal" is the US liquid gallon). */
const namesUnit = (stated: string, unit: string | undefined): boolean => unit === stated || findUnit(stated, { system: 'openlca' })?.symbol === unit;

describe.each(needSamples('olca'))('openLCA: %s', (_name, { path }) => {
  const documents: Document[] = [];
  let files = 0;

  beforeAll(async () => {
    const reader = openEntries();
    const { entries } = await listPackage(path);
    const surroundings = gatherSurroundings(entries, reader);
    for (const { name: file, handle } of entries) {
      files += 1;
      const { bytes } = reader.read(handle);
      const found = recognize(bytes, file);
      if (!('adapter' in found)) continue;
      const text = bytes.toString('utf8');
      documents.push({ file, text, stated: JSON.parse(text) as Stated, reading: found.adapter.read(bytes, file, surroundings.get(found.adapter.name)), adapter: found.adapter });
    }
    reader.close();
  });

  it('recognizes every file', () => expect(documents).toHaveLength(files));

  it('reads as many datasets of each noun as the package has documents', () => {
    const counted = Map.groupBy(documents.filter((d) => nouns[d.stated['@type']] !== undefined), (d) => nouns[d.stated['@type']]!);
    const read = Map.groupBy(documents.flatMap((d) => d.reading.datasets), (d) => d.noun);
    const sizes = (groups: ReadonlyMap<string, unknown[]>) => Object.fromEntries([...groups].map(([noun, list]) => [noun, list.length]));
    expect(sizes(read)).toEqual(sizes(counted));
    expect(read.get('process')!.length).toBeGreaterThan(0);
    expect(documents.flatMap((d) => d.reading.refused)).toEqual([]);
  });

  it('makes records that are valid in the model', () => {
    const differences = new Differences();
    let checked = 0;
    for (const { file, reading } of documents) {
      for (const { noun, record } of reading.datasets) {
        checked += 1;
        differences.check(file, noun, undefined, datasetSchemas[noun].safeParse(record).error?.issues[0]?.message);
      }
    }
    expect(differences.told(checked)).toBe('');
  });

  it('has every exchange with amount, direction, unit, reference and flow as stated', () => {
    const differences = new Differences();
    for (const { file, stated, reading } of documents) {
      if (stated['@type'] !== 'Process') continue;
      const exchanges = (reading.datasets[0]!.record as Process).exchanges ?? [];
      differences.check(file, 'exchanges', stated.exchanges?.length ?? 0, exchanges.length);
      stated.exchanges?.forEach((e, n) => {
        const found = exchanges[n]!;
        differences.check(file, 'exchange', [e.amount, (e.isInput ?? e.input) ? 'INPUT' : 'OUTPUT', e.unit.name, (e.isQuantitativeReference ?? e.quantitativeReference) === true, e.flow['@id'], (e.isAvoidedProduct ?? e.avoidedProduct) === true],
          [Number(found.amount), found.direction, namesUnit(e.unit.name, found.unit) ? e.unit.name : found.unit, found.isReference, found.flow.id, found.isAvoided === true]);
      });
    }
    expect(differences.told(1)).toBe('');
  });

  it('knows the whole path of every category, and the compartment of nearly every elementary flow', () => {
    const differences = new Differences();
    let [elementary, unknown] = [0, 0];
    for (const { file, stated, reading } of documents) {
      const record = reading.datasets[0]?.record as Flow | undefined;
      for (const { statedId } of record?.classifications ?? []) differences.check(file, 'category', undefined, statedId);
      if (stated['@type'] !== 'Flow' || record?.kind !== 'ELEMENTARY') continue;
      elementary += 1;
      if (record.compartment?.code === undefined) {
        // Some have the category of a product, or folders of a project; that is told.
        unknown += 1;
        differences.check(file, 'told', true, reading.datasets[0]!.issues.some((i) => i.code === 'compartment-unknown'));
      }
      else differences.check(file, 'compartment', undefined, record.compartment.statedId);
    }
    expect(differences.told(elementary)).toBe('');
    expect(elementary).toBeGreaterThan(0);
    expect(unknown / elementary).toBeLessThan(0.1);
  });

  it('has every factor of flow properties and unit groups', () => {
    const differences = new Differences();
    for (const { file, stated, reading } of documents) {
      if (stated['@type'] === 'Flow') differences.check(file, 'factors', stated.flowProperties?.map((f) => f.conversionFactor), (reading.datasets[0]!.record as Flow).flowProperties?.map((p) => Number(p.mean)));
      if (stated['@type'] === 'UnitGroup') differences.check(file, 'units', stated.units?.length, (reading.datasets[0]!.record as { units?: unknown[] }).units?.length);
    }
    expect(differences.told(1)).toBe('');
  });

  it('counts every leaf once: in a record, beside it, or in the file only', () => {
    const differences = new Differences();
    for (const { file, text, reading } of documents) {
      const { kept, unmapped, inFile = 0 } = reading.account;
      // Blank texts say nothing and are not counted.
      const leaves = leavesOf(text).filter((leaf) => !/ = "\s*"$/.test(leaf)).length;
      differences.check(file, 'leaves', leaves, kept + inFile + [...unmapped.values()].reduce((sum, n) => sum + n, 0));
    }
    expect(differences.told(documents.length)).toBe('');
  });

  it('is imported whole, with every exchange linked to its flow', async () => {
    const hub = await openHub();
    try {
      const report = await hub.import(path);
      const counts: Record<string, number> = {};
      for (const { stated } of documents) if (nouns[stated['@type']] !== undefined) counts[nouns[stated['@type']]!] = (counts[nouns[stated['@type']]!] ?? 0) + 1;
      expect(Object.fromEntries(Object.entries(report.byNoun).map(([noun, c]) => [noun, c.new]))).toEqual(counts);
      const exchanges = documents.flatMap((d) => d.stated.exchanges ?? []);
      const known = new Set(documents.filter((d) => d.stated['@type'] === 'Flow').map((d) => d.stated['@id']));
      expect(report.exchanges).toMatchObject({ total: exchanges.length, stored: exchanges.length, refused: 0, dangling: exchanges.filter((e) => !known.has(e.flow['@id'])).length });
      expect(report.files).toMatchObject({ refused: 0, total: files });
      const { process } = await hub.ask('{ process: processes(first: 1) { nodes { name { en } exchanges(first: 3) { nodes { amount unit flow { name { en } } } } } } }', {});
      expect(process.nodes[0].exchanges.nodes.length).toBeGreaterThan(0);
    } finally {
      await hub.close();
    }
  });

  it('writes every leaf back; version 1 in the words of version 2', () => {
    const missing: string[] = [];
    for (const { file, text, reading, adapter } of documents) {
      for (const { noun, record } of reading.datasets) {
        const after = new Set(leavesOf(adapter.write(noun, record).text!));
        for (const leaf of leavesOf(text)) if (!after.has(leaf) && !upgraded.test(leaf)) missing.push(`${file}: ${leaf}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
