// EcoSpold 1 (ecoinvent 1 and 2, and exporters of SimaPro, openLCA, GaBi): process, impact category and elementary flow datasets, lists of codes.
import type { DocumentReader } from '../../mapping/reader.ts';
import { makeIssue } from '../../model/issue.ts';
import type { Administration } from '../../model/documentation.ts';
import { xmlAdapter, type DocumentReading, type FormatAdapter } from '../adapter.ts';
import type { Prefixes } from '../xml/sink.ts';
import { handOver } from './derived.ts';
import { ecospold1Packaging } from './packaging.ts';
import { ecospold1Transforms } from './transforms.ts';

const namespace = 'http://www.EcoInvent.org/EcoSpold01';

/** Some exporters write impact methods and lists of flows in the namespace of processes; the type of the first dataset tells. */
const kinds: Readonly<Record<string, string>> = { '3': 'elementary', '4': 'impact' };
const prefixesByKind = new Map<string, Prefixes>();
const firstType = /<(?:[\w.-]+:)?dataSetInformation\b[^>]*?\stype\s*=\s*["']\s*(\d)/;

/** Prefixes of a document: one object a kind, as names are remembered by it. */
function prefixesOf(text: string, prefixes: Prefixes): Prefixes | undefined {
  const kind = kinds[firstType.exec(text)?.[1] ?? ''];
  if (kind === undefined) return undefined;
  let found = prefixesByKind.get(kind);
  if (found === undefined) prefixesByKind.set(kind, (found = { ...prefixes, [namespace]: kind }));
  return found;
}

function afterDocument(reading: DocumentReading, reader: DocumentReader): void {
  handOver(reading, reader);
  if (reader.rootTable === 'code-list') reading.issues.push(makeIssue('file-no-dataset', { file: reader.file }, { what: 'list of codes' }));
  const first = reading.datasets.find((d) => d.derived !== true)?.record as { administration?: Administration } | undefined;
  reading.formatVersion = first?.administration?.internalSchemaVersion;
}

/** Reads and writes EcoSpold 1. Persons, sources and flows stand in the datasets that name them. */
export const ecospold1: FormatAdapter = xmlAdapter({
  name: 'ecospold1',
  capabilities: { read: ['contact', 'source', 'flow', 'process', 'impactMethod', 'impactCategory'], write: ['process', 'flow', 'impactCategory'] },
  transforms: (tables) => ecospold1Transforms(tables.codes),
  rank: () => 0,
  assumeNamespace: namespace,
  prefixesOf,
  packaging: ecospold1Packaging,
  afterDocument,
});
