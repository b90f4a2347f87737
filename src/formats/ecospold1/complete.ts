// Records of other formats as EcoSpold 1 wants them: numbered exchanges that say themselves what they are of, deviations of its own kind.
import type { WriteContext } from '../../mapping/transform.ts';
import { compartmentIn } from '../../mapping/tables/compartments.ts';
import { placeIn } from '../../mapping/tables/geographies.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Flow } from '../../model/flow.ts';
import type { Compartment, Exchange, Process } from '../../model/process.ts';
import type { Uncertainty } from '../../model/documentation.ts';
import type { Contact } from '../../model/source.ts';
import type { Place } from '../../model/value.ts';
import type { Find } from '../adapter.ts';
import { firstOf } from '../label.ts';
import { numbersOf } from '../numbers.ts';
import { negated } from '../signs.ts';

/** Companies have codes here, and no identifiers. */
const longestCompanyCode = 7;

/** The record as it can be written; undefined for a process of which no exchange can be. */
export function completeForEcospold1<T extends object>(noun: DatasetNoun, record: T, context: WriteContext, find: Find): T | undefined {
  if (noun === 'process') return completeProcess(record as unknown as Process, context, find) as unknown as T | undefined;
  if (noun !== 'contact') return record;
  const { companyId, ...contact } = record as unknown as Contact;
  return (companyId === undefined || companyId.length > longestCompanyCode ? contact : record) as unknown as T;
}

function completeProcess(process: Process, context: WriteContext, find: Find): Process | undefined {
  const numbers = numbersOf(process.exchanges ?? [], (position) => String(position + 1));
  const exchanges = (process.exchanges ?? []).flatMap((exchange, position) => completeExchange({ ...exchange, position }, numbers, context, find) ?? []);
  if (exchanges.length === 0) {
    context.issue('required-missing', { field: 'flowData', format: 'EcoSpold 1' });
    return undefined;
  }
  const { period, referenceYear } = process;
  const start = period?.start ?? (referenceYear === undefined ? period?.end && `${period.end.slice(0, 4)}-01-01` : `${String(referenceYear).padStart(4, '0')}-01-01`);
  if (start === undefined) {
    context.issue('required-missing', { field: 'timePeriod', format: 'EcoSpold 1' });
    return undefined;
  }
  return {
    ...process, exchanges, period: { start, end: period?.end ?? `${start.slice(0, 4)}-12-31` },
    ...(process.referenceFlows === undefined ? {} : { referenceFlows: process.referenceFlows.map((id) => numbers.get(id) ?? id) }),
    ...(process.geography === undefined ? {} : { geography: completePlace(process.geography, context) }),
  };
}

function completePlace(place: Place, context: WriteContext): Place {
  const found = place.code === undefined ? undefined : placeIn('ecoinvent', place.code);
  if (found === undefined || !found.exact) context.issue('place-unwritable', { code: place.stated || place.code, used: found?.stated ?? 'GLO' });
  return place.system === 'ecoinvent' && place.stated !== '' ? place : { ...(place.code === undefined ? {} : { code: place.code }), system: 'ecoinvent', stated: found?.stated ?? 'GLO' };
}

function completeExchange(stated: Exchange, numbers: ReadonlyMap<string, string>, context: WriteContext, find: Find): Exchange | undefined {
  const flow = stated.flow.id === undefined ? undefined : find('flow', stated.flow.id) as Flow | undefined;
  const name = stated.flow.name ?? flow?.name;
  const label = firstOf(name) ?? stated.flow.id ?? stated.flow.externalKey ?? stated.internalId;
  if (stated.function !== undefined || stated.amount === undefined) {
    context.issue('exchange-unwritable', { exchange: label, reason: stated.function === undefined ? 'it has no amount' : 'it is a reminder and no part of the inventory' });
    return undefined;
  }
  const unit = stated.unit ?? flow?.unit;
  if (unit === undefined) context.issue('exchange-unit-missing', { exchange: label });
  const kind = stated.flowKind ?? flow?.kind ?? 'PRODUCT';
  const treated = stated.isReference && stated.direction === 'INPUT';
  if (treated) context.issue('treatment-as-output', { exchange: label });
  const compartment = stated.compartment ?? flow?.compartment;
  return {
    ...stated,
    internalId: String(stated.position + 1), flow: { ...stated.flow, name: name ?? { en: label } }, unit: unit ?? 'unit',
    flowKind: stated.isReference && kind === 'ELEMENTARY' ? 'PRODUCT' : kind,
    ...(treated ? { direction: 'OUTPUT', amount: negated(stated.amount) } : {}),
    ...(stated.allocations === undefined ? {} : { allocations: stated.allocations.map((share) => ({ ...share, coProduct: numbers.get(share.coProduct) ?? share.coProduct })) }),
    ...(compartment === undefined || kind !== 'ELEMENTARY' ? {} : { compartment: completeCompartment(compartment, context) }),
    ...(stated.uncertainty === undefined ? {} : { uncertainty: completeUncertainty(stated.uncertainty) }),
  } as Exchange;
}

function completeCompartment(stated: Compartment, context: WriteContext): Compartment {
  if (stated.system === 'ecoinvent') return stated;
  const found = stated.code === undefined ? undefined : compartmentIn('ecoinvent', stated.code);
  if (found === undefined) context.issue('compartment-unwritable', { path: stated.path.join(' / '), system: 'EcoSpold 1' });
  else if (!found.exact) context.issue('compartment-widened', { path: stated.path.join(' / '), used: found.path.join(' / ') });
  const path = found?.path ?? [stated.path[0] ?? 'unspecified', stated.path.at(-1) ?? 'unspecified'];
  return { ...(stated.code === undefined ? {} : { code: stated.code }), system: 'ecoinvent', path: [path[0] ?? 'unspecified', path[1] ?? 'unspecified'] };
}

/** The same measure as in ILCD: the squared geometric standard deviation, or twice the standard deviation (ecospold.md §3.1). */
function completeUncertainty(stated: Uncertainty): Uncertainty {
  const { distribution, sigma, standardDeviation95 } = stated;
  if (standardDeviation95 !== undefined || sigma === undefined || (distribution !== 'LOGNORMAL' && distribution !== 'NORMAL')) return stated;
  const deviation = distribution === 'LOGNORMAL' ? Math.exp(2 * Number(sigma)) : 2 * Number(sigma);
  return { ...stated, standardDeviation95: String(Number(deviation.toPrecision(12))) };
}
