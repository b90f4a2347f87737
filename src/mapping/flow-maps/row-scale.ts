// By how much a row changes the amount of an exchange, and the unit of the result: factors relate the units of the row, or the reference units of the flows (openLCA).
import { rescale } from '../tables/fraction.ts';
import { allUnitGroups, findFlowProperty, findQuantity, findUnit } from '../tables/units.ts';
import type { FlowMapEnd, FlowMapRow } from './flow-map.ts';
import { unitFactor } from './row-values.ts';
import { makeScale, type Scale } from './scale-exchange.ts';

export type RowScale = { scale: Scale; unit: string | undefined } | { wanted: string };

/** The scale of a row for an amount in `stated`; where the units do not convert, what was wanted. */
export function rowScale(row: FlowMapRow, stated: string | undefined): RowScale {
  const factor = row.allocation === undefined ? row.factor! : rescale(row.factor!, row.allocation, '1');
  const { from, to } = row;
  if (from.unit !== undefined) {
    const unit = to.unit ?? from.unit;
    // An amount without unit stays one: only what changes nothing may be applied to it.
    if (stated === undefined) return row.factor === '1' && unit === from.unit ? { scale: makeScale(factor), unit: undefined } : { wanted: from.unit };
    return between(factor, stated, from.unit, unit);
  }
  if (to.unit !== undefined && stated !== undefined && row.factor === '1' && row.verb === undefined) return between(factor, stated, to.unit, to.unit);
  // randonneur multiplies whatever unit the edge has, and keeps it unless the target states another.
  if (row.verb !== undefined) return { scale: makeScale(factor), unit: to.unit ?? stated };
  const properties = [from.property?.id, to.property?.id];
  if (row.factor === '1' && properties[0] === properties[1]) return { scale: makeScale(factor), unit: stated };
  const [source, target] = [referenceUnit(from) ?? referenceUnitOf(stated === undefined ? undefined : findUnit(stated)?.quantity), to.unit ?? referenceUnit(to)];
  if (source === undefined || target === undefined || stated === undefined) return { wanted: source === undefined ? 'a reference unit that is known' : target ?? 'a target unit, which the row does not state' };
  return between(factor, stated, source, target);
}

function between(factor: string, stated: string, source: string, target: string): RowScale {
  if (stated === source) return { scale: makeScale(factor), unit: target };
  const [from, to] = [findUnit(stated), findUnit(source)];
  return unitFactor(from, to) === undefined ? { wanted: source } : { scale: makeScale(factor, from, to), unit: target };
}

const referenceUnit = (end: FlowMapEnd): string | undefined => (end.property?.id === undefined ? undefined : referenceUnitOf(findFlowProperty(end.property.id)?.quantity));

/** The reference unit of a quantity; none where packages disagree about it under one identifier (time: hour or day, money). */
function referenceUnitOf(quantity: string | undefined): string | undefined {
  if (quantity === undefined || allUnitGroups().some((group) => group.quantity === quantity && (group.factors === 'varies' || group.referenceUnit === ''))) return undefined;
  return findQuantity(quantity)?.referenceUnit;
}
