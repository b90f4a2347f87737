// ILCD packages and LCIA methods, imported and compared field by field with their XML by an independent reading.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportText, type ImportReport } from '../../src/transfer/import/report.ts';
import { Differences } from './support/differences.ts';
import { all, first, readDocuments, textAt, type Element } from './support/dom.ts';
import { byLanguage, fingerprint, openHub, type Hub } from './support/hub.ts';
import { byId, classPathsOf, descriptionOf, exchangeOf, exchangesOf, flowKeyOf, flowOf, namesOf, readPackage, referencesIn, unitOfFlow, type Dataset, type Package } from './support/ilcd.ts';
import { needSamples, published, samplesOf, spread } from './support/samples.ts';

const texts = '{ all { language text } }';
const reference = `{ id type version externalKey name ${texts} }`;
const processQuery = `query ($id: ID!) { process(id: $id) {
  id version type name ${texts} nameParts { treatment ${texts} mix ${texts} } synonyms ${texts} description ${texts} functionalUnit ${texts} referenceFlows referenceYear period { start end }
  geography { stated code description ${texts} } technology ${texts} technologicalApplicability ${texts} modelDescription ${texts} useAdvice ${texts} sampling ${texts} license uri rights { license copyright owner { id } }
  classifications { scheme path } dataSources { id type target { id ... on Source { isPlaceholder } } } reviews { details ${texts} reviewers { id target { id } } } administration { generators { id target { id ... on Contact { isPlaceholder name ${texts} } } } }
  exchanges(first: 5000) { totalCount nodes { internalId position direction amount meanAmount minimum maximum unit variable isReference derivation dataSource comment ${texts} flowReference ${reference}
    flow { id isPlaceholder unit name ${texts} } uncertainty { distribution relativeStandardDeviation95 } sources { id } } }
  referenceExchange { internalId flow { id } }
  parameters(first: 500) { nodes { name formula value } }
  provenance { sourceDocument { name } issues { code } } } }`;

const features: Record<string, (p: Dataset, known: ReadonlySet<string>) => boolean> = {
  uncertainty: (p) => exchangesOf(p).some((e) => first(e, 'uncertaintyDistributionType') !== undefined),
  'dangling flows': (p, known) => exchangesOf(p).some((e) => !known.has(flowOf(e) ?? '')),
  'references that are no UUID': (p) => exchangesOf(p).some((e) => flowKeyOf(e) !== undefined),
  'several reference flows': (p) => (descriptionOf(p)['referenceFlows'] as string[]).length > 1,
  'no reference year': (p) => descriptionOf(p)['referenceYear'] === undefined,
  'a place inside a country': (p) => /-/.test(String(descriptionOf(p)['location'])),
  'negative amounts': (p) => exchangesOf(p).some((e) => Number(exchangeOf(e)['amount']) < 0),
  'no amount': (p) => exchangesOf(p).some((e) => exchangeOf(e)['amount'] === undefined),
  'LCI results': (p) => descriptionOf(p)['type'] === 'LCI_RESULT',
};

const wanted = 40;
function chosen(processes: readonly Dataset[], known: ReadonlySet<string>): Dataset[] {
  const picked = new Set<Dataset>();
  for (const has of Object.values(features)) for (const p of spread(processes.filter((x) => has(x, known)), 2)) picked.add(p);
  for (const p of spread(processes, wanted)) picked.add(p);
  return [...picked];
}

it.skipIf(samplesOf('ilcd').length === 0)('ILCD packages are there', () => expect(samplesOf('ilcd')).not.toEqual([]));

describe.each(needSamples('ilcd'))('ILCD: %s', (_name, sample) => {
  let hub: Hub;
  let stated: Package;
  let report: ImportReport;
  let flows: Map<string, Dataset>;
  const dangling = () => stated.process.flatMap(exchangesOf).filter((e) => !flows.has(flowOf(e) ?? ''));

  beforeAll(async () => {
    stated = readPackage(await readDocuments(sample.path));
    flows = byId(stated.flow);
    hub = await openHub();
    report = await hub.import(sample.path);
  });
  afterAll(() => hub?.close());

  it('stores every dataset', () => {
    const nouns = ['process', 'flow', 'flowProperty', 'unitGroup', 'source', 'contact'] as const;
    const counts = Object.fromEntries(nouns.map((noun) => [noun, stated[noun].length]));
    expect(report.byNoun).toMatchObject(Object.fromEntries(nouns.map((noun) => [noun, { new: counts[noun], updated: 0, unchanged: 0, refused: 0 }])));
    expect(counts).toMatchObject(published[sample.name]?.nouns ?? {});
  });

  it('accounts for every exchange and reports those whose flow is not there', async () => {
    const count = stated.process.flatMap(exchangesOf).length;
    expect(report.exchanges).toEqual({ total: count, stored: count, unchanged: 0, refused: 0, dangling: dangling().length });
    expect(report.issueCounts['exchange-flow-dangling'] ?? 0).toBe(dangling().filter((e) => flowOf(e) !== undefined).length);
    expect(report.issueCounts['reference-not-uuid'] ?? 0).toBeGreaterThanOrEqual(dangling().filter((e) => flowKeyOf(e) !== undefined).length);
    expect(report.unmappedFlows.reduce((sum, f) => sum + f.count, 0)).toBe(dangling().length);
    expect(await hub.sql('select count(*)::int as n from exchange')).toEqual([{ n: count }]);
    const { exchanges = count, dangling: absent = dangling().length } = published[sample.name] ?? {};
    expect(report.exchanges).toMatchObject({ total: exchanges, dangling: absent });
    expect(reportText(report)).toContain(`${absent} refer to a flow that is not there`);
  });

  it('keeps what is referred to but absent as placeholders that show', async () => {
    const ids = [...new Set(dangling().map(flowOf))].filter((id) => id !== undefined);
    const differences = new Differences();
    for (const id of spread(ids, 40)) {
      const { flow } = await hub.ask('query ($id: ID!) { flow(id: $id) { id isPlaceholder usedBy { totalCount } } }', { id });
      differences.check(id, 'placeholder', { id, isPlaceholder: true, usedBy: { totalCount: dangling().filter((e) => flowOf(e) === id).length } }, flow);
    }
    expect(differences.told(Math.min(40, ids.length))).toBe('');
  });

  it('changes nothing when it is imported again', async () => {
    const before = await fingerprint(hub);
    const again = await hub.import(sample.path);
    expect(again.datasets).toEqual({ new: 0, updated: 0, unchanged: report.datasets.new, refused: report.datasets.refused, derived: 0 });
    expect(again.exchanges).toEqual({ ...report.exchanges, stored: 0, unchanged: report.exchanges.stored });
    expect(again.placeholders).toBe(0);
    expect(again.issueCounts).toEqual(report.issueCounts);
    expect(await fingerprint(hub)).toEqual(before);
  });

  describe('field by field', () => {
    it(`agrees with the XML for ${wanted} processes and more`, async () => {
      const differences = new Differences();
      const [properties, groups] = [byId(stated.flowProperty), byId(stated.unitGroup)];
      const picked = chosen(stated.process, new Set(flows.keys()));
      for (const dataset of picked) {
        const { file } = dataset;
        const want = descriptionOf(dataset);
        const { process } = await hub.ask(processQuery, { id: dataset.id });
        differences.check(file, 'is there', true, process !== null);
        if (process === null) continue;
        const codes = new Set<string>(process.provenance.issues.map((i: { code: string }) => i.code));
        differences.check(file, 'sourceDocument', file, process.provenance.sourceDocument.name);
        for (const field of ['id', 'version', 'type', 'referenceYear', 'referenceFlows', 'uri'] as const) differences.check(file, field, want[field], process[field]);
        for (const field of ['name', 'synonyms', 'description', 'functionalUnit', 'technology', 'technologicalApplicability', 'modelDescription', 'useAdvice', 'sampling'] as const) differences.check(file, field, want[field], byLanguage(process[field]));
        differences.check(file, 'treatment', want['treatment'], byLanguage(process.nameParts?.treatment));
        differences.check(file, 'mix', want['mix'], byLanguage(process.nameParts?.mix));
        differences.check(file, 'period', { start: want['referenceYear'] === undefined ? undefined : `${String(want['referenceYear'])}-01-01`, end: want['validUntil'] === undefined ? undefined : `${String(want['validUntil'])}-12-31` }, process.period);
        differences.check(file, 'location', want['location'], process.geography?.stated);
        differences.check(file, 'location code or issue', true, want['location'] === undefined || typeof process.geography?.code === 'string' || codes.has('place-unknown'));
        differences.check(file, 'restrictions of the location', want['restrictions'], byLanguage(process.geography?.description));
        differences.check(file, 'classification', classPathsOf(dataset), (process.classifications ?? []).map((c: { path: string[] }) => c.path));
        differences.check(file, 'license', want['license'], process.rights?.license);
        differences.check(file, 'copyright', want['copyright'], process.rights?.copyright);
        differences.check(file, 'owner', want['owner'], process.rights?.owner?.id);
        differences.check(file, 'data sources', want['dataSources'], (process.dataSources ?? []).map((r: { id: string }) => r.id));
        differences.check(file, 'data sources found', want['dataSources'], (process.dataSources ?? []).map((r: { target: { id: string } | null }) => r.target?.id));
        differences.check(file, 'generators', want['generators'], (process.administration?.generators ?? []).map((r: { id: string }) => r.id));
        differences.check(file, 'generators found', want['generators'], (process.administration?.generators ?? []).map((r: { target: { id: string } | null }) => r.target?.id));
        differences.check(file, 'reviewers', want['reviewers'], (process.reviews ?? []).flatMap((r: { reviewers: { id: string }[] | null }) => (r.reviewers ?? []).map((x) => x.id)));
        differences.check(file, 'review details', want['reviews'], (process.reviews ?? []).map((r: { details: never }) => byLanguage(r.details)));
        differences.check(file, 'parameters', want['parameters'], process.parameters.nodes);
        const elements = exchangesOf(dataset);
        const references = want['referenceFlows'] as string[];
        differences.check(file, 'exchange count', elements.length, process.exchanges.totalCount);
        const first0 = elements.find((e) => references.includes(String(exchangeOf(e)['internalId'])));
        differences.check(file, 'reference exchange', first0 && { internalId: exchangeOf(first0)['internalId'], flow: { id: flowOf(first0) } }, process.referenceExchange);
        elements.forEach((element, i) => {
          const e = exchangeOf(element);
          const got = process.exchanges.nodes[i] ?? {};
          const where = `${file} exchange ${i + 1}`;
          const flow = flows.get(String(e['flowId']));
          differences.check(where, 'position', i, got.position);
          for (const field of ['internalId', 'direction', 'amount', 'meanAmount', 'minimum', 'maximum', 'variable', 'derivation', 'dataSource'] as const) differences.check(where, field, e[field], got[field]);
          differences.check(where, 'isReference', references.includes(String(e['internalId'])), got.isReference);
          differences.check(where, 'flow reference', { id: e['flowId'], key: e['flowKey'], version: e['flowVersion'], name: e['label'] }, { id: got.flowReference?.id, key: got.flowReference?.externalKey, version: got.flowReference?.version, name: byLanguage(got.flowReference?.name) });
          differences.check(where, 'flow', e['flowId'], got.flow?.id);
          differences.check(where, 'placeholder', e['flowId'] === undefined ? undefined : flow === undefined, got.flow?.isPlaceholder);
          if (flow !== undefined) differences.check(where, 'flow name', namesOf(flow), byLanguage(got.flow?.name));
          differences.check(where, 'unit', unitOfFlow(flow, properties, groups), got.unit);
          differences.check(where, 'comment', e['comment'], byLanguage(got.comment));
          differences.check(where, 'distribution', e['distribution'], got.uncertainty?.distribution);
          differences.check(where, 'deviation', e['deviation'], got.uncertainty?.relativeStandardDeviation95);
          differences.check(where, 'sources', e['sources'], (got.sources ?? []).map((r: { id: string }) => r.id));
        });
      }
      expect(differences.told(picked.length * 25)).toBe('');
    });

    it('agrees with the XML in names and versions of all other datasets', async () => {
      const differences = new Differences();
      for (const noun of ['flow', 'flowProperty', 'unitGroup', 'source', 'contact'] as const) {
        for (const dataset of spread(stated[noun], 30)) {
          const { [noun]: found } = await hub.ask(`query ($id: ID!) { ${noun}(id: $id) { id version isPlaceholder name ${texts} classifications { path } provenance { sourceDocument { name } } } }`, { id: dataset.id });
          differences.check(dataset.file, 'name', namesOf(dataset), byLanguage(found?.name));
          differences.check(dataset.file, 'version', dataset.version ?? '00.00.000', found?.version);
          differences.check(dataset.file, 'placeholder', false, found?.isPlaceholder);
          differences.check(dataset.file, 'source document', dataset.file, found?.provenance.sourceDocument?.name);
          if (noun !== 'flow') differences.check(dataset.file, 'classification', classPathsOf(dataset), (found?.classifications ?? []).map((c: { path: string[] }) => c.path));
        }
      }
      expect(differences.told(100)).toBe('');
    });
  });

  it('gives the users of a contact and a source', async () => {
    const differences = new Differences();
    for (const [noun, type] of [['contact', 'contact data set'], ['source', 'source data set']] as const) {
      const users = new Map<string, Set<string>>();
      for (const p of stated.process) for (const id of referencesIn(p.root, type)) users.set(id, (users.get(id) ?? new Set()).add(p.id));
      const known = new Set(stated[noun].map((d) => d.id));
      for (const [id, expected] of spread([...users].filter(([x]) => known.has(x)), 10)) {
        const { [noun]: found } = await hub.ask(`query ($id: ID!) { ${noun}(id: $id) { usedBy(first: 5000) { nodes { noun dataset { id } } } } }`, { id });
        const got = new Set(found.usedBy.nodes.filter((n: { noun: string }) => n.noun === 'process').map((n: { dataset: { id: string } }) => n.dataset.id));
        differences.check(`${noun} ${id}`, 'used by processes', [...expected].sort(), [...got].sort());
      }
    }
    expect(differences.told(10)).toBe('');
  });

  describe('search in Chinese', () => {
    const han = /\p{Script=Han}{2,}/gu;
    /** A piece of two characters from the middle of a Chinese name. */
    const pieceOf = (name: string | undefined): string | undefined => {
      const [run] = (name?.match(han) ?? []).sort((a, b) => b.length - a.length);
      return run === undefined ? undefined : run.slice(Math.floor((run.length - 2) / 2), Math.floor((run.length - 2) / 2) + 2);
    };

    it.each(['process', 'flow', 'contact', 'source'] as const)('finds a %s by two characters of its name', async (noun) => {
      const list = { process: 'processes', flow: 'flows', contact: 'contacts', source: 'sources' }[noun];
      const differences = new Differences();
      const named = stated[noun].filter((d) => pieceOf(namesOf(d)['zh']) !== undefined);
      for (const dataset of spread(named, 15)) {
        const name = namesOf(dataset)['zh']!;
        for (const piece of new Set([pieceOf(name)!, name.match(han)![0].slice(0, 2)])) {
          const answer = await hub.ask(`query ($search: String!) { ${list}(filter: { search: $search }, first: 5000) { totalCount nodes { id name { zh en } } } }`, { search: piece });
          const { nodes } = answer[list] as { nodes: { id: string }[] };
          differences.check(dataset.file, `"${piece}" of "${name.slice(0, 30)}"`, true, nodes.some((n) => n.id === dataset.id));
        }
      }
      const total = await hub.ask(`{ ${list}(filter: { search: "锟斤拷" }) { totalCount } }`);
      differences.check(noun, 'nothing for nonsense', 0, total[list].totalCount);
      expect(differences.told(named.length === 0 ? 1 : 3)).toBe('');
    });
  });

  const methods = samplesOf('ilcd-lcia');
  describe.runIf(methods.length > 0)('with LCIA methods', () => {
    let categories: Dataset[];
    const factorsOf = (category: Dataset): Element[] => all(category.root, 'characterisationFactors/factor');

    beforeAll(async () => {
      categories = [];
      for (const { path } of methods) categories.push(...readPackage(await readDocuments(path)).impactCategory);
      await hub.import(...methods.map((m) => m.path));
    });

    it('has every characterization factor with its value', async () => {
      const differences = new Differences();
      for (const category of categories) {
        const expected = factorsOf(category);
        const { impactCategory } = await hub.ask(`query ($id: ID!) { impactCategory(id: $id) { name ${texts} version factors(first: 5000) { totalCount nodes { position value direction flowReference { id } location { stated } impactCategory { id } } } } }`, { id: category.id });
        differences.check(category.file, 'name', namesOf(category), byLanguage(impactCategory?.name));
        differences.check(category.file, 'factors', expected.length, impactCategory?.factors.totalCount);
        expected.forEach((factor, i) => {
          const got = impactCategory?.factors.nodes[i];
          differences.check(`${category.file} factor ${i + 1}`, 'factor', {
            value: textAt(factor, 'meanValue'), direction: textAt(factor, 'exchangeDirection')?.toUpperCase(), flow: flowOf(factor), location: textAt(factor, 'location'), category: category.id,
          }, { value: got?.value, direction: got?.direction, flow: got?.flowReference.id, location: got?.location?.stated, category: got?.impactCategory?.id });
        });
      }
      expect(differences.told(categories.length * 5)).toBe('');
    });

    it('reaches factors from the flows that the package uses, and back', async () => {
      const used = new Set(stated.process.flatMap(exchangesOf).map(flowOf));
      const byFlow = new Map<string, { category: string; value: string | undefined }[]>();
      for (const category of categories) {
        for (const factor of factorsOf(category)) {
          const id = flowOf(factor);
          if (id !== undefined && used.has(id)) byFlow.set(id, [...(byFlow.get(id) ?? []), { category: category.id, value: textAt(factor, 'meanValue') }]);
        }
      }
      expect(byFlow.size).toBeGreaterThan(0);
      const differences = new Differences();
      const order = (list: { category: string; value: string | undefined }[]) => list.map((x) => `${x.category} ${x.value}`).sort();
      for (const [id, expected] of byFlow) {
        const { flow } = await hub.ask('query ($id: ID!) { flow(id: $id) { usedBy { totalCount } characterizationFactors(first: 500) { nodes { value impactCategory { id factors(filter: { flowId: { eq: $id } }) { nodes { flow { id usedBy { totalCount } } } } } } } } }', { id });
        const nodes: { value: string; impactCategory: { id: string; factors: { nodes: { flow: { id: string } }[] } } }[] = flow.characterizationFactors.nodes;
        differences.check(id, 'factors', order(expected), order(nodes.map((n) => ({ category: n.impactCategory.id, value: n.value }))));
        differences.check(id, 'used by', stated.process.flatMap(exchangesOf).filter((e) => flowOf(e) === id).length, flow.usedBy.totalCount);
        for (const n of nodes) differences.check(id, 'back to the flow', true, n.impactCategory.factors.nodes.length > 0 && n.impactCategory.factors.nodes.every((f) => f.flow.id === id));
      }
      expect(differences.told(byFlow.size * 3)).toBe('');
    });
  });
});
