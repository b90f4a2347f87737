// Packages of EPDs are read whole; of every document of every format that is read no leaf vanishes; packages of other formats are refused politely.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recognize } from '../../src/formats/registry.ts';
import { reportText, type ImportReport } from '../../src/transfer/import/report.ts';
import { Differences } from './support/differences.ts';
import { leavesOf, parseTree, readDocuments, type Element } from './support/dom.ts';
import { byLanguage, fingerprint, openHub, type Hub } from './support/hub.ts';
import { byId, exchangesOf, flowOf, namesOf, readPackage, type Package } from './support/ilcd.ts';
import { complete, needSamples, published, samples, spread, type Kind } from './support/samples.ts';

describe.each(needSamples('ilcd-epd'))('EPD: %s', (_name, sample) => {
  let hub: Hub;
  let stated: Package;
  let files: number;
  let report: ImportReport;

  beforeAll(async () => {
    const documents = await readDocuments(sample.path);
    stated = readPackage(documents);
    files = documents.size;
    hub = await openHub();
    report = await hub.import(sample.path);
  });
  afterAll(() => hub?.close());

  it('imports without failure', async () => {
    expect(report.files.refused).toBe(0);
    expect(report.files.read + report.files.known + report.files.left).toBe(report.files.total);
    expect(report.files.read).toBeLessThanOrEqual(files);
    const known = published[sample.name];
    expect(report.files.total).toBe(known?.files ?? report.files.total);
    const stored = Object.fromEntries(Object.entries(report.byNoun).map(([noun, counts]) => [noun, counts.new + counts.updated]));
    expect(stored).toMatchObject(known?.nouns ?? {});
    expect(reportText(report)).toContain(`${report.datasets.new} new`);
  });

  it('stores every dataset once, however many versions or copies there are', () => {
    const nouns = (['process', 'flow', 'flowProperty', 'unitGroup', 'source', 'contact'] as const).filter((noun) => stated[noun].length > 0);
    const counts = nouns.map((noun) => ({ noun, counts: report.byNoun[noun]! }));
    expect(counts.map(({ noun, counts: c }) => ({ noun, all: c.new + c.updated + c.unchanged + c.refused, identifiers: c.new })))
      .toEqual(nouns.map((noun) => ({ noun, all: stated[noun].length, identifiers: byId(stated[noun]).size })));
    expect(report.exchanges.total).toBe(stated.process.flatMap(exchangesOf).length);
    expect(report.exchanges.stored).toBe(report.exchanges.total - report.exchanges.refused);
  });

  it('answers with names, exchanges and stated results', async () => {
    const differences = new Differences();
    for (const dataset of stated.process) {
      const { process } = await hub.ask('query ($id: ID!, $version: String) { process(id: $id, version: $version) { type name { all { language text } } exchanges(first: 500) { totalCount nodes { flowReference { id } } } impactResults { category { id } } } }', { id: dataset.id, version: dataset.version });
      differences.check(dataset.file, 'type', 'EPD', process?.type);
      differences.check(dataset.file, 'name', namesOf(dataset), byLanguage(process?.name));
      differences.check(dataset.file, 'exchanges', exchangesOf(dataset).map(flowOf), (process?.exchanges.nodes ?? []).map((n: { flowReference: { id: string } }) => n.flowReference.id));
      const results = dataset.root.children.find((c) => c.name === 'LCIAResults')?.children.filter((c) => c.name === 'LCIAResult') ?? [];
      differences.check(dataset.file, 'results', results.length, process?.impactResults?.length ?? 0);
    }
    expect(differences.told(stated.process.length * 4)).toBe('');
  });

  it('changes nothing when it is imported again', async () => {
    const before = await fingerprint(hub);
    const again = await hub.import(sample.path);
    expect(again.datasets).toMatchObject({ new: 0, updated: 0, derived: 0 });
    expect(again.issueCounts).toEqual(report.issueCounts);
    expect(await fingerprint(hub)).toEqual(before);
  });
});

/** Leaves that are translated: the record has the value of the model for them, or what they say in other digits. */
const translated = [
  /\/@type$/, /typeOfDataSet$/, /exchangeDirection$/, /functionType$/, /uncertaintyDistributionType$/, // terms of ILCD
  /dataSetValidUntil$/, // a year, which is the last day of it
  /unitName$/, /@casNumber$/, /inputGroup$/, /outputGroup$/, /classificationValue$/, // codes of EcoSpold 2; units and CAS numbers in canonical form; "code: name"
  /activity\/@(type|specialActivityType|energyValues)$/, /technology\/@technologyLevel$/, /@(dataPublishedIn|accessRestrictedTo|sourceType)$/,
  /fileAttributes\/@(major|minor)(Release|Revision)$/, // together the version
  /timePeriod\/(start|end)Year(Month)?$/, /dataSetInformation\/@(type|version|internalVersion|energyValues)$/, // EcoSpold 1: the first or last day of it; together the version
  /@(allocationMethod|unit|uncertaintyType)$/, /@local(Sub)?Category$/, // codes and units; short names, which stand in a path with a slash
];

const squash = (text: string) => text.toLowerCase().replace(/\s/g, '');

/** Every text, number and key of records, without blanks. */
/** A part of a document that stands beside a record whole. */
function partIn(text: string): unknown {
  try {
    return text.startsWith('{') ? JSON.parse(text) : undefined;
  } catch {
    return undefined; // a text that only begins like one
  }
}

function valuesIn(value: unknown, into: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') {
    into.add(squash(value));
    valuesIn(partIn(value), into);
  }
  else if (typeof value === 'number' || typeof value === 'boolean') into.add(String(value));
  else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      into.add(squash(key));
      valuesIn(inner, into);
    }
  }
  return into;
}

/** What the reader may count more than this suite: empty elements and attributes that no table knows. */
function countedInAddition(element: Element): number {
  const empty = element.children.length === 0 && element.text.trim() === '' ? 1 : 0;
  const blank = Object.values(element.attributes).filter((value) => value.trim() === '').length;
  return empty + blank + element.children.reduce((sum, c) => sum + countedInAddition(c), 0);
}

const readable: readonly Kind[] = ['ilcd', 'ilcd-epd', 'ilcd-lcia', 'ecospold1', 'ecospold2'];
const atMost = 60;

for (const kind of readable) {
  describe.each(needSamples(kind))(`no leaf vanishes, ${kind}: %s`, (_name, sample) => {
    const documents: { file: string; root: Element; reading: ReturnType<Extract<ReturnType<typeof recognize>, { adapter: unknown }>['adapter']['read']> }[] = [];

    beforeAll(async () => {
      for (const [file, bytes] of spread([...(await readDocuments(sample.path))], atMost)) {
        const found = recognize(bytes, file);
        if ('issue' in found) continue;
        const reading = found.adapter.read(bytes, file);
        // Lists of classes and places hold no dataset; an issue says so.
        if (reading.datasets.length === 0 && reading.issues.some((i) => i.code === 'file-no-dataset')) continue;
        documents.push({ file, root: parseTree(bytes.toString('utf8')), reading });
      }
    });

    it('counts as many leaves as the document has', () => {
      const differences = new Differences();
      for (const { file, root, reading } of documents) {
        const leaves = leavesOf(root).length;
        const beside = [...reading.account.unmapped.values()].reduce((sum, n) => sum + n, 0);
        const inFile = reading.account.inFile ?? 0;
        const counted = reading.account.kept + beside + inFile;
        differences.check(file, 'leaves', 'as many', counted >= leaves && counted <= leaves + countedInAddition(root) ? 'as many' : `${reading.account.kept} kept, ${beside} beside, ${inFile} in the file only, where the document has ${leaves}`);
      }
      expect(differences.told(1)).toBe('');
    });

    it('has the text of every leaf in a record, or beside it', () => {
      const differences = new Differences();
      for (const { file, root, reading } of documents) {
        const values = valuesIn(reading.datasets.map((d) => d.record));
        const joined = [...values].join('\n');
        for (const { path, text } of leavesOf(root)) {
          if (translated.some((t) => t.test(path))) continue;
          const wanted = squash(text);
          const there = values.has(wanted) || (wanted.length > 6 && joined.includes(wanted));
          differences.check(file, path.replace(/\[\d+\]/g, ''), text, there ? text : undefined);
        }
      }
      expect(differences.told(documents.length)).toBe('');
    });

    it('refuses no dataset without saying why', () => {
      const differences = new Differences();
      for (const { file, reading } of documents) differences.check(file, 'refused', 0, reading.issues.some((i) => i.severity === 'error') ? 0 : reading.refused.length);
      expect(differences.told(1)).toBe('');
    });
  });
}

describe.each(needSamples('other'))('other formats: %s', (_name, sample) => {
  let hub: Hub;
  let report: ImportReport;

  beforeAll(async () => {
    hub = await openHub();
    report = await hub.import(sample.path);
  });
  afterAll(() => hub?.close());

  it('are refused with a reason for every file, and nothing is stored', async () => {
    expect(report.files.total).toBeGreaterThan(0);
    expect(report.files).toMatchObject({ read: 0 });
    expect(report.files.left + report.files.refused).toBe(report.files.total);
    expect(report.datasets).toEqual({ new: 0, updated: 0, unchanged: 0, refused: 0, derived: 0 });
    const [codes, total] = [Object.keys(report.issueCounts), Object.values(report.issueCounts).reduce((a, b) => a + b, 0)];
    expect(codes.filter((code) => !['file-not-recognized', 'namespace-unknown'].includes(code))).toEqual([]);
    expect(total).toBe(report.files.total);
    expect(report.issues.every((i) => (i.file ?? '') !== '')).toBe(true);
    const tables = ['process', 'exchange', 'flow', 'source', 'contact', 'source_document'];
    expect(await hub.sql(tables.map((table) => `select '${table}' as name from ${table}`).join(' union all '))).toEqual([]);
  });

  it('say what they are, and the import ends as completed', async () => {
    expect(reportText(report)).toContain('none recognized');
    expect(await hub.sql('select state from import_run')).toEqual([{ state: 'COMPLETED' }]);
  });
});

describe('the samples', () => {
  it.runIf(complete)('hold every kind that this suite checks', () => {
    expect(new Set(samples.map((s) => s.kind).filter((kind) => kind !== 'other'))).toEqual(new Set([...readable, 'olca']));
  });
});
