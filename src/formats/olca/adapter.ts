// openLCA JSON-LD: packages of one document a dataset, version 1 read in the words of version 2, version 2 written (olca-schema).
import { makeIssue } from '../../model/issue.ts';
import type { DocumentReader } from '../../mapping/reader.ts';
import { jsonAdapter, type DocumentReading } from '../adapter.ts';
import type { JsonHead } from '../json/sniff.ts';
import { OTHER_KIND } from './party.ts';
import { olcaPackaging } from './packaging.ts';
import { folderOf, rankOfFolder } from './package.ts';
import { factsOf, gatherFacts, wantsFacts, type StatedFacts } from './package-facts.ts';
import { olcaTransforms } from './transforms.ts';
import { upgrade } from './upgrade.ts';

const kinds: ReadonlySet<string> = new Set(['Actor', 'Source', 'UnitGroup', 'FlowProperty', 'Flow', 'Process', 'ProductSystem', 'ImpactMethod', 'ImpactCategory']);

/** Kinds of documents that hold no dataset of the hub, in words. */
const others: Readonly<Record<string, string>> = {
  Category: 'category', Currency: 'currency', DQSystem: 'data quality system', Epd: 'EPD', FlowMap: 'flow map', Location: 'location', NwSet: 'normalization and weighting set',
  Parameter: 'global parameter', Project: 'project', Result: 'result', SocialIndicator: 'social indicator', Unit: 'unit',
};

/** Of the other formats that write JSON-LD none has these words; a document without them may be the head of a package. */
function rootOf(head: JsonHead): string | undefined {
  const kind = head.get('@type');
  if (kind !== undefined) return kinds.has(kind) ? kind : Object.hasOwn(others, kind) ? 'Other' : undefined;
  const keys = [...head.keys()];
  if (head.has('@vocab') || (head.has('@context') && keys.length === 1)) return 'Context';
  const isHeader = head.has('schemaVersion') || (head.has('version') && keys.length === 1);
  return isHeader ? 'Header' : undefined;
}

const idInFileName = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i;

function afterDocument(reading: DocumentReading, reader: DocumentReader): void {
  const { file } = reader;
  const table = reader.rootTable!;
  if (table === 'context' || table === 'header') reading.issues.push(makeIssue('file-no-dataset', { file }, { what: table === 'context' ? 'JSON-LD context' : 'header of a package' }));
  // The names of categories stand in the paths of datasets.
  if (reader.scratch.get(OTHER_KIND) === 'Category') {
    reading.account.kept += reading.account.inFile ?? 0;
    delete reading.account.inFile;
  }
  if (table === 'other') reading.issues.push(makeIssue('file-no-dataset', { file }, { what: others[String(reader.scratch.get(OTHER_KIND))] ?? 'document' }));

  const named = idInFileName.exec(file.split(/[\\/]/).at(-1)!)?.[1]?.toLowerCase();
  const dataset = reading.datasets[0];
  if (named === undefined || dataset === undefined || dataset.record.id === named) return;
  dataset.issues.push(makeIssue('id-file-name-differs', { file, dataset: `${dataset.noun} ${dataset.record.id}` }, { fileName: named, used: dataset.record.id }));
}

/** Version 2 renamed the truth values of version 1; a document states no version, so its words tell, and only where it has such a word. */
const formatVersion = (head: JsonHead): string | undefined =>
  head.get('@context')?.includes('/v2') === true || head.has('isInfrastructureProcess') || head.has('isInfrastructureFlow') ? '2'
    : head.has('infrastructureProcess') || head.has('infrastructureFlow') ? '1' : undefined;

const nouns = ['contact', 'source', 'unitGroup', 'flowProperty', 'flow', 'process', 'lifeCycleModel', 'impactMethod', 'impactCategory'] as const;

export const olca = jsonAdapter({
  name: 'olca',
  capabilities: { read: nouns, write: nouns },
  transforms: olcaTransforms,
  kindKey: '@type',
  rootOf,
  surroundings: { wants: wantsFacts, gather: gatherFacts },
  upgrade: (document, facts) => upgrade(document, facts === undefined ? undefined : factsOf(facts as StatedFacts)),
  rank: (fileName) => rankOfFolder(folderOf(fileName)),
  packaging: olcaPackaging,
  formatVersion,
  afterDocument,
});
