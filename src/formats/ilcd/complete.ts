// Records of other formats as ILCD wants them: numbered exchanges in reference units, flows with a flow property, standard deviations of its own kind.
import { findUnit } from '../../mapping/tables/units.ts';
import { convert } from '../../mapping/tables/convert.ts';
import { compartmentIn } from '../../mapping/tables/compartments.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import { paddedCas } from '../../model/cas.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Uncertainty } from '../../model/documentation.ts';
import type { Flow } from '../../model/flow.ts';
import type { Compartment, Exchange, Parameter, Process } from '../../model/process.ts';
import type { Source } from '../../model/source.ts';
import type { LocalizedText } from '../../model/value.ts';
import { versionKey } from '../../model/version.ts';
import { measureOf } from './reference-data.ts';

/** The record as it can be written. What changes only its form (numbers of exchanges, units) is computed; nothing is guessed. */
export function completeForIlcd<T extends object>(noun: DatasetNoun, record: T, context: WriteContext): T {
  const own = { ...record, version: ilcdVersion((record as { version?: string }).version) };
  if (noun === 'process') return completeProcess(own as unknown as Process, context) as unknown as T;
  if (noun === 'source') return completeSource(own as unknown as Source) as unknown as T;
  if (noun === 'flow') return completeFlow(own as unknown as Flow, context) as unknown as T;
  return own;
}

/** Two digits, two digits, three digits; a fourth part of the version has no place. */
function ilcdVersion(version: string | undefined): string {
  const [major = 0, minor = 0, update = 0] = versionKey(version);
  return [String(major % 100).padStart(2, '0'), String(minor % 100).padStart(2, '0'), String(update % 1000).padStart(3, '0')].join('.');
}

function completeProcess(process: Process, context: WriteContext): Process {
  const numbers = new Map((process.exchanges ?? []).map((exchange, position) => [exchange.internalId, String(position)]));
  const exchanges = process.exchanges?.map((exchange, position) => completeExchange({ ...exchange, internalId: String(position), position }, numbers, context));
  return {
    ...process,
    // The list of ILCD has no plain unit process; a black box is one of which nothing more is known.
    ...(process.type === 'UNIT_PROCESS' ? { type: 'UNIT_PROCESS_BLACK_BOX' as const } : {}),
    ...(exchanges === undefined ? {} : { exchanges }),
    ...(process.referenceFlows === undefined ? {} : { referenceFlows: process.referenceFlows.map((id) => numbers.get(id) ?? id), referenceType: process.referenceType ?? 'Reference flow(s)' }),
    ...(process.parameters === undefined ? {} : { parameters: process.parameters.map(completeParameter) }),
  };
}

function completeExchange(exchange: Exchange, numbers: ReadonlyMap<string, string>, context: WriteContext): Exchange {
  const done: Exchange = { ...exchange };
  if (done.allocations !== undefined) done.allocations = done.allocations.map((share) => ({ ...share, coProduct: numbers.get(share.coProduct) ?? share.coProduct }));
  const scale = scaleOf(exchange.unit, context);
  // What a treatment takes in is an input here; other formats write its service as a negative output.
  const treated = exchange.isReference && exchange.direction === 'OUTPUT' && exchange.flowKind !== 'ELEMENTARY' && exchange.amount?.startsWith('-') === true && Number(exchange.amount) < 0;
  if (treated) {
    context.issue('treatment-as-input', { exchange: exchange.internalId });
    done.direction = 'INPUT';
    done.amount = exchange.amount!.slice(1);
    if (done.meanAmount !== undefined) done.meanAmount = done.meanAmount.replace(/^-/, '');
  }
  if (done.amount !== undefined) done.amount = scale(done.amount);
  done.meanAmount = done.meanAmount === undefined ? done.amount : scale(done.meanAmount);
  if (done.meanAmount === undefined) delete done.meanAmount;
  if (done.uncertainty !== undefined) completeUncertainty(done, done.uncertainty, scale);
  if (exchange.unit !== undefined) done.unit = measureOf(exchange.unit).symbol;
  if (exchange.compartment !== undefined && exchange.compartment.system !== 'ilcd') done.compartment = completeCompartment(exchange.compartment, quiet);
  if (done.comment !== undefined) done.comment = shortened(done.comment, context);
  return done;
}

/** The compartment of an exchange stands in its flow, which tells what there is to tell. */
const quiet: WriteContext = { format: 'ilcd', issue: () => undefined };

/** Characters that a remark on an exchange may have (ILCD 1.1, StringMultiLang). */
const longestRemark = 500;

function shortened(texts: LocalizedText, context: WriteContext): LocalizedText {
  if (Object.values(texts).every((text) => text.length <= longestRemark)) return texts;
  context.issue('text-shortened', { limit: longestRemark });
  return Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.length <= longestRemark ? text : `${text.slice(0, longestRemark - 1)}…`]));
}

/** Amounts in the reference unit of the measure, exactly. */
function scaleOf(symbol: string | undefined, context: WriteContext): (amount: string) => string {
  const unit = symbol === undefined ? undefined : findUnit(symbol);
  const reference = symbol === undefined ? undefined : measureOf(symbol).referenceUnit;
  if (unit === undefined || reference === undefined || unit.symbol === reference.symbol) return (amount) => amount;
  context.issue('unit-converted', { unit: unit.symbol, used: reference.symbol });
  return (amount) => convert(amount, unit, reference);
}

/** The type of the field has five digits, three of them behind the point. */
const mostDeviation = 99.999;

/** ILCD has the squared geometric standard deviation (log-normal) or twice the standard deviation (normal) and bounds beside the amount; other distributions have no place. */
function completeUncertainty(exchange: Exchange, stated: Uncertainty, scale: (amount: string) => string): void {
  const { distribution, sigma, comment: _own } = stated;
  if (distribution === 'TRIANGULAR' || distribution === 'UNIFORM') {
    if (exchange.minimum === undefined && stated.minimum !== undefined) exchange.minimum = scale(stated.minimum);
    if (exchange.maximum === undefined && stated.maximum !== undefined) exchange.maximum = scale(stated.maximum);
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
