// What exchanges and flows say by way of the datasets that they refer to: units by unit groups, compartments and kinds by flows.
import type { Flow, FlowProperty, UnitGroup } from '../model/flow.ts';
import type { DatasetNoun } from '../model/noun.ts';
import { rescale } from '../mapping/tables/fraction.ts';
import type { Exchange, Process } from '../model/process.ts';
import type { Find } from './adapter.ts';

/** Adds to a record what it says by way of others, for formats with datasets of flows, properties and unit groups. */
export function resolveByFlows(noun: DatasetNoun, back: object, find: Find): void {
  if (noun === 'flowProperty') {
    const property = back as FlowProperty;
    const group = property.unitGroup?.id === undefined ? undefined : find('unitGroup', property.unitGroup.id) as UnitGroup | undefined;
    if (group?.unit !== undefined) property.unit = group.unit;
  }
  if (noun === 'flow') {
    const flow = back as Flow;
    const property = flow.flowProperties?.find((p) => p.internalId === flow.referenceProperty);
    const unit = property?.flowProperty.id === undefined ? undefined : (find('flowProperty', property.flowProperty.id) as FlowProperty | undefined)?.unit;
    if (unit !== undefined) flow.unit = unit;
  }
  if (noun !== 'process') return;
  for (const exchange of (back as Process).exchanges ?? []) {
    const flow = exchange.flow.id === undefined ? undefined : find('flow', exchange.flow.id) as Flow | undefined;
    if (flow === undefined) continue;
    // Field by field, as a list of names would be looked up for each of millions of exchanges.
    if (flow.unit !== undefined) exchange.unit ??= flow.unit;
    if (flow.compartment !== undefined) exchange.compartment ??= flow.compartment;
    if (flow.cas !== undefined) exchange.cas ??= flow.cas;
    if (flow.chemicalFormula !== undefined) exchange.chemicalFormula ??= flow.chemicalFormula;
    if (flow.classifications !== undefined) exchange.classifications ??= flow.classifications;
    if (flow.kind !== undefined) exchange.flowKind ??= flow.kind;
  }
}

type FlowPropertyValue = NonNullable<Flow['flowProperties']>[number];
type UnitOfGroup = NonNullable<UnitGroup['units']>[number];

/** A unit as the package itself defines it for a flow. */
export interface StatedMeasure { property: FlowPropertyValue; group: UnitGroup; unit: UnitOfGroup; referenceUnit: UnitOfGroup; reference: { property: FlowPropertyValue; unit: UnitOfGroup } }

/** The properties of a flow, the reference first. */
export function propertiesOf(flow: Flow): FlowPropertyValue[] {
  const { flowProperties = [], referenceProperty } = flow;
  const reference = flowProperties.find((p) => p.internalId === referenceProperty) ?? flowProperties[0];
  return reference === undefined ? [] : [reference, ...flowProperties.filter((p) => p !== reference)];
}

const groupOf = (property: FlowPropertyValue, find: Find): UnitGroup | undefined => {
  const id = property.flowProperty.id === undefined ? undefined : (find('flowProperty', property.flowProperty.id) as FlowProperty | undefined)?.unitGroup?.id;
  return id === undefined ? undefined : find('unitGroup', id) as UnitGroup | undefined;
};

const referenceUnitOf = ({ units = [], referenceUnit }: UnitGroup): UnitOfGroup | undefined => units.find((u) => u.internalId !== undefined && u.internalId === referenceUnit) ?? (units.length === 1 ? units[0] : undefined);

/** The unit of an exchange among those that the package defines for its flow: by identifier, then by symbol; the reference unit where none is stated. Undefined where the package does not tell. */
export function statedMeasureOf(flow: Flow | undefined, exchange: { unit?: string | undefined; unitId?: string | undefined }, find: Find): StatedMeasure | undefined {
  if (flow === undefined) return undefined;
  const properties = propertiesOf(flow);
  const first = properties[0] === undefined ? undefined : groupOf(properties[0], find);
  const referenceUnit = first === undefined ? undefined : referenceUnitOf(first);
  if (first === undefined || referenceUnit === undefined) return undefined;
  const reference = { property: properties[0]!, unit: referenceUnit };
  for (const property of properties) {
    const group = groupOf(property, find);
    if (group === undefined) continue;
    const { units = [] } = group;
    const own = referenceUnitOf(group);
    const unit = exchange.unit === undefined && exchange.unitId === undefined ? own
      : units.find((u) => u.internalId !== undefined && u.internalId === exchange.unitId) ?? units.find((u) => u.symbol === exchange.unit);
    if (unit !== undefined && own !== undefined) return { property, group, unit, referenceUnit: own, reference };
  }
  return undefined;
}

/** How amounts become amounts in another unit, and which. */
export interface Scale { scale: (amount: string) => string; unit: string }

/** From the unit of an exchange to the reference unit of its flow, exactly, by the factors of the package; undefined where it does not define the unit. */
export function scaleToReference(flow: Flow | undefined, exchange: Exchange, find: Find): Scale | undefined {
  const stated = exchange.unit === undefined && exchange.unitId === undefined ? undefined : statedMeasureOf(flow, exchange, find);
  if (stated === undefined) return undefined;
  const { unit, property, reference, referenceUnit } = stated;
  if (unit === reference.unit) return { scale: (amount) => amount, unit: unit.symbol };
  return { scale: (amount) => rescale(rescale(amount, unit.factor, referenceUnit.factor), reference.property.mean, property.mean), unit: reference.unit.symbol };
}

const amounts = ['amount', 'meanAmount', 'minimum', 'maximum'] as const;
const places = ['mean', 'mode', 'minimum', 'maximum'] as const;

/** The exchange with all its amounts in another unit, and its formula with them. Deviations of normal values are amounts as well; those of log-normal ones are ratios. */
export function rescaled(exchange: Exchange, scale: (amount: string) => string): Exchange {
  const done: Exchange = { ...exchange };
  for (const field of amounts) if (done[field] !== undefined) done[field] = scale(done[field]);
  if (done.formula !== undefined && scale('1') !== '1') done.formula = `(${done.formula}) * ${scale('1')}`;
  if (exchange.uncertainty === undefined) return done;
  const uncertainty = { ...exchange.uncertainty };
  for (const field of places) if (uncertainty[field] !== undefined) uncertainty[field] = scale(uncertainty[field]);
  if (uncertainty.distribution === 'NORMAL') for (const field of ['sigma', 'standardDeviation'] as const) if (uncertainty[field] !== undefined) uncertainty[field] = scale(uncertainty[field]);
  return { ...done, uncertainty };
}
