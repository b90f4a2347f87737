// Records of other formats as ILCD wants them: numbered exchanges in reference units, flows with a flow property, standard deviations of its own kind.
import { findUnit } from '../../mapping/tables/units.ts';
import { convert } from '../../mapping/tables/convert.ts';
import { compartmentIn } from '../../mapping/tables/compartments.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import { paddedCas } from '../../model/cas.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Uncertainty } from '../../model/documentation.ts';
import type { Flow, UnitGroup } from '../../model/flow.ts';
import type { Compartment, Exchange, Parameter, Process } from '../../model/process.ts';
import type { Contact, Source } from '../../model/source.ts';
import type { Find } from '../adapter.ts';
import { rescaled, scaleToReference, type Scale } from '../by-flows.ts';
import { shortened } from '../label.ts';
import { isNegative, mirrored } from '../signs.ts';
import { measureOf } from './reference-data.ts';
import { ilcdVersion } from './scalar.ts';

/** The record as it can be written. What changes only its form (numbers of exchanges, units) is computed; nothing is guessed. */
export function completeForIlcd<T extends object>(noun: DatasetNoun, record: T, context: WriteContext, find: Find): T {
  const own = { ...record, version: ilcdVersion((record as { version?: string }).version) };
  if (noun === 'process') return completeProcess(own as unknown as Process, context, find) as unknown as T;
  if (noun === 'source') return completeSource(own as unknown as Source) as unknown as T;
  if (noun === 'unitGroup') return completeUnitGroup(own as unknown as UnitGroup) as unknown as T;
  if (noun === 'contact') return completeContact(own as unknown as Contact, context) as unknown as T;
  if (noun === 'flow') return completeFlow(own as unknown as Flow, context) as unknown as T;
  return own;
}

function completeProcess(process: Process, context: WriteContext, find: Find): Process {
  const numbers = new Map((process.exchanges ?? []).map((exchange, position) => [exchange.internalId, String(position)]));
  const exchanges = process.exchanges?.map((exchange, position) => completeExchange({ ...exchange, internalId: String(position), position }, numbers, context, find));
  return {
    ...process,
    // The list of ILCD has no plain unit process; a black box is one of which nothing more is known.
    ...(process.type === 'UNIT_PROCESS' ? { type: 'UNIT_PROCESS_BLACK_BOX' as const } : {}),
    ...(exchanges === undefined ? {} : { exchanges }),
    ...(process.referenceFlows === undefined ? {} : { referenceFlows: process.referenceFlows.map((id) => numbers.get(id) ?? id), referenceType: process.referenceType ?? 'Reference flow(s)' }),
    ...(process.parameters === undefined ? {} : { parameters: process.parameters.map(completeParameter) }),
  };
}

function completeExchange(exchange: Exchange, numbers: ReadonlyMap<string, string>, context: WriteContext, find: Find): Exchange {
  const { scale, unit } = scaleOf(exchange, context, find);
  const turned = signed(exchange, context);
  const done = scale === undefined ? { ...turned } : rescaled(turned, scale);
  if (done.allocations !== undefined) done.allocations = done.allocations.map((share) => ({ ...share, coProduct: numbers.get(share.coProduct) ?? share.coProduct }));
  done.meanAmount ??= done.amount;
  if (done.meanAmount === undefined) delete done.meanAmount;
  if (done.uncertainty !== undefined) completeUncertainty(done, done.uncertainty);
  if (unit !== undefined) done.unit = unit;
  if (exchange.compartment !== undefined && exchange.compartment.system !== 'ilcd') done.compartment = completeCompartment(exchange.compartment, quiet);
  if (done.comment !== undefined) done.comment = shortened(done.comment, longestRemark, context);
  return done;
}

/** The compartment of an exchange stands in its flow, which tells what there is to tell. */
const quiet: WriteContext = { format: 'ilcd', issue: () => undefined };

/** Characters that a remark on an exchange may have (ILCD 1.1, StringMultiLang). */
const longestRemark = 500;

/** What a treatment takes in is an input here; other formats write its service as a negative output. A credit for what is avoided is a negative input, which every reader computes alike. */
function signed(exchange: Exchange, context: WriteContext): Exchange {
  if (exchange.flowKind === 'ELEMENTARY') return { ...exchange };
  if (exchange.isReference && exchange.direction === 'OUTPUT' && isNegative(exchange.amount)) {
    context.issue('treatment-as-input', { exchange: exchange.internalId });
    return { ...mirrored(exchange), direction: 'INPUT' };
  }
  if (exchange.isAvoided !== true || exchange.direction !== 'INPUT') return { ...exchange };
  const { isAvoided: _sign, ...plain } = isNegative(exchange.amount) ? exchange : mirrored(exchange);
  context.issue('avoided-as-input', { exchange: exchange.internalId });
  return plain;
}

/** Amounts in the reference unit of the flow, exactly: by the factors of the package where it defines the unit, else by the unit table. */
function scaleOf(exchange: Exchange, context: WriteContext, find: Find): Partial<Scale> {
  const { unit: symbol } = exchange;
  const stated = exchange.flow.id === undefined ? undefined : scaleToReference(find('flow', exchange.flow.id) as Flow | undefined, exchange, find);
  if (stated !== undefined) {
    if (stated.unit !== symbol) context.issue('unit-converted', { unit: symbol, used: stated.unit });
    return stated;
  }
  const unit = symbol === undefined ? undefined : findUnit(symbol);
  const measure = symbol === undefined ? undefined : measureOf(symbol);
  const reference = measure?.referenceUnit;
  if (unit === undefined || reference === undefined || unit.symbol === reference.symbol) return measure === undefined ? {} : { unit: measure.symbol };
  context.issue('unit-converted', { unit: unit.symbol, used: reference.symbol });
  return { scale: (amount) => convert(amount, unit, reference), unit: measure!.symbol };
}

/** The type of the field has five digits, three of them behind the point. */
const mostDeviation = 99.999;

/** ILCD has the squared geometric standard deviation (log-normal) or twice the standard deviation (normal) and bounds beside the amount; other distributions have no place. */
function completeUncertainty(exchange: Exchange, stated: Uncertainty): void {
  const { distribution, sigma, comment: _own } = stated;
  if (distribution === 'TRIANGULAR' || distribution === 'UNIFORM') {
    if (exchange.minimum === undefined && stated.minimum !== undefined) exchange.minimum = stated.minimum;
    if (exchange.maximum === undefined && stated.maximum !== undefined) exchange.maximum = stated.maximum;
    exchange.uncertainty = { distribution };
    return;
  }
  if (stated.relativeStandardDeviation95 !== undefined) return;
  if ((distribution === 'LOGNORMAL' || distribution === 'NORMAL') && sigma !== undefined) {
    const deviation = distribution === 'LOGNORMAL' ? Math.exp(2 * Number(sigma)) : 2 * Number(sigma);
    if (deviation <= mostDeviation) {
      exchange.uncertainty = { distribution, relativeStandardDeviation95: String(Number(deviation.toFixed(3))) };
      return;
    }
  }
  exchange.uncertainty = { distribution: 'UNDEFINED' };
}

function completeParameter(parameter: Parameter): Parameter {
  const { uncertainty, ...rest } = parameter;
  return uncertainty?.relativeStandardDeviation95 === undefined ? rest : parameter;
}

/** Kinds of publications in the words of ILCD (EcoSpold 2 sourceType, ecospold.md §2). */
const publicationTypes: Readonly<Record<string, string>> = {
  undefined: 'Undefined', article: 'Article in periodical', 'chapter in anthology': 'Chapter in anthology', 'separate publication': 'Monograph',
  'measurement on site': 'Direct measurement', 'oral communication': 'Oral communication', 'personal written communication': 'Personal written communication',
  questionnaire: 'Questionnaire',
};

function completeSource({ type, ...rest }: Source): Source {
  const used = type === undefined ? undefined : publicationTypes[type];
  return used === undefined ? rest : { ...rest, type: used };
}

/** Six digits, two, and one: newer substances have seven. */
const longestCas = 11;
/** Characters that the description of a contact may have (ILCD 1.1, ST). */
const longestDescription = 1_000;

const completeContact = (contact: Contact, context: WriteContext): Contact =>
  (contact.description === undefined ? contact : { ...contact, description: shortened(contact.description, longestDescription, context) });

/** Units are numbered; other formats give them identifiers of their own. */
function completeUnitGroup(group: UnitGroup): UnitGroup {
  const { units = [], referenceUnit } = group;
  if (units.every(({ internalId }) => internalId !== undefined && /^\d{1,5}$/.test(internalId))) return group;
  const reference = units.findIndex(({ internalId }) => internalId !== undefined && internalId === referenceUnit);
  return { ...group, units: units.map((unit, n) => ({ ...unit, internalId: String(n) })), ...(reference < 0 ? {} : { referenceUnit: String(reference) }) };
}

function completeFlow(flow: Flow, context: WriteContext): Flow {
  const done: Flow = { ...flow };
  // What is no CAS number has no place where the format demands one.
  if (done.cas === undefined) delete done.casStated;
  else if (paddedCas(done.cas).length > longestCas) {
    context.issue('cas-unwritable', { cas: done.cas, format: 'ILCD' });
    delete done.cas;
  }
  if (done.flowProperties === undefined && flow.unit !== undefined) {
    const { property, symbol } = measureOf(flow.unit);
    done.flowProperties = [{ internalId: '0', position: 0, flowProperty: { type: 'flowProperty', id: property.id, version: property.version, name: property.name }, mean: '1' }];
    done.referenceProperty = '0';
    done.unit = symbol;
  }
  if (flow.compartment !== undefined && flow.compartment.system !== 'ilcd') done.compartment = completeCompartment(flow.compartment, context);
  return done;
}

function completeCompartment(stated: Compartment, context: WriteContext): Compartment {
  const found = stated.code === undefined ? undefined : compartmentIn('ilcd', stated.code);
  if (found === undefined) {
    context.issue('compartment-unwritable', { path: stated.path.join(' / '), system: 'ILCD' });
    return { ...stated, system: 'ilcd' };
  }
  if (!found.exact) context.issue('compartment-widened', { path: stated.path.join(' / '), used: found.path.join(' / ') });
  return { code: stated.code!, system: 'ilcd', path: [...found.path], ...(found.id === undefined ? {} : { statedId: found.id }) };
}
