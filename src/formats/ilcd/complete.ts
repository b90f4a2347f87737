// Records of other formats as ILCD wants them: numbered exchanges in reference units, flows with a flow property, standard deviations of its own kind.
import { loadCodes } from '../../mapping/load-tables.ts';
import { translateFormulas } from '../../mapping/formulas/translate-process.ts';
import { once } from '../../mapping/tables/table.ts';
import { findUnit } from '../../mapping/tables/units.ts';
import { convert } from '../../mapping/tables/convert.ts';
import { compartmentIn } from '../../mapping/tables/compartments.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import { paddedCas } from '../../model/cas.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Administration, Uncertainty } from '../../model/documentation.ts';
import type { Flow, UnitGroup } from '../../model/flow.ts';
import type { LifeCycleModel } from '../../model/life-cycle-model.ts';
import type { Compartment, Exchange, Process } from '../../model/process.ts';
import type { ImpactCategory } from '../../model/impact.ts';
import type { Source } from '../../model/source.ts';
import { ilcdVersion } from '../../model/version.ts';
import type { Find } from '../adapter.ts';
import { withShares } from '../property-shares.ts';
import { rescaled, scaleToReference, type Scale } from '../by-flows.ts';
import { firstOf } from '../label.ts';
import { numbersOf } from '../numbers.ts';
import { isNegative, mirrored } from '../signs.ts';
import { completeAdministration } from './complete-administration.ts';
import { completeImpact } from './complete-impact.ts';
import { completeModel } from './complete-model.ts';
import { completeParameters } from './complete-parameters.ts';
import { completeReview } from './complete-review.ts';
import { completePercent, percentFor } from './percent.ts';
import { measureOf } from './reference-data.ts';

const codes = once(() => loadCodes('ilcd'));

/** The record as it can be written. What changes only its form (numbers of exchanges, units) is computed; nothing is guessed. */
export function completeForIlcd<T extends object>(noun: Exclude<DatasetNoun, 'lifeCycleModel'>, record: T, context: WriteContext, find: Find): T;
export function completeForIlcd<T extends object>(noun: DatasetNoun, record: T, context: WriteContext, find: Find): T | undefined;
export function completeForIlcd<T extends object>(noun: DatasetNoun, record: T, context: WriteContext, find: Find): T | undefined {
  const own = { ...record, version: ilcdVersion((record as { version?: string }).version) };
  const { administration } = own as { administration?: Administration };
  if (administration !== undefined) (own as { administration?: Administration }).administration = completeAdministration(administration, context);
  if (noun === 'process') return completeProcess(own as unknown as Process, context, find) as unknown as T;
  if (noun === 'impactCategory') return completeImpact(own as unknown as ImpactCategory, codes(), context) as unknown as T;
  if (noun === 'source') return completeSource(own as unknown as Source) as unknown as T;
  if (noun === 'unitGroup') return completeUnitGroup(own as unknown as UnitGroup) as unknown as T;
  if (noun === 'flow') return completeFlow(own as unknown as Flow, context) as unknown as T;
  if (noun === 'lifeCycleModel') return completeModel(own as unknown as LifeCycleModel, context, find) as unknown as T | undefined;
  return own;
}

function completeProcess(stated: Process, context: WriteContext, find: Find): Process {
  const process = withShares(translateFormulas(stated, 'ilcd', context));
  const numbers = numbersOf(process.exchanges ?? [], String);
  const exchanges = process.exchanges === undefined ? undefined : completeExchanges(process.exchanges, numbers, context, find);
  const references = process.referenceFlows?.flatMap((id) => numbers.get(id) ?? []);
  const impactResults = process.impactResults?.filter(({ amount, category, modules }) => {
    if (amount !== undefined || modules !== undefined) return true;
    context.issue('exchange-unwritable', { exchange: firstOf(category.name) ?? category.id ?? 'impact result', reason: 'it has no amount' });
    return false;
  });
  return {
    ...process, ...(impactResults === undefined ? {} : { impactResults }),
    // The list of ILCD has no plain unit process; a black box is one of which nothing more is known.
    ...(process.type === 'UNIT_PROCESS' ? { type: 'UNIT_PROCESS_BLACK_BOX' as const } : {}),
    ...completeParameters(process, exchanges, context),
    ...(process.reviews === undefined ? {} : { reviews: process.reviews.map((review) => completeReview(review, codes(), context)) }),
    ...(references === undefined ? {} : { referenceFlows: references, ...(references.length === 0 ? {} : { referenceType: process.referenceType ?? 'Reference flow(s)' }) }),
    ...completePercent(process, 'supplyCoveredPercent', context),
  };
}

function completeExchanges(stated: readonly Exchange[], numbers: Map<string, string>, context: WriteContext, find: Find): Exchange[] {
  const exchanges: Exchange[] = [];
  for (let position = 0; position < stated.length; position++) {
    const exchange = stated[position]!;
    const number = String(position);
    const completed = completeExchange({ ...exchange, internalId: number, position }, numbers, context, find);
    if (completed.meanAmount !== undefined) {
      exchanges.push(completed);
      continue;
    }
    // The schema demands an amount, and unknown is not zero.
    context.issue('exchange-unwritable', { exchange: firstOf(exchange.flow.name) ?? exchange.internalId, reason: 'it has no amount' });
    if (numbers.get(exchange.internalId) === number) numbers.delete(exchange.internalId);
  }
  return exchanges;
}

/** The exchange, which is the caller's own to change. */
function completeExchange(exchange: Exchange, numbers: ReadonlyMap<string, string>, context: WriteContext, find: Find): Exchange {
  const { scale, unit } = scaleOf(exchange, context, find);
  const turned = signed(exchange, context);
  const done = scale === undefined ? turned : rescaled(turned, scale);
  if (done.allocations !== undefined) {
    const shares = done.allocations.flatMap((share) => {
      // What is no exchange of the process was told when it was read.
      const [coProduct, percent] = [numbers.get(share.coProduct), percentFor(share.percent, 'allocatedFraction', context)];
      return coProduct === undefined || percent === undefined ? [] : [{ ...share, coProduct, percent }];
    });
    if (shares.length > 0) done.allocations = shares;
    else delete done.allocations;
  }
  done.meanAmount ??= done.amount;
  if (done.meanAmount === undefined) delete done.meanAmount;
  if (done.uncertainty !== undefined) completeUncertainty(done, done.uncertainty);
  if (unit !== undefined) done.unit = unit;
  if (exchange.compartment !== undefined && exchange.compartment.system !== 'ilcd') done.compartment = completeCompartment(exchange.compartment, quiet);
  return done;
}

/** The compartment of an exchange stands in its flow, which tells what there is to tell. */
const quiet: WriteContext = { format: 'ilcd', issue: () => undefined };

/** What a treatment takes in is an input here; other formats write its service as a negative output. A credit for what is avoided is a negative input, which every reader computes alike. */
function signed(exchange: Exchange, context: WriteContext): Exchange {
  if (exchange.flowKind === 'ELEMENTARY') return exchange;
  if (exchange.isReference && exchange.direction === 'OUTPUT' && isNegative(exchange.amount)) {
    context.issue('treatment-as-input', { exchange: exchange.internalId });
    return { ...mirrored(exchange), direction: 'INPUT' };
  }
  if (exchange.isAvoided !== true || exchange.direction !== 'INPUT') return exchange;
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
  if (symbol === undefined) return unmeasured;
  const known = tableScaleOf(symbol);
  if (known.from !== undefined) context.issue('unit-converted', { unit: known.from, used: known.unit });
  return known;
}

/** What the unit table makes of a unit; `from` is its symbol there where amounts change. */
interface TableScale extends Partial<Scale> { from?: string }

const unmeasured: TableScale = {};
/** Units of exchanges are few. */
const tableScales = new Map<string, TableScale>();
const mostScales = 1_000;

function tableScaleOf(symbol: string): TableScale {
  let known = tableScales.get(symbol);
  if (known === undefined) {
    if (tableScales.size >= mostScales) tableScales.clear();
    tableScales.set(symbol, (known = makeTableScale(symbol)));
  }
  return known;
}

function makeTableScale(symbol: string): TableScale {
  const unit = findUnit(symbol);
  const { symbol: used, referenceUnit: reference } = measureOf(symbol);
  if (unit === undefined || reference === undefined || unit.symbol === reference.symbol) return { unit: used };
  return { scale: (amount) => convert(amount, unit, reference), unit: used, from: unit.symbol };
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
  // One without a category is none.
  if (done.compartment?.path.length === 0) delete done.compartment;
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
