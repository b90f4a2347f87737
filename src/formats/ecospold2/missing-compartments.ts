// Elementary exchanges that state no compartment: taken from the master data of the document, then from the greenhouse-gas table, else unspecified (E29).
import type { DocumentReading } from '../adapter.ts';
import type { DocumentReader } from '../../mapping/reader.ts';
import { compartmentIn } from '../../mapping/tables/compartments.ts';
import { gasOfFlow } from '../../mapping/tables/gases.ts';
import { makeIssue } from '../../model/issue.ts';
import type { Compartment, Exchange, Process } from '../../model/process.ts';
import { COMPARTMENTS, stateFlow } from './flow.ts';

function knownCompartment(flowId: string, stated: ReadonlyMap<string, Compartment> | undefined): Compartment | undefined {
  const own = stated?.get(flowId);
  if (own !== undefined) return own;
  const code = gasOfFlow(flowId)?.compartment;
  const found = code === undefined ? undefined : compartmentIn('ecoinvent', code);
  return found?.exact ? { code: code!, system: 'ecoinvent', path: found.path, ...(found.id === undefined ? {} : { statedId: found.id }) } : undefined;
}

/** Fills in what is missing, once the whole document is read, and notes the flows that waited for it. */
export function fillCompartments(reading: DocumentReading, reader: DocumentReader): void {
  const stated = reader.scratch.get(COMPARTMENTS) as Map<string, Compartment> | undefined;
  for (const { record, issues } of reading.datasets.filter((d) => d.noun === 'process')) {
    const { id, exchanges = [] } = record as Process;
    const before = reader.issues.length;
    let ordinal = 0;
    for (const exchange of exchanges) {
      if (exchange.flowKind !== 'ELEMENTARY') continue;
      ordinal++;
      if (exchange.compartment === undefined) issues.push(fill(exchange, stated, reader, `process ${id}`, ordinal));
    }
    for (const found of reader.issues.slice(before)) issues.push({ ...found, dataset: `process ${id}` });
  }
}

function fill(exchange: Exchange, stated: ReadonlyMap<string, Compartment> | undefined, reader: DocumentReader, dataset: string, ordinal: number): ReturnType<typeof makeIssue> {
  const found = knownCompartment(exchange.flow.id!, stated);
  if (found !== undefined) exchange.compartment = found;
  // A flow does not become another one because a dataset leaves its compartment out: only the exchange says "unspecified".
  stateFlow(exchange, reader);
  if (found === undefined) exchange.compartment = { system: 'ecoinvent', path: ['unspecified'] };
  const path = `flowData/elementaryExchange[${ordinal}]/compartment`;
  return makeIssue('compartment-missing', { file: reader.file, dataset, path }, { used: (found?.path ?? ['unspecified']).join('/') });
}
