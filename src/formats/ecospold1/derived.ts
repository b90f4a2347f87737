// The last look at a document of EcoSpold 1: identifiers that several datasets share, suppliers of product inputs, and the records made of what datasets say (E18).
import type { DocumentReader } from '../../mapping/reader.ts';
import { makeIssue } from '../../model/issue.ts';
import type { Exchange, Process } from '../../model/process.ts';
import type { DocumentReading } from '../adapter.ts';
import { matchingName } from '../cut-off-names.ts';
import { firstText } from '../label.ts';
import { processIdOf } from './identity.ts';
import { stateOf } from './state.ts';

interface Found { process: Process; issues: DocumentReading['issues']; unit: string }

const keyOf = (...parts: (string | undefined)[]): string => JSON.stringify(parts.map((part) => part ?? ''));
const nameOf = (texts: Record<string, string> | undefined): string => matchingName(firstText(texts) ?? '').toLowerCase();

/** Name, place, unit and kind may be those of several datasets of a file; then their numbers tell them apart. */
function tellApart(found: readonly Found[], file: string): void {
  const byId = new Map<string, Found[]>();
  for (const each of found) byId.set(each.process.id, [...(byId.get(each.process.id) ?? []), each]);
  for (const alike of byId.values()) {
    if (alike.length < 2) continue;
    for (const { process, issues, unit } of alike) {
      const before = `process ${process.id}`;
      process.id = processIdOf({ name: firstText(process.name), location: process.geography?.stated, unit, infrastructure: process.isInfrastructure, terminated: process.type === 'LCI_RESULT' }, process.sourceId ?? '');
      const dataset = `process ${process.id}`;
      for (const issue of issues) if (issue.dataset === before) issue.dataset = dataset;
      issues.push(makeIssue('identity-shared', { file, dataset }, { count: alike.length, number: process.sourceId ?? '–' }));
    }
  }
}

class Suppliers {
  readonly #exact = new Map<string, Process[]>();
  readonly #byName = new Map<string, Process[]>();

  constructor(found: readonly Found[]) {
    const add = (map: Map<string, Process[]>, key: string, process: Process) => map.set(key, [...(map.get(key) ?? []), process]);
    for (const { process, unit } of found) {
      const name = nameOf(process.name);
      add(this.#exact, keyOf(name, process.geography?.stated, unit, String(process.isInfrastructure === true)), process);
      add(this.#byName, keyOf(name, unit), process);
    }
  }

  /** Datasets with name, place, unit and infrastructure flag of the input; where there are none, those with its name and unit. */
  of({ flow, location, unit, isInfrastructure }: Exchange): { processes: readonly Process[]; exact: boolean } {
    const name = nameOf(flow.name);
    const exact = location === undefined ? undefined : this.#exact.get(keyOf(name, location.stated, unit, String(isInfrastructure === true)));
    return exact === undefined ? { processes: this.#byName.get(keyOf(name, unit)) ?? [], exact: false } : { processes: exact, exact: true };
  }
}

/** A supplier must be the only one. In files of ecoinvent 1 and 2 the number of the input is that of the supplier, which decides where it fits. */
function link(exchange: Exchange, suppliers: Suppliers, alone: boolean): { id?: string; code?: 'link-ambiguous' | 'link-by-name'; count?: number } {
  const { processes, exact } = suppliers.of(exchange);
  const numbered = processes.filter((p) => p.sourceId === exchange.internalId);
  const [only] = numbered.length === 1 ? numbered : processes;
  if (only !== undefined && (processes.length === 1 || numbered.length === 1)) return exact || numbered.length === 1 ? { id: only.id } : { id: only.id, code: 'link-by-name' };
  if (processes.length > 1) return { code: 'link-ambiguous', count: processes.length };
  // A file with one dataset is one of many: what the input says of its supplier is what the identifier of the supplier is made of.
  const { flow, location, unit, isInfrastructure } = exchange;
  return alone && location !== undefined ? { id: processIdOf({ name: firstText(flow.name), location: location.stated, unit, infrastructure: isInfrastructure, terminated: false }) } : {};
}

function linkSuppliers(found: readonly Found[], file: string): void {
  const suppliers = new Suppliers(found);
  for (const { process, issues } of found) {
    const dataset = `process ${process.id}`;
    for (const exchange of process.exchanges ?? []) {
      if (exchange.direction !== 'INPUT' || exchange.flowKind === 'ELEMENTARY') continue;
      const { id, code, count } = link(exchange, suppliers, found.length === 1);
      if (id !== undefined) exchange.provider = { type: 'process', id };
      if (code !== undefined) issues.push(makeIssue(code, { file, dataset, path: `flowData/exchange[${exchange.position + 1}]` }, { flow: firstText(exchange.flow.name) ?? exchange.flow.id, ...(id === undefined ? { count } : { id }) }));
    }
  }
}

/** Hands over flows, contacts and sources, and gives processes their final identifiers and suppliers. */
export function handOver(reading: DocumentReading, reader: DocumentReader): void {
  const found = reading.datasets.filter((d) => d.noun === 'process').map((d): Found => {
    const process = d.record as Process;
    return { process, issues: d.issues, unit: process.declaredQuantity?.unit ?? '' };
  });
  tellApart(found, reader.file);
  linkSuppliers(found, reader.file);
  const { contacts, sources, flows } = stateOf(reader);
  for (const record of contacts.values()) reading.datasets.push({ noun: 'contact', record, issues: [], derived: true, whole: true });
  for (const record of sources.values()) reading.datasets.push({ noun: 'source', record, issues: [], derived: true, whole: true });
  // Impact categories say of a flow all that they know; processes repeat a few facts of it.
  const isImpact = reader.rootTable === 'impact-document';
  for (const record of flows.values()) reading.datasets.push({ noun: 'flow', record, issues: [], derived: true, brief: true, ...(isImpact ? { whole: true } : {}) });
}
