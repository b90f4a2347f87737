// randonneur data package (JSON): verbs replace, update and disaggregate with source, target and conversion factor; the condition stands in the comment.
import { Decimal } from 'decimal.js';
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { JsonNumber, printJson, toJsonNumber } from './exact-json.ts';
import { conditionOf, isShare, refusalOf, type FlowMap, type FlowMapEnd, type FlowMapRow, type MatchCondition } from './flow-map.ts';
import { isObject, textOf } from './openlca-json.ts';
import { compact, readCondition, readContext, readFactor, readId, rowPlace, type RowPlace } from './row-values.ts';
import { LossCount, type MapFileWritten } from './written.ts';

type Json = Record<string, unknown>;
type Verb = NonNullable<FlowMapRow['verb']>;

/** Verbs that change flows, in the order in which they are written. `create` and `delete` say nothing about which flow is which. */
const verbs: readonly Verb[] = ['replace', 'update', 'disaggregate'];
const otherVerbs = ['create', 'delete'];
/** Names under which packages give the identifier of a flow; the first is written. */
const idNames = ['uuid', 'code', '@id', 'identifier'];
const endNames = new Set(['name', 'unit', 'context', 'location', 'allocation', 'conversion_factor']);

export const isRandonneur = (json: unknown): boolean => isObject(json) && [...verbs, ...otherVerbs].some((verb) => Array.isArray(json[verb]));

/** Reads a parsed data package. @throws TanluError FLOW_MAP_UNREADABLE if it has no list of any verb */
export function readRandonneur(json: unknown, file?: string): { value: FlowMap; issues: Issue[] } {
  if (!isObject(json) || !isRandonneur(json)) throw new TanluError('FLOW_MAP_UNREADABLE', 'The mapping file is no randonneur data package: it has no list "replace", "update" or "disaggregate".', { params: { file } });
  const issues: Issue[] = [];
  const rows: FlowMapRow[] = [];
  let number = 0;
  const listOf = (verb: string): unknown[] => (Array.isArray(json[verb]) ? json[verb] : []);
  for (const verb of otherVerbs) for (const entry of listOf(verb)) {
    const name = isObject(entry) ? textOf((isObject(entry['source']) ? entry['source'] : entry)['name']) : undefined;
    issues.push(makeIssue('flow-map-row-left-out', rowPlace(file, 0), { name: name ?? '?', reason: `"${verb}" is no mapping of flows` }));
  }
  for (const verb of verbs) for (const entry of listOf(verb)) {
    number++;
    const where = rowPlace(file, number);
    const targets = isObject(entry) ? (verb === 'disaggregate' ? entry['targets'] : [entry['target']]) : undefined;
    if (!isObject(entry) || !isObject(entry['source']) || !Array.isArray(targets) || targets.length === 0 || !targets.every(isObject)) {
      issues.push(makeIssue('flow-map-row-invalid', where, { reason: `an entry of "${verb}" needs source and target` }));
      continue;
    }
    for (const target of targets) {
      const row = readRow(verb, entry, entry['source'], target, where, issues);
      if (row !== undefined) rows.push({ ...row, row: number });
    }
  }
  const header = Object.fromEntries(Object.entries(json).filter(([name]) => !verbs.includes(name as Verb) && !otherVerbs.includes(name) && name !== 'name' && name !== 'description'));
  return { value: compact<FlowMap>({ name: textOf(json['name']), description: textOf(json['description']), source: textOf(json['source_id']), target: textOf(json['target_id']), rows, header: compact(header) })!, issues };
}

function readRow(verb: Verb, entry: Json, source: Json, target: Json, where: RowPlace, issues: Issue[]): FlowMapRow | undefined {
  const [from, to] = [readEnd(source), readEnd(target)];
  if ((from.id ?? from.name) === undefined) {
    issues.push(makeIssue('flow-map-row-invalid', where, { reason: 'it names no source flow' }));
    return undefined;
  }
  const stated = readFactors(verb, entry, target);
  let allocation: string | undefined;
  if (verb === 'disaggregate') {
    const share = readFactor(textOf(target['allocation']), {}, where, issues);
    if (share === null) return undefined; // told by readFactor
    allocation = share;
  }
  const { condition, remark } = readComment(textOf(entry['comment']), where, issues);
  // A share carries its factor in the allocation.
  const factor = readFactor(stated, verb === 'disaggregate' ? {} : { from: from.unit, to: to.unit }, where, issues);
  return compact<FlowMapRow>({ from, to, condition, factor, allocation, verb, remark })!;
}

/** Packages state the factor beside the target, the library reads it inside (there also as allocation); two different ones are none. */
function readFactors(verb: Verb, entry: Json, target: Json): string | undefined {
  const [inside, beside] = [textOf(target['conversion_factor']) ?? (verb === 'disaggregate' ? undefined : textOf(target['allocation'])), textOf(entry['conversion_factor'])];
  if (inside === undefined || beside === undefined || inside === beside) return inside ?? beside;
  return `${inside} and ${beside}`;
}

function readEnd(json: Json): FlowMapEnd {
  const idName = idNames.find((name) => textOf(json[name]) !== undefined);
  const context = Array.isArray(json['context']) ? json['context'].map(textOf).filter((level) => level !== undefined) : readContext(textOf(json['context']));
  const attributes = Object.fromEntries(Object.entries(json).filter(([name]) => !endNames.has(name) && name !== idName));
  return compact<FlowMapEnd>({ id: idName && readId(textOf(json[idName])), name: textOf(json['name']), context: context?.length ? context : undefined, unit: textOf(json['unit']), location: textOf(json['location']),
    attributes: compact(idName === undefined || idName === 'uuid' ? attributes : { ...attributes, idName }) }) ?? {};
}

const condition = /^match condition: (\S+?)(?:; ([\s\S]*))?$/;

function readComment(comment: string | undefined, where: RowPlace, issues: Issue[]): { condition: MatchCondition; remark?: string } {
  const found = condition.exec(comment ?? '');
  return found === null ? { condition: '=', remark: comment } : { condition: readCondition(found[1], where, issues), remark: found[2] };
}

function writeComment(row: FlowMapRow): string | undefined {
  const stated = conditionOf(row);
  if (stated === '=' && !condition.test(row.remark ?? '')) return row.remark;
  return `match condition: ${stated}${row.remark === undefined ? '' : `; ${row.remark}`}`;
}

function writeEnd({ id, name, context, unit, location, attributes }: FlowMapEnd): Json {
  const { idName, ...others } = attributes ?? {};
  return compact({ name, unit, [typeof idName === 'string' ? idName : 'uuid']: id, context, location, ...others }) ?? {};
}

/**
 * Writes a data package. Readers apply every row without asking: rows that are never applied by themselves are left out; shares carry their factor
 * inside the allocation.
 */
export function writeRandonneur(map: FlowMap): MapFileWritten {
  const lost = new LossCount('randonneur');
  const rows = map.rows.filter((row) => {
    const refusal = refusalOf(row);
    if (refusal !== undefined) return lost.leaveOut(row, `randonneur applies every row without asking, and this one is never applied by itself (${refusal})`);
    return !row.reversed || lost.leaveOut(row, 'the format cannot say that the direction is reversed');
  });
  const source = map.source ?? commonList(rows, 'from');
  const target = map.target ?? commonList(rows, 'to');
  lost.row(rows, ['mapType', 'mapper', 'verifier', 'updated']);
  for (const row of rows) {
    lost.ends(row, ['property', 'provider', 'unitId']);
    if (row.from.list !== undefined && row.from.list !== source) lost.field('from.list');
    if (row.to.list !== undefined && row.to.list !== target) lost.field('to.list');
    for (const name of Object.keys(row.notes ?? {})) lost.field(name);
  }
  const verbOf = (row: FlowMapRow): Verb => (isShare(row) ? 'disaggregate' : row.verb === 'update' ? 'update' : 'replace');
  const single = (verb: Verb): Json[] => rows.filter((row) => verbOf(row) === verb).map((row) => {
    const factor = row.factor === '1' && row.from.unit === row.to.unit ? {} : { conversion_factor: toJsonNumber(row.factor!) };
    // Inside for the library, beside for what follows the published packages.
    return compact({ source: writeEnd(row.from), target: { ...writeEnd(row.to), ...factor }, ...factor, comment: writeComment(row) })!;
  });
  const lists: [Verb, Json[]][] = [['replace', single('replace')], ['update', single('update')], ['disaggregate', disaggregate(rows.filter(isShare))]];
  const stated = lists.filter(([, list]) => list.length > 0);
  const issues = lost.issues();
  const defaults: Json = { name: 'flow-map', description: 'Flow map', version: '1.0.0', licenses: [], contributors: [], graph_context: ['edges'] };
  const own: Json = { ...map.header, name: map.name, description: map.description };
  for (const [field, used] of Object.entries(defaults)) if (own[field] === undefined) issues.push(makeIssue('field-defaulted', {}, { field, used: JSON.stringify(used) }));
  const text = printJson({
    ...defaults, ...compact({ source_id: source, target_id: target, ...own }),
    mapping: { source: labels(map.header?.['mapping'], 'source', stated.flatMap(([, list]) => list.map((entry) => entry['source']))), target: labels(map.header?.['mapping'], 'target', stated.flatMap(([, list]) => list.flatMap((entry) => entry['targets'] ?? entry['target']))) },
    ...Object.fromEntries(stated.length > 0 ? stated : [['replace', []]]),
  });
  return { text, issues };
}

/** The list that all rows name on a side; undefined where they differ or name none. */
function commonList(rows: readonly FlowMapRow[], side: 'from' | 'to'): string | undefined {
  const lists = new Set(rows.map((row) => row[side].list));
  return lists.size === 1 ? [...lists][0] : undefined;
}

/** The attributes of a side with the places they stand for: as stated, and every attribute that the rows use, as the format demands. */
function labels(stated: unknown, side: 'source' | 'target', ends: readonly unknown[]): Json {
  const own = isObject(stated) && isObject(stated[side]) ? stated[side] : {};
  const used = Object.fromEntries(ends.filter(isObject).flatMap((end) => Object.keys(end)).map((name) => [name, name]));
  return { 'expression language': 'XPath', ...own, labels: { ...used, ...(isObject(own['labels']) ? own['labels'] : {}) } };
}

/** One entry a source flow and remark. */
function disaggregate(rows: readonly FlowMapRow[]): Json[] {
  const entries = new Map<string, { entry: Json; targets: Json[] }>();
  for (const row of rows) {
    const source = writeEnd(row.from);
    const comment = writeComment(row);
    const key = JSON.stringify([source, comment], (_key, value: unknown) => (value instanceof JsonNumber ? value.text : value));
    let found = entries.get(key);
    if (found === undefined) {
      const targets: Json[] = [];
      found = { targets, entry: compact({ source, targets, comment })! };
      entries.set(key, found);
    }
    found.targets.push({ ...writeEnd(row.to), allocation: toJsonNumber(share(row)) });
  }
  return [...entries.values()].map(({ entry }) => entry);
}

const Exact = Decimal.clone({ precision: 1_000 });
const share = (row: FlowMapRow): string => (row.factor === '1' ? row.allocation ?? '1' : new Exact(row.allocation ?? '1').times(row.factor!).toFixed());
