// EcoSpold 1 packages: read through the registry and compared with an independent reading of their XML; imported, and asked for.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentReading } from '../../src/formats/adapter.ts';
import { recognize } from '../../src/formats/registry.ts';
import { issueCodes } from '../../src/model/issue-codes.ts';
import { nounSchemas } from '../../src/model/noun.ts';
import type { Process } from '../../src/model/process.ts';
import type { ImportReport } from '../../src/transfer/import/report.ts';
import { all, first, parseTree, readDocuments, type Element } from './support/dom.ts';
import { fingerprint, openHub, type Hub } from './support/hub.ts';
import { needSamples, published, spread } from './support/samples.ts';

interface Pair { file: string; dataset: Element; process: Process }

const groupOf = (exchange: Element): string => exchange.children.map((c) => `${c.name} ${c.text.trim()}`).join(', ');
/** Sum of the amounts that are numbers, by what `keyOf` tells of each. */
function sums<T>(list: readonly T[], keyOf: (item: T) => string, amountOf: (item: T) => string | undefined): Record<string, number> {
  const found: Record<string, number> = {};
  for (const item of list) {
    const amount = Number(amountOf(item));
    if (!Number.isNaN(amount)) found[keyOf(item)] = (found[keyOf(item)] ?? 0) + amount;
  }
  return found;
}

describe.each(needSamples('ecospold1'))('EcoSpold 1: %s', (name, sample) => {
  const readings: { file: string; root: Element; reading: DocumentReading }[] = [];
  const pairs: Pair[] = [];
  let exchanges: Element[];

  beforeAll(async () => {
    for (const [file, bytes] of await readDocuments(sample.path)) {
      const found = recognize(bytes, file);
      if (!('adapter' in found) || found.adapter.name !== 'ecospold1') continue;
      readings.push({ file, root: parseTree(bytes.toString('utf8')), reading: found.adapter.read(bytes, file) });
    }
    for (const { file, root, reading } of readings) {
      const processes = reading.datasets.filter((d) => d.noun === 'process').map((d) => d.record as Process);
      all(root, 'dataset').forEach((dataset, i) => pairs.push({ file, dataset, process: processes[i]! }));
    }
    exchanges = pairs.flatMap(({ dataset }) => all(dataset, 'flowData/exchange'));
  });

  it('gives every dataset and every exchange, in their order', () => {
    const { datasets = pairs.length, exchanges: count = exchanges.length } = published[name] ?? {};
    expect([pairs.length, exchanges.length]).toEqual([datasets, count]);
    expect(readings.reduce((sum, { reading }) => sum + reading.datasets.filter((d) => d.noun === 'process').length, 0)).toBe(datasets);
    expect(pairs.map(({ process }) => process.sourceId)).toEqual(pairs.map(({ dataset }) => dataset.attributes['number']));
    expect(pairs.flatMap(({ process }) => (process.exchanges ?? []).map((e) => e.internalId))).toEqual(exchanges.map((e) => e.attributes['number']));
  });

  it('has the amounts of the file, by direction and by kind of uncertainty', () => {
    const read = pairs.flatMap(({ process }) => process.exchanges ?? []);
    const plain = exchanges.filter((e) => e.children.length === 1);
    const numbers = new Set(plain);
    const direction = (e: Element) => (groupOf(e).startsWith('input') ? 'INPUT' : 'OUTPUT');
    expect(sums(read.filter((_, i) => numbers.has(exchanges[i]!)), (e) => e.direction!, (e) => e.amount)).toEqual(sums(plain, direction, (e) => e.attributes['meanValue']));
    const types = ['UNDEFINED', 'LOGNORMAL', 'NORMAL', 'TRIANGULAR', 'UNIFORM'];
    const typed = exchanges.map((e, i) => [e, read[i]!] as const).filter(([e]) => e.attributes['uncertaintyType'] !== undefined);
    expect(typed.map(([, found]) => found.uncertainty?.distribution)).toEqual(typed.map(([e]) => types[Number(e.attributes['uncertaintyType'])]));
    expect(read.map((e) => e.amount)).toEqual(exchanges.map((e) => e.attributes['meanValue']));
  });

  it('names processes, places, flows and units as the file does', () => {
    for (const { dataset, process } of pairs) {
      const stated = first(dataset, 'metaInformation/processInformation/referenceFunction')!;
      expect(Object.values(process.name)[0]).toBe(stated.attributes['name']);
      expect(process.geography?.stated).toBe(first(dataset, 'metaInformation/processInformation/geography')!.attributes['location']);
      expect(process.geography?.code).toBeDefined();
      expect((process.exchanges ?? []).map((e) => Object.values(e.flow.name!)[0])).toEqual(all(dataset, 'flowData/exchange').map((e) => e.attributes['name']));
      expect((process.exchanges ?? []).every((e) => e.unit !== undefined)).toBe(true);
    }
  });

  it('makes one flow of a name, unit and category, one contact of a person, one source of a publication; all fit the model', () => {
    for (const { root, reading } of readings) {
      const text = (e: Element, ...keys: string[]) => JSON.stringify(keys.map((key) => (e.attributes[key] ?? '').trim().toLowerCase()));
      const elementary = all(root, 'dataset').flatMap((d) => all(d, 'flowData/exchange')).filter((e) => e.children.some((c) => c.text.trim() === '4'));
      expect(reading.datasets.filter((d) => d.noun === 'flow' && (d.record as { kind?: string }).kind === 'ELEMENTARY')).toHaveLength(new Set(elementary.map((e) => text(e, 'name', 'unit', 'category', 'subCategory'))).size);
      const parties = (path: string) => new Set(all(root, 'dataset').flatMap((d) => all(d, path)).map(({ attributes: { number: _local, ...rest } }) => JSON.stringify(Object.entries(rest).filter(([, v]) => v.trim() !== '').sort())));
      expect(reading.datasets.filter((d) => d.noun === 'contact')).toHaveLength(parties('metaInformation/administrativeInformation/person').size);
      expect(reading.datasets.filter((d) => d.noun === 'source')).toHaveLength(parties('metaInformation/modellingAndValidation/source').size);
      expect(new Set(reading.datasets.map((d) => `${d.noun} ${d.record.id}`)).size).toBe(reading.datasets.length);
      for (const { noun, record } of spread(reading.datasets, 400)) expect(nounSchemas[noun].safeParse(record).error).toBeUndefined();
    }
  });

  it('links inputs to a supplier only where there is exactly one', () => {
    const processes = new Map(pairs.map(({ process }) => [process.id, process]));
    const linked = pairs.flatMap(({ file, process }) => (process.exchanges ?? []).flatMap((e) => (e.provider === undefined || readings.find((r) => r.file === file)!.reading.datasets.filter((d) => d.noun === 'process').length === 1 ? [] : [e])));
    for (const exchange of linked) {
      const supplier = processes.get(exchange.provider!.id!)!;
      const plain = (names: Record<string, string>) => Object.values(names)[0]!.replace(/^CUTOFF /, '').trim().toLowerCase();
      expect(plain(supplier.name)).toBe(plain(exchange.flow.name!));
      expect(supplier.declaredQuantity?.unit).toBe(exchange.unit);
    }
    expect(linked.length).toBeGreaterThanOrEqual(pairs.length > 100 ? 1_000 : 0);
  });

  /** Files of this format: a folder may have others beside them. */
  const paths = () => (sample.path.endsWith('.zip') ? [sample.path] : readings.map(({ file }) => join(sample.path, file)));

  describe('in the hub', () => {
    let hub: Hub;
    let report: ImportReport;
    beforeAll(async () => {
      hub = await openHub();
      report = await hub.import(...paths());
    });
    afterAll(() => hub?.close());

    it('is stored whole, with known issue codes, and not changed by a second import', async () => {
      expect(report.byNoun['process']).toMatchObject({ new: pairs.length, refused: 0 });
      expect(report.exchanges).toMatchObject({ total: exchanges.length, refused: 0 });
      expect(await hub.sql('select count(*)::int as n from exchange')).toEqual([{ n: exchanges.length }]);
      expect(Object.keys(report.issueCounts).filter((code) => !(code in issueCodes))).toEqual([]);
      expect(['exchange-flow-dangling', 'reference-dangling', 'duplicate-dataset'].filter((code) => code in report.issueCounts)).toEqual([]);
      const before = await fingerprint(hub);
      expect((await hub.import(...paths())).datasets).toMatchObject({ new: 0, updated: 0, derived: 0 });
      expect(await fingerprint(hub)).toEqual(before);
    });

    it('answers with what the file says', async () => {
      for (const { dataset, process } of spread(pairs, 10)) {
        const answer = await hub.ask('query ($id: ID!) { process(id: $id) { isInfrastructure exchanges(first: 5000) { totalCount nodes { internalId amount unit flow { id isPlaceholder } } } } }', { id: process.id });
        const stated = all(dataset, 'flowData/exchange');
        expect(answer.process.exchanges.totalCount).toBe(stated.length);
        expect(answer.process.exchanges.nodes.map((n: { internalId: string; amount: string }) => [n.internalId, n.amount])).toEqual(stated.map((e) => [e.attributes['number'], e.attributes['meanValue']]));
        expect(answer.process.exchanges.nodes.some((n: { flow: { isPlaceholder: boolean } }) => n.flow.isPlaceholder)).toBe(false);
      }
    });
  });
});
