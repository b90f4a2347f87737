// The openLCA process as a whole: reference exchanges, internal ids, allocation, pedigree (olca-schema Process).
import { addExtensions } from '../../mapping/beside.ts';
import { evaluateFormulas } from '../../mapping/formulas/evaluate-process.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Parameter, Process } from '../../model/process.ts';
import type { LocalizedText, Reference } from '../../model/value.ts';
import { readAllocation, writeAllocation, type AllocationFactor } from './allocation.ts';
import { finishDataset, statedDataset, type RawRoot } from './dataset.ts';
import { withPedigree, type PendingExchange } from './exchange.ts';
import { pedigreeSystem, writePedigree } from './pedigree.ts';
import { finishRights, statedRights } from './rights.ts';
import { globalParameters } from './package-facts.ts';
import { byPosition } from './unit-group.ts';

interface RawProcess extends RawRoot {
  factors?: AllocationFactor[]; dqSystem?: { kind?: string; id?: string; name?: string };
  generator?: Reference; placeDescription?: LocalizedText;
}

const candidatesNamed = 10;
const pathOf = ({ position }: { position: number }): string => `exchanges[${position + 1}]`;

/** Gives an exchange without internal id the lowest free number; tells those that stand twice. */
function identify(exchanges: PendingExchange[], context: ReadContext): void {
  const counts = new Map<string, number>();
  exchanges.forEach((exchange, position) => {
    exchange.position = position;
    if (exchange.internalId !== '') counts.set(exchange.internalId, (counts.get(exchange.internalId) ?? 0) + 1);
  });
  for (const [id, count] of counts) if (count > 1) context.issue('internal-id-duplicate', { id, count }, 'exchanges');
  let free = 1;
  for (const exchange of exchanges) {
    if (exchange.internalId !== '') continue;
    while (counts.has(String(free))) free += 1;
    exchange.internalId = String(free);
    counts.set(exchange.internalId, 1);
    context.issue('internal-id-missing', { used: exchange.internalId }, pathOf(exchange));
  }
}

/** Tells what is wrong with amounts and reference exchanges. Nothing is guessed where none is marked. */
function checkExchanges(exchanges: readonly PendingExchange[], context: ReadContext): void {
  if (exchanges.length === 0) context.issue('inventory-empty');
  for (const exchange of exchanges) {
    if (exchange.amount === undefined) context.issue('amount-missing', {}, pathOf(exchange));
    else if (exchange.isReference && Number(exchange.amount) === 0) context.issue('reference-amount-zero', {}, pathOf(exchange));
  }
  const references = exchanges.filter((e) => e.isReference);
  if (references.length > 1) context.issue('reference-flow-multiple', { count: references.length }, 'exchanges');
  if (references.length > 0) return;
  const candidates = exchanges.filter((e) => e.direction === 'OUTPUT' && e.flowKind !== 'ELEMENTARY').slice(0, candidatesNamed).map((e) => e.internalId);
  context.issue('reference-flow-missing', { candidates: candidates.join(', ') || '–' }, 'exchanges');
}

/** Scores are pedigree only where the process says that they are of the system of ecoinvent; all others stay as they are. */
function readScores(system: RawProcess['dqSystem'], exchanges: readonly PendingExchange[], context: ReadContext): void {
  const isPedigree = system?.id?.trim().toLowerCase() === pedigreeSystem.id;
  let used = false;
  for (const exchange of exchanges) {
    const text = exchange.pending?.dqEntry;
    if (text === undefined) continue;
    if (isPedigree && withPedigree(exchange, text)) {
      used = true;
      if (writePedigree(exchange.uncertainty?.pedigree) === text) continue;
    }
    addExtensions(exchange, context.format, [['dqEntry', text]]);
  }
  if (system === undefined) return;
  if (system.id !== undefined && (!used || system.id !== pedigreeSystem.id)) context.keep('exchangeDqSystem/@id', system.id);
  if (system.name !== undefined && (!used || system.name !== pedigreeSystem.name)) context.keep('exchangeDqSystem/name', system.name);
  if (system.kind !== undefined && !used) context.keep('exchangeDqSystem/@type', system.kind);
}

function finishDocumentation(record: Process, raw: RawProcess, context: ReadContext): void {
  if (raw.generator !== undefined) record.administration = { ...record.administration, generators: [raw.generator] };
  if (raw.placeDescription !== undefined) record.geography = { ...(record.geography ?? { system: 'openlca', stated: '' }), description: raw.placeDescription };
  if (record.rights !== undefined) finishRights(record.rights);
  const { start, end } = record.period ?? {};
  if (start !== undefined && end !== undefined && end < start) context.issue('period-reversed', { start, end }, 'processDocumentation/validUntil');
}

export const process: StructuralTransform<Process> = {
  name: 'process', about: 'Finds reference exchanges, gives exchanges their shares and scores, checks both. Changes no stated value.',
  read(record, context) {
    const found = finishDataset<RawProcess>(record, context);
    if (found === undefined) return undefined;
    const made = found.record as Process;
    const exchanges = (made.exchanges ?? []) as PendingExchange[];
    identify(exchanges, context);
    readAllocation(found.raw.factors ?? [], exchanges, context);
    readScores(found.raw.dqSystem, exchanges, context);
    made.parameters?.forEach((parameter: Parameter, position) => Object.assign(parameter, { position }));
    evaluateFormulas(made, 'openlca', context, globalParameters(context));
    checkExchanges(exchanges, context);
    for (const exchange of exchanges) {
      const number = exchange.pending?.numericId;
      if (number !== undefined && number !== String(exchange.position + 1)) addExtensions(exchange, context.format, [['internalId', number]]);
      delete exchange.pending;
    }
    const references = exchanges.filter((e) => e.isReference).map((e) => e.internalId);
    if (references.length > 0) made.referenceFlows = references;
    finishDocumentation(made, found.raw, context);
    return made;
  },
  write({ referenceFlows: _marked, formulaDialect: _derived, exchanges, parameters, geography, administration, rights, ...value }, context) {
    const { generators, ...restOfAdministration } = administration ?? {};
    const { description, ...place } = geography ?? { system: 'openlca', stated: '' };
    const numbered = exchanges === undefined ? undefined : numberedExchanges(byPosition(exchanges));
    const factors = numbered === undefined ? undefined : writeAllocation(numbered, value.extensions);
    const isScored = numbered?.some((e) => writePedigree(e.uncertainty?.pedigree) !== undefined) === true;
    if (generators !== undefined && generators.length > 1) context.issue('value-approximated', { field: 'processDocumentation/dataGenerator', value: `${generators.length} references`, used: 'the first' });
    return {
      ...statedDataset(value, 'Process', {
        documentationKind: 'ProcessDocumentation', ...(factors === undefined ? {} : { factors }), ...(isScored ? { dqSystem: { kind: 'DQSystem', ...pedigreeSystem } } : {}),
        ...(generators?.[0] === undefined ? {} : { generator: generators[0] }), ...(description === undefined ? {} : { placeDescription: description }),
      }),
      ...(Object.keys(restOfAdministration).length === 0 ? {} : { administration: restOfAdministration }), ...(rights === undefined ? {} : { rights: statedRights(rights) }),
      ...(geography === undefined ? {} : { geography: place }), ...(numbered === undefined ? {} : { exchanges: numbered }), ...(parameters === undefined ? {} : { parameters: byPosition(parameters) }),
    } satisfies RawRecord;
  },
};

/** Internal ids are numbers from 1 in version 2. Those of other formats (0, codes) are replaced all together, so that shares keep pointing to them; UUIDs are those of version 1. */
function numberedExchanges(exchanges: NonNullable<Process['exchanges']>): NonNullable<Process['exchanges']> {
  const isSound = (id: string): boolean => /^[1-9]\d*$/.test(id) || id.includes('-');
  if (exchanges.every(({ internalId }) => isSound(internalId))) return exchanges;
  const numbers = new Map<string, string>();
  exchanges.forEach(({ internalId }, n) => {
    if (!numbers.has(internalId)) numbers.set(internalId, String(n + 1));
  });
  return exchanges.map((exchange, n) => ({
    ...exchange, internalId: String(n + 1),
    ...(exchange.allocations === undefined ? {} : { allocations: exchange.allocations.map((share) => ({ ...share, coProduct: numbers.get(share.coProduct) ?? share.coProduct })) }),
  }));
}
