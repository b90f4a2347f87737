// The process of an EcoSpold 1 dataset: identity, reference product, class, allocation, and what is wrong with them (ecospold.md §1.2–1.5, §4.4).
import type { RawRecord, ReadContext, StructuralTransform, WriteContext } from '../../mapping/transform.ts';
import { decimalPattern } from '../../model/scalar.ts';
import type { Flow } from '../../model/flow.ts';
import type { Exchange, Process } from '../../model/process.ts';
import type { LocalizedText, Place } from '../../model/value.ts';
import { firstText } from '../label.ts';
import { readAllocations, writeAllocations, type StatedAllocation } from './allocation.ts';
import { categoryOf, statedCategory, statedStatistical, statisticalClass, withoutBlanks, type StatedCategory } from './category.ts';
import { dataSetInformation, information, inLanguages, languagesOf, numberOr1, oneLanguage, readCommon, referenceFunction, stampsOf, writeCommon, type CommonMaterial, type CommonRecord, type Kind } from './dataset.ts';
import { casOf } from './flow.ts';
import { processIdOf } from './identity.ts';
import { placeCode } from './place.ts';
import { endDataset, stateOf } from './state.ts';
import { keepUnless } from './text.ts';

type StatedType = NonNullable<Process['type']> | 'MULTI_OUTPUT';
interface Material extends StatedCategory, CommonMaterial {
  unit?: string; amount?: string; cas?: string; formula?: string; statistical?: string; type?: StatedType; exchanges?: Exchange[]; allocations?: StatedAllocation[];
}
const kind: Kind = { prefix: '', relatesToProduct: 'true' };
const typePath = `${dataSetInformation}/@type`;

/** The reference product that counts: the one that the reference function names, of several the first with an amount (E5, E7). */
function primaryOf(references: readonly Exchange[], { name, unit }: Material): Exchange | undefined {
  const own = references.filter((e) => firstText(e.flow.name) === name && e.unit === unit);
  const from = own.length > 0 ? own : references;
  return from.find((e) => Number(e.amount) !== 0) ?? from[0];
}

/** Exchanges are numbered; a number used twice leaves references to it open (E46), a missing one is given. */
function checkNumbers(exchanges: readonly Exchange[], context: ReadContext): void {
  const counts = new Map<string, number>();
  for (const { internalId } of exchanges) if (internalId !== '') counts.set(internalId, (counts.get(internalId) ?? 0) + 1);
  for (const [id, count] of counts) if (count > 1) context.issue('internal-id-duplicate', { id, count }, 'flowData/exchange/@number');
  let free = 1;
  exchanges.forEach((exchange, i) => {
    if (exchange.internalId !== '') return;
    while (counts.has(String(free))) free += 1;
    exchange.internalId = String(free);
    counts.set(exchange.internalId, 1);
    context.issue('internal-id-missing', { used: exchange.internalId }, `flowData/exchange[${i + 1}]/@number`);
  });
}

const namedCandidates = 10;

function checkReferences(exchanges: readonly Exchange[], references: readonly Exchange[], primary: Exchange | undefined, context: ReadContext): void {
  const path = 'flowData/exchange';
  if (exchanges.length === 0) return context.issue('inventory-empty', {}, 'flowData');
  if (references.length === 0) {
    const candidates = exchanges.filter((e) => e.direction === 'OUTPUT' && e.flowKind !== 'ELEMENTARY').slice(0, namedCandidates).map((e) => firstText(e.flow.name) ?? e.internalId).join(', ');
    return context.issue('reference-flow-missing', { candidates: candidates || '–' }, path);
  }
  if (references.length > 1) context.issue('reference-flow-multiple', { count: references.length }, path);
  if (primary?.amount !== undefined && Number(primary.amount) === 0) context.issue('reference-amount-zero', {}, path);
}

const products = (exchanges: readonly Exchange[]): number => exchanges.filter((e) => e.group === 'REFERENCE_PRODUCT' || e.group === 'BY_PRODUCT').length;

/** The type to write: a unit process with several products has a code of its own. */
function typeOf(type: Process['type'], exchanges: readonly Exchange[]): StatedType | undefined {
  if (type === undefined || type === 'LCI_RESULT' || type === 'PARTLY_TERMINATED_SYSTEM') return type;
  return products(exchanges) > 1 ? 'MULTI_OUTPUT' : 'UNIT_PROCESS';
}

const codeOf: Partial<Record<StatedType, string>> = { UNIT_PROCESS: '1', MULTI_OUTPUT: '5' };

/** Facts of the reference function that the reference exchange has as well. What it says otherwise stays beside the process. */
function checkFunction(raw: Material, primary: Exchange | undefined, process: Process, context: ReadContext): void {
  const back = referenceOf(process, primary);
  if (raw.amount !== undefined && raw.amount !== '') keepUnless(back.amount, raw.amount, `${referenceFunction}/@amount`, context);
  if (raw.unit !== undefined && primary?.unit !== undefined && primary.unit !== raw.unit) context.issue('unit-conflict', { flow: primary.flow.id, unit: primary.unit, other: raw.unit }, `${referenceFunction}/@unit`);
  keepUnless(back.unit, raw.unit, `${referenceFunction}/@unit`, context);
  keepUnless(back.formula, raw.formula, `${referenceFunction}/@formula`, context);
  if (raw.cas !== undefined && raw.cas !== back.cas) {
    if (casOf(raw.cas, `${referenceFunction}/@CASNumber`, context) === raw.cas) context.keep(`${referenceFunction}/@CASNumber`, raw.cas);
  }
}

function referenceOf({ declaredQuantity }: Process, primary: Exchange | undefined): { amount?: string; unit?: string; cas?: string; formula?: string } {
  return withoutBlanks({ amount: declaredQuantity?.value ?? primary?.amount, unit: declaredQuantity?.unit ?? primary?.unit, cas: primary?.cas, formula: primary?.chemicalFormula });
}

function readProcess(record: RawRecord, context: ReadContext): Process | undefined {
  const { raw = {}, ...stated } = record as unknown as Omit<Process, 'id' | 'version' | 'name'> & { raw?: Material };
  const exchanges = raw.exchanges ?? [];
  exchanges.forEach((exchange, position) => (exchange.position = position));
  const references = exchanges.filter((e) => e.isReference);
  const primary = primaryOf(references, raw);
  const common = stated as CommonRecord;
  const instead: LocalizedText | undefined = primary?.flow.name ?? (stated.sourceId === undefined ? undefined : { [stateOf(context).dataset.language]: stated.sourceId });
  if (!readCommon(raw, common, kind, instead, context)) {
    endDataset(context);
    return undefined;
  }
  checkNumbers(exchanges, context);
  const type = raw.type === 'MULTI_OUTPUT' ? 'UNIT_PROCESS' : raw.type;
  const process: Process = {
    ...stated, ...common,
    id: processIdOf({ name: raw.name ?? firstText(instead), location: stated.geography?.stated, unit: raw.unit, infrastructure: stated.isInfrastructure, terminated: type === 'LCI_RESULT' }),
  };
  if (type !== undefined) process.type = type;
  if (raw.type !== undefined && raw.type !== typeOf(type, exchanges)) context.keep(typePath, codeOf[raw.type] ?? '0');
  const found = categoryOf(raw, `${referenceFunction}/`, context);
  const classes = [...(found === undefined ? [] : [found]), ...statisticalClass(raw.statistical)];
  if (classes.length > 0) process.classifications = classes;
  if (references.length > 0) process.referenceFlows = [primary!, ...references.filter((e) => e !== primary)].map((e) => e.internalId);
  const [amount, unit] = raw.unit !== undefined && decimalPattern.test(raw.amount ?? '') ? [raw.amount, raw.unit] : [primary?.amount, primary?.unit];
  if (amount !== undefined && unit !== undefined) process.declaredQuantity = { value: amount, unit };
  checkFunction(raw, primary, process, context);
  readAllocations(raw.allocations, exchanges, context);
  if (exchanges.length > 0) process.exchanges = exchanges;
  checkReferences(exchanges, references, primary, context);
  endDataset(context);
  return process;
}

const texts = ['includedTo', 'description', 'technology', 'periodDescription', 'annualVolume', 'sampling', 'dataTreatment', 'uncertaintyAdjustments'] as const;

/** Exchanges with their names in the two languages that the dataset has. */
function exchangesIn(exchanges: readonly Exchange[], main: string, second: string | undefined, context: WriteContext): Exchange[] {
  return [...exchanges].sort((a, b) => a.position - b.position).map((exchange) => {
    const { name } = exchange.flow;
    if (name === undefined) return exchange;
    const names = inLanguages(name, main, second, context);
    return { ...exchange, flow: { ...exchange.flow, name: names } };
  });
}

/** Exchanges under numbers: those of other formats are identifiers, or begin at 0. Shares follow their co-products. */
function numbered(exchanges: readonly Exchange[]): readonly Exchange[] {
  if (exchanges.every((e) => /^[1-9]\d*$/.test(e.internalId))) return exchanges;
  const numbers = new Map<string, string>();
  exchanges.forEach((e, i) => numbers.has(e.internalId) || numbers.set(e.internalId, String(i + 1)));
  return exchanges.map((exchange, i) => ({
    ...exchange, internalId: String(i + 1),
    ...(exchange.allocations === undefined ? {} : { allocations: exchange.allocations.map((a) => ({ ...a, coProduct: numbers.get(a.coProduct) ?? a.coProduct })) }),
  }));
}

/** What the schema asks for and the record does not have. */
function required(process: Process, context: WriteContext): { sourceId: string; geography: Place; administration: Record<string, string> } {
  const { sourceId, geography } = process;
  const hasPlace = geography !== undefined && placeCode(geography) !== undefined;
  if (!hasPlace) context.issue('field-defaulted', { field: 'geography/location', used: 'GLO' });
  return {
    sourceId: numberOr1(sourceId),
    geography: hasPlace ? geography : { ...geography, code: 'GLO', system: 'ecoinvent', stated: 'GLO' }, administration: stampsOf(process, context),
  };
}

function writeProcess(process: Process, context: WriteContext): RawRecord {
  const { validForEntirePeriod, isInfrastructure, energyValues, supplyCoveredPercent, rights, type, classifications, extensions } = process;
  const stated = process.exchanges ?? [];
  const exchanges = numbered(stated);
  const [main, second] = languagesOf(process as CommonRecord, exchanges);
  const { administration, ...common } = writeCommon(process as CommonRecord, kind, context, [main, second]);
  const missing = required(process, context);
  const primary = stated.find((e) => e.internalId === process.referenceFlows?.[0] && e.isReference) ?? exchanges.find((e) => e.isReference);
  const own = context.find === undefined || primary === undefined ? undefined : context.find(primary.flow) as Flow | undefined;
  const words = { category: '', subCategory: '', ...statedCategory(classifications) };
  const code = typeOf(type, exchanges);
  const isBeside = (path: string): boolean => extensions?.['ecospold1']?.some(([at]) => at === path) === true;
  return {
    ...withoutBlanks({ energyValues, supplyCoveredPercent } as Record<string, unknown>), ...oneLanguage(process, texts, main, context), ...missing,
    ...(isBeside(`${information}/technology`) || process.technology !== undefined ? {} : { technology: { [main]: '' } }), // the schema asks for the element
    energyValues: energyValues ?? 'undefined',
    validForEntirePeriod: validForEntirePeriod ?? true, isInfrastructure: isInfrastructure ?? false, rights: { copyright: rights?.copyright ?? true },
    administration: { ...administration, ...missing.administration },
    raw: {
      ...common, ...words, localCategory: words.localCategory ?? words.category, localSubCategory: words.localSubCategory ?? (words.localCategory === undefined ? words.subCategory : ''),
      amount: '1', unit: own?.unit ?? 'unit', ...referenceOf(process, primary),
      ...withoutBlanks({ statistical: statedStatistical(classifications), type: code ?? (isBeside(typePath) ? undefined : 'UNIT_PROCESS'), allocations: writeAllocations(exchanges, extensions) } as Record<string, unknown>),
      exchanges: exchangesIn(exchanges, main, second, context),
    },
  };
}

export const dataset: StructuralTransform<Process> = {
  name: 'dataset', about: 'Process with its reference product, class, people and allocation.',
  read: readProcess,
  write: writeProcess,
};

