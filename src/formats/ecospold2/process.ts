// The process of an EcoSpold 2 dataset: identity, reference product, links, version, people and rights (ecospold.md §2.2, §2.4, §4.4).
import { evaluateFormulas } from '../../mapping/formulas/evaluate-process.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import { uuidV5 } from '../../model/identity.ts';
import type { Exchange, Parameter, Process } from '../../model/process.ts';
import type { LocalizedText, Rights } from '../../model/value.ts';
import { firstText, named } from '../label.ts';
import { isLinkedModel, linkState, processIdOf } from './identity.ts';
import { NO_VERSION, personReference, sourceReference, statedPerson, statedSource, type StatedPerson, type StatedSource } from './party.ts';
import { readRelease, writeRelease, type Release } from './release.ts';
import { joinSynonyms, onlyText, PARENT_MARK, splitSynonyms } from './text.ts';

interface Material {
  synonyms?: { text?: LocalizedText }[]; systemModel?: LocalizedText; intermediateExchanges?: Exchange[]; elementaryExchanges?: Exchange[];
  entry?: StatedPerson; generator?: StatedPerson; publication?: StatedSource; release?: Release;
}
type RawProcess = Omit<Process, 'id' | 'version' | 'exchanges'> & { raw?: Material };

/** The reference product that counts: the first with an amount, else the first (E5, E7). */
function primaryOf(references: readonly Exchange[]): Exchange | undefined {
  return references.find((e) => Number(e.amount) !== 0) ?? references[0];
}

function checkReferences(exchanges: readonly Exchange[], references: readonly Exchange[], context: ReadContext): void {
  const path = 'flowData/intermediateExchange';
  if (exchanges.length === 0) return context.issue('inventory-empty', {}, 'flowData');
  if (references.length === 0) {
    const candidates = exchanges.filter((e) => e.direction === 'OUTPUT' && e.flowKind !== 'ELEMENTARY').map((e) => firstText(e.flow.name) ?? e.flow.id).join(', ');
    return context.issue('reference-flow-missing', { candidates: candidates || '–' }, path);
  }
  if (references.length > 1) context.issue('reference-flow-multiple', { count: references.length }, path);
  const { amount } = primaryOf(references)!;
  if (amount !== undefined && Number(amount) === 0) context.issue('reference-amount-zero', {}, path);
}

/** Product inputs without supplier in a dataset of a linked system model (E14); the loader knows about ghosts and wrong products. */
function checkLinks(process: Process, intermediate: readonly Exchange[], context: ReadContext): void {
  if (process.type === 'LCI_RESULT' || !isLinkedModel(process)) return;
  intermediate.forEach((exchange, i) => {
    if (exchange.direction !== 'INPUT' || exchange.activityLinkId !== undefined || Number(exchange.amount) === 0) return;
    if (linkState(true, exchange, () => undefined) === 'unlinked') context.issue('link-unlinked', { flow: exchange.flow.id }, `flowData/intermediateExchange[${i + 1}]`);
  });
}

const scenarios: ReadonlySet<string> = new Set(['d9f57f0a-a01f-42eb-a57b-8f18d6635801']);

function checkDescription(process: Process, context: ReadContext): void {
  if (process.activityKind === undefined) {
    process.activityKind = 'ORDINARY';
    context.issue('field-defaulted', { field: 'specialActivityType', used: 'ordinary transforming activity' }, 'activityDescription/activity/@specialActivityType');
  }
  const { start, end } = process.period ?? {};
  if (start !== undefined && end !== undefined && start > end) context.issue('period-reversed', { start, end }, 'activityDescription/timePeriod');
  if (process.scenarioId !== undefined && !scenarios.has(process.scenarioId.toLowerCase())) {
    context.issue('code-unknown', { value: firstText(process.scenario) ?? process.scenarioId, list: 'macro-economic scenarios' }, 'activityDescription/macroEconomicScenario');
  }
  if (context.scratch.get(PARENT_MARK) === true) context.issue('parent-unresolved', { parent: process.parentActivityId ?? '–' }, 'activityDescription/activity');
  context.scratch.delete(PARENT_MARK);
}

/** Passing on is allowed where access is public and no copyright is claimed, forbidden where access is restricted, else unknown. */
function redistributionOf(copyright: boolean | undefined, access: string | undefined): NonNullable<Rights['redistribution']> {
  if (access !== undefined && access !== 'public') return 'FORBIDDEN';
  return copyright === false ? 'ALLOWED' : 'UNKNOWN';
}

function nameOf(name: LocalizedText | undefined, reference: Exchange | undefined, context: ReadContext, instead: string): LocalizedText {
  const stated = firstText(name)?.trim();
  if (name !== undefined && stated !== undefined && stated !== '') return name;
  context.issue('text-blank', {}, 'activityDescription/activity/activityName');
  return reference?.flow.name ?? named(instead);
}

/** An activity without an identifier is known by what describes it (E28); one that says nothing at all is refused. */
function activityIdOf({ activityId, name, geography, period }: RawProcess, reference: Exchange | undefined, context: ReadContext): string | undefined {
  if (activityId !== undefined) return activityId;
  const path = 'activityDescription/activity/@id';
  const parts = [firstText(name), reference?.flow.id, geography?.stated, period?.start, period?.end];
  if (parts[0] === undefined && parts[1] === undefined) {
    context.issue('id-missing', {}, path);
    return undefined;
  }
  const used = uuidV5(`ecospold2/activity/${parts.map((part) => part ?? '').join('/')}`);
  context.issue('id-not-uuid', { stated: '', used }, path);
  return used;
}

function readAdministration(process: Process, raw: Material, context: ReadContext): void {
  const generator = personReference(raw.generator, 'administrativeInformation/dataGeneratorAndPublication/@personEmail', context);
  const enteredBy = personReference(raw.entry, 'administrativeInformation/dataEntryBy/@personEmail', context);
  const publication = sourceReference(raw.publication, context, 'administrativeInformation/dataGeneratorAndPublication/@publishedSource');
  if (generator ?? enteredBy ?? publication) {
    const administration = (process.administration ??= {});
    if (generator !== undefined) administration.generators = [generator];
    if (enteredBy !== undefined) administration.enteredBy = enteredBy;
    if (publication !== undefined) administration.publication = publication;
  }
  process.rights = { ...process.rights, redistribution: redistributionOf(process.rights?.copyright, process.administration?.accessLevel) };
}

function readProcess(record: RawRecord, context: ReadContext): Process | undefined {
  const { raw = {}, ...stated } = record as unknown as RawProcess;
  const intermediate = raw.intermediateExchanges ?? [];
  const exchanges = raw.elementaryExchanges === undefined ? intermediate : intermediate.concat(raw.elementaryExchanges);
  exchanges.forEach((exchange, position) => (exchange.position = position));
  stated.parameters?.forEach((parameter: Parameter, position) => (parameter.position = position));

  const references = intermediate.filter((e) => e.isReference);
  const reference = primaryOf(references);
  const activityId = activityIdOf(stated, reference, context);
  if (activityId === undefined) return undefined;
  const version = readRelease(raw.release, context, 'administrativeInformation/fileAttributes');
  if (version === undefined) context.issue('version-missing', {}, 'administrativeInformation/fileAttributes');

  const process: Process = {
    ...stated, activityId, id: processIdOf(activityId, reference?.flow.id), version: version ?? NO_VERSION,
    name: nameOf(stated.name, reference, context, activityId),
  };
  const synonyms = joinSynonyms(raw.synonyms, context, 'activityDescription/activity/synonym');
  if (synonyms !== undefined) process.synonyms = synonyms;
  const systemModel = onlyText(raw.systemModel, 'modellingAndValidation/representativeness/systemModelName', context);
  if (systemModel !== undefined) process.systemModel = systemModel;
  if (references.length > 0) process.referenceFlows = [reference!, ...references.filter((e) => e !== reference)].map((e) => e.internalId);
  if (reference?.amount !== undefined && reference.unit !== undefined) process.declaredQuantity = { value: reference.amount, unit: reference.unit };
  if (exchanges.length > 0) process.exchanges = exchanges;
  evaluateFormulas(process, 'ecospold2', context);
  readAdministration(process, raw, context);
  checkReferences(exchanges, references, context);
  checkLinks(process, intermediate, context);
  checkDescription(process, context);
  return process;
}

function writeProcess(process: Process): RawRecord {
  const { id: _pair, formulaDialect: _derived, version, exchanges, synonyms, systemModel, referenceFlows: _groups, declaredQuantity: _reference, administration, rights, ...rest } = process;
  const { generators, enteredBy, publication, ...administrationRest } = administration ?? {};
  const material: Record<string, unknown> = {
    synonyms: splitSynonyms(synonyms), systemModel: systemModel === undefined ? undefined : named(systemModel),
    intermediateExchanges: exchanges?.filter((e) => e.flowKind !== 'ELEMENTARY'), elementaryExchanges: exchanges?.filter((e) => e.flowKind === 'ELEMENTARY'),
    entry: statedPerson(enteredBy), generator: statedPerson(generators?.[0]), publication: statedSource(publication),
    release: version === NO_VERSION ? undefined : writeRelease(version),
  };
  for (const key of Object.keys(material)) if (material[key] === undefined) delete material[key];
  const copyright = rights?.copyright;
  return {
    ...rest, ...(copyright === undefined ? {} : { rights: { copyright } }),
    ...(Object.keys(administrationRest).length === 0 ? {} : { administration: administrationRest }), raw: material,
  };
}

export const activity: StructuralTransform<Process> = {
  name: 'activity', about: 'Process of an activity and its reference product.',
  read: readProcess,
  write: writeProcess,
};
