// Records of other formats as EcoSpold 1 wants them: numbered exchanges that say themselves what they are of, deviations of its own kind.
import type { WriteContext } from '../../mapping/transform.ts';
import { decimalPattern } from '../../model/scalar.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Flow } from '../../model/flow.ts';
import type { Exchange, Process } from '../../model/process.ts';
import type { ImpactCategory } from '../../model/impact.ts';
import type { Contact, Source } from '../../model/source.ts';
import type { Find } from '../adapter.ts';
import { firstOf } from '../label.ts';
import { withShares } from '../property-shares.ts';
import { basisOf, withOneMethod, type Shares } from '../shares.ts';
import { numbersOf } from '../numbers.ts';
import { mirrored } from '../signs.ts';
import { completeAdministration, completeCompartment, completeGeography, completePlace, completeUnit, completeVersion, withLine } from './complete-codes.ts';
import { completeImpactCategory } from './complete-impact.ts';
import { languagesOf, type CommonRecord } from './dataset.ts';
import { completeContact, completeSource } from './complete-party.ts';
import { completeUncertainty } from './complete-uncertainty.ts';

/** The record as it can be written; undefined for a process of which no exchange can be. */
export function completeForEcospold1<T extends object>(noun: DatasetNoun, record: T, context: WriteContext, find: Find): T | undefined {
  if (noun === 'process') return completeProcess(record as unknown as Process, context, find) as unknown as T | undefined;
  if (noun === 'impactCategory') return completeImpactCategory(record as unknown as ImpactCategory, context, find) as unknown as T;
  if (noun === 'contact') return completeContact(record as unknown as Contact, context) as unknown as T;
  if (noun === 'source') return completeSource(record as unknown as Source, context) as unknown as T;
  return record;
}

function completeProcess(stated: Process, context: WriteContext, find: Find): Process | undefined {
  const process = withOneMethod(withShares(stated), context);
  const numbers = numbersOf(process.exchanges ?? [], (position) => String(position + 1), isWritable);
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
    ...(process.geography === undefined ? {} : { geography: completeGeography(process.geography, context) }),
    ...(process.declaredQuantity === undefined ? {} : { declaredQuantity: { ...process.declaredQuantity, unit: completeUnit(process.declaredQuantity.unit, quiet).used } }),
    version: completeVersion(process.version, context), administration: completeAdministration(process.administration, languagesOf(process as CommonRecord, exchanges)[0], context),
  };
}

/** What exchanges tell already. */
const quiet: WriteContext = { format: 'ecospold1', issue: () => undefined };

const isWritable = ({ function: reminder, amount }: Exchange): boolean => reminder === undefined && amount !== undefined;

function completeExchange(stated: Exchange, numbers: ReadonlyMap<string, string>, context: WriteContext, find: Find): Exchange | undefined {
  const flow = stated.flow.id === undefined ? undefined : find('flow', stated.flow.id) as Flow | undefined;
  const name = stated.flow.name ?? flow?.name;
  const label = firstOf(name) ?? stated.flow.id ?? stated.flow.externalKey ?? stated.internalId;
  if (!isWritable(stated)) {
    context.issue('exchange-unwritable', { exchange: label, reason: stated.function === undefined ? 'it has no amount' : 'it is a reminder and no part of the inventory' });
    return undefined;
  }
  const unit = stated.unit ?? flow?.unit;
  if (unit === undefined) context.issue('exchange-unit-missing', { exchange: label });
  const kind = stated.flowKind ?? flow?.kind ?? 'PRODUCT';
  const treated = stated.isReference && stated.direction === 'INPUT';
  if (treated) context.issue('treatment-as-output', { exchange: label });
  const compartment = stated.compartment ?? flow?.compartment;
  const turned = treated ? { ...mirrored(stated), direction: 'OUTPUT' as const } : stated;
  const written = completeUnit(unit ?? 'unit', context);
  const location = stated.location === undefined ? undefined : completePlace(stated.location, context);
  const { uncertainty, line } = completeUncertainty(turned, context);
  const lines = [written.line, location?.line, line].filter((each) => each !== undefined);
  const comment = lines.reduceRight<Exchange['comment']>(withLine, stated.comment);
  return {
    ...turned,
    internalId: String(stated.position + 1), flow: { ...stated.flow, name: name ?? { en: label } }, unit: written.used,
    flowKind: stated.isReference && kind === 'ELEMENTARY' ? 'PRODUCT' : kind,
    // A by-product of the class Waste is no product here: it has a group of its own (E3).
    ...(stated.group === 'BY_PRODUCT' && kind === 'WASTE' ? { group: 'WASTE_TREATMENT' as const } : {}),
    ...(stated.allocations === undefined ? {} : { allocations: completeShares(stated.allocations, numbers, label, context) }),
    ...(compartment === undefined || kind !== 'ELEMENTARY' ? {} : { compartment: completeCompartment(compartment, context) }),
    ...(location === undefined ? {} : { location: location.place }), ...(comment === undefined ? {} : { comment }),
    uncertainty,
  } as Exchange;
}

/** Shares of exchanges that are written, under their numbers: the format wants both to exist. */
function completeShares(shares: Shares, numbers: ReadonlyMap<string, string>, label: string, context: WriteContext): Shares {
  return shares.flatMap((share) => {
    const coProduct = numbers.get(share.coProduct);
    if (coProduct !== undefined && decimalPattern.test(share.percent)) return [{ ...share, coProduct, ...(share.method === undefined ? {} : { method: basisOf(share.method)! }) }];
    context.issue('allocation-dangling', { exchange: label, id: share.coProduct });
    return [];
  });
}
