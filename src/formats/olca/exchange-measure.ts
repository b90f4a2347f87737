// Unit and flow property of an exchange, which openLCA wants both or neither of: as the package defines them for its flow, else from the unit tables (flows.md §3, trap 10).
import { findUnit } from '../../mapping/tables/units.ts';
import type { Flow } from '../../model/flow.ts';
import type { Exchange } from '../../model/process.ts';
import type { Find } from '../adapter.ts';
import { propertiesOf, statedMeasureOf } from '../by-flows.ts';
import type { PropertyReference } from './measure.ts';
import { measureOfProperty, measureOfUnit, unitIdOf, type Measure } from './reference-data.ts';

/** `needed` is what the package does not have; `isAssumed` where nobody states a unit. */
export interface ExchangeMeasure { unit: string; unitId: string; property: PropertyReference; needed?: Measure; isAssumed?: boolean }

const kind = 'FlowProperty';
const referenceTo = ({ property }: Measure): PropertyReference => ({ kind, id: property.id, name: property.name['en'] ?? property.id });

export function measureOfExchange(exchange: Exchange, find: Find): ExchangeMeasure {
  const flow = exchange.flow.id === undefined ? undefined : find('flow', exchange.flow.id) as Flow | undefined;
  const stated = statedMeasureOf(flow, exchange, find);
  if (stated !== undefined) {
    const { id, name } = stated.property.flowProperty;
    const label = name?.['en'] ?? Object.values(name ?? {})[0];
    return { unit: stated.unit.symbol, unitId: unitIdOf(stated.group, stated.unit), property: { kind, ...(id === undefined ? {} : { id }), ...(label === undefined ? {} : { name: label }) } };
  }
  const symbol = exchange.unit ?? flow?.unit;
  const known = symbol === undefined ? undefined : findUnit(symbol);
  // The flow names a property that the package does not bring along.
  for (const { flowProperty } of flow === undefined ? [] : propertiesOf(flow)) {
    const measure = flowProperty.id === undefined ? undefined : measureOfProperty(flowProperty.id);
    const unit = symbol === undefined ? measure?.group.units![0] : known === undefined ? undefined : measure?.group.units!.find((u) => u.symbol === known.symbol);
    if (measure !== undefined && unit !== undefined) return { unit: symbol ?? unit.symbol, unitId: unit.internalId!, property: referenceTo(measure), needed: measure };
  }
  const measure = measureOfUnit(symbol ?? 'unit');
  return { unit: symbol ?? 'unit', unitId: measure.unit.internalId!, property: referenceTo(measure), needed: measure, ...(symbol === undefined ? { isAssumed: true } : {}) };
}
