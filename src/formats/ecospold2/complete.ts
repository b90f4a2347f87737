// Records of other formats as EcoSpold 2 wants them: identifiers for everything, groups, places and compartments of its own lists. What the format demands and nobody stated is told.
import { translateFormulas } from '../../mapping/formulas/translate-process.ts';
import { compartmentIn } from '../../mapping/tables/compartments.ts';
import { placeIn } from '../../mapping/tables/geographies.ts';
import { findUnit } from '../../mapping/tables/units.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import { uuidV5 } from '../../model/identity.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Flow } from '../../model/flow.ts';
import type { Compartment, Exchange, Parameter, Process } from '../../model/process.ts';
import type { Contact, Source } from '../../model/source.ts';
import type { Classification, Place, Reference } from '../../model/value.ts';
import { versionKey } from '../../model/version.ts';
import type { Find } from '../adapter.ts';
import { rescaled, scaleToReference } from '../by-flows.ts';
import { firstOf, shortened } from '../label.ts';
import { distinct } from '../numbers.ts';
import { isNegative, mirrored } from '../signs.ts';
import { withOneMethod } from '../shares.ts';
import { withAllocationProperties } from '../property-shares.ts';
import { publicationTypeOf } from '../publication-type.ts';
import { statedPedigreeFree } from './complete-uncertainty.ts';
import { withVariables } from './complete-variables.ts';
import { processIdOf, UNDEFINED_SYSTEM_MODEL } from './identity.ts';

const scenario = { id: 'd9f57f0a-a01f-42eb-a57b-8f18d6635801', name: { en: 'Business-as-Usual' } };
const wasteClass: Classification = { scheme: 'By-product classification', statedId: 'ee3238ec-ca7a-4ddc-af1b-e7c35957b9b6', name: { en: 'Waste' } };
const own = (kind: string, ...parts: (string | undefined)[]): string => uuidV5(`tanlu/ecospold2/${kind}/${parts.map((part) => part ?? '').join('/')}`);

/** The record as it can be written; undefined for a process without years or without exchanges that have amounts. */
export function completeForEcospold2<T extends object>(noun: DatasetNoun, record: T, context: WriteContext, find: Find): T | undefined {
  if (noun === 'process') return completeProcess(record as unknown as Process, context, find) as unknown as T | undefined;
  if (noun === 'flow') return completeFlow(record as unknown as Flow, context) as unknown as T;
  if (noun === 'source') return completeSource(record as unknown as Source) as unknown as T;
  return record;
}

function completeProcess(stated: Process, context: WriteContext, find: Find): Process | undefined {
  const process = withOneMethod(withVariables(translateFormulas(stated, 'ecospold2', context), context), context);
  const { period, referenceYear } = process;
  const year = referenceYear === undefined ? undefined : String(referenceYear).padStart(4, '0');
  const start = period?.start ?? (year && `${year}-01-01`) ?? (period?.end && `${period.end.slice(0, 4)}-01-01`);
  if (start === undefined) {
    context.issue('required-missing', { field: 'timePeriod', format: 'EcoSpold 2' });
    return undefined;
  }
  const references = new Set(process.referenceFlows ?? []);
  const completed = distinct(process.exchanges ?? []).flatMap((exchange) => completeExchange(exchange, process, references, context, find) ?? []);
  const { exchanges = [], allocationPropertyId } = withAllocationProperties({ ...process, exchanges: completed }, (key) => own('allocation', process.id, key), context);
  const activityId = process.activityId ?? process.id;
  const reference = exchanges.find((e) => e.isReference && Number(e.amount) !== 0) ?? exchanges.find((e) => e.isReference);
  if (exchanges.every((exchange) => exchange.flowKind === 'ELEMENTARY')) {
    context.issue('required-missing', { field: 'intermediateExchange', format: 'EcoSpold 2' });
    return undefined;
  }
  const defaulted = (field: string, used: string): void => context.issue('field-defaulted', { field, used });
  if (process.validForEntirePeriod === undefined) defaulted('isDataValidForEntirePeriod', 'true');
  if (process.rights?.copyright === undefined) defaulted('isCopyrightProtected', 'true');
  if (process.geography === undefined) defaulted('geography', 'GLO');
  const administration = completeAdministration(process, context, find);
  const [major = 0, minor = 0, revision = 0] = versionKey(process.version);
  return {
    ...process,
    version: [major, minor, revision, 0].join('.'),
    activityId, id: processIdOf(activityId, reference?.flow.id),
    referenceFlows: process.referenceFlows?.map((id) => own('exchange', process.id, id)),
    activityNameId: process.activityNameId ?? own('activity-name', firstOf(process.name)),
    type: process.type === 'LCI_RESULT' || process.type === 'PARTLY_TERMINATED_SYSTEM' || process.type === 'AVOIDED_PRODUCT_SYSTEM' || process.type === 'EPD' ? 'LCI_RESULT' : 'UNIT_PROCESS',
    activityKind: process.activityKind ?? 'ORDINARY',
    geography: completePlace(process.geography, context),
    period: { start, end: period?.end ?? `${start.slice(0, 4)}-12-31` },
    validForEntirePeriod: process.validForEntirePeriod ?? true,
    technologyLevel: process.technologyLevel ?? 'undefined',
    scenarioId: process.scenarioId ?? scenario.id, scenario: process.scenario ?? scenario.name,
    systemModelId: process.systemModelId ?? UNDEFINED_SYSTEM_MODEL, systemModel: process.systemModel ?? 'Undefined',
    ...(process.classifications === undefined ? {} : { classifications: process.classifications.map(completeClass) }),
    ...(process.parameters === undefined ? {} : { parameters: process.parameters.flatMap((p) => completeParameter(p, process, context)) }),
    exchanges, ...(allocationPropertyId === undefined ? {} : { allocationPropertyId }),
    impactResults: process.impactResults?.filter((r) => r.methodId !== undefined && r.areaId !== undefined),
    rights: { ...process.rights, copyright: process.rights?.copyright ?? true },
    administration,
    extensions: { ...process.extensions, ecospold2: [...(process.extensions?.['ecospold2'] ?? []), ...addressesOf(administration, find)] },
    reviews: undefined, // the format demands a reviewed release, which others do not state
  } as Process;
}

function completeAdministration(process: Process, context: WriteContext, find: Find): NonNullable<Process['administration']> {
  const stated = process.administration ?? {};
  const person = stated.enteredBy ?? stated.generators?.[0] ?? process.rights?.owner;
  if (person?.id === undefined) context.issue('field-defaulted', { field: 'dataEntryBy', used: 'not stated' });
  const named = (reference: Reference | undefined): Reference => {
    const contact = reference?.id === undefined ? undefined : find('contact', reference.id) as Contact | undefined;
    const name = firstOf(reference?.name) ?? firstOf(contact?.name) ?? 'not stated';
    return { type: 'contact', id: reference?.id ?? own('person', name), name: { en: name } };
  };
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.exec(stated.fileWrittenAt ?? stated.revisedAt ?? stated.enteredAt ?? '')?.[0];
  return {
    ...stated, ...(stated.publication === undefined ? {} : { publication: publicationOf(stated.publication, context, find) }),
    enteredBy: named(stated.enteredBy ?? person), generators: [named(stated.generators?.[0] ?? person)],
    generator: stated.generator ?? 'Tanlu', fileWrittenAt: time ?? `${(process.period?.start ?? '2000-01-01').slice(0, 10)}T00:00:00`,
    revisedAt: undefined, createdAt: undefined,
  } as NonNullable<Process['administration']>;
}

/** The published source by its author and year, as the format names sources. */
function publicationOf(reference: Reference, context: WriteContext, find: Find): Reference {
  const source = reference.id === undefined ? undefined : find('source', reference.id) as Source | undefined;
  const [, named, year = source?.year] = /^(.*?)(?: ?\((\d{4})\))?$/s.exec(firstOf(reference.name) ?? '')!;
  const author = cut(source?.firstAuthor ?? (named || 'not stated'), 40, context);
  return { ...reference, name: { en: year === undefined ? author : `${author} (${year})` } };
}

/** The addresses of the persons stand with the dataset as well; one that is not known is said not to be. */
function addressesOf({ enteredBy, generators }: NonNullable<Process['administration']>, find: Find): [string, string][] {
  const addressOf = (person: Reference | undefined): string => {
    const contact = person?.id === undefined ? undefined : find('contact', person.id) as Contact | undefined;
    return contact?.email !== undefined && contact.email.length <= 80 ? contact.email : 'not stated';
  };
  return [['administrativeInformation/dataEntryBy/@personEmail', addressOf(enteredBy)], ['administrativeInformation/dataGeneratorAndPublication/@personEmail', addressOf(generators?.[0])]];
}

function cut(text: string, limit: number, context: WriteContext): string {
  return shortened({ en: text }, limit, context)['en']!;
}

/** A flow has one unit in all datasets of the format: the reference unit where the package states amounts in several. */
function inUnitOfFlow(exchange: Exchange, flow: Flow | undefined, context: WriteContext, find: Find): Exchange {
  const reference = scaleToReference(flow, exchange, find);
  if (reference === undefined || reference.unit === exchange.unit) return exchange;
  context.issue('unit-converted', { unit: exchange.unit, used: reference.unit });
  if (exchange.variable !== undefined) context.issue('flow-variable-converted', { variable: exchange.variable, wanted: reference.unit });
  const { unitId: _other, ...converted } = rescaled(exchange, reference.scale);
  return { ...converted, unit: reference.unit };
}

function completeExchange(original: Exchange, process: Process, references: ReadonlySet<string>, context: WriteContext, find: Find): Exchange | undefined {
  const flow = original.flow.id === undefined ? undefined : find('flow', original.flow.id) as Flow | undefined;
  const stated = inUnitOfFlow(original, flow, context, find);
  const name = stated.flow.name ?? flow?.name;
  const label = firstOf(name) ?? stated.flow.id ?? stated.flow.externalKey ?? stated.internalId;
  if (stated.function !== undefined || stated.amount === undefined) {
    context.issue('exchange-unwritable', { exchange: label, reason: stated.function === undefined ? 'it has no amount' : 'it is a reminder and no part of the inventory' });
    return undefined;
  }
  const isReference = stated.isReference || references.has(stated.internalId);
  const known = stated.flowKind ?? flow?.kind ?? 'PRODUCT';
  const kind = isReference && known === 'ELEMENTARY' ? 'PRODUCT' : known;
  if (kind !== known) context.issue('reference-as-product', { exchange: label });
  const unit = stated.unit ?? flow?.unit;
  if (unit === undefined) context.issue('exchange-unit-missing', { exchange: label });
  const elementary = kind === 'ELEMENTARY';
  const flowId = stated.flow.id ?? own('flow', label);
  // A credit: an avoided output, or an input that another format marks as avoided. Its amount is negative here, as it may be already.
  const avoided = stated.isAvoided === true && !elementary && !isNegative(stated.amount);
  if (avoided) context.issue('avoided-as-input', { exchange: label });
  // The service of a treatment is sold: what it takes in is its reference product, with a negative amount (ecospold.md, E2).
  const treated = isReference && stated.direction === 'INPUT' && !elementary;
  if (treated) context.issue('treatment-as-output', { exchange: label });
  const direction = avoided ? 'INPUT' : treated ? 'OUTPUT' : stated.direction ?? (isReference ? 'OUTPUT' : 'INPUT');
  const turned = avoided || treated ? mirrored(stated) : stated;
  const amount = turned.amount!;
  const uncertainty = statedPedigreeFree(turned, amount);
  if (stated.uncertainty?.pedigree !== undefined && uncertainty === undefined) context.issue('value-approximated', { field: 'pedigreeMatrix', value: 'scores without a distribution', used: 'none' });
  const activityLinkId = elementary ? undefined : stated.activityLinkId ?? stated.provider?.id;
  return {
    ...stated,
    internalId: own('exchange', process.id, stated.internalId), direction, amount, flowKind: kind,
    group: elementary ? (direction === 'INPUT' ? 'FROM_ENVIRONMENT' : 'TO_ENVIRONMENT') : isReference && direction === 'OUTPUT' ? 'REFERENCE_PRODUCT' : direction === 'INPUT' ? 'FROM_TECHNOSPHERE' : 'BY_PRODUCT',
    flow: { ...stated.flow, id: flowId, name: name ?? { en: label } },
    unit: unit ?? 'unit', unitId: unitIdOf(unit, stated.unitId),
    ...((stated.cas ?? flow?.cas) === undefined ? {} : { cas: stated.cas ?? flow?.cas }),
    ...(!elementary || (stated.chemicalFormula ?? flow?.chemicalFormula) === undefined ? {} : { chemicalFormula: stated.chemicalFormula ?? flow?.chemicalFormula }),
    ...(turned.formula === undefined ? {} : { formula: turned.formula }),
    ...(elementary ? { compartment: completeCompartment(stated.compartment ?? flow?.compartment, context) } : {}),
    ...(elementary ? { classifications: undefined } : kind === 'WASTE' && !isReference ? { classifications: [wasteClass] } : { classifications: onePerScheme(stated.classifications ?? flow?.classifications)?.map(completeClass) }),
    uncertainty,
    ...(stated.allocations === undefined ? {} : { allocations: stated.allocations.map((share) => ({ ...share, coProduct: own('exchange', process.id, share.coProduct) })) }),
    ...(activityLinkId === undefined ? {} : { activityLinkId, provider: { type: 'process', id: processIdOf(activityLinkId, flowId) } }),
    minimum: undefined, maximum: undefined, isReference,
  } as Exchange;
}

/** Identifiers of other formats stand only for units that ecoinvent does not have. */
const unitIdOf = (symbol: string | undefined, stated?: string): string => (symbol === undefined ? undefined : findUnit(symbol)?.ecoinventId) ?? stated ?? own('unit', symbol);

function completePlace(place: Place | undefined, context: WriteContext): Place {
  const found = place?.code === undefined ? undefined : placeIn('ecoinvent', place.code);
  if (place !== undefined && found === undefined) context.issue('place-unwritable', { code: place.stated || place.code, used: 'GLO' });
  else if (found?.exact === false) context.issue('place-unwritable', { code: place!.stated || place!.code, used: found.stated });
  const stated = place?.system === 'ecoinvent' && place.stated !== '' ? place.stated : found?.stated ?? 'GLO';
  return { ...(place?.code === undefined ? {} : { code: place.code }), system: 'ecoinvent', stated, statedId: place?.statedId ?? own('geography', stated), ...(place?.description === undefined ? {} : { description: place.description }) };
}

function completeCompartment(stated: Compartment | undefined, context: WriteContext): Compartment {
  if (stated?.system === 'ecoinvent' && stated.statedId !== undefined) return stated;
  const found = stated?.code === undefined ? undefined : compartmentIn('ecoinvent', stated.code);
  if (found === undefined) context.issue('compartment-unwritable', { path: stated?.path.join(' / ') || 'not stated', system: 'ecoinvent' });
  else if (!found.exact) context.issue('compartment-widened', { path: stated!.path.join(' / '), used: found.path.join(' / ') });
  const path = found?.path ?? [stated?.path[0] ?? 'unspecified', stated?.path.at(-1) ?? 'unspecified'];
  const two: string[] = [path[0] ?? 'unspecified', path[1] ?? 'unspecified'];
  return { ...(stated?.code === undefined ? {} : { code: stated.code }), system: 'ecoinvent', path: two.map((name) => cut(name, 40, context)), statedId: found?.id ?? own('compartment', ...two) };
}

function completeClass(value: Classification): Classification {
  return { ...value, statedId: value.statedId ?? own('class', value.scheme, value.code, firstOf(value.name)), name: value.name ?? { en: value.code ?? value.scheme } };
}

/** An exchange has one class of each system. */
const onePerScheme = (classes: readonly Classification[] | undefined): readonly Classification[] | undefined => classes?.filter(({ scheme }, n) => classes.findIndex((other) => other.scheme === scheme) === n);

function completeParameter(parameter: Parameter, process: Process, context: WriteContext): Parameter[] {
  if (parameter.value === undefined) {
    context.issue('parameter-unwritable', { parameter: parameter.name, reason: 'it has no value' });
    return [];
  }
  const { uncertainty: _foreign, ...rest } = parameter;
  return [{ ...rest, internalId: own('parameter', process.id, parameter.name) }];
}

function completeFlow(flow: Flow, context: WriteContext): Flow {
  return {
    ...flow, unitId: unitIdOf(flow.unit, flow.unitId),
    ...(flow.kind === 'ELEMENTARY' ? { compartment: completeCompartment(flow.compartment, context) } : {}),
    ...(flow.classifications === undefined ? {} : { classifications: flow.classifications.map(completeClass) }),
  };
}

function completeSource(source: Source): Source {
  return { ...source, type: publicationTypeOf(source.type), firstAuthor: source.firstAuthor ?? 'not stated', title: source.title ?? firstOf(source.name) ?? source.id };
}
