// Environmental product declarations come through the hub and back: every amount of every indicator in every module and scenario, counted in the XML by itself.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recognize } from '../../src/formats/registry.ts';
import { Differences } from './support/differences.ts';
import { all, first, parseTree, readDocuments, textAt, type Element } from './support/dom.ts';
import { openHub, type Hub } from './support/hub.ts';
import { exchangesOf, readPackage, type Dataset } from './support/ilcd.ts';
import { needSamples } from './support/samples.ts';

/** Climate indicators of EN 15804+A2 in its two editions, and the one of +A1 (reference lists of ILCD+EPD). */
const climate: Record<string, readonly string[]> = {
  total: ['6a37f984-a4b3-458a-a20a-64418c145fa2', 'a7ea142a-9749-11ed-a8fc-0242ac120002', '77e416eb-a363-4258-a04e-171d843a6460'],
  fossil: ['5f635281-343e-44fb-83df-1971b155e6b6', 'a7ea19c0-9749-11ed-a8fc-0242ac120002'],
  biogenic: ['2356e1ab-0185-4db5-86e5-16de51c7485c', 'a7ea186c-9749-11ed-a8fc-0242ac120002'],
  luluc: ['4331bbdb-978a-490d-8707-eeb047f01a55', 'a7ea1ae2-9749-11ed-a8fc-0242ac120002'],
};

interface ModuleRow { module: string; scenario: string | null; amount: string | null }
interface Indicator { id: string | null; modules: ModuleRow[] }

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** Amounts of an indicator as the tree has them: number or nothing. */
function modulesOf(element: Element): ModuleRow[] {
  return all(element, 'other/amount').map(({ attributes, text }) => ({
    module: attributes['epd:module']!, scenario: attributes['epd:scenario'] ?? null, amount: decimal.test(text.trim()) ? text.trim() : null,
  }));
}
/** Identifier of a reference; some state it only in their address (ILCD 4.3 #3), some nowhere. */
function idAt(element: Element, name: string): string | null {
  const { refObjectId, uri } = first(element, name)!.attributes;
  return (refObjectId ?? /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(uri ?? '')?.[0])?.toLowerCase() ?? null;
}
const resultsOf = ({ root }: Dataset): Element[] => all(root, 'LCIAResults/LCIAResult');
const statedResults = (dataset: Dataset): Indicator[] => resultsOf(dataset).map((e) => ({ id: idAt(e, 'referenceToLCIAMethodDataSet'), modules: modulesOf(e) }));
const statedFlows = (dataset: Dataset): Indicator[] => exchangesOf(dataset).map((e) => ({ id: idAt(e, 'referenceToFlowDataSet'), modules: modulesOf(e) }));

const rowFields = 'modules { module scenario amount }';
const question = `query ($id: ID!, $version: String) { process(id: $id, version: $version) {
  scenarios { name group isDefault } epd { subtype publicationDate validUntil publishers { id } }
  impactResults { category { id } ${rowFields} } exchanges(first: 500) { nodes { flowReference { id } ${rowFields} } }
} }`;

describe.each(needSamples('ilcd-epd'))('EPD results: %s', (name, sample) => {
  let hub: Hub;
  let documents: Map<string, Buffer>;
  let stated: Dataset[];
  // oxlint-disable-next-line typescript/no-explicit-any -- results of a query
  const answers = new Map<string, any>();

  beforeAll(async () => {
    documents = await readDocuments(sample.path);
    stated = readPackage(documents).process;
    hub = await openHub();
    await hub.import(sample.path);
    for (const { file, id, version } of stated) answers.set(file, (await hub.ask(question, { id, version })).process);
  });
  afterAll(() => hub?.close());

  const amounts = (indicators: readonly Indicator[]) => indicators.flatMap((i) => i.modules);
  const asked = (dataset: Dataset): { results: Indicator[]; flows: Indicator[] } => {
    const { impactResults, exchanges } = answers.get(dataset.file);
    return {
      results: (impactResults ?? []).map((r: { category: { id: string }; modules: ModuleRow[] | null }) => ({ id: r.category.id, modules: r.modules ?? [] })),
      flows: exchanges.nodes.map((e: { flowReference: { id: string }; modules: ModuleRow[] | null }) => ({ id: e.flowReference.id, modules: e.modules ?? [] })),
    };
  };

  it('has every indicator with every amount per module and scenario; what is not declared is null', () => {
    const differences = new Differences();
    let compared = 0;
    for (const dataset of stated) {
      const { results, flows } = asked(dataset);
      differences.check(dataset.file, 'results', statedResults(dataset), results);
      differences.check(dataset.file, 'flows', statedFlows(dataset), flows);
      compared += amounts(results).length + amounts(flows).length;
    }
    expect(differences.told(1)).toBe('');
    expect(compared).toBe([...documents.values()].reduce((sum, bytes) => sum + (bytes.toString('utf8').match(/<(\w+:)?amount[\s>]/g) ?? []).length, 0));
    expect(compared).toBeGreaterThan(0);
  });

  it('has climate change total, and fossil, biogenic and luluc where the declaration has them, in each module', () => {
    const differences = new Differences();
    let found = 0;
    for (const dataset of stated) {
      const { results } = asked(dataset);
      for (const [part, ids] of Object.entries(climate)) {
        const of = (list: readonly Indicator[]) => list.filter(({ id }) => id !== null && ids.includes(id)).map((i) => i.modules);
        differences.check(dataset.file, part, of(statedResults(dataset)), of(results));
        found += of(results).length;
      }
    }
    expect(differences.told(1)).toBe('');
    expect(found).toBeGreaterThan(0);
  });

  it('has what the declaration says of itself', () => {
    const differences = new Differences();
    for (const { file, root } of stated) {
      const { scenarios, epd } = answers.get(file);
      const at = 'processInformation/dataSetInformation/other/scenarios/scenario';
      differences.check(file, 'scenarios', all(root, at).map(({ attributes: a }) => ({ name: a['epd:name'], group: a['epd:group'] ?? null, isDefault: a['epd:default'] === undefined ? null : a['epd:default'] === 'true' })), scenarios ?? []);
      differences.check(file, 'subtype', textAt(root, 'modellingAndValidation/LCIMethodAndAllocation/other/subType'), epd?.subtype);
      differences.check(file, 'publication', textAt(root, 'processInformation/time/other/publicationDateOfEPD'), epd?.publicationDate);
      differences.check(file, 'validity', textAt(root, 'processInformation/time/other/expirationDateOfEPD'), epd?.validUntil);
      differences.check(file, 'publishers', all(root, 'administrativeInformation/publicationAndOwnership/other/referenceToPublisher').map((e) => ({ id: e.attributes['refObjectId'] })), epd?.publishers ?? []);
    }
    expect(differences.told(1)).toBe('');
  });

  it('comes back with every amount where it was', () => {
    const differences = new Differences();
    for (const dataset of stated) {
      const bytes = documents.get(dataset.file)!;
      const known = recognize(bytes, dataset.file);
      if (!('adapter' in known)) throw new Error(`${dataset.file} is not recognized`);
      const record = known.adapter.read(bytes, dataset.file).datasets.find((d) => d.noun === 'process')!.record;
      const again = { ...dataset, root: parseTree(known.adapter.write('process', record, []).text!) };
      differences.check(dataset.file, 'results', statedResults(dataset), statedResults(again));
      differences.check(dataset.file, 'flows', statedFlows(dataset), statedFlows(again));
    }
    expect(differences.told(1)).toBe('');
  });

  /** Counted in the text of the two real declarations, which are of EN 15804+A1: one has empty amounts for what it does not declare. */
  const known: Record<string, { results: number; flows: number; modules: string; declared: number; amounts: number }> = {
    'ilcd-epd-environdec_with_dependencies.zip': { results: 7, flows: 18, modules: 'A1-A3 A4 A5 B1 B2 B3 B4 B5 B6 B7 C1 C2 C3 C4 D', declared: 146, amounts: 375 },
    'ilcd-epd-oekobau_with_dependencies.zip': { results: 7, flows: 18, modules: 'A1-A3 A4 A5 B2 B3 B4 B6 B7 C1 C2 C3 C4 D', declared: 325, amounts: 325 },
  };
  it.runIf(name in known)('has the counts that were taken of the text', () => {
    const [dataset] = stated;
    const { results, flows } = asked(dataset!);
    const rows = [...amounts(results), ...amounts(flows)];
    expect({ results: results.length, flows: flows.filter((f) => f.modules.length > 0).length, modules: [...new Set(rows.map((r) => r.module))].sort().join(' '), declared: rows.filter((r) => r.amount !== null).length, amounts: rows.length }).toEqual(known[name]);
  });
});
