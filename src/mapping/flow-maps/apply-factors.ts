// Maps the characterization factors of an impact category to the flows of another list: a factor is per amount of its flow, so it is divided by what amounts are multiplied with.
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { CharacterizationFactor, ImpactCategory } from '../../model/impact.ts';
import type { Exchange } from '../../model/process.ts';
import { decimalPattern } from '../../model/scalar.ts';
import { rescale } from '../tables/fraction.ts';
import { decide, know, type ApplyOptions } from './apply.ts';
import { countFlow, emptyCoverage, type Coverage } from './coverage.ts';
import { conditionOf, isShare } from './flow-map.ts';
import { flowLabel, mapExchange, rowLabel } from './map-exchange.ts';
import type { MapIndex } from './map-index.ts';
import { rowScale } from './row-scale.ts';
import { scaleUncertainty } from './scale-exchange.ts';

/** A factor as far as it is mapped: the closer the match, the lower the rank. */
interface Mapped { factor: CharacterizationFactor; rank: number; from: string; position: number; target?: Exchange }

/**
 * An impact category with its factors mapped; the one given stays as it is. Conditions are obeyed as for exchanges. Where several flows become one, its factor would stand there
 * twice: the closest match counts, one that the category has of its own before all, and the others are told. `changed` has the positions of what was mapped, `dropped` of what was left out,
 * `targets` the flows that factors were led to, with unit and compartment.
 */
export function applyFlowMapToFactors(category: ImpactCategory, maps: readonly MapIndex[], options: ApplyOptions = {}): { value: ImpactCategory; issues: Issue[]; coverage: Coverage; changed: Map<number, { approximated: boolean }>; dropped: Set<number>; targets: Exchange[] } {
  const issues: Issue[] = [];
  const coverage = emptyCoverage();
  const changed = new Map<number, { approximated: boolean }>();
  const dropped = new Set<number>();
  const best = new Map<string, Mapped>();
  for (const factor of category.factors ?? []) {
    const one = mapFactor(category, factor, maps, options, issues, coverage);
    if (one.rank >= 0) changed.set(factor.position, { approximated: one.rank > 0 });
    const { flow, direction, location } = one.factor;
    const key = [flow.id ?? flow.externalKey ?? Object.values(flow.name ?? {})[0] ?? '', direction, location?.code ?? location?.stated ?? ''].join('\n');
    const other = best.get(key);
    if (other === undefined || (one.rank < 0 && other.rank < 0)) {
      // Two that the category itself has twice are not ours to judge.
      best.set(other === undefined ? key : `${key}\n${factor.position}`, one);
      continue;
    }
    const [kept, left] = one.rank < other.rank ? [one, other] : [other, one];
    best.set(key, kept);
    dropped.add(left.position);
    const where = { dataset: `impactCategory ${category.id}`, path: `factors/factor[${left.position + 1}]` };
    const same = Number(kept.factor.value) === Number(left.factor.value);
    issues.push(makeIssue(same ? 'factor-mapped-twice' : 'factor-mapped-contradiction', where, { from: left.from, to: flowLabel(asExchange(kept.factor)), value: left.factor.value, used: kept.factor.value }));
  }
  if (changed.size === 0) return { value: category, issues, coverage, changed, dropped: new Set(), targets: [] };
  const kept = [...best.values()].sort((a, b) => a.position - b.position);
  return { value: { ...category, factors: kept.map(({ factor }) => factor) }, issues, coverage, changed, dropped, targets: kept.flatMap(({ target }) => target ?? []) };
}

const asExchange = ({ flow, direction, unit, location, position, internalId }: CharacterizationFactor): Exchange =>
  ({ internalId: internalId ?? String(position), position, flow, direction, flowKind: 'ELEMENTARY', isReference: false, ...(unit === undefined ? {} : { unit }), ...(location === undefined ? {} : { location }) });

const ranks = ['=', '<', '~'];

function mapFactor(category: ImpactCategory, factor: CharacterizationFactor, maps: readonly MapIndex[], options: ApplyOptions, issues: Issue[], coverage: Coverage): Mapped {
  const { position } = factor;
  const exchange = asExchange(factor);
  const from = flowLabel(exchange);
  const known = know(exchange, category, options, `factors/factor[${position + 1}]`, 'impactCategory');
  const decision = decide(known, maps, options.target);
  const left: Mapped = { factor, rank: -1, from, position };
  if (decision === undefined) return left;
  const { where, stated } = known;
  const count = (method: NonNullable<typeof decision>['method'], reason = decision.reason): void => countFlow(coverage, {
    ...(stated.id === undefined ? {} : { id: stated.id }), ...(stated.names[0] === undefined ? {} : { name: stated.names[0] }), ...(stated.context === undefined ? {} : { context: stated.context }),
    ...(stated.unit === undefined ? {} : { unit: stated.unit }), method, ...(reason === undefined ? {} : { reason }), ...(decision.candidates === undefined || decision.candidates.length === 0 ? {} : { candidates: decision.candidates.map(({ id, name }) => ({ id, name })) }),
  });
  if (decision.issue !== undefined) issues.push(decision.issue);
  const [row] = decision.rows ?? [];
  if (row === undefined) {
    count(decision.method);
    return left;
  }
  if (decision.rows!.some(isShare)) {
    count('unmapped', 'shares');
    issues.push(makeIssue('flow-mapping-refused', where, { from, to: rowLabel(row), reason: 'the factor of a flow that becomes several is not known of each' }));
    return left;
  }
  const scaled = rowScale(row, stated.unit);
  if ('wanted' in scaled) {
    count('unmapped', 'unit');
    issues.push(makeIssue('flow-mapping-unit', where, { from, to: rowLabel(row), unit: stated.unit ?? '', wanted: scaled.wanted }));
    return left;
  }
  count(decision.method);
  const mapped = mapExchange(exchange, row, scaled.scale, scaled.unit, decision.list, where, issues);
  const by = scaled.scale.factor;
  const of = (text: string): string => (decimalPattern.test(text) && by !== '1' ? rescale(text, '1', by) : text);
  const value: CharacterizationFactor = { ...factor, flow: mapped.flow, direction: mapped.direction ?? factor.direction, value: of(factor.value) };
  if (mapped.unit !== undefined && factor.unit !== undefined) value.unit = mapped.unit;
  for (const field of ['minimum', 'maximum'] as const) if (factor[field] !== undefined) value[field] = of(factor[field]);
  if (factor.uncertainty !== undefined) value.uncertainty = scaleUncertainty(factor.uncertainty, { factor: of('1'), of });
  return { factor: value, rank: ranks.indexOf(conditionOf(row)), from, position, target: mapped };
}
