// EcoSpold 2 packages, imported and compared field by field with their XML by an independent reading.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countOf, reportText, type ImportReport } from '../../src/transfer/import/report.ts';
import { issueCodes } from '../../src/model/issue-codes.ts';
import { Differences } from './support/differences.ts';
import { parseTree, readDocuments } from './support/dom.ts';
import { descriptionOf, documentOf, elementaryOf, exchangeOf, exchangesOf, flowIdOf, intermediateOf, isReference, parametersOf, personsOf, sourcesOf, type Document } from './support/ecospold2.ts';
import { byLanguage, fingerprint, openHub, type Hub } from './support/hub.ts';
import { needSamples, published, samplesOf, spread } from './support/samples.ts';

const texts = '{ all { language text } }';
const uncertainty = `uncertainty { distribution mean mode minimum maximum mu variance varianceWithPedigree standardDeviation95 shape scale trials probability comment ${texts} pedigree { reliability completeness temporal geographical technology } }`;
const processQuery = `query ($id: ID!) { process(id: $id) {
  id activityId name ${texts} geography { stated code description ${texts} } period { start end } description ${texts} technology ${texts} includedFrom ${texts} includedTo ${texts} sampling ${texts} dataTreatment ${texts} systemModel referenceFlows
  exchanges(first: 5000) { totalCount nodes { internalId position amount unit unitId direction isReference variable formula activityLinkId comment ${texts} compartment { path } productionVolume { amount }
    flowReference { id name ${texts} } flow { id isPlaceholder name ${texts} } provider { id activityId } providerReference { id } properties { name ${texts} amount } ${uncertainty} } }
  parameters(first: 5000) { nodes { name label ${texts} value formula unit comment ${texts} ${uncertainty} } }
  provenance { sourceDocument { name } issues { code } } } }`;

/** What makes a dataset worth comparing, besides its place in the package. */
const features: Record<string, (d: Document) => boolean> = {
  uncertainty: ({ dataset }) => exchangesOf(dataset).some((e) => e.children.some((c) => c.name === 'uncertainty' && c.children.length > 0)),
  'negative amounts': ({ dataset }) => exchangesOf(dataset).some((e) => Number(e.attributes['amount']) < 0),
  'no reference flow': ({ dataset }) => !intermediateOf(dataset).some(isReference),
  'several outputs': ({ dataset }) => intermediateOf(dataset).filter((e) => e.children.some((c) => c.name === 'outputGroup')).length > 1,
  parameters: ({ dataset }) => parametersOf(dataset).length > 0,
  properties: ({ dataset }) => exchangesOf(dataset).some((e) => e.children.some((c) => c.name === 'property')),
  suppliers: ({ dataset }) => intermediateOf(dataset).some((e) => e.attributes['activityLinkId'] !== undefined),
};

const wanted = 40;
function chosen(documents: readonly Document[]): Document[] {
  const picked = new Set<Document>();
  for (const has of Object.values(features)) for (const d of spread(documents.filter(has), 2)) picked.add(d);
  for (const d of spread(documents, Math.max(2, wanted - picked.size + 4))) picked.add(d);
  return [...picked];
}

it.skipIf(samplesOf('ecospold2').length === 0)('EcoSpold 2 packages are there', () => expect(samplesOf('ecospold2')).not.toEqual([]));

describe.each(needSamples('ecospold2'))('EcoSpold 2: %s', (_name, sample) => {
  let hub: Hub;
  let documents: Document[];
  let report: ImportReport;
  let idByFile: Map<string, string>;

  beforeAll(async () => {
    documents = [];
    for (const [file, bytes] of await readDocuments(sample.path)) {
      const text = bytes.toString('utf8');
      if (!text.includes('EcoSpold02')) continue;
      const document = documentOf(file, parseTree(text));
      if (document !== undefined) documents.push(document);
    }
    hub = await openHub();
    report = await hub.import(sample.path);
    idByFile = new Map((await hub.sql<{ name: string; id: string }>('select d.name, p.id::text from process p join source_document d on d.key = p.source_document')).map((r) => [r.name, r.id]));
  });
  afterAll(() => hub?.close());

  it('accounts for every dataset and every exchange', () => {
    const stated = documents.reduce((sum, { dataset }) => sum + intermediateOf(dataset).length + elementaryOf(dataset).length, 0);
    const { total, stored, unchanged, refused } = report.exchanges;
    expect(total).toBe(stated);
    expect(stored + unchanged + refused).toBe(total);
    const processes = report.byNoun['process']!;
    expect(processes.new + processes.updated + processes.unchanged + processes.refused).toBe(documents.length);
    expect(report.files.read + report.files.known + report.files.left + report.files.refused).toBe(report.files.total);
    const { datasets = processes.new, exchanges = total } = published[sample.name] ?? {};
    expect(processes.new).toBe(datasets);
    expect(total).toBe(exchanges);
  });

  it('refuses nothing without a reason', () => {
    const reasons = ['duplicate-dataset', 'id-missing', 'dataset-invalid'].reduce((sum, code) => sum + (report.issueCounts[code] ?? 0), 0);
    expect(Object.values(report.byNoun).reduce((sum, counts) => sum + counts.refused, 0)).toBe(report.datasets.refused);
    expect(report.datasets.refused).toBeLessThanOrEqual(reasons);
  });

  it('stores the exchanges that the report counts', async () => {
    expect(await hub.sql('select count(*)::int as n from exchange')).toEqual([{ n: report.exchanges.stored }]);
  });

  it('tells it readably: every count, every issue code with its number', () => {
    const text = reportText(report);
    const number = (n: number) => n.toLocaleString('en-US');
    for (const n of [report.files.total, report.datasets.new, report.exchanges.total, report.exchanges.stored]) expect(text).toContain(number(n));
    const counts = Object.entries(report.issueCounts);
    const lines = text.split('\n');
    expect(counts.filter(([code]) => !(code in issueCodes))).toEqual([]);
    expect(counts.filter(([code, n]) => !lines.some((line) => line.trimEnd().endsWith(` ${code}`) && line.includes(` ${number(n)} `)))).toEqual([]);
    expect(counts.filter(([code]) => !report.issues.some((i) => i.code === code && (i.file ?? i.dataset) !== undefined))).toEqual([]);
    expect(text.split('\n').every((line) => line.length < 500)).toBe(true);
  });

  it('changes nothing when it is imported again', async () => {
    const before = await fingerprint(hub);
    const again = await hub.import(sample.path);
    expect(again.byNoun['process']).toEqual({ new: 0, updated: 0, unchanged: report.byNoun['process']!.new, refused: report.byNoun['process']!.refused, derived: 0 });
    expect(again.datasets).toMatchObject({ new: 0, updated: 0, derived: 0 });
    expect(again.exchanges).toEqual({ ...report.exchanges, stored: 0, unchanged: report.exchanges.stored + report.exchanges.unchanged });
    expect(again.placeholders).toBe(0);
    expect(again.issueCounts).toEqual(report.issueCounts);
    expect(countOf(again, 'error')).toBe(countOf(report, 'error'));
    expect(await fingerprint(hub)).toEqual(before);
  });

  describe('field by field', () => {
    const products = new Map<string, string>();
    beforeAll(() => {
      for (const { file, dataset } of documents) {
        const reference = intermediateOf(dataset).filter(isReference).find((e) => Number(e.attributes['amount']) !== 0) ?? intermediateOf(dataset).find(isReference);
        if (reference !== undefined) products.set(`${String(descriptionOf(dataset)['activityId'])} ${flowIdOf(reference)}`, file);
      }
    });

    it(`agrees with the XML for ${wanted} processes and more`, async () => {
      const differences = new Differences();
      const picked = chosen(documents);
      differences.check('package', 'number of processes compared', true, picked.length >= Math.min(20, documents.length));
      const namesOf = new Map<string, Set<string>>();
      for (const { dataset } of documents) for (const e of exchangesOf(dataset)) {
        const id = flowIdOf(e);
        if (!namesOf.has(id)) namesOf.set(id, new Set());
        for (const name of Object.values(exchangeOf(e)['flowName'] as Record<string, string>)) namesOf.get(id)!.add(name.trim());
      }
      for (const { file, dataset, compartments } of picked) {
        const id = idByFile.get(file);
        differences.check(file, 'is stored', true, id !== undefined);
        if (id === undefined) continue;
        const { process } = await hub.ask(processQuery, { id });
        const stated = descriptionOf(dataset);
        differences.check(file, 'sourceDocument', file, process.provenance.sourceDocument.name);
        for (const field of ['activityId', 'systemModel'] as const) differences.check(file, field, stated[field], process[field]);
        for (const field of ['name', 'description', 'technology', 'includedFrom', 'includedTo', 'sampling', 'dataTreatment'] as const) differences.check(file, field, stated[field], byLanguage(process[field]));
        differences.check(file, 'geography', stated['geography'], process.geography?.stated);
        differences.check(file, 'geography comment', stated['geographyComment'], byLanguage(process.geography?.description));
        const codes = new Set<string>(process.provenance.issues.map((i: { code: string }) => i.code));
        differences.check(file, 'geography code or issue', true, typeof process.geography?.code === 'string' || codes.has('place-unknown'));
        differences.check(file, 'period', { start: stated['start'], end: stated['end'] }, process.period);
        const expected = exchangesOf(dataset);
        differences.check(file, 'exchange count', expected.length, process.exchanges.totalCount);
        differences.check(file, 'reference flow or issue', true, process.referenceFlows?.length > 0 || codes.has('reference-flow-missing') || codes.has('inventory-empty'));
        expected.forEach((element, i) => {
          const want = exchangeOf(element, compartments);
          const got = process.exchanges.nodes[i] ?? {};
          const where = `${file} exchange ${i + 1}`;
          differences.check(where, 'position', i, got.position);
          for (const field of ['internalId', 'amount', 'unit', 'unitId', 'direction', 'isReference', 'variable', 'formula', 'activityLinkId'] as const) differences.check(where, field, want[field], got[field]);
          differences.check(where, 'flow id', want['flowId'], got.flow?.id);
          differences.check(where, 'flow reference id', want['flowId'], got.flowReference?.id);
          differences.check(where, 'flow name', want['flowName'], byLanguage(got.flowReference?.name));
          differences.check(where, 'name of the flow found', true, Object.values(byLanguage(got.flow?.name)).every((n) => namesOf.get(String(want['flowId']))!.has(n.trim())) && got.flow?.isPlaceholder === false);
          differences.check(where, 'comment', want['comment'], byLanguage(got.comment));
          differences.check(where, 'compartment', want['compartment'], got.compartment?.path);
          differences.check(where, 'production volume', want['productionVolume'], got.productionVolume?.amount);
          differences.check(where, 'uncertainty', want['uncertainty'], got.uncertainty && { ...got.uncertainty, comment: byLanguage(got.uncertainty.comment) });
          differences.check(where, 'properties', want['properties'], (got.properties ?? []).map((p: { name: never; amount: string }) => ({ name: byLanguage(p.name), amount: p.amount })));
          const link = want['activityLinkId'];
          const supplier = link === undefined ? undefined : products.get(`${String(link)} ${String(want['flowId'])}`);
          differences.check(where, 'provider', supplier === undefined ? undefined : idByFile.get(supplier), supplier === undefined ? (link === undefined ? got.provider?.id : undefined) : got.provider?.id);
          if (link !== undefined) differences.check(where, 'provider named', true, typeof got.providerReference?.id === 'string');
        });
        const parameters = parametersOf(dataset);
        differences.check(file, 'parameters', parameters, process.parameters.nodes.map((p: Record<string, never>) => ({
          ...p, label: byLanguage(p['label']), comment: byLanguage(p['comment']), uncertainty: p['uncertainty'],
        })));
      }
      expect(differences.told(picked.length * 20)).toBe('');
    });

    it('among them some of every feature that the package has', () => {
      const picked = chosen(documents);
      expect(Object.keys(features).filter((f) => picked.some(features[f]!))).toEqual(Object.keys(features).filter((f) => documents.some(features[f]!)));
    });
  });

  it.each(['contact', 'source'] as const)('keeps what the master data of the package say of a %s', async (noun) => {
    const stated = new Map<string, Map<string, Set<string>>>();
    for (const { master } of documents) {
      for (const { id, fields } of noun === 'contact' ? personsOf(master) : sourcesOf(master)) {
        const known = stated.get(id) ?? new Map<string, Set<string>>();
        stated.set(id, known);
        for (const [field, value] of Object.entries(fields)) if (value !== undefined) known.set(field, (known.get(field) ?? new Set()).add(value));
      }
    }
    const selection = noun === 'contact' ? `name ${texts} address ${texts} telephone telefax email` : 'title firstAuthor year';
    const differences = new Differences();
    for (const [id, fields] of spread([...stated], 40)) {
      const { [noun]: found } = await hub.ask(`query ($id: ID!) { ${noun}(id: $id) { ${selection} } }`, { id });
      for (const [field, values] of fields) {
        const got = found?.[field];
        const text = typeof got === 'object' && got !== null ? Object.values(byLanguage(got))[0] : got;
        differences.check(`${noun} ${id}`, field, [...values], values.has(String(text ?? '').trim()) ? [...values] : text);
      }
    }
    expect(differences.told(0)).toBe('');
  });

  it('gives every process of the package by name', async () => {
    const differences = new Differences();
    for (const { file, dataset } of spread(documents, 12)) {
      const [name] = Object.values(descriptionOf(dataset)['name'] as Record<string, string>);
      const { processes } = await hub.ask('query ($search: String!) { processes(filter: { search: $search }, first: 500) { nodes { id } } }', { search: name });
      differences.check(file, `search ${name}`, true, processes.nodes.some((n: { id: string }) => n.id === idByFile.get(file)));
    }
    expect(differences.told(1)).toBe('');
  });
});
