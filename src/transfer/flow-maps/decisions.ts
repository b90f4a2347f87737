// Decisions of the operator about flows: checked, stored, withdrawn, given back as a map that mapping files and conversions are made of.
import type { ClientBase } from 'pg';
import { checkFlowMap } from '../../mapping/flow-maps/check-map.ts';
import { composeFlowMaps } from '../../mapping/flow-maps/compose-maps.ts';
import { contextIn } from '../../mapping/flow-maps/context.ts';
import type { FlowMap, FlowMapRow } from '../../mapping/flow-maps/flow-map.ts';
import type { FlowList } from '../../mapping/flow-maps/flow-list.ts';
import { mayLead, originOf, originText } from '../../mapping/flow-maps/flow-origin.ts';
import { indexFlowMap } from '../../mapping/flow-maps/map-index.ts';
import { loadOwnMap, ownFlowList, ownMaps } from '../../mapping/flow-maps/own-maps.ts';
import { unitFactor } from '../../mapping/flow-maps/row-values.ts';
import { carbonOriginOf } from '../../mapping/carbon-origin.ts';
import { findUnit } from '../../mapping/tables/units.ts';
import type { Issue } from '../../model/issue.ts';
import type { FlowMapping, MatchConditionName } from '../../model/mapping.ts';
import { decimalPattern, uuidPattern } from '../../model/scalar.ts';
import type { FlowMappingOptions } from '../convert/flow-mapping.ts';
import { conditionSign } from './condition-names.ts';
import { flowLists } from './open-flow-maps.ts';
import { describeFlow, hubListName, resolveFlow, type FlowFacts, type ResolvedMapping } from './resolve-flow.ts';
import { lockMappings, saveMappings } from './stored-mappings.ts';

export interface MapFlowInput {
  flowId: string;
  targetId: string;
  condition: Extract<MatchConditionName, 'SAME' | 'NARROWER' | 'PROXY'>;
  /** Amount in `unit` per amount in the unit of the flow; that of the units where absent. */
  factor?: string | null | undefined;
  /** Unit of the target that the factor leads to; its own where absent. */
  unit?: string | null | undefined;
  reason: string;
}

export type Refusal = 'FLOW_UNKNOWN' | 'TARGET_UNKNOWN' | 'FACTOR_INVALID' | 'UNIT_UNKNOWN' | 'UNITS_INCOMPATIBLE' | 'ORIGIN_CHANGED' | 'CIRCLE' | 'REASON_MISSING' | 'NOT_ELEMENTARY';
/** What came of a decision: the mapping and what should be known of it, or why it was refused. */
export type Decided = { mappingId: string; issues: Issue[] } | { refused: Refusal; message: string };

const refuse = (refused: Refusal, message: string): { refused: Refusal; message: string } => ({ refused, message });

type Target = { id: string; name?: string; list?: string; context?: string[]; unit?: string };

async function loadFlow(client: ClientBase, id: string): Promise<FlowFacts | undefined> {
  if (!uuidPattern.test(id)) return undefined;
  const { rows: [row] } = await client.query<{ name: FlowFacts['name']; kind: FlowFacts['kind'] | null; unit: string | null; facts: Pick<FlowFacts, 'compartment' | 'cas' | 'synonyms'> }>(
    `SELECT name, kind, unit, jsonb_strip_nulls(jsonb_build_object('compartment', record->'compartment', 'cas', record->'cas', 'synonyms', record->'synonyms')) AS facts FROM flow WHERE id = $1 AND recorded_to IS NULL`, [id]);
  return row === undefined ? undefined : { id, name: row.name, ...row.facts, ...(row.kind === null ? {} : { kind: row.kind }), ...(row.unit === null ? {} : { unit: row.unit }) };
}

/** The flow of a list that the hub knows, or another elementary flow of the hub. */
async function findTarget(client: ClientBase, id: string): Promise<Target | undefined> {
  for (const name of flowLists) {
    const list = ownFlowList(name);
    const found = list.byId.get(id);
    if (found === undefined) continue;
    const context = found.context === undefined ? undefined : contextIn(name, found.context);
    return { id, name: found.name, list: list.name, ...(context === undefined ? {} : { context }), ...(found.unit === undefined ? {} : { unit: found.unit }) };
  }
  const flow = await loadFlow(client, id);
  if (flow === undefined || (flow.kind !== undefined && flow.kind !== 'ELEMENTARY')) return undefined;
  const { flowName, flowUnit } = describeFlow(flow);
  return { id, ...(flowName === undefined ? {} : { name: flowName }), ...(flow.compartment === undefined ? {} : { context: flow.compartment.path, list: flow.compartment.system }), ...(flowUnit === undefined ? {} : { unit: flowUnit }) };
}

/** Whether decisions lead from one flow to another. */
async function leadsTo(client: ClientBase, from: string, to: string): Promise<boolean> {
  const found = await client.query<{ there: boolean }>(
    `WITH RECURSIVE chain(id) AS (SELECT $1::text UNION SELECT m.target_id FROM chain JOIN flow_mapping m ON m.flow_id::text = chain.id AND m.decided_at IS NOT NULL AND m.state = 'MAPPED')
     SELECT EXISTS (SELECT 1 FROM chain WHERE id = $2) AS there`, [from, to]);
  return found.rows[0]!.there;
}

function isFactor(text: string): boolean {
  return decimalPattern.test(text) && text.length <= 100 && Number(text) > 0 && Number.isFinite(Number(text));
}

async function check(client: ClientBase, input: MapFlowInput): Promise<{ mapping: ResolvedMapping; row: FlowMapRow } | { refused: Refusal; message: string }> {
  const { condition } = input;
  const [flowId, targetId] = [input.flowId.trim().toLowerCase(), input.targetId.trim().toLowerCase()];
  const reason = input.reason.trim();
  if (reason === '') return refuse('REASON_MISSING', 'A decision needs a reason that others can follow. Say why the flows belong together.');
  const flow = await loadFlow(client, flowId);
  if (flow === undefined) return refuse('FLOW_UNKNOWN', `The hub has no flow ${input.flowId.slice(0, 80)}. flowMappings lists those that wait for a decision.`);
  if (flow.kind !== undefined && flow.kind !== 'ELEMENTARY') return refuse('NOT_ELEMENTARY', `Flow ${flowId} is a ${flow.kind.toLowerCase()} flow; only elementary flows are mapped.`);
  if (flowId === targetId) return refuse('CIRCLE', 'A flow cannot be mapped to itself.');
  const target = await findTarget(client, targetId);
  if (target === undefined) return refuse('TARGET_UNKNOWN', `${input.targetId.slice(0, 80)} is neither a flow of the lists that the hub knows (${hubListName} and others, see flowMapRows) nor an elementary flow of the hub.`);
  if (await leadsTo(client, targetId, flowId)) return refuse('CIRCLE', `Decisions lead from ${targetId} back to ${flowId}. Withdraw one of them first.`);
  const [from, to] = [originOf({ id: flowId, ...describeName(flow), ...(flow.cas === undefined ? {} : { cas: flow.cas }) }), originOf({ id: targetId, ...(target.name === undefined ? {} : { name: target.name }) })];
  if (!mayLead(from, to, conditionSign(condition))) return refuse('ORIGIN_CHANGED', `The origin of carbon would change from ${originText(from)} to ${originText(to)}, and the footprint with it. An origin may only be left open, by NARROWER or PROXY.`);
  const unit = input.unit?.trim() || target.unit;
  const [source, own, wanted] = [flow.unit, target.unit, unit].map((symbol) => (symbol === undefined ? undefined : findUnit(symbol)));
  if (unit !== undefined && wanted === undefined) return refuse('UNIT_UNKNOWN', `"${unit.slice(0, 40)}" is no unit that the hub knows.`);
  if (own !== undefined && wanted !== undefined && unitFactor(wanted, own) === undefined) return refuse('UNITS_INCOMPATIBLE', `Amounts of the target are in ${target.unit}, into which "${unit}" does not convert.`);
  let factor = input.factor?.trim();
  if (factor === undefined || factor === '') {
    factor = flow.unit === unit ? '1' : unitFactor(source, wanted);
    if (factor === undefined) return refuse('FACTOR_INVALID', `"${flow.unit ?? 'no unit'}" does not convert into "${unit ?? 'no unit'}"; state a factor: amount of the target per amount of the flow.`);
  }
  if (!isFactor(factor)) return refuse('FACTOR_INVALID', `"${factor.slice(0, 40)}" is no factor: a decimal number above zero, amount of the target per amount of the flow.`);
  const about = describeFlow(flow);
  const origin = carbonOriginOf(targetId);
  return {
    mapping: {
      ...about, state: 'MAPPED', method: 'DECISION', condition, factor, ...(unit === undefined ? {} : { unit }), ...(target.list === undefined ? {} : { list: target.list }), targetId, ...(target.name === undefined ? {} : { targetName: target.name }),
      ...(target.context === undefined ? {} : { compartment: target.context.join('/') }), ...(origin === undefined ? {} : { carbonOrigin: origin }), reason,
    },
    row: { from: { id: flowId, ...describeName(flow), ...(flow.unit === undefined ? {} : { unit: flow.unit }) }, to: { id: targetId, ...(target.name === undefined ? {} : { name: target.name }), ...(unit === undefined ? {} : { unit }) }, condition: conditionSign(condition), factor },
  };
}

const describeName = (flow: FlowFacts): { name?: string } => {
  const { flowName } = describeFlow(flow);
  return flowName === undefined ? {} : { name: flowName };
};

async function transaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await lockMappings(client);
    const done = await work();
    await client.query('COMMIT');
    return done;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function save(client: ClientBase, mapping: ResolvedMapping, decided: boolean): Promise<string> {
  await saveMappings(client, [{ ...mapping, ...(decided ? { decidedAt: new Date().toISOString() } : {}) }]);
  return (await client.query<{ id: string }>('SELECT id::text FROM flow_mapping WHERE flow_id = $1', [mapping.flowId])).rows[0]!.id;
}

/** Decides what a flow is. The same decision again changes nothing. */
export async function mapFlow(client: ClientBase, input: MapFlowInput): Promise<Decided> {
  return transaction(client, async () => {
    const checked = await check(client, input);
    if ('refused' in checked) return checked;
    return { mappingId: await save(client, checked.mapping, true), issues: checkFlowMap({ rows: [checked.row] }) };
  });
}

/** Decides that the list has no flow for it. */
export async function declareNoCounterpart(client: ClientBase, { flowId, reason }: { flowId: string; reason: string }): Promise<Decided> {
  return transaction(client, async () => {
    if (reason.trim() === '') return refuse('REASON_MISSING', 'A decision needs a reason that others can follow. Say why there is no counterpart.');
    const flow = await loadFlow(client, flowId.trim().toLowerCase());
    if (flow === undefined) return refuse('FLOW_UNKNOWN', `The hub has no flow ${flowId.slice(0, 80)}. flowMappings lists those that wait for a decision.`);
    if (flow.kind !== undefined && flow.kind !== 'ELEMENTARY') return refuse('NOT_ELEMENTARY', `Flow ${flow.id} is a ${flow.kind.toLowerCase()} flow; only elementary flows are mapped.`);
    return { mappingId: await save(client, { ...describeFlow(flow), state: 'NO_COUNTERPART', method: 'DECISION', reason: reason.trim() }, true), issues: [] };
  });
}

/** Takes a decision back: the tables of the hub decide again. */
export async function withdrawDecision(client: ClientBase, flowId: string): Promise<Decided> {
  return transaction(client, async () => {
    const flow = await loadFlow(client, flowId.trim().toLowerCase());
    const known = flow === undefined ? [] : (await client.query('SELECT 1 FROM flow_mapping WHERE flow_id = $1 AND decided_at IS NOT NULL', [flow.id])).rows;
    if (flow === undefined || known.length === 0) return refuse('FLOW_UNKNOWN', `There is no decision about a flow ${flowId.slice(0, 80)}.`);
    const again = resolveFlow(flow) ?? { ...describeFlow(flow), state: 'UNMAPPED', method: 'NONE', reason: 'kind-unknown' };
    return { mappingId: await save(client, again, false), issues: [] };
  });
}

/** Mappings of the hub as a map: what was decided, or `all` of them. Flows without counterpart are rows that say so and are never applied. */
export async function storedMap(client: ClientBase, all = false): Promise<FlowMap> {
  type Row = Omit<FlowMapping, 'candidates'> & { system: string | null };
  const { rows } = await client.query<{ row: Row }>(
    `SELECT jsonb_strip_nulls(jsonb_build_object('flowId', m.flow_id, 'state', m.state, 'condition', m.condition, 'factor', m.factor, 'unit', m.unit, 'list', m.list, 'targetId', m.target_id, 'targetName', m.target_name,
              'compartment', m.compartment, 'reversed', m.reversed, 'flowName', m.flow_name, 'flowCompartment', m.flow_compartment, 'flowUnit', m.flow_unit, 'reason', m.reason, 'decidedAt', to_char(m.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
              'system', f.record->'compartment'->>'system')) AS row
       FROM flow_mapping m LEFT JOIN flow f ON f.id = m.flow_id AND f.recorded_to IS NULL WHERE ${all ? `m.state <> 'UNMAPPED' AND m.flow_id::text IS DISTINCT FROM m.target_id` : 'm.decided_at IS NOT NULL'} ORDER BY m.flow_name, m.flow_id`);
  return {
    target: hubListName,
    rows: rows.map(({ row: m }, n): FlowMapRow => ({
      from: { ...(m.system === undefined || m.system === null ? {} : { list: m.system }), id: m.flowId, ...(m.flowName === undefined ? {} : { name: m.flowName }), ...(m.flowCompartment === undefined ? {} : { context: m.flowCompartment.split('/') }), ...(m.flowUnit === undefined ? {} : { unit: m.flowUnit }) },
      to: { ...(m.list === undefined ? {} : { list: m.list }), ...(m.targetId === undefined ? {} : { id: m.targetId }), ...(m.targetName === undefined ? {} : { name: m.targetName }), ...(m.compartment === undefined ? {} : { context: m.compartment.split('/') }), ...(m.unit === undefined ? {} : { unit: m.unit }) },
      condition: m.condition === undefined ? '=' : conditionSign(m.condition), factor: m.factor ?? null, ...(m.reversed === true ? { reversed: true } : {}),
      ...(m.state === 'NO_COUNTERPART' ? { mapType: 'NO_MAPPING' } : {}), ...(m.reason === undefined ? {} : { remark: m.reason }), ...(m.decidedAt === undefined ? {} : { updated: m.decidedAt }), row: n + 1,
    })),
  };
}

/** Decisions as they lead to a list: those to another list of the hub go on by its own maps; where these do not reach, they end where they lead. */
export function decisionsTo(decisions: FlowMap, target: FlowList | undefined): FlowMap {
  if (target === undefined) return decisions;
  const rows = decisions.rows.map((row): FlowMapRow => {
    if (row.to.id === undefined || target.byId.has(row.to.id)) return row;
    for (const own of ownMaps) {
      if (own.to !== target.system) continue;
      const [composed] = composeFlowMaps({ rows: [row] }, loadOwnMap(own)).rows;
      if (composed !== undefined) return { ...row, ...composed, from: row.from };
    }
    return row;
  });
  return { ...decisions, target: target.name, rows };
}

/** What was asked for first, then what the operator of the hub decided, then the tables. */
export async function withDecisions(client: ClientBase, flows: FlowMappingOptions): Promise<FlowMappingOptions> {
  const decisions = decisionsTo(await storedMap(client), flows.target);
  return decisions.rows.length === 0 ? flows : { ...flows, maps: [...flows.maps, { name: 'decisions of the hub', index: indexFlowMap(decisions) }] };
}
