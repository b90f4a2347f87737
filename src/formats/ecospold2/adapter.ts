// EcoSpold 2 (ecoinvent 3 and its exporters): activity datasets, child datasets and the master data of packages.
import type { DocumentReader } from '../../mapping/reader.ts';
import { makeIssue } from '../../model/issue.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { Process } from '../../model/process.ts';
import { xmlAdapter, type DocumentReading, type FormatAdapter } from '../adapter.ts';
import { handOver } from './derived.ts';
import { fillCompartments } from './missing-compartments.ts';
import { ecospold2Packaging } from './packaging.ts';
import { ecospold2Transforms } from './transforms.ts';

const namespace = 'http://www.EcoInvent.org/EcoSpold02';

/** Packages name their files <activityId>_<productId>.spold; the content is trusted, other names say nothing (E17). */
function checkFileName({ datasets }: DocumentReading, reader: DocumentReader): void {
  const processes = datasets.filter((d) => d.noun === 'process');
  const base = reader.file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '').toLowerCase();
  const stated = base.split('_');
  if (processes.length !== 1 || stated.length > 2 || !stated.every((part) => uuidPattern.test(part))) return;
  const { id, activityId, exchanges = [], referenceFlows = [] } = processes[0]!.record as Process;
  const product = exchanges.find((e) => e.internalId === referenceFlows[0])?.flow.id;
  const used = stated.length === 1 ? activityId : `${activityId}_${product ?? ''}`;
  if (base !== used) processes[0]!.issues.push(makeIssue('id-file-name-differs', { file: reader.file, dataset: `process ${id}` }, { fileName: base, used }));
}

/** Reads EcoSpold 2. Master data comes first, so that datasets find their flows, contacts and sources. */
export const ecospold2: FormatAdapter = xmlAdapter({
  name: 'ecospold2',
  capabilities: { read: ['contact', 'source', 'flow', 'process'], write: ['process'] },
  transforms: (tables) => ecospold2Transforms(tables.codes),
  rank: (fileName) => (/\.xml$/i.test(fileName) || /(^|[/\\])MasterData[/\\]/i.test(fileName) ? 0 : 1),
  assumeNamespace: namespace,
  packaging: ecospold2Packaging,
  afterDocument(reading, reader) {
    fillCompartments(reading, reader);
    handOver(reading, reader);
    checkFileName(reading, reader);
    const first = reading.datasets.find((d) => d.noun === 'process')?.record as Process | undefined;
    reading.formatVersion = first?.administration?.internalSchemaVersion;
  },
});
