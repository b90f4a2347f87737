// Records of other formats as openLCA wants them: exchanges with numbers, units and flow properties, one reference, signs and distributions of its own kind. What is demanded and nobody stated is told.
import { translateFormulas } from '../../mapping/formulas/translate-process.ts';
import { compartmentIn } from '../../mapping/tables/compartments.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Flow, FlowProperty, UnitGroup } from '../../model/flow.ts';
import type { ImpactCategory, ImpactMethod } from '../../model/impact.ts';
import type { LifeCycleModel } from '../../model/life-cycle-model.ts';
import type { Compartment, Exchange, Process } from '../../model/process.ts';
import type { LocalizedText } from '../../model/value.ts';
import { ilcdVersion } from '../../model/version.ts';
import type { Find } from '../adapter.ts';
import { rescale } from '../../mapping/tables/fraction.ts';
import { propertiesOf } from '../by-flows.ts';
import { withShares } from '../property-shares.ts';
import { isNegative, mirrored } from '../signs.ts';
import { completeImpactCategory, completeImpactMethod } from './complete-impact.ts';
import { completeModel } from './complete-model.ts';
import { completeUncertainty } from './complete-uncertainty.ts';
import { measureOfExchange } from './exchange-measure.ts';
import { propertyOf } from './measure.ts';
import { placeOfFlow } from './place.ts';
import { isMeasured, isUsable, referenceUnitOf, usableGroup, withKnownGroups } from './measurable.ts';
import { measureOfUnit, unitIdOf } from './reference-data.ts';

/** What a record does not say and openLCA cannot do without. */
function lackingIn(noun: DatasetNoun, record: object, find: Find): string | undefined {
  if (noun === 'unitGroup' && !isUsable.unitGroup(record as UnitGroup)) return 'a reference unit';
  if (noun === 'flowProperty' && !isUsable.flowProperty(record as FlowProperty, find)) return 'a unit group with units';
  return noun === 'flow' && !isUsable.flow(record as Flow, find) ? 'a reference flow property with units' : undefined;
}

/** The record as it can be written; undefined where nothing can measure what it says. Amounts and units stay as they are; openLCA has the same form of version as ILCD. */
export function completeForOlca<T extends object>(noun: DatasetNoun, record: T, context: WriteContext, inPackage: Find): T | undefined {
  const find = withKnownGroups(inPackage);
  const lacking = lackingIn(noun, record, find);
  if (lacking !== undefined) {
    context.issue('required-missing', { format: 'openLCA', field: lacking });
    return undefined;
  }
  const { id, name, version } = record as { id: string; name?: LocalizedText; version?: string };
  const own = { ...record, version: ilcdVersion(version), ...nameOf(id, name, context) };
  if (noun === 'process') return completeProcess(own as unknown as Process, context, find) as unknown as T;
  if (noun === 'flow') return completeFlow(own as unknown as Flow, context, find) as unknown as T;
  if (noun === 'unitGroup') return completeUnitGroup(own as unknown as UnitGroup, context) as unknown as T;
  if (noun === 'impactCategory') return completeImpactCategory(own as unknown as ImpactCategory, context, find) as unknown as T;
  if (noun === 'impactMethod') return completeImpactMethod(own as unknown as ImpactMethod, inPackage) as unknown as T;
  if (noun === 'lifeCycleModel') return completeModel(own as unknown as LifeCycleModel, context, find) as unknown as T | undefined;
  return own;
}

function nameOf(id: string, name: LocalizedText | undefined, context: WriteContext): { name?: LocalizedText } {
  if (Object.values(name ?? {}).some((text) => text.trim() !== '')) return {};
  context.issue('field-defaulted', { field: 'name', used: id });
  return { name: { en: id } };
}

function completeProcess(given: Process, context: WriteContext, find: Find): Process {
  const process = withShares(translateFormulas(given, 'openlca', context));
  const stated = (process.exchanges ?? []).filter((exchange) => isWritable(exchange, context, find));
  const marked = [...(process.referenceFlows ?? []), ...stated.filter((e) => e.isReference).map((e) => e.internalId)].filter((id) => stated.some((e) => e.internalId === id));
  const reference = marked[0];
  const count = new Set(marked).size;
  if (count > 1) context.issue('value-approximated', { field: 'isQuantitativeReference', value: `${count} exchanges`, used: 'the first' });
  const numbers = new Map(stated.map((exchange, n) => [exchange.internalId, String(n + 1)]));
  // Of two exchanges with one number the first is meant.
  const at = stated.findIndex((e) => e.internalId === reference);
  const exchanges = stated.map((exchange, n) => completeExchange({ ...exchange, isReference: n === at }, String(n + 1), numbers, context, find));
  const { administration, period, referenceYear } = process;
  const changed = administration?.revisedAt ?? administration?.fileWrittenAt;
  const created = administration?.createdAt ?? administration?.enteredAt;
  const start = period?.start ?? (referenceYear === undefined ? undefined : `${String(referenceYear).padStart(4, '0')}-01-01`);
  return {
    ...process, exchanges,
    ...(at < 0 ? {} : { referenceFlows: [String(at + 1)] }),
    type: process.type ?? 'UNIT_PROCESS',
    ...(start === undefined ? {} : { period: { ...period, start } }),
    ...(administration === undefined ? {} : { administration: { ...administration, ...(changed === undefined ? {} : { revisedAt: changed }), ...(created === undefined ? {} : { createdAt: created }) } }),
    ...(process.parameters === undefined ? {} : { parameters: process.parameters.map((p) => (p.uncertainty === undefined ? p : { ...p, uncertainty: completeUncertainty(p.uncertainty, { amount: p.value, minimum: p.minimum, maximum: p.maximum }, context) })) }),
  } as Process;
}

function isWritable({ amount, flow, internalId, function: reminder }: Exchange, context: WriteContext, find: Find): boolean {
  const known = flow.id === undefined ? undefined : find('flow', flow.id) as Flow | undefined;
  const reason = reminder !== undefined ? 'it is a reminder and no part of the inventory' : amount === undefined ? 'it has no amount' : flow.id === undefined ? 'its flow has no identifier'
    : known !== undefined && !isUsable.flow(known, find) ? 'its flow has nothing that measures it and was not written' : undefined;
  if (reason === undefined) return true;
  context.issue('exchange-unwritable', { exchange: Object.values(flow.name ?? {})[0] ?? internalId, reason });
  return false;
}

function completeExchange(stated: Exchange, internalId: string, numbers: ReadonlyMap<string, string>, context: WriteContext, find: Find): Exchange {
  const flow = find('flow', stated.flow.id!) as Flow | undefined;
  const kind = stated.flowKind ?? flow?.kind;
  const label = Object.values(stated.flow.name ?? flow?.name ?? {})[0] ?? stated.flow.id!;
  const done: Exchange = { ...signed(stated, kind, label, context), internalId, position: Number(internalId) - 1 };
  delete done.calculated; // the format does not mark amounts
  done.direction ??= done.isReference ? 'OUTPUT' : 'INPUT';
  if (kind !== undefined) done.flowKind = kind;
  if (done.flow.name === undefined && flow !== undefined) done.flow = { ...done.flow, name: flow.name };
  if (done.allocations !== undefined) done.allocations = done.allocations.map((share) => ({ ...share, coProduct: numbers.get(share.coProduct) ?? share.coProduct }));
  const uncertainty = done.uncertainty === undefined ? undefined : completeUncertainty(done.uncertainty, done, context);
  if (uncertainty === undefined) delete done.uncertainty;
  else done.uncertainty = uncertainty;
  const measure = measureOfExchange(stated, find);
  if (measure.isAssumed) context.issue('exchange-unit-missing', { exchange: label });
  done.unit = measure.unit;
  done.unitId = measure.unitId;
  const told = propertyOf(measure.unit);
  // The writer takes the property from the unit unless another one is kept beside.
  if (told?.id !== measure.property.id || told?.name !== measure.property.name) done.extensions = { ...done.extensions, olca: [...(done.extensions?.['olca'] ?? []), ['flowProperty', JSON.stringify(measure.property)]] };
  return done;
}

/**
 * Directions and signs of openLCA: a treatment takes in waste as its reference with a positive amount, and offers a service of any other kind as an output;
 * an avoided product is a marked input with a positive amount. The effect on results stays the same.
 */
function signed(stated: Exchange, kind: Exchange['flowKind'], label: string, context: WriteContext): Exchange {
  const { direction, isReference, isAvoided } = stated;
  if (isReference && kind === 'WASTE' && direction === 'OUTPUT' && isNegative(stated.amount)) {
    context.issue('treatment-as-input', { exchange: label });
    return { ...mirrored(stated), direction: 'INPUT' };
  }
  if (isReference && direction === 'INPUT' && kind !== 'WASTE' && kind !== 'ELEMENTARY') {
    context.issue('treatment-as-output', { exchange: label });
    return { ...mirrored(stated), direction: 'OUTPUT' };
  }
  if (isAvoided !== true || kind === 'ELEMENTARY') return stated;
  if (direction === 'OUTPUT' && !isNegative(stated.amount)) return { ...stated, direction: 'INPUT' };
  if (direction === 'INPUT' && isNegative(stated.amount)) return mirrored(stated);
  // Less of an output is an input that nothing is avoided by; more of an input that others call avoided is a credit.
  const { isAvoided: _mark, ...plain } = stated;
  return direction === 'INPUT' ? stated : plain;
}

function completeFlow(flow: Flow, context: WriteContext, find: Find): Flow {
  const done: Flow = { ...flow };
  const unknown = (done.flowProperties ?? []).filter(({ flowProperty: { id } }) => !isMeasured(id, find));
  for (const { flowProperty: { id, name } } of unknown) context.issue('flow-property-unwritable', { property: Object.values(name ?? {})[0] ?? id ?? '–' });
  if (unknown.length > 0) done.flowProperties = done.flowProperties!.filter((each) => !unknown.includes(each));
  if ((done.flowProperties ?? []).length === 0 && flow.unit !== undefined) {
    const { property } = measureOfUnit(flow.unit);
    done.flowProperties = [{ internalId: '1', position: 0, flowProperty: { type: 'flowProperty', id: property.id, version: property.version, name: property.name }, mean: '1' }];
    done.referenceProperty = '1';
  }
  // Factors count from the reference property, whose own is 1.
  const [reference] = propertiesOf(done);
  if (reference !== undefined) {
    done.flowProperties = done.flowProperties!.map((each, n) => ({ ...each, internalId: String(n + 1), mean: Number(reference.mean) === 0 ? each.mean : rescale(each.mean, '1', reference.mean) }));
    done.referenceProperty = String((flow.flowProperties ?? []).length === 0 ? 1 : done.flowProperties.findIndex((each) => each.position === reference.position) + 1);
  }
  const place = placeOfFlow(flow);
  if (place !== undefined) done.extensions = { ...done.extensions, olca: [...(done.extensions?.['olca'] ?? []), ['location/@id', JSON.stringify(place.id)]] };
  if (flow.kind === 'ELEMENTARY' && flow.compartment !== undefined) done.compartment = completeCompartment(flow.compartment, context);
  return done;
}

function completeCompartment(stated: Compartment, context: WriteContext): Compartment {
  const found = stated.code === undefined ? undefined : compartmentIn('openlca', stated.code);
  if (found === undefined) {
    context.issue('compartment-unwritable', { path: stated.path.join(' / '), system: 'openLCA' });
    return { ...stated, statedId: undefined } as Compartment;
  }
  if (!found.exact) context.issue('compartment-widened', { path: stated.path.join(' / '), used: found.path.join(' / ') });
  return { code: stated.code!, system: 'openlca', path: [...found.path] };
}

/** Units have identifiers, and the reference unit the factor 1. */
export function completeUnitGroup(stated: UnitGroup, context?: WriteContext): UnitGroup {
  const group = usableGroup(stated.id, stated) ?? stated;
  const { units = [] } = group;
  if (group !== stated) context?.issue('field-defaulted', { field: 'units', used: units.map((u) => u.symbol).join(', ') });
  const reference = referenceUnitOf(group);
  const factor = reference === undefined || !(Number(reference.factor) > 0) ? '1' : reference.factor;
  return {
    ...group,
    units: units.map((unit) => ({ ...unit, internalId: unitIdOf(group, unit), factor: Number(factor) === 1 ? unit.factor : rescale(unit.factor, '1', factor) })),
    ...(reference === undefined ? {} : { referenceUnit: unitIdOf(group, reference) }),
  };
}
