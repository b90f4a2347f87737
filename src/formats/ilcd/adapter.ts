// The ILCD adapter: which documents it knows, in which order a package is read, and what it says about a document as a whole.
import { makeIssue } from '../../model/issue.ts';
import type { DocumentReader } from '../../mapping/reader.ts';
import { type DocumentReading, xmlAdapter } from '../adapter.ts';
import { attributeOf } from '../xml/sink.ts';
import { ilcdPackaging } from './packaging.ts';
import { ilcdTransforms } from './transforms.ts';

/** Folders of a package in the order in which references point. A hint only: content decides. */
const folders = ['contacts', 'sources', 'unitgroups', 'flowproperties', 'flows', 'processes', 'lifecyclemodels', 'lciamethods'];

function rank(fileName: string): number {
  const at = folders.indexOf(fileName.split('/').at(-2)?.toLowerCase() ?? '');
  return at < 0 ? folders.length : at;
}

/** Roots of documents that hold no dataset, in words. */
const lists: Readonly<Record<string, string>> = { 'category-system': 'list of classes', locations: 'list of locations', methodologies: 'list of methodologies' };

const idInFileName = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i;

function afterDocument(reading: DocumentReading, reader: DocumentReader): void {
  const { file } = reader;
  const what = lists[reader.rootTable ?? ''];
  if (what !== undefined) reading.issues.push(makeIssue('file-no-dataset', { file }, { what }));

  // The dataset inside is trusted (case 6). A wrapper has no name of its own.
  const named = idInFileName.exec(file.split(/[\\/]/).at(-1)!)?.[1]?.toLowerCase();
  const stated = reading.datasets.filter((d) => d.derived !== true);
  if (named === undefined || stated.length !== 1 || stated[0]!.record.id === named) return;
  const { noun, record, issues } = stated[0]!;
  issues.push(makeIssue('id-file-name-differs', { file, dataset: `${noun} ${record.id}` }, { fileName: named, used: record.id }));
}

export const ilcd = xmlAdapter({
  name: 'ilcd',
  capabilities: {
    read: ['contact', 'source', 'unitGroup', 'flowProperty', 'flow', 'process', 'lifeCycleModel', 'impactMethod', 'impactCategory'],
    write: ['contact', 'source', 'unitGroup', 'flowProperty', 'flow', 'process', 'lifeCycleModel', 'impactCategory'],
  },
  transforms: ilcdTransforms,
  rank,
  assumeNamespace: 'http://lca.jrc.it/ILCD/Process',
  packaging: ilcdPackaging,
  formatVersion: (attributes) => attributeOf(attributes, 'version'),
  afterDocument,
});
