// Two flow maps one after the other (a redirect of old identifiers, then a map to another list): conditions and factors are composed, never forgotten.
import { rescale } from '../tables/fraction.ts';
import { findUnit } from '../tables/units.ts';
import { composeConditions, conditionOf, isShare, type FlowMap, type FlowMapRow } from './flow-map.ts';
import { indexFlowMap, rowsFor } from './map-index.ts';
import { makeScale } from './scale-exchange.ts';
import { unitFactor } from './row-values.ts';

/**
 * The map from the source of the first to the target of the second. A row that finds no single continuation is left out; where conditions do not add up,
 * the result is `?` and never applied by itself; where units do not meet, its factor is null.
 */
export function composeFlowMaps(first: FlowMap, second: FlowMap): FlowMap {
  const index = indexFlowMap(second);
  const rows = first.rows.flatMap((row): FlowMapRow[] => {
    if (isShare(row)) return [];
    const found = rowsFor(index, { id: row.to.id, names: row.to.name === undefined ? [] : [row.to.name], unit: row.to.unit });
    const [next] = found;
    if (found.length !== 1 || next === undefined || isShare(next)) return [];
    const reversed = (row.reversed ?? false) !== (next.reversed ?? false);
    return [{ from: row.from, to: next.to, condition: composeConditions(conditionOf(row), conditionOf(next)), factor: factorOf(row, next), ...(reversed ? { reversed } : {}), ...(row.row === undefined ? {} : { row: row.row }) }];
  });
  return { ...(first.source === undefined ? {} : { source: first.source }), ...(second.target === undefined ? {} : { target: second.target }), rows };
}

function factorOf(row: FlowMapRow, next: FlowMapRow): string | null {
  if (row.factor === null || next.factor === null) return null;
  const product = rescale(row.factor, next.factor, '1');
  if (row.to.unit === undefined || next.from.unit === undefined || row.to.unit === next.from.unit) return product;
  const [from, to] = [findUnit(row.to.unit), findUnit(next.from.unit)];
  return unitFactor(from, to) === undefined ? null : makeScale(product, from, to).factor;
}
