// Checks a flow map row by row and as a whole: units, compartments, properties, origin of carbon, rows that repeat or contradict each other, circles.
import { Decimal } from 'decimal.js';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { findFlowProperty, findUnit } from '../tables/units.ts';
import { resolveContext, systemOfList } from './context.ts';
import { conditionOf, isShare, refusalOf, type FlowMap, type FlowMapEnd, type FlowMapRow } from './flow-map.ts';
import { foldName, mayLead, originOf, originText } from './flow-origin.ts';
import { rowPlace, unitFactor } from './row-values.ts';

/** Issues of a map, each with file and row. Nothing is changed. */
export function checkFlowMap(map: FlowMap, file?: string): Issue[] {
  return [...map.rows.flatMap((row) => checkRow(map, row, file)), ...findRepeated(map, file), ...findCircles(map, file)];
}

function checkRow(map: FlowMap, row: FlowMapRow, file: string | undefined): Issue[] {
  const where = rowPlace(file, row.row ?? 0);
  const issues: Issue[] = [];
  const { from, to, factor } = row;
  for (const [end, list] of [[from, map.source], [to, map.target]] as const) {
    if (end.unit !== undefined && findUnit(end.unit) === undefined) issues.push(makeIssue('unit-unknown', where, { unit: end.unit }));
    if (end.context !== undefined && resolveContext(end.context, systemOfList(end.list ?? list)) === undefined) issues.push(makeIssue('compartment-unknown', where, { path: end.context.join('/') }));
    const property = end.property?.id === undefined ? undefined : findFlowProperty(end.property.id);
    const unit = end.unit === undefined ? undefined : findUnit(end.unit, property === undefined ? {} : { quantity: property.quantity });
    // Two properties may share a unit (net calorific value and energy, both MJ); a unit of another quantity is an error.
    if (property !== undefined && end.unit !== undefined && unit?.quantity !== property.quantity) issues.push(makeIssue('unit-not-of-property', where, { unit: end.unit, property: property.names.en, flow: end.name ?? end.id }));
  }
  if (factor !== null && from.unit !== undefined && to.unit !== undefined && from.unit !== to.unit) {
    const [source, target] = [findUnit(from.unit), findUnit(to.unit)];
    const expected = unitFactor(source, target);
    if (expected !== undefined && !isShare(row) && !nearly(factor, expected)) issues.push(makeIssue('flow-map-factor-doubtful', where, { from: from.unit, to: to.unit, stated: factor, expected }));
    if (expected === undefined && source !== undefined && target !== undefined) issues.push(makeIssue('flow-map-units-incompatible', where, { from: from.unit, to: to.unit, factor }));
  }
  const origins = [originOf({ id: from.id, name: from.name }), originOf({ id: to.id, name: to.name })] as const;
  if (refusalOf(row) === undefined && !mayLead(...origins, conditionOf(row))) issues.push(makeIssue('flow-map-origin-changed', where, { from: originText(origins[0]), to: originText(origins[1]) }));
  return issues;
}

/** Published factors are rounded: six digits are the same. */
const nearly = (stated: string, expected: string): boolean => new Decimal(stated).div(expected).minus(1).abs().lt('1e-6');

const keyOf = (end: FlowMapEnd): string => (end.id ?? `${foldName(end.name ?? '')}\n${end.context?.map(foldName).join('/') ?? ''}`).toLowerCase();
const sourceKey = ({ from }: FlowMapRow): string => [keyOf(from), from.unit ?? '', from.location ?? '', from.provider?.id ?? ''].join('\n');
const labelOf = (end: FlowMapEnd): string => end.name ?? end.id ?? '?';

function findRepeated(map: FlowMap, file: string | undefined): Issue[] {
  const first = new Map<string, FlowMapRow>();
  const issues: Issue[] = [];
  for (const row of map.rows) {
    const key = sourceKey(row);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, row);
      continue;
    }
    if (isShare(row) && isShare(earlier) && keyOf(row.to) !== keyOf(earlier.to)) continue;
    const same = keyOf(row.to) === keyOf(earlier.to) && row.factor === earlier.factor && conditionOf(row) === conditionOf(earlier) && row.to.unit === earlier.to.unit;
    // Rows of different conditions are a choice: the better one counts.
    if (!same && conditionOf(row) !== conditionOf(earlier)) continue;
    issues.push(makeIssue(same ? 'flow-map-duplicate' : 'flow-map-contradiction', rowPlace(file, row.row ?? 0), { name: labelOf(row.from), other: earlier.row ?? '?' }));
  }
  return issues;
}

/** Flows that lead back to themselves by rows that are applied. A flow mapped to itself is no circle as long as nothing changes. */
function findCircles(map: FlowMap, file: string | undefined): Issue[] {
  const next = new Map<string, FlowMapRow[]>();
  const issues: Issue[] = [];
  for (const row of map.rows) {
    if (refusalOf(row) !== undefined) continue;
    const [from, to] = [keyOf(row.from), keyOf(row.to)];
    if (from === to) {
      if (row.factor !== '1' && (row.from.unit ?? '') === (row.to.unit ?? '')) issues.push(makeIssue('flow-map-cycle', rowPlace(file, row.row ?? 0), { flows: `${labelOf(row.from)} → itself, times ${row.factor}` }));
      continue;
    }
    next.set(from, [...(next.get(from) ?? []), row]);
  }
  const done = new Set<string>();
  for (const start of next.keys()) {
    // Depth first without recursion: chains may be as long as the file.
    const trail: { key: string; rows: Iterator<FlowMapRow>; by?: FlowMapRow }[] = [];
    const onTrail = new Map<string, number>();
    const enter = (key: string, by?: FlowMapRow): void => {
      onTrail.set(key, trail.length);
      trail.push({ key, rows: (next.get(key) ?? [])[Symbol.iterator](), ...(by === undefined ? {} : { by }) });
    };
    if (!done.has(start)) enter(start);
    while (trail.length > 0) {
      const top = trail.at(-1)!;
      const step = top.rows.next();
      if (step.done) {
        done.add(top.key);
        onTrail.delete(top.key);
        trail.pop();
        continue;
      }
      const key = keyOf(step.value.to);
      const at = onTrail.get(key);
      if (at !== undefined) {
        const flows = [...trail.slice(at + 1).map(({ by }) => labelOf(by!.from)), labelOf(step.value.from), labelOf(step.value.to)];
        issues.push(makeIssue('flow-map-cycle', rowPlace(file, step.value.row ?? 0), { flows: flows.join(' → ') }));
      } else if (!done.has(key)) enter(key, step.value);
    }
  }
  return issues;
}
